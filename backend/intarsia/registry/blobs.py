"""Which bytes are stored, who needs them, and how those that nobody needs go away.

    claimed ──▶ stored ──▶ doomed ──▶ gone

Publishing claims a blob before it stores it, or skips storing it, and asks again when it commits.
Collection dooms what nobody needs in one transaction, removes the bytes outside of any, and forgets
the rows in another: killed in between, it goes on where it was. So a row may be without bytes, but
never bytes that somebody counts on without a row.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, not_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.database import upsert
from intarsia.errors import Unavailable
from intarsia.registry.store import batches, named
from intarsia.registry.tables import BlobRefRow, BlobRow

RETRY_SECONDS = 5

Encodings = Mapping[str, Sequence[Any] | None]
Sizes = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What there is of a claimed blob."""

    is_stored: bool
    encodings: Encodings


async def claim(session: AsyncSession, sizes: Sizes, now: datetime) -> dict[str, Known]:
    """Keep blobs from being doomed for another day, whether they are stored yet or not.

    Sorted, so that two publishers can't wait for each other. Raises Unavailable while one of them
    is being removed.
    """
    known: dict[str, Known] = {}
    for some in batches(sorted(sizes.items())):
        new = {"touched_at": now, "encodings": {}, "is_stored": False}
        query = upsert(session, BlobRow).values([{"digest": d, "size": s, **new} for d, s in some])
        touched = query.on_conflict_do_update(
            index_elements=["digest"],
            set_={"touched_at": query.excluded.touched_at},
            where=BlobRow.doomed_at.is_(None),
        )
        columns = (BlobRow.digest, BlobRow.is_stored, BlobRow.encodings)
        rows = await session.execute(touched.returning(*columns))
        known |= {row.digest: Known(row.is_stored, row.encodings) for row in rows}
    refuse_doomed(len(sizes) - len(known))
    return known


async def confirm(
    session: AsyncSession, sizes: Sizes, skipped: Collection[str], now: datetime
) -> None:
    """Look once more before a version counts on blobs: claims of a slow publish may have run out.

    Raises Unavailable when a blob is gone, or is not stored although storing it was skipped.
    """
    found: dict[str, bool] = {}
    for some in batches(sorted(sizes)):
        there = and_(BlobRow.digest.in_(some), BlobRow.doomed_at.is_(None))
        query = select(BlobRow.digest, BlobRow.is_stored).where(there).order_by(BlobRow.digest)
        rows = await session.execute(query.with_for_update())
        found |= {row.digest: row.is_stored for row in rows}
        values = {"touched_at": now, "is_stored": True}
        await session.execute(update(BlobRow).where(there).values(values))
    refuse_doomed(len(sizes) - len(found) + sum(not found.get(digest) for digest in skipped))


def refuse_doomed(count: int) -> None:
    """The same publish succeeds once they are gone, or stores them anew."""
    if count:
        detail = f"{count} files are being collected at this moment. Publish again."
        raise Unavailable(detail, code="collecting", retry_after=RETRY_SECONDS)


async def remember_encodings(session: AsyncSession, made: Mapping[str, Encodings]) -> None:
    """Keep what compressing gave; these rows are this transaction's already."""
    rows = [{"digest": digest, "encodings": dict(forms)} for digest, forms in sorted(made.items())]
    if rows:
        await session.execute(update(BlobRow), rows)


async def add_refs(session: AsyncSession, app: str, version: str, digests: Iterable[str]) -> None:
    """Write down what a version needs."""
    for some in batches(sorted(digests)):
        rows = [{"app": app, "version": version, "digest": digest} for digest in some]
        await session.execute(upsert(session, BlobRefRow).values(rows))


async def drop_refs(session: AsyncSession, versions: Iterable[tuple[str, str]]) -> None:
    """Write down that versions need nothing any more."""
    await session.execute(delete(BlobRefRow).where(named(session, BlobRefRow, versions)))


