"""HTTP for records: parse, call the service, return."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from intarsia.auth.deps import DataReader, DataWriter
from intarsia.clock import ClockDep
from intarsia.csv_files.http import BODY, FILE, IsCsv, attachment
from intarsia.csv_files.reading import read
from intarsia.data import bulk, files, history, service
from intarsia.data.bulk import Done, Edit
from intarsia.data.history import Entry, HistoryQuery
from intarsia.data.schemas import (
    Bulk,
    BulkDelete,
    BulkDone,
    BulkUpdate,
    CategoryInUse,
    Data,
    DataPatch,
    DataWrite,
    HistoryEntry,
    Imported,
)
from intarsia.data.store import CategoriesQuery, CategoryRow, DataFilter, DataQuery, DataRow
from intarsia.database import ReaderDep, SessionDep
from intarsia.etags import IfMatch, etag
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Id, Page
from intarsia.trail import Act

router = Feature("/data", tag="data")


async def get_act(caller: DataWriter, clock: ClockDep) -> Act:
    """Return who changes records now; being asked for it requires the permission."""
    return Act(caller.name, clock.now())


ActDep = Annotated[Act, Depends(get_act)]


@router.get("", response_model=Page[Data])
async def list_data(
    asked: Annotated[DataQuery, Query()], _caller: DataReader, reader: ReaderDep
) -> RowPage[DataRow]:
    """List records: filtered, sorted, a page at a time."""
    return await service.list_items(reader, asked)


@router.post("", response_model=Data, status_code=201)
async def create_data(
    body: DataWrite, response: Response, act: ActDep, session: SessionDep
) -> DataRow:
    """Make a record."""
    return tagged(response, await service.create(session, act, body.model_dump()))


@router.get("/categories", response_model=Page[CategoryInUse])
async def list_categories(
    asked: Annotated[CategoriesQuery, Query()], _caller: DataReader, reader: ReaderDep
) -> RowPage[CategoryRow]:
    """List the categories in use."""
    return await service.list_categories(reader, asked)


@router.post("/bulk", response_model=BulkDone)
async def change_many(body: Bulk, act: ActDep, session: SessionDep) -> Done:
    """Make, change and remove up to 1,000 records: all of it, or nothing."""
    return await bulk.apply(
        session,
        act,
        creates=[row.model_dump() for row in body.create],
        updates=[edit(("body", "update", place), row) for place, row in enumerate(body.update)],
        deletes=[edit(("body", "delete", place), row) for place, row in enumerate(body.delete)],
    )


@router.get("/export", response_class=StreamingResponse, responses=FILE)
async def export_data(
    asked: Annotated[DataFilter, Query()], request: Request, _caller: DataReader
) -> StreamingResponse:
    """Return all records that fit as CSV, however many; no cell is taken for a formula."""
    return attachment("data.csv", files.exported(request.state.readers, asked))


# Who may not is told so before what they sent is looked at.
@router.post(
    "/import",
    response_model=Imported,
    openapi_extra=BODY,
    dependencies=[Depends(get_act), IsCsv],
)
async def import_data(request: Request, act: ActDep, session: SessionDep) -> Imported:
    """Take in a CSV file: lines with an id change that record, others make one; all or nothing."""
    most_rows = request.state.settings.limits.csv_max_rows
    sheet = await read(request.stream(), files.blank(most_rows))
    created, updated = await files.take_in(session, act, sheet)
    return Imported(created=created, updated=updated)


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
    act: ActDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> DataRow:
    """Replace a record."""
    item = await service.change(session, act, item_id, body.model_dump(), if_match)
    return tagged(response, item)


@router.patch("/{item_id}", response_model=Data)
async def patch_data(
    item_id: Id,
    body: DataPatch,
    response: Response,
    act: ActDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> DataRow:
    """Change some fields of a record."""
    values = body.model_dump(exclude_unset=True)
    return tagged(response, await service.change(session, act, item_id, values, if_match))


@router.delete("/{item_id}", status_code=204)
async def delete_data(
    item_id: Id, act: ActDep, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Remove a record."""
    await service.delete(session, act, item_id, if_match)


@router.get("/{item_id}/history", response_model=Page[HistoryEntry])
async def list_history(
    item_id: Id, asked: Annotated[HistoryQuery, Query()], _caller: DataReader, reader: ReaderDep
) -> RowPage[Entry]:
    """List who changed a record, what and when, the newest first; that of a removed one stays."""
    return await history.list_history(reader, item_id, asked)


def edit(loc: tuple[str | int, ...], row: BulkUpdate | BulkDelete) -> Edit:
    """Return one row of a request as the rules take it."""
    values = row.model_dump(exclude_unset=True, exclude={"id", "if_match"})
    return Edit(loc, row.id, values, row.if_match)


def tagged(response: Response, item: DataRow) -> DataRow:
    """Put the record's ETag on the answer."""
    response.headers["ETag"] = etag(item.revision)
    return item
