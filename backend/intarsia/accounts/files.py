"""Users as CSV files: all of them out, new ones in."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.accounts.schemas import UserLine
from intarsia.csv_files.reading import Sheet
from intarsia.csv_files.writing import written
from intarsia.database import Sessions
from intarsia.trail import Act
from intarsia.users import service as users
from intarsia.users import store
from intarsia.users.store import UsersFilter, identity_key

COLUMNS = ("id", "email", "username", "full_name", "role", "is_active", "created_at", "updated_at")


def exported(readers: Sessions, asked: UsersFilter) -> AsyncIterator[str]:
    """Return who fits as a file; raise InvalidInput for an unknown sort."""
    return written(COLUMNS, store.everybody(readers, asked))


def blank(most_rows: int) -> Sheet[UserLine]:
    """Return what a file of users may hold; ids and times are the platform's to say."""
    return Sheet(UserLine, frozenset({"id", "created_at", "updated_at"}), most_rows)


async def take_in(session: AsyncSession, act: Act, sheet: Sheet[UserLine]) -> int:
    """Make a user of each line, and return how many.

    Raises InvalidInput that names each line whose address or username somebody has, and Conflict
    when somebody takes one at this moment.
    """
    await refuse_taken(session, sheet)
    rows = await users.add_many(session, act.now, [row.model_dump() for _, row in sheet.rows])
    details = [(f"user:{row['id']}", {"role": row["role"]}) for row in rows]
    await trail.record_each(session, act, "user.created", details)
    trail.record(session, act.now, act.by, "user.file_imported", "users", created=len(rows))
    return len(rows)


async def refuse_taken(session: AsyncSession, sheet: Sheet[UserLine]) -> None:
    """Raise InvalidInput for names that are taken, or twice in the file."""
    given = list(names(sheet))
    emails, usernames = await users.taken(
        session,
        (name for _, field, name in given if field == "email"),
        (name for _, field, name in given if field == "username"),
    )
    taken = {("email", key) for key in emails} | {("username", key) for key in usernames}
    seen: Counter[Any] = Counter()
    for line, field, name in given:
        seen[key := (field, identity_key(name))] += 1
        if key in taken:
            sheet.wrong(line, field, f"This {field} is taken.", f"{field}_taken")
        elif seen[key] > 1:
            sheet.wrong(line, field, f"This {field} is here twice.", "duplicate")
    sheet.require_fitting()


def names(sheet: Sheet[UserLine]) -> Iterator[tuple[int, str, str]]:
    """Yield what must be unique: line, field and value."""
    for line, row in sheet.rows:
        yield line, "email", row.email
        if row.username is not None:
            yield line, "username", row.username
