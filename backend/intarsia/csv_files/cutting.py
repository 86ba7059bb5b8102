"""Text that comes in pieces, cut into the records of a CSV file."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_RECORD = 64 * 1024  # or a quote that is never closed would swallow the rest of the file


@dataclass(frozen=True, slots=True)
class Record:
    """One record, or why the text from this line on is none."""

    line: int
    cells: list[str]
    problem: str | None = None


class Cutter:
    """A line break ends a record unless the number of quotes before it is odd (RFC 4180, 2.6)."""

    def __init__(self) -> None:
        self.rest = ""  # a line without its end
        self.open: list[str] = []  # lines of a record without its end
        self.length = self.quotes = 0  # of those lines together
        self.begun = self.line = 1

    def feed(self, text: str) -> Iterator[Record]:
        """Yield the records that this piece completes."""
        lines = io.StringIO(self.rest + text, newline="").readlines()
        # A carriage return may be half of a line's end.
        self.rest = lines.pop() if lines and not lines[-1].endswith("\n") else ""
        for line in lines:
            yield from self.add(line)

    def end(self) -> Iterator[Record]:
        """Yield the last record, whose line needs no end."""
        if self.rest:
            yield from self.add(self.rest)
        if self.open:
            yield Record(self.begun, [], "a quote is never closed")

    def add(self, line: str) -> Iterator[Record]:
        """Take a line in, and yield the record that it ends."""
        self.open.append(line)
        self.line += 1
        self.length += len(line)
        self.quotes += line.count('"')
        if self.quotes % 2 and self.length < LONGEST_RECORD:
            return
        begun, record = self.begun, "".join(self.open)
        self.begun, self.open, self.length, self.quotes = self.line, [], 0, 0
        if len(record) >= LONGEST_RECORD:
            yield Record(begun, [], f"the record is longer than {LONGEST_RECORD} characters")
        elif record.strip("\r\n"):
            yield parsed(begun, record)


def parsed(line: int, record: str) -> Record:
    """Return the cells of one whole record."""
    try:
        return Record(line, next(csv.reader([record], strict=True)))
    except csv.Error as error:
        return Record(line, [], f"is no CSV: {error}")
