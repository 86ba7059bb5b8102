"""HTTP for reported errors."""

from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import StreamingResponse

from intarsia.auth.deps import ErrorsReader, ErrorsResolver
from intarsia.client_errors import service, store
from intarsia.client_errors.schemas import (
    BulkResolve,
    ErrorDetail,
    ErrorGroup,
    ErrorPatch,
    ErrorReport,
    ErrorStats,
    Resolved,
)
from intarsia.client_errors.store import ErrorFilter, ErrorRow, ErrorsQuery
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.etags import IfMatch, etag
from intarsia.pagination import RowPage
from intarsia.reporting import Accepted, IntakeDep, Reporter
from intarsia.routing import Feature
from intarsia.schemas import Id, Page

router = Feature("/errors", tag="errors")


@router.post("", status_code=202)
async def report_error(
    body: ErrorReport, _reporter: Reporter, clock: ClockDep, intake: IntakeDep
) -> Accepted:
    """Take in an error of a page, guests' too; it is stored within a second."""
    intake.offer(store.add, [service.group_of(body, clock.now())])
    return Accepted(accepted=1)


@router.get("", response_model=Page[ErrorGroup])
async def list_errors(
    asked: Annotated[ErrorsQuery, Query()], _caller: ErrorsReader, reader: ReaderDep
) -> RowPage[ErrorRow]:
    """List errors, grouped: filtered, sorted, a page at a time."""
    return await service.list_groups(reader, asked)


@router.delete("", status_code=204)
async def clear_errors(_caller: ErrorsResolver, session: SessionDep) -> None:
    """Remove all."""
    await service.clear(session)


@router.get("/stats")
async def get_stats(_caller: ErrorsReader, reader: ReaderDep) -> ErrorStats:
    """Count errors by status, app and severity."""
    return await service.stats(reader)


@router.get("/export", response_class=StreamingResponse)
async def export_errors(
    asked: Annotated[ErrorFilter, Query()], request: Request, _caller: ErrorsReader
) -> StreamingResponse:
    """Return all groups that fit as JSON lines."""
    batches = service.exported(request.state.readers, asked)
    headers = {"Content-Disposition": 'attachment; filename="errors.jsonl"'}
    return StreamingResponse(lines(batches), headers=headers, media_type="application/jsonl")


async def lines(batches: AsyncIterator[Sequence[ErrorRow]]) -> AsyncIterator[str]:
    """Yield each batch as JSON lines."""
    async for rows in batches:
        groups = [ErrorDetail.model_validate(row) for row in rows]
        yield "".join(f"{group.model_dump_json(by_alias=True)}\n" for group in groups)


@router.post("/bulk-resolve")
async def bulk_resolve(
    body: BulkResolve, caller: ErrorsResolver, clock: ClockDep, session: SessionDep
) -> Resolved:
    """Resolve up to 1000 errors; tells how many were not resolved yet."""
    return Resolved(resolved=await service.resolve(session, body.ids, caller.name, clock.now()))


@router.get("/{error_id}", response_model=ErrorDetail)
async def get_error(
    error_id: Id, response: Response, _caller: ErrorsReader, reader: ReaderDep
) -> ErrorRow:
    """Return one group with its latest report, and the ETag that changes should carry."""
    return tagged(response, await service.get(reader, error_id))


@router.patch("/{error_id}", response_model=ErrorDetail)
async def patch_error(
    error_id: Id,
    body: ErrorPatch,
    response: Response,
    caller: ErrorsResolver,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> ErrorRow:
    """Resolve, ignore or open an error."""
    now = clock.now()
    row = await service.change(session, error_id, body.status, caller.name, now, if_match)
    return tagged(response, row)


@router.delete("/{error_id}", status_code=204)
async def delete_error(
    error_id: Id, _caller: ErrorsResolver, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Remove an error and its count."""
    await service.delete(session, error_id, if_match)


def tagged(response: Response, row: ErrorRow) -> ErrorRow:
    """Put the group's ETag on the answer."""
    response.headers["ETag"] = etag(row.revision)
    return row
