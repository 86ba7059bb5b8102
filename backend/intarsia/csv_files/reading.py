"""A CSV file as checked rows, or as the list of what is wrong with it."""

import codecs
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from intarsia.csv_files.cells import unguarded
from intarsia.csv_files.cutting import Cutter, Record
from intarsia.errors import InvalidInput

MOST_ERRORS = 100

Row = TypeVar("Row", bound=BaseModel)


@dataclass
class Sheet(Generic[Row]):
    """A file that is being read: its rows must fit a model, whose fields are the columns.

    An empty cell is a field left out. Columns that are `ignored` may be there, as in an export.
    """

    model: type[Row]
    ignored: frozenset[str]
    most_rows: int
    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, Row]] = field(default_factory=list)
    errors: list[dict[str, Any]] = field(default_factory=list)

    def take(self, records: Iterable[Record]) -> None:
        """Check records; after too many errors the rest is not looked at."""
        for record in records:
            if len(self.errors) >= MOST_ERRORS:
                return
            if record.problem is not None:
                self.wrong(record.line, None, record.problem, "csv")
            elif not self.columns:
                self.take_header(record)
            else:
                self.take_row(record)

    def take_header(self, record: Record) -> None:
        """Check the names of the columns."""
        self.columns = [name.strip() for name in record.cells]
        fields = self.model.model_fields
        for name in sorted(set(self.columns) - set(fields) - self.ignored):
            self.wrong(record.line, name, "There is no such column.", "extra_forbidden")
        for name in sorted({name for name in self.columns if self.columns.count(name) > 1}):
            self.wrong(record.line, name, "This column is there twice.", "duplicate")
        for name in (name for name in fields if fields[name].is_required()):
            if name not in self.columns:
                self.wrong(record.line, name, "This column is missing.", "missing")
        self.require_fitting()  # or every line would repeat what the header lacks

    def take_row(self, record: Record) -> None:
        """Check a row."""
        if len(record.cells) != len(self.columns):
            found, wanted = len(record.cells), len(self.columns)
            self.wrong(record.line, None, f"{found} cells, but {wanted} columns.", "cells")
            return
        if len(self.rows) >= self.most_rows:
            raise InvalidInput(f"More than {self.most_rows} rows.", code="too_many_rows")
        cells = zip(self.columns, record.cells, strict=True)
        values = {n: unguarded(text) for n, text in cells if text and n not in self.ignored}
        try:
            self.rows.append((record.line, self.model.model_validate(values)))
        except ValidationError as error:
            for each in error.errors(include_url=False, include_context=False):
                self.wrong(record.line, first(each["loc"]), each["msg"], each["type"])

    def wrong(self, line: int, column: str | int | None, msg: str, kind: str) -> None:
        """Note what is wrong, and where."""
        self.errors.append({"loc": at(line, column), "msg": msg, "type": kind})

    def require_fitting(self) -> None:
        """Raise InvalidInput that lists what is wrong so far."""
        if self.errors:
            raise InvalidInput(
                "Nothing was imported: the file has errors.",
                code="invalid_csv",
                errors=self.errors[:MOST_ERRORS],
            )


async def read(chunks: AsyncIterator[bytes], sheet: Sheet[Row]) -> Sheet[Row]:
    """Read a file as it comes; raise InvalidInput that lists what is wrong with which line."""
    cutter, decoder = Cutter(), codecs.getincrementaldecoder("utf-8-sig")()
    try:
        async for chunk in chunks:
            sheet.take(cutter.feed(decoder.decode(chunk)))
        sheet.take(cutter.feed(decoder.decode(b"", final=True)))
    except UnicodeDecodeError:
        sheet.wrong(cutter.line, None, "This is not UTF-8.", "encoding")
    sheet.take(cutter.end())
    if not sheet.columns and not sheet.errors:
        sheet.wrong(1, None, "There is no header.", "missing")
    sheet.require_fitting()
    return sheet


def first(loc: tuple[str | int, ...]) -> str | int | None:
    """Return the column that pydantic names; None for a row as a whole."""
    return loc[0] if loc else None


def at(line: int, column: str | int | None = None) -> list[str | int]:
    """Return the place of an error; lines are counted from one, the header's."""
    return ["line", line] if column is None else ["line", line, column]
