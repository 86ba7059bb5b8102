"""What is prepared once and run often, and what runs it."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sqlalchemy import Dialect, UpdateBase

Convert = Callable[[Any], Any]


class Prepared:
    """A statement with RETURNING, made ready for one engine when the process starts."""

    def __init__(self, statement: UpdateBase, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = compiled.string
        self.constants = compiled.params
        self.names = compiled.positiontup or []
        self.binds = {
            name: compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
            for name in self.names
        }
        self.columns = [
            (str(column.key), column.type.dialect_impl(dialect).result_processor(dialect, None))
            for column in statement.exported_columns
        ]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Return what the driver takes, in its order."""
        given = self.constants | values
        ready = {name: converted(given[name], convert) for name, convert in self.binds.items()}
        return [ready[name] for name in self.names]

    def result(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 (each driver has its own)
        """Return a row's values by name."""
        pairs = zip(self.columns, row, strict=True)
        return {name: converted(value, convert) for (name, convert), value in pairs}


def converted(value: Any, convert: Convert | None) -> Any:  # noqa: ANN401 (whatever a column holds)
    """Return a value in the driver's form, or in ours."""
    return value if convert is None else convert(value)


class Away(Exception):
    """The database did not do it; or did, and could not say so."""


class Direct(Protocol):
    """Runs statements, each in a transaction of its own."""

    dialect: Dialect

    async def one(self, prepared: Prepared, values: Mapping[str, Any]) -> dict[str, Any] | None:
        """Run it; return the row it gives, None without one. Raises Away."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...
