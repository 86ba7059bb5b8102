"""Where records are kept, and how they are searched."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Double,
    Select,
    String,
    Table,
    bindparam,
    column,
    delete,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import BIG_KEY, Base, Sessions, new_id
from intarsia.pagination import (
    Columns,
    ListFilter,
    ListQuery,
    RowPage,
    Sort,
    in_batches,
    paginate,
    sort_keys,
)
from intarsia.schemas import Text

TRIGRAM = 3  # both engines' search indexes are made of three characters
SEARCH = table("data_items_search", column("rowid"))


class Status(StrEnum):
    """Where a record is in its life."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING = "pending"


class DataRow(Base):
    """One record. `revision` rises with each change and becomes its ETag.

    `number` never leaves the database: it ties the row to its entry in SQLite's search table.
    """

    __tablename__ = "data_items"

    number: Mapped[int] = mapped_column(BIG_KEY, primary_key=True)
    id: Mapped[str] = mapped_column(String(32), unique=True, default=new_id)
    name: Mapped[str] = mapped_column(String(200), index=True)
    category: Mapped[str] = mapped_column(String(100), index=True)
    value: Mapped[float] = mapped_column(Double, index=True)
    status: Mapped[Status] = mapped_column(String(16), index=True)
    description: Mapped[str | None] = mapped_column(String(2000))
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime] = mapped_column(index=True)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 (SQLAlchemy's API)


Record = dict[str, Any]
Thing = TypeVar("Thing")
TABLE = cast("Table", DataRow.__table__)  # what many rows are written through, unlike one
FIELDS = ("name", "category", "value", "status", "description")  # what people choose
BATCH = 1000

SORTABLE: Columns = {
    "name": DataRow.name,
    "category": DataRow.category,
    "value": DataRow.value,
    "status": DataRow.status,
    "created_at": DataRow.created_at,
    "updated_at": DataRow.updated_at,
    "id": DataRow.id,
}


class CategoryRow(Base):
    """A category in use: what the records say, without repetition. It is its own id."""

    __table__ = (
        select(DataRow.category.label("name"), DataRow.category.label("id"))
        .distinct()
        .subquery("categories")
    )
    __mapper_args__ = {"primary_key": [__table__.c.id]}  # noqa: RUF012 (SQLAlchemy's API)

    name: Mapped[str]
    id: Mapped[str]


CATEGORIES_SORTABLE: Columns = {"name": CategoryRow.name, "id": CategoryRow.id}


class CategoriesQuery(ListQuery):
    """A page of categories, from A to Z."""

    sort: Sort = "name"
    q: None = None


class DataFilter(ListFilter):
    """The list's own filters."""

    category: Text | None = None
    status: Status | None = None


class DataQuery(DataFilter, ListQuery):
    """A page of what fits."""


async def find(session: AsyncSession, item_id: str) -> DataRow | None:
    """Return a record by id."""
    return await session.scalar(select(DataRow).where(DataRow.id == item_id))


async def list_items(session: AsyncSession, asked: DataQuery) -> RowPage[DataRow]:
    """Return one page."""
    return await paginate(session, matching(session, asked), SORTABLE, asked)


def everything(readers: Sessions, asked: DataFilter) -> AsyncIterator[Sequence[DataRow]]:
    """Return all rows that fit, in batches; raise InvalidInput for an unknown sort."""
    return in_batches(readers, matching(readers(), asked), sort_keys(asked.sort, SORTABLE))


def matching(session: AsyncSession, asked: DataFilter) -> Select[DataRow]:
    """Return the query that the filters make."""
    query = select(DataRow)
    if asked.category is not None:
        query = query.where(DataRow.category == asked.category)
    if asked.status is not None:
        query = query.where(DataRow.status == asked.status)
    if asked.q is not None:
        query = containing(session, query, asked.q)
    return query


async def list_categories(session: AsyncSession, asked: CategoriesQuery) -> RowPage[CategoryRow]:
    """Return one page of the categories in use."""
    return await paginate(session, select(CategoryRow), CATEGORIES_SORTABLE, asked)


def containing(session: AsyncSession, query: Select[DataRow], words: str) -> Select[DataRow]:
    """Keep records whose name, category or description contains the words, whatever their case.

    SQLite looks them up in an FTS5 trigram table, PostgreSQL in a pg_trgm index; both are made and
    kept by the migration. Under three characters there is no trigram, and rows are read instead.
    PostgreSQL's index is on all fields together: it narrows, then each field is looked at alone.
    """
    if session.get_bind().dialect.name == "sqlite" and len(words) >= TRIGRAM:
        phrase = '"' + words.replace('"', '""') + '"'
        found = select(SEARCH.c.rowid).where(column(SEARCH.name).match(phrase))
        return query.where(DataRow.number.in_(found))
    fields = (DataRow.name, DataRow.category, DataRow.description)
    index, *each = (
        func.lower(text).contains(words.lower(), autoescape=True)
        for text in (searched_text(), *fields)
    )
    return query.where(index, or_(*each))


def searched_text() -> ColumnElement[str]:
    """Return what PostgreSQL's index is on in lower case; with parameters it would not match."""
    blank, nothing = literal_column("' '", String), literal_column("''", String)
    described = func.coalesce(DataRow.description, nothing)
    return DataRow.name.concat(blank).concat(DataRow.category).concat(blank).concat(described)


async def add(session: AsyncSession, item: DataRow) -> DataRow:
    """Insert a record."""
    session.add(item)
    await session.flush()
    return item


async def add_many(session: AsyncSession, rows: Sequence[Record]) -> None:
    """Insert whole rows; what the database counts up is left to it."""
    for some in batched(rows, BATCH):
        await session.execute(insert(TABLE), some)


async def lock_many(session: AsyncSession, ids: Sequence[str]) -> dict[str, Record]:
    """Return rows by id, which nobody else changes before the commit.

    Locked in one order, so that two callers never wait for each other.
    """
    found: dict[str, Record] = {}
    for some in batched(sorted(set(ids)), BATCH):
        query = select(TABLE).where(TABLE.c.id.in_(some)).order_by(TABLE.c.id).with_for_update()
        rows = (await session.execute(query)).mappings()
        found |= {row["id"]: dict(row) for row in rows}
    return found


async def replace_many(session: AsyncSession, rows: Sequence[Record]) -> None:
    """Write rows that `lock_many` returned, and that were changed since."""
    changing: dict[str, Any] = {
        name: bindparam(name) for name in (*FIELDS, "revision", "updated_at")
    }
    statement = update(TABLE).where(TABLE.c.number == bindparam("at")).values(changing)
    for some in batched(rows, BATCH):
        await session.execute(
            statement, [{"at": row["number"], **{n: row[n] for n in changing}} for row in some]
        )


async def remove_many(session: AsyncSession, ids: Sequence[str]) -> None:
    """Delete rows that `lock_many` returned."""
    for some in batched(ids, BATCH):
        await session.execute(delete(TABLE).where(TABLE.c.id.in_(some)))


def batched(things: Sequence[Thing], size: int) -> Iterator[Sequence[Thing]]:
    """Cut a sequence into parts that one statement can take."""
    return (things[start : start + size] for start in range(0, len(things), size))
