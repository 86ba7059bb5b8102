"""HTTP for records: parse, call the service, return."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from intarsia.auth.deps import DataReader, DataWriter
from intarsia.clock import ClockDep
from intarsia.data import service
from intarsia.data.schemas import Data, DataPatch, DataWrite
from intarsia.data.store import DataQuery, DataRow
from intarsia.database import ReaderDep, SessionDep
from intarsia.etags import IfMatch, etag
from intarsia.pagination import RowPage
from intarsia.routing import StrictRoute
from intarsia.schemas import Id, Page

router = APIRouter(prefix="/data", tags=["data"], route_class=StrictRoute)


@router.get("", response_model=Page[Data])
async def list_data(
    asked: Annotated[DataQuery, Query()], _caller: DataReader, reader: ReaderDep
) -> RowPage[DataRow]:
    """List records: filtered, sorted, a page at a time."""
    return await service.list_items(reader, asked)


@router.post("", response_model=Data, status_code=201)
async def create_data(
    body: DataWrite, response: Response, _caller: DataWriter, clock: ClockDep, session: SessionDep
) -> DataRow:
    """Make a record."""
    return tagged(response, await service.create(session, clock, body.model_dump()))


@router.get("/categories")
async def list_categories(_caller: DataReader, reader: ReaderDep) -> list[str]:
    """List the categories in use."""
    return await service.list_categories(reader)


@router.get("/{item_id}", response_model=Data)
async def get_data(
    item_id: Id, response: Response, _caller: DataReader, reader: ReaderDep
) -> DataRow:
    """Return one record, with the ETag that changes of it should carry."""
    return tagged(response, await service.get(reader, item_id))


@router.put("/{item_id}", response_model=Data)
async def put_data(
    item_id: Id,
    body: DataWrite,
    response: Response,
    _caller: DataWriter,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> DataRow:
    """Replace a record."""
    item = await service.change(session, clock, item_id, body.model_dump(), if_match)
    return tagged(response, item)


@router.patch("/{item_id}", response_model=Data)
async def patch_data(
    item_id: Id,
    body: DataPatch,
    response: Response,
    _caller: DataWriter,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> DataRow:
    """Change some fields of a record."""
    values = body.model_dump(exclude_unset=True)
    return tagged(response, await service.change(session, clock, item_id, values, if_match))


@router.delete("/{item_id}", status_code=204)
async def delete_data(
    item_id: Id, _caller: DataWriter, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Remove a record."""
    await service.delete(session, item_id, if_match)


def tagged(response: Response, item: DataRow) -> DataRow:
    """Put the record's ETag on the answer."""
    response.headers["ETag"] = etag(item.revision)
    return item
