"""Lists by keyset: a cursor names the last row seen, so page 1,000 costs what page 1 does.

There is no offset, and `total` stops counting at 10,000: counting a million rows reads 700 pages.
"""

import base64
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, StringConstraints
from sqlalchemy import BigInteger, ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from intarsia.database import Sessions
from intarsia.errors import InvalidInput
from intarsia.schemas import Strict, Text, refuse_unstorable

COUNT_UP_TO = 10_000
BATCH = 500

Row = TypeVar("Row")
Shown = TypeVar("Shown")
Columns = Mapping[str, InstrumentedAttribute[Any]]


Sort = Annotated[
    str,
    StringConstraints(pattern=r"^-?[a-z_]+(,-?[a-z_]+)*$", max_length=200),
    Field(description="Comma-separated; `-` sorts downwards."),
]


class ListFilter(Strict):
    """What chooses rows and orders them; features add one parameter per filter."""

    sort: Sort = "-created_at"
    q: Annotated[Text, StringConstraints(min_length=1, max_length=200)] | None = None


class ListQuery(ListFilter):
    """The parameters that every list takes."""

    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    cursor: Annotated[Text, StringConstraints(max_length=4096)] | None = None


@dataclass(frozen=True, slots=True)
class SortKey:
    """One column to sort by."""

    name: str
    column: InstrumentedAttribute[Any]
    descending: bool

    def order(self) -> ColumnElement[Any]:
        """Return the ORDER BY term."""
        return self.column.desc() if self.descending else self.column.asc()

    def after(self, value: object) -> ColumnElement[bool]:
        """Return the condition for rows that come after a value."""
        return self.column < value if self.descending else self.column > value

    def not_before(self, value: object) -> ColumnElement[bool]:
        """Return the condition for rows that come after a value or share it."""
        return self.column <= value if self.descending else self.column >= value


@dataclass(frozen=True, slots=True)
class RowPage(Generic[Row]):
    """One page of rows; the fields are those of `schemas.Page`."""

    items: Sequence[Row]
    next_cursor: str | None
    total: int
    total_capped: bool

    def map(self, show: Callable[[Row], Shown]) -> "RowPage[Shown]":
        """Return the same page of what each row is shown as."""
        items = [show(row) for row in self.items]
        return RowPage(items, self.next_cursor, self.total, self.total_capped)


async def paginate(
    session: AsyncSession, query: Select[Row], columns: Columns, asked: ListQuery
) -> RowPage[Row]:
    """Run a filtered query for one page; `columns` are those that may be sorted by, `id` last.

    Raises InvalidInput for an unknown column or a cursor that is not of this sort.
    """
    keys = sort_keys(asked.sort, columns)
    total = await count(session, query)
    page = query.order_by(*(key.order() for key in keys)).limit(asked.limit + 1)
    if asked.cursor:
        page = page.where(beyond(keys, read_cursor(asked.cursor, asked.sort, keys)))
    rows = (await session.scalars(page)).all()
    more = len(rows) > asked.limit
    items = rows[: asked.limit]
    return RowPage(
        items=items,
        next_cursor=write_cursor(items[-1], asked.sort, keys) if more else None,
        total=min(total, COUNT_UP_TO),
        total_capped=total > COUNT_UP_TO,
    )


async def in_batches(
    readers: Sessions, query: Select[Row], keys: Sequence[SortKey], size: int = BATCH
) -> AsyncIterator[Sequence[Row]]:
    """Yield all rows, each batch from a session of its own: who takes them may be slow.

    A row that is changed meanwhile so that it sorts elsewhere may come twice or not at all.
    """
    page = ordered = query.order_by(*(key.order() for key in keys)).limit(size)
    while True:
        async with readers() as session:
            rows = (await session.scalars(page)).all()
        if rows:
            yield rows
        if len(rows) < size:
            return
        page = ordered.where(beyond(keys, [getattr(rows[-1], key.name) for key in keys]))


async def count(session: AsyncSession, query: Select[Row]) -> int:
    """Count rows, but not past the cap."""
    some = (
        query.with_only_columns(literal(1), maintain_column_froms=True)
        .limit(COUNT_UP_TO + 1)
        .subquery()
    )
    return await session.scalar(select(func.count()).select_from(some)) or 0


def sort_keys(sort: str, columns: Columns) -> list[SortKey]:
    """Return what to sort by, made unambiguous by the id."""
    names = sort.split(",")
    if len({name.lstrip("-") for name in names}) < len(names):
        raise InvalidInput("A column is sorted by twice.", code="invalid_sort")
    if "id" not in (name.lstrip("-") for name in names):
        names.append("-id" if names[0].startswith("-") else "id")
    return [sort_key(name, columns) for name in names]


def sort_key(name: str, columns: Columns) -> SortKey:
    """Return one column to sort by."""
    column = columns.get(name.lstrip("-"))
    if column is None:
        known = ", ".join(columns)
        raise InvalidInput(f"Can't sort by that; sort by: {known}.", code="invalid_sort")
    return SortKey(name.lstrip("-"), column, name.startswith("-"))


def beyond(keys: Sequence[SortKey], values: Sequence[object]) -> ColumnElement[bool]:
    """Return the condition for rows after the cursor: columns may sort in different directions.

    The first conjunct says nothing new. It is what an index can start from: no engine finds the
    range in the disjunction.
    """
    pairs = list(zip(keys, values, strict=True))
    first, start = pairs[0]
    return and_(first.not_before(start), after_all(pairs))


def after_all(pairs: Sequence[tuple[SortKey, object]]) -> ColumnElement[bool]:
    """Return the condition for a later first column, or an equal first and a later second, …"""
    return or_(
        *(
            and_(*(key.column == value for key, value in pairs[:depth]), last.after(end))
            for depth, (last, end) in enumerate(pairs)
        )
    )


def write_cursor(row: object, sort: str, keys: Sequence[SortKey]) -> str:
    """Return an opaque cursor for the rows after this one."""
    values = [getattr(row, key.name) for key in keys]
    text = json.dumps([sort, *(encode(value) for value in values)])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, sort: str, keys: Sequence[SortKey]) -> list[object]:
    """Return the values that a cursor carries; raise InvalidInput when it is not of this list."""
    try:
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        of_sort, *values = json.loads(raw)
        if of_sort != sort:
            raise ValueError("another sort")
        return [decode(key, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise InvalidInput("The cursor is not of this list.", code="invalid_cursor") from error


def bits(key: SortKey) -> int:
    """Return how many bits of a number the column can be compared with."""
    return 63 if isinstance(key.column.type, BigInteger) else 31


def encode(value: object) -> object:
    """Return a value as JSON can carry it."""
    return value.isoformat() if isinstance(value, datetime) else value


def decode(key: SortKey, value: object) -> object:
    """Return a cursor's value as its column holds it; raise ValueError for another type."""
    wanted = key.column.type.python_type
    if wanted is datetime:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    if type(value) is not wanted:
        raise ValueError(f"not a {wanted.__name__}")
    if isinstance(value, bool):
        return literal(value)  # SQLAlchemy compares no bare one by order
    if isinstance(value, int) and value.bit_length() > bits(key):
        raise ValueError("too large for the column")
    return refuse_unstorable(value) if isinstance(value, str) else value
