"""HTTP for visits: parse, call the service, return."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query

from intarsia.auth.callers import Caller, require, require_person
from intarsia.auth.deps import CallerByAny
from intarsia.auth.permissions import Permission
from intarsia.database import ReaderDep, transaction
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Id, Page
from intarsia.visitors.reception import Reception, ReceptionDep
from intarsia.visits import service
from intarsia.visits.schemas import Action, DoneAction, PageVisit, PastVisit, Visit, VisitedPage
from intarsia.visits.service import Deed
from intarsia.visits.store import EntriesQuery, EntryRow, Kind, VisitsQuery

router = Feature("/session", tag="session")

Asked = Annotated[EntriesQuery, Query()]


@router.post("")
async def start_session(reception: ReceptionDep) -> Visit:
    """Start a visit, or go on with the one there is; a guest gets a record and its cookie."""
    return await noted(reception, [])


@router.get("")
async def get_session(reception: ReceptionDep, reader: ReaderDep) -> Visit:
    """Return the visit that goes on; 404 without one. Looking is no activity."""
    visitor, now = await reception.known(), reception.records.clock.now()
    row = await service.find(reader, reception.records, visitor, now)
    return await service.show(reader, row, now)


@router.delete("", status_code=204)
async def end_session(reception: ReceptionDep) -> None:
    """End the visit; fine where there is none. A guest's record and cookie go with it."""
    await reception.admit()
    visitor, records = await reception.presented(), reception.records
    if visitor is None:
        return
    now = records.clock.now()
    async with transaction(reception.request.state) as session:
        await service.finish(session, visitor, now)
    if visitor.is_guest:
        await records.store.destroy(visitor.record_id, now)
        reception.cookie.expire(reception.response)
    else:
        await service.copy(records, visitor, service.drop_copy)


@router.post("/page")
async def visit_page(body: PageVisit, reception: ReceptionDep) -> Visit:
    """Note that a page was visited, or several; the visit begins if there is none."""
    return await noted(reception, [Deed(Kind.PAGE, page) for page in body.pages()])


@router.post("/action")
async def do_action(body: Action, reception: ReceptionDep) -> Visit:
    """Note that something was done; the visit begins if there is none."""
    return await noted(reception, [Deed(Kind.ACTION, body.action, body.detail)])


@router.get("/pages", response_model=Page[VisitedPage])
async def list_pages(
    asked: Asked, reception: ReceptionDep, reader: ReaderDep
) -> RowPage[VisitedPage]:
    """List the pages of the visit that goes on, the first one first."""
    return (await current(reception, reader, Kind.PAGE, asked)).map(visited)


@router.get("/actions", response_model=Page[DoneAction])
async def list_actions(
    asked: Asked, reception: ReceptionDep, reader: ReaderDep
) -> RowPage[DoneAction]:
    """List what was done in the visit that goes on, the first first."""
    return (await current(reception, reader, Kind.ACTION, asked)).map(done)


@router.get("/history", response_model=Page[PastVisit])
async def list_history(
    asked: Annotated[VisitsQuery, Query()],
    caller: CallerByAny,
    reception: ReceptionDep,
    reader: ReaderDep,
) -> RowPage[PastVisit]:
    """List my visits on all devices, those that go on too, the newest first."""
    user_id = owner(caller)
    visitor = await reception.presented()
    record_id = visitor.record_id if visitor is not None else None
    return await service.list_visits(reader, reception.records, user_id, record_id, asked)


@router.get("/history/{visit_id}/pages", response_model=Page[VisitedPage])
async def list_past_pages(
    visit_id: Id, asked: Asked, caller: CallerByAny, reader: ReaderDep
) -> RowPage[VisitedPage]:
    """List the pages of one of my visits."""
    return (await of_past(caller, reader, visit_id, Kind.PAGE, asked)).map(visited)


@router.get("/history/{visit_id}/actions", response_model=Page[DoneAction])
async def list_past_actions(
    visit_id: Id, asked: Asked, caller: CallerByAny, reader: ReaderDep
) -> RowPage[DoneAction]:
    """List what was done in one of my visits."""
    return (await of_past(caller, reader, visit_id, Kind.ACTION, asked)).map(done)


async def noted(reception: Reception, deeds: Sequence[Deed]) -> Visit:
    """Write deeds down, commit, and bring the record's copy up to date.

    The store is asked first: while it is away nothing is written, and the caller tries again.
    """
    visitor, records = await reception.welcomed(), reception.records
    now = records.clock.now()
    async with transaction(reception.request.state) as session:
        row, entries = await service.note(session, records, visitor, deeds, now)
        answer = await service.show(session, row, now)
    await service.copy(records, visitor, service.project(row, entries))
    return answer


async def current(
    reception: Reception, reader: ReaderDep, kind: Kind, asked: EntriesQuery
) -> RowPage[EntryRow]:
    """Return a page of the visit that goes on."""
    visitor, records = await reception.known(), reception.records
    row = await service.find(reader, records, visitor, records.clock.now())
    return await service.list_entries(reader, row, kind, asked)


async def of_past(
    caller: Caller, reader: ReaderDep, visit_id: str, kind: Kind, asked: EntriesQuery
) -> RowPage[EntryRow]:
    """Return a page of one of the caller's visits."""
    row = await service.find_own(reader, visit_id, owner(caller))
    return await service.list_entries(reader, row, kind, asked)


def owner(caller: Caller) -> str:
    """Return whose history is asked for; raise Forbidden for a token for programs."""
    require(require_person(caller), Permission.SESSIONS_OWN)
    return caller.user_id or ""


def visited(row: EntryRow) -> VisitedPage:
    """Return an entry as a page."""
    return VisitedPage(id=str(row.id), at=row.at, page=row.name)


def done(row: EntryRow) -> DoneAction:
    """Return an entry as an action."""
    return DoneAction(id=str(row.id), at=row.at, action=row.name, detail=row.detail)
