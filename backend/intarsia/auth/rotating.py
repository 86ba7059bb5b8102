"""Rule 2 of contracts §3 as one statement, which is what nearly every refresh comes to."""

from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Update, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims
from intarsia.database import UtcDateTime
from intarsia.direct import Away, Direct, Prepared
from intarsia.users.store import UserRow

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose sign-in it is: what tokens and answers say of a user."""

    id: str
    email: str
    username: str
    full_name: str
    role: str
    is_active: bool
    epoch: int
    created_at: datetime
    updated_at: datetime


OF_USER = tuple(field.name for field in fields(Holder))


@dataclass(frozen=True, slots=True)
class Rotated:
    """A sign-in after its rotation."""

    sid: str
    gen: int
    created_at: datetime
    rotated_at: datetime
    absolute_expires_at: datetime


class Rotations:
    """Rotates by compare-and-set: raises the generation that a token presents."""

    def __init__(self, direct: Direct, grace: timedelta) -> None:
        self.direct = direct
        self.grace = grace
        self.statement = rotation()
        self.prepared = Prepared(self.statement, direct.dialect)

    async def alone(self, claims: Claims, now: datetime) -> tuple[Rotated, Holder] | None:
        """Rotate in a transaction of its own; None where the table has to decide.

        A statement whose outcome is not known is no failure: if it was done, the token presented
        is by now the one before, and gets the current one (rule 4).
        """
        try:
            row = await self.direct.one(self.prepared, self.values(claims, now))
        except Away as error:
            log.warning("auth.rotation_away", error=type(error.__cause__).__name__)
            return None
        return None if row is None else parts(row)

    async def within(
        self, session: AsyncSession, claims: Claims, now: datetime
    ) -> tuple[Rotated, Holder] | None:
        """Rotate in a transaction that decided so; None when somebody else was first."""
        found = await session.execute(self.statement, self.values(claims, now))
        row = found.mappings().one_or_none()
        return None if row is None else parts(dict(row))

    def values(self, claims: Claims, now: datetime) -> dict[str, Any]:
        """Return what the statement asks for."""
        return {
            "sid_presented": claims.sid,
            "gen_presented": claims.gen,
            "now": now,
            "settled": now - self.grace,
            "ahead": now + self.grace,
        }


def parts(row: dict[str, Any]) -> tuple[Rotated, Holder]:
    """Return a sign-in and whose it is."""
    holder = Holder(*(row.pop(f"user_{name}") for name in OF_USER))
    return Rotated(**row), holder


def rotation() -> Update:
    """Return the statement: all that must be so, and all that the answer is made of."""
    row, now = AuthSessionRow, bindparam("now", type_=UtcDateTime)
    is_settled = or_(
        row.rotated_at.is_(None),
        row.rotated_at <= bindparam("settled", type_=UtcDateTime),
        row.rotated_at > bindparam("ahead", type_=UtcDateTime),  # the clock was set back
    )
    user_counts = exists().where(UserRow.id == row.user_id, UserRow.is_active).correlate(row)
    return (
        update(row)
        .where(
            row.sid == bindparam("sid_presented"),
            row.gen == bindparam("gen_presented"),
            row.revoked_at.is_(None),
            row.absolute_expires_at > now,
            is_settled,
            user_counts,
        )
        .values(gen=row.gen + 1, rotated_at=now, last_seen_at=now)
        .returning(
            row.sid,
            row.gen,
            row.created_at,
            row.rotated_at,
            row.absolute_expires_at,
            *(of_user(name) for name in OF_USER),
        )
        .execution_options(synchronize_session=False)
    )


def of_user(name: str) -> ColumnElement[Any]:
    """Return a column of whose sign-in it is; SQLite returns none of a joined table."""
    value = select(getattr(UserRow, name)).where(UserRow.id == AuthSessionRow.user_id)
    return value.correlate(AuthSessionRow).scalar_subquery().label(f"user_{name}")
