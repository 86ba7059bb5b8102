"""A table as the text of a CSV file, in pieces."""

import csv
import io
from collections.abc import AsyncIterator, Iterable, Sequence

from intarsia.csv_files.cells import cell


async def written(
    columns: Sequence[str], batches: AsyncIterator[Sequence[object]]
) -> AsyncIterator[str]:
    """Yield the header, then each batch of rows, whose attributes are the columns."""
    yield lines([columns])
    async for rows in batches:
        yield lines([cell(getattr(row, name)) for name in columns] for row in rows)


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of cells as lines, each ended by CRLF."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
