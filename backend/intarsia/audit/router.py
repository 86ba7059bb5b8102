"""HTTP for the audit trail: a list, or all of it as JSON lines."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Header, Query, Request
from fastapi.responses import StreamingResponse

from intarsia.audit import store
from intarsia.audit.schemas import AuditEvent
from intarsia.audit.store import AuditQuery
from intarsia.auth.deps import AuditReader
from intarsia.database import ReaderDep, Sessions
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Page
from intarsia.trail import AuditRow

router = Feature("/audit", tag="audit")

JSON_LINES = "application/x-ndjson"
BATCH = 500
EITHER: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "A page, or every matching event as JSON lines, the newest first.",
        "content": {JSON_LINES: {"schema": {"type": "string"}}},
    }
}


@router.get("", response_model=Page[AuditEvent], responses=EITHER)
async def list_events(
    asked: Annotated[AuditQuery, Query()],
    request: Request,
    _caller: AuditReader,
    reader: ReaderDep,
    accept: Annotated[str, Header(max_length=1000)] = "*/*",
) -> RowPage[AuditRow] | StreamingResponse:
    """List what was done, the newest first; `Accept: application/x-ndjson` streams all of it."""
    if JSON_LINES in accept:
        return StreamingResponse(lines(request.state.readers, asked), media_type=JSON_LINES)
    return await store.list_events(reader, asked)


async def lines(readers: Sessions, asked: AuditQuery) -> AsyncIterator[str]:
    """Yield matching events in batches, each from a session of its own: the reader may be slow."""
    before: int | None = None
    while True:
        async with readers() as session:
            rows = await store.events_before(session, asked, before, BATCH)
        if not rows:
            return
        events = [AuditEvent.model_validate(row) for row in rows]
        yield "".join(f"{event.model_dump_json()}\n" for event in events)
        before = rows[-1].id
