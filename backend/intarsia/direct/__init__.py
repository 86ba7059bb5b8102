"""Statements that stand alone, straight to the driver.

A session of SQLAlchemy's costs a request more than all that a short statement does: on SQLite each
step of it is a change of threads. What is asked all the time, and is one statement, goes this way
(docs/adr/0016); its meaning is still written once, in SQLAlchemy's language.
"""

from contextlib import AsyncExitStack

from sqlalchemy.ext.asyncio import AsyncEngine

from intarsia.direct.prepared import Away, Direct, Prepared

__all__ = ["Away", "Direct", "Prepared", "open_direct"]


def open_direct(engine: AsyncEngine, stack: AsyncExitStack) -> Direct:
    """Return the way to an engine's database; nothing is opened before the first statement.

    Only the driver in use is loaded: the other would cost every process its memory.
    """
    direct = connect(engine)
    stack.push_async_callback(direct.close)
    return direct


def connect(engine: AsyncEngine) -> Direct:
    """Return the way to the database that an engine has."""
    if engine.dialect.name == "sqlite":
        from intarsia.direct.sqlite import DirectSqlite

        return DirectSqlite(engine)
    from intarsia.direct.postgres import DirectPostgres

    return DirectPostgres(engine)
