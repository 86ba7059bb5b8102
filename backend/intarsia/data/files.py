"""Records as CSV files."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.csv_files.reading import Sheet, at
from intarsia.csv_files.writing import written
from intarsia.data import bulk, history, store
from intarsia.data.bulk import Edit
from intarsia.data.schemas import DataLine
from intarsia.data.store import DataFilter
from intarsia.database import Sessions
from intarsia.trail import Act

COLUMNS = ("id", *store.FIELDS, "created_at", "updated_at")


def exported(readers: Sessions, asked: DataFilter) -> AsyncIterator[str]:
    """Return what fits as a file; raise InvalidInput for an unknown sort."""
    return written(COLUMNS, store.everything(readers, asked))


def blank(most_rows: int) -> Sheet[DataLine]:
    """Return what a file of records may hold; its times are the platform's to say."""
    return Sheet(DataLine, frozenset({"created_at", "updated_at"}), most_rows)


async def take_in(session: AsyncSession, act: Act, sheet: Sheet[DataLine]) -> tuple[int, int]:
    """Make the rows without an id and change those with one; return how many of each.

    Raises InvalidInput that names each line whose record is not there.
    """
    made = [row.model_dump(exclude={"id"}) for _, row in sheet.rows if row.id is None]
    edits = [
        Edit(tuple(at(line)), row.id, given(row, sheet.columns))
        for line, row in sheet.rows
        if row.id is not None
    ]
    await bulk.apply(session, act, creates=made, updates=edits, made="imported")
    history.note_import(session, act, created=len(made), updated=len(edits))
    return len(made), len(edits)


def given(row: DataLine, columns: Sequence[str]) -> dict[str, Any]:
    """Return what a line says of a record; an empty cell takes a description away."""
    values = row.model_dump(exclude={"id"}, exclude_unset=True)
    return {"description": None, **values} if "description" in columns else values
