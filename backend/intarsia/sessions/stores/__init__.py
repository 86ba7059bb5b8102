"""Where session records are kept: one contract, one file per engine, chosen by the URL's scheme."""

from contextlib import AbstractAsyncContextManager

from intarsia.sessions.stores.base import RecordKeeper, RecordStore
from intarsia.sessions.user_session import Whose

REDIS = ("redis://", "rediss://")
MONGO = ("mongodb://", "mongodb+srv://")
DATABASES = {
    "sqlite:///": "sqlite+aiosqlite:///",
    "sqlite+aiosqlite:///": "sqlite+aiosqlite:///",
    "postgres://": "postgresql+asyncpg://",
    "postgresql://": "postgresql+asyncpg://",
    "postgresql+asyncpg://": "postgresql+asyncpg://",
}
SCHEMES = (*REDIS, *MONGO, *DATABASES)


def open_store(url: str, sql_form: str = "sequelize") -> AbstractAsyncContextManager[RecordStore]:
    """Return a store for `async with`; a driver is loaded only where it is used.

    Args:
        url: `redis://…`, `rediss://…`, `mongodb://…`, `mongodb+srv://…`, `postgresql://…` or
            `sqlite:///…`.
        sql_form: `sequelize`, or on PostgreSQL `connect-pg-simple`.

    Raises:
        ValueError: for another scheme, or a form that the database does not have.
    """
    if url.startswith(REDIS):
        from intarsia.sessions.stores.redis import open_redis_store

        return open_redis_store(url)
    if url.startswith(MONGO):
        from intarsia.sessions.stores.mongo import open_mongo_store

        return open_mongo_store(url)
    from intarsia.sessions.stores.sql import open_sql_store

    return open_sql_store(database_url(url, sql_form), sql_form)


def user_hashes(url: str, store: RecordStore, whose: Whose) -> RecordKeeper | None:
    """Return where a store keeps sessions of the `/user` routes; None unless it is Redis."""
    if not url.startswith(REDIS):
        return None
    from intarsia.sessions.stores.redis import RedisStore
    from intarsia.sessions.stores.user_hashes import UserHashes

    return UserHashes(store.client, whose) if isinstance(store, RedisStore) else None


def check_store(url: str, sql_form: str) -> None:
    """Raise ValueError as `open_store` does."""
    if not url.startswith((*REDIS, *MONGO)):
        database_url(url, sql_form)


def database_url(url: str, sql_form: str) -> str:
    """Return a database's URL as our drivers know it; raise ValueError as `open_store` does."""
    scheme = next((each for each in DATABASES if url.startswith(each)), None)
    if scheme is None:
        raise ValueError(f"a session store's URL begins with {', '.join(SCHEMES)}")
    if sql_form == "connect-pg-simple" and scheme.startswith("sqlite"):
        raise ValueError("the form of connect-pg-simple needs PostgreSQL")
    return DATABASES[scheme] + url.removeprefix(scheme)
