"""What the audit trail tells a person about themselves."""

from collections.abc import Sequence
from types import SimpleNamespace

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.audit import store
from intarsia.audit.store import AuditQuery
from intarsia.pagination import ListQuery, RowPage
from intarsia.trail import AuditRow


async def of(session: AsyncSession, target: str, asked: ListQuery) -> RowPage[AuditRow]:
    """Return one page of what was done to a target; raise InvalidInput like every list."""
    query = AuditQuery(target=target, limit=asked.limit, cursor=asked.cursor, sort=asked.sort)
    return await store.list_events(session, query)


async def about(
    session: AsyncSession, user_id: str, last: AuditRow | None
) -> Sequence[SimpleNamespace]:
    """Return what somebody did, and what was done to them, after an event; oldest first.

    From where others did it is not theirs to know.
    """
    rows = await store.about(session, user_id, last.id if last is not None else 0)
    return [shown_to(user_id, row) for row in rows]


def shown_to(user_id: str, row: AuditRow) -> SimpleNamespace:
    """Return an event without the address of somebody else."""
    names = ("id", "at", "actor", "action", "target", "detail")
    shown = {name: getattr(row, name) for name in names}
    return SimpleNamespace(**shown, ip=row.ip if row.actor == user_id else "")
