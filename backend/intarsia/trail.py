"""The audit trail: who did what, to what, when and from where; rows are added, never changed.

Like the change feed it stands beside the features, because all of them write to it. A record is
part of the transaction that did the thing: neither exists without the other. The database itself
refuses to change or remove one, but routine that is old.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, Index, String, delete, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import BIG_KEY, Base

COMMAND_LINE = "command-line"  # the actor behind `intarsia users …`
ROUTINE = "auth.refresh"  # every 13 minutes of everybody, decided by nobody
ANYBODY = "anybody"  # the actor of what needs no sign-in, such as asking for a new password


class Origin(NamedTuple):
    """Where a request comes from; empty for what no request asked for."""

    ip: str = ""
    request_id: str = ""


NOWHERE = Origin()


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when."""

    by: str
    now: datetime


# Set by the middleware for each request, so that no rule has to hand it down.
origin: ContextVar[Origin] = ContextVar("origin", default=NOWHERE)


def here() -> dict[str, str]:
    """Return where this request comes from, for work that it leaves behind."""
    return origin.get()._asdict()


@contextmanager
def coming_from(place: Mapping[str, Any]) -> Iterator[None]:
    """Record what the block does as coming from where a request came from (`here`)."""
    before = origin.set(Origin(place.get("ip", ""), place.get("request_id", "")))
    try:
        yield
    finally:
        origin.reset(before)


class AuditRow(Base):
    """One thing done. `target` is `kind:id`, for example `user:4f2…` or `channel:stable`."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("ix_audit_events_actor", "actor", "id"),
        Index("ix_audit_events_action", "action", "id"),
        Index("ix_audit_events_target", "target", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(200))
    action: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(256))
    ip: Mapped[str] = mapped_column(String(64))
    request_id: Mapped[str] = mapped_column(String(64))
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)


def record(
    session: AsyncSession, at: datetime, actor: str, action: str, target: str, **detail: object
) -> None:
    """Note what this transaction does; call it before the change is announced on the feed."""
    place = origin.get()
    session.add(
        AuditRow(
            at=at,
            actor=actor,
            action=action,
            target=target,
            ip=place.ip,
            request_id=place.request_id,
            detail=detail,
        )
    )


async def record_each(
    session: AsyncSession, act: Act, action: str, details: Sequence[tuple[str, dict[str, Any]]]
) -> None:
    """Note one action on many targets, each with its detail, in one statement."""
    same = {"at": act.now, "actor": act.by, "action": action, **here()}
    rows = [{**same, "target": target, "detail": detail} for target, detail in details]
    if rows:
        await session.execute(insert(AuditRow), rows)


def routine(act: Act, target: str, detail: dict[str, Any]) -> dict[str, Any]:
    """Return an event of this request that is written a little later, by `record_routine`.

    Refreshes are decided by nobody, and the sign-in's own row says what happened. So they need not
    share the rotation's transaction as all else does; a process that is killed loses its last ones.
    """
    same = {"at": act.now, "actor": act.by, "action": ROUTINE, **here()}
    return {**same, "target": target, "detail": detail}


async def record_routine(session: AsyncSession, events: Sequence[Mapping[str, Any]]) -> None:
    """Write routine events, each with its own time and place."""
    await session.execute(insert(AuditRow), events)


async def forget_routine(session: AsyncSession, before: datetime) -> None:
    """Remove routine events that are old; the database refuses to remove any other."""
    old = delete(AuditRow).where(AuditRow.action == ROUTINE, AuditRow.at < before)
    await session.execute(old)
