"""Who changed a record, what and when: a view of the audit trail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.audit import service as audit
from intarsia.data import store
from intarsia.data.store import Record
from intarsia.errors import NotFound
from intarsia.pagination import ListQuery, RowPage, Sort
from intarsia.trail import Act, AuditRow
from intarsia.users import service as users

Changes = dict[str, Any]


class HistoryQuery(ListQuery):
    """Of `at` and `id`, the newest first."""

    sort: Sort = "-id"
    q: None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done to a record; `changes` has each field's value before and after."""

    id: str
    at: datetime
    actor: str
    actor_name: str | None
    action: str
    changes: dict[str, dict[str, Any]]


def differences(before: Mapping[str, Any], values: Mapping[str, Any]) -> Changes:
    """Return what setting values changes: each field's value before and after."""
    return {
        name: {"before": before[name], "after": value}
        for name, value in values.items()
        if before[name] != value
    }


def note(session: AsyncSession, act: Act, action: str, item_id: str, **detail: object) -> None:
    """Put what is done to one record on the trail."""
    trail.record(session, act.now, act.by, f"data.{action}", target(item_id), **detail)


async def note_each(
    session: AsyncSession, act: Act, action: str, done: Iterable[tuple[Record, Changes]]
) -> None:
    """Put what is done to many records on the trail."""
    details = [(target(row["id"]), detail(row["name"], changes)) for row, changes in done]
    for some in store.batched(details, store.BATCH):
        await trail.record_each(session, act, f"data.{action}", some)


def note_import(session: AsyncSession, act: Act, **rows: int) -> None:
    """Put an import as a whole on the trail."""
    trail.record(session, act.now, act.by, "data.file_imported", "data", **rows)


def detail(name: str, changes: Changes) -> dict[str, Any]:
    """Return what the trail says beside what was done to what."""
    return {"name": name, "changes": changes} if changes else {"name": name}


async def list_history(session: AsyncSession, item_id: str, asked: HistoryQuery) -> RowPage[Entry]:
    """Return one page; raise NotFound for a record that never was.

    The history of one that was removed stays, and says who removed it.
    """
    page = await audit.of(session, target(item_id), asked)
    if not page.total and await store.find(session, item_id) is None:
        raise NotFound("There is no such record.")
    names = await users.names(session, {row.actor for row in page.items})
    return page.map(lambda row: entry(row, names))


def entry(row: AuditRow, names: Mapping[str, str]) -> Entry:
    """Return an event of the trail as one of a record's history."""
    action, changes = row.action.removeprefix("data."), row.detail.get("changes", {})
    return Entry(str(row.id), row.at, row.actor, names.get(row.actor), action, changes)


def target(item_id: str) -> str:
    """Return a record's name on the audit trail."""
    return f"data:{item_id}"
