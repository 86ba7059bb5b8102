"""The rules for many records at once: all of it is done, or nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.data import history, store
from intarsia.data.history import Changes
from intarsia.data.store import Record
from intarsia.database import new_id
from intarsia.errors import InvalidInput
from intarsia.etags import etag, names
from intarsia.trail import Act

MOST_ERRORS = 100


@dataclass(frozen=True, slots=True)
class Edit:
    """A record to be changed or removed; `loc` is where the request names it."""

    loc: tuple[str | int, ...]
    id: str
    values: Mapping[str, Any] = field(default_factory=dict)
    if_match: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    created: Sequence[Record]
    updated: Sequence[Record]
    deleted: Sequence[str]


async def apply(
    session: AsyncSession,
    act: Act,
    *,
    creates: Sequence[Mapping[str, Any]] = (),
    updates: Sequence[Edit] = (),
    deletes: Sequence[Edit] = (),
    made: str = "created",
) -> Done:
    """Make, change and remove records in a number of statements that does not grow with theirs.

    Raises InvalidInput that names each row which is not there, has changed, or is here twice.
    """
    found = await store.lock_many(session, [edit.id for edit in (*updates, *deletes)])
    refuse(list(problems(found, (*updates, *deletes))))
    return Done(
        created=await create(session, act, creates, made),
        updated=await update(session, act, found, updates),
        deleted=await delete(session, act, found, deletes),
    )


async def create(
    session: AsyncSession, act: Act, creates: Sequence[Mapping[str, Any]], made: str
) -> list[Record]:
    """Make records."""
    same = {"revision": 1, "created_at": act.now, "updated_at": act.now}
    rows = [{"id": new_id(), **values, **same} for values in creates]
    await store.add_many(session, rows)
    await history.note_each(session, act, made, ((row, {}) for row in rows))
    return rows


async def update(
    session: AsyncSession, act: Act, found: Mapping[str, Record], updates: Sequence[Edit]
) -> list[Record]:
    """Set the values of records; one that has them already stays as it is."""
    changed: list[tuple[Record, Changes]] = []
    for edit in updates:
        row = found[edit.id]
        if changes := history.differences(row, edit.values):
            row |= {**edit.values, "revision": row["revision"] + 1, "updated_at": act.now}
            changed.append((row, changes))
    await store.replace_many(session, [row for row, _ in changed])
    await history.note_each(session, act, "changed", changed)
    return [found[edit.id] for edit in updates]


async def delete(
    session: AsyncSession, act: Act, found: Mapping[str, Record], deletes: Sequence[Edit]
) -> list[str]:
    """Remove records."""
    rows = [found[edit.id] for edit in deletes]
    await store.remove_many(session, [row["id"] for row in rows])
    await history.note_each(session, act, "deleted", ((row, {}) for row in rows))
    return [row["id"] for row in rows]


def problems(found: Mapping[str, Record], edits: Sequence[Edit]) -> Iterator[dict[str, Any]]:
    """Yield what is wrong with each edit."""
    seen: set[str] = set()
    for edit in edits:
        row = found.get(edit.id)
        if row is None:
            yield wrong(edit, "There is no such record.", "not_found")
        elif edit.id in seen:
            yield wrong(edit, "This record is named twice.", "named_twice")
        elif edit.if_match is not None and not names(edit.if_match, etag(row["revision"])):
            yield wrong(edit, "Somebody else changed this first.", "stale")
        seen.add(edit.id)


def wrong(edit: Edit, msg: str, kind: str) -> dict[str, Any]:
    """Return an error as every 422 lists it."""
    return {"loc": [*edit.loc, "id"], "msg": msg, "type": kind}


def refuse(errors: Sequence[dict[str, Any]]) -> None:
    """Raise InvalidInput where something is wrong with any row."""
    if errors:
        raise InvalidInput(
            f"Nothing was changed: {len(errors)} rows can't be.",
            code="rows_refused",
            errors=errors[:MOST_ERRORS],
        )
