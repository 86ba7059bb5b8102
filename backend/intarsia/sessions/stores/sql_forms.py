"""The tables that npm packages keep session records in: names, types, and what a row says.

connect-session-sequelize keeps times on SQLite as text and compares them as such. connect-pg-simple
keeps them without a time zone, in that of the connection; so do we, by the server's own casts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeEngine, UserDefinedType

from intarsia.database import Base


class TextTime(UserDefinedType[str]):
    """Text in a column that SQLite's tables call DATETIME."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Return the name in the table's definition."""
        return "DATETIME"


class SequelizeTime(TypeDecorator[datetime]):
    """A time as Sequelize writes it: `2026-11-21 11:05:06.201 +00:00` on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Text on SQLite."""
        impl = TextTime() if dialect.name == "sqlite" else DateTime(timezone=True)
        return dialect.type_descriptor(impl)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Cut to milliseconds, which is all that JavaScript has."""
        if value is None:
            return None
        value = value.astimezone(UTC)
        value = value.replace(microsecond=value.microsecond // 1000 * 1000)
        if dialect.name != "sqlite":
            return value
        return value.isoformat(" ", "milliseconds").replace("+00:00", " +00:00")

    def process_result_value(
        self, value: datetime | str | None, dialect: Dialect
    ) -> datetime | None:
        """Give back an aware time in UTC."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value.replace(" +", "+"))
        return None if value is None else value.astimezone(UTC)


class LocalTime(UserDefinedType[datetime]):
    """PostgreSQL's `timestamp(6)`, cast from and to an aware time in the connection's time zone."""

    cache_ok = True
    aware = DateTime(timezone=True)

    def get_col_spec(self, **_options: object) -> str:
        """Return the name in the table's definition."""
        return "TIMESTAMP(6)"

    def bind_expression(self, bindvalue: Any) -> ColumnElement[Any]:  # noqa: ANN401 (SQLAlchemy's)
        """Hand over an aware time; the server casts."""
        return sql_cast(bindvalue, self.aware)

    def column_expression(self, colexpr: Any) -> ColumnElement[Any]:  # noqa: ANN401 (SQLAlchemy's)
        """Have the server give an aware time back."""
        return sql_cast(colexpr, self.aware)


class JsonText(UserDefinedType[str]):
    """PostgreSQL's `json`, which keeps the text as it came."""

    cache_ok = True

    def get_col_spec(self, **_options: object) -> str:
        """Return the name in the table's definition."""
        return "JSON"


class SessionRow(Base):
    """One record; names and types are Sequelize's."""

    __tablename__ = "Sessions"

    sid: Mapped[str] = mapped_column(String(36), primary_key=True)
    expires: Mapped[datetime | None] = mapped_column(SequelizeTime, index=True)
    data: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column("createdAt", SequelizeTime)
    updated_at: Mapped[datetime] = mapped_column("updatedAt", SequelizeTime)


class TombstoneRow(Base):
    """A record that was destroyed; in a table of its own, which Express never sees."""

    __tablename__ = "session_tombstones"

    sid: Mapped[str] = mapped_column(String(36), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


PG_SIMPLE = Table(
    "session",
    MetaData(),
    Column("sid", String, primary_key=True),
    Column("sess", JsonText, nullable=False),
    Column("expire", LocalTime, nullable=False),
    Index("IDX_session_expire", "expire"),
)


@dataclass(frozen=True)
class Form:
    """A table of records; `text` is its column of JSON as it can be compared and read."""

    table: Table
    sid: Column[Any]
    expires: Column[Any]
    text: ColumnElement[Any]
    written: str  # the column of the text, by name
    new: tuple[str, ...] = ()  # columns of times: of the making
    changed: tuple[str, ...] = ()  # and of each change

    def values(self, text: str, now: datetime) -> Mapping[str, Any]:
        """Return what a change writes."""
        return {self.written: text, **dict.fromkeys(self.changed, now)}


SEQUELIZE_TABLE = cast(Table, SessionRow.__table__)
SEQUELIZE = Form(
    SEQUELIZE_TABLE,
    sid=SEQUELIZE_TABLE.c.sid,
    expires=SEQUELIZE_TABLE.c.expires,
    text=SEQUELIZE_TABLE.c.data,
    written="data",
    new=("createdAt",),
    changed=("updatedAt",),
)
CONNECT_PG_SIMPLE = Form(
    PG_SIMPLE,
    sid=PG_SIMPLE.c.sid,
    expires=PG_SIMPLE.c.expire,
    text=sql_cast(PG_SIMPLE.c.sess, Text),
    written="sess",
)
FORMS = {"sequelize": SEQUELIZE, "connect-pg-simple": CONNECT_PG_SIMPLE}
