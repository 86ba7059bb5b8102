"""A store of each engine, and times to put into it."""

from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from intarsia.sessions import express
from intarsia.sessions.stores.base import Record, RecordStore, StoreAway
from tests.conftest import FakeClock
from tests.redis_server import session_redis  # noqa: F401
from tests.sessions import engines, interop_table
from tests.sessions.engines import Engine
from tests.sessions.real_express import Express, running_express


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember which rows of the table in docs/sessions.md this run found true."""
    report = yield
    if report.when == "call" and item.path.name == "test_interop.py":
        interop_table.note(item, passed=report.passed)
    return report


class Away:
    """A store that nobody can reach."""

    def __getattr__(self, _name: str) -> object:
        async def refuse(*_args: object) -> None:
            raise StoreAway

        return refuse


@pytest.fixture(params=engines.NAMES)
def place(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """The name and the URL of each engine, empty."""
    with engines.place(request, request.param) as url:
        yield request.param, url


@pytest.fixture
async def engine(place: tuple[str, str], clock: FakeClock) -> AsyncIterator[Engine]:
    async with engines.running(*place, clock) as running:
        yield running


@pytest.fixture
def store(engine: Engine) -> RecordStore:
    return engine.store


@pytest.fixture(scope="session")
def express_process() -> Iterator[Express]:
    """The real Express, which each test puts on an engine of its own."""
    with running_express() as running:
        yield running


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