async def use_with(session: AsyncSession, app: str, sizes: Sizes) -> int:
    """Return the bytes of an app's versions and of some more blobs, each counted once."""
    mine = select(BlobRefRow.digest).where(BlobRefRow.app == app)
    query = select(func.coalesce(func.sum(BlobRow.size), 0)).where(BlobRow.digest.in_(mine))
    used = int(await session.scalar(query) or 0)
    for some in batches(sizes):
        counted = set(await session.scalars(mine.where(BlobRefRow.digest.in_(some))))
        used += sum(sizes[digest] for digest in some if digest not in counted)
    return used


def unneeded(before: datetime) -> ColumnElement[bool]:
    """Return the condition for blobs that no version needs and nobody touched since."""
    needed = exists().where(BlobRefRow.digest == BlobRow.digest)
    return and_(BlobRow.touched_at <= before, BlobRow.doomed_at.is_(None), not_(needed))


async def doom(session: AsyncSession, before: datetime, now: datetime, limit: int) -> int:
    """Doom some blobs; return how many.

    All conditions stand in the UPDATE itself, so that PostgreSQL looks at them again after it
    waited for a publish that touched the row.
    """
    condition = unneeded(before)
    some = list(await session.scalars(select(BlobRow.digest).where(condition).limit(limit)))
    query = update(BlobRow).where(BlobRow.digest.in_(some), condition).values(doomed_at=now)
    done = await session.execute(query.returning(BlobRow.digest))
    return len(done.all())


async def doom_strays(session: AsyncSession, digests: Sequence[str], now: datetime) -> int:
    """Doom bytes that have no row, which a killed publish may leave; return how many."""
    known = set(await session.scalars(select(BlobRow.digest).where(BlobRow.digest.in_(digests))))
    strays = [digest for digest in digests if digest not in known]
    if strays:
        row = {"size": 0, "touched_at": now, "encodings": {}, "is_stored": False, "doomed_at": now}
        query = upsert(session, BlobRow).values([{"digest": digest, **row} for digest in strays])
        await session.execute(query.on_conflict_do_nothing())
    return len(strays)


async def find_doomed(session: AsyncSession, limit: int) -> dict[str, int]:
    """Return the sizes of some doomed blobs."""
    query = select(BlobRow.digest, BlobRow.size).where(BlobRow.doomed_at.is_not(None))
    return {row.digest: row.size for row in await session.execute(query.limit(limit))}


async def forget(session: AsyncSession, digests: Iterable[str]) -> None:
    """Remove the rows of doomed blobs whose bytes are gone."""
    for some in batches(sorted(digests)):
        doomed = BlobRow.doomed_at.is_not(None)
        await session.execute(delete(BlobRow).where(BlobRow.digest.in_(some), doomed))


async def would_go(
    session: AsyncSession, versions: Collection[tuple[str, str]], before: datetime
) -> dict[str, int]:
    """Return the sizes of blobs that collecting these versions would remove."""
    doomed = not_(BlobRow.doomed_at.is_(None))
    query = select(BlobRow.digest, BlobRow.size).where(unneeded(before) | doomed)
    found = {row.digest: row.size for row in await session.execute(query)}
    of_these = named(session, BlobRefRow, versions)
    mine = set(await session.scalars(select(BlobRefRow.digest).where(of_these)))
    for some in batches(sorted(mine)):
        rows = select(BlobRefRow.digest, BlobRefRow.app, BlobRefRow.version)
        refs = (await session.execute(rows.where(BlobRefRow.digest.in_(some)))).all()
        kept = {ref.digest for ref in refs if (ref.app, ref.version) not in versions}
        old = select(BlobRow.digest, BlobRow.size).where(
            BlobRow.digest.in_(set(some) - kept), BlobRow.touched_at <= before
        )
        found |= {row.digest: row.size for row in await session.execute(old)}
    return found
