"""What the hub no longer remembers, read from the feed's own table."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from intarsia.changes import COLUMNS, Change, ChangeRow
from intarsia.database import Sessions
from intarsia.errors import Unavailable


async def changes_after(
    readers: Sessions, after: int, topics: Sequence[str], limit: int
) -> list[Change]:
    """Return the newest `limit` changes past an id, in order; raise Unavailable."""
    query = (
        select(*COLUMNS)
        .where(ChangeRow.id > after, ChangeRow.topic.in_(topics))
        .order_by(ChangeRow.id.desc())
        .limit(limit)
    )
    try:
        async with readers() as session:
            return list((await session.execute(query)).all())[::-1]
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable("What you missed can't be read just now.") from error
