"""How sign-ins, their timelines and notices are found."""

from datetime import datetime
from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.auth.notices import NoticeRow
from intarsia.auth.store import AuthSessionRow
from intarsia.pagination import Columns, ListQuery, RowPage, Sort, paginate
from intarsia.schemas import Text

SORTABLE: Columns = {
    "created_at": AuthSessionRow.created_at,
    "last_seen_at": AuthSessionRow.last_seen_at,
    "id": AuthSessionRow.sid,
}
NOTICES_SORTABLE: Columns = {"at": NoticeRow.at, "id": NoticeRow.id}


class SignInsQuery(ListQuery):
    """The list's own filters: another user's, and those that are over."""

    q: None = None
    user: Annotated[Text, StringConstraints(min_length=1, max_length=64)] | None = None
    ended: bool = False


class NewestQuery(ListQuery):
    """What happened, by `at` or `id`, the newest first."""

    sort: Sort = "-at"  # refreshes are written a second late
    q: None = None


async def list_sign_ins(
    session: AsyncSession, user_id: str, now: datetime, asked: SignInsQuery
) -> RowPage[AuthSessionRow]:
    """Return one page of a user's sign-ins."""
    query = select(AuthSessionRow).where(AuthSessionRow.user_id == user_id)
    if not asked.ended:
        query = query.where(live(now))
    return await paginate(session, query, SORTABLE, asked)


async def find(session: AsyncSession, sid: str) -> AuthSessionRow | None:
    """Return a sign-in."""
    return await session.get(AuthSessionRow, sid)


async def notices_of(session: AsyncSession, user_id: str, asked: NewestQuery) -> RowPage[NoticeRow]:
    """Return one page of a user's notices."""
    query = select(NoticeRow).where(NoticeRow.user_id == user_id)
    return await paginate(session, query, NOTICES_SORTABLE, asked)


async def see_notices(session: AsyncSession, user_id: str, up_to: int, now: datetime) -> bool:
    """Mark notices as seen; False when they all were."""
    unseen = and_(NoticeRow.user_id == user_id, NoticeRow.id <= up_to, NoticeRow.seen_at.is_(None))
    statement = update(NoticeRow).where(unseen).values(seen_at=now).returning(NoticeRow.id)
    return bool((await session.scalars(statement)).all())


def live(now: datetime) -> ColumnElement[bool]:
    """Return the condition of a sign-in that is not over."""
    return and_(AuthSessionRow.revoked_at.is_(None), AuthSessionRow.absolute_expires_at > now)
