"""A store of each engine, and times to put into it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.database import readers, writers
from intarsia.sessions import express
from intarsia.sessions.stores.base import Record, StoreAway
from intarsia.sessions.stores.sql import SqlStore
from tests.conftest import FakeClock


class Away:
    """A store that nobody can reach."""

    def __getattr__(self, _name: str) -> object:
        async def refuse(*_args: object) -> None:
            raise StoreAway

        return refuse


@pytest.fixture
def store(engine: AsyncEngine) -> SqlStore:
    return SqlStore(writers(engine), readers(engine))


@pytest.fixture
def record(clock: FakeClock) -> Record:
    form = express.CookieForm(secure=False, same_site="lax")
    life = timedelta(minutes=30)
    expires = clock.now() + life
    data = {"cookie": form.describe(life, expires), "views": 1}
    return Record(express.new_record_id(), data, expires)


@contextmanager
def store_away(client: TestClient) -> Iterator[None]:
    """Let the application's record store be out of reach."""
    records, callers = client.app_state["records"], client.app_state["gatekeeper"].records
    store = records.store
    object.__setattr__(records, "store", Away())
    callers.records = records.store
    yield
    object.__setattr__(records, "store", store)
    callers.records = store
