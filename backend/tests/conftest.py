"""A real application over a real database for every test that asks for one."""

import asyncio
import contextlib
import gc
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia import migrations, seed
from intarsia.auth.limits import SignInLimits
from intarsia.config import Settings
from intarsia.counters import Counters
from intarsia.database import open_engine, writers
from intarsia.main import create_app
from intarsia.observability.logs import configure_logs
from intarsia.rates import Rates, Tally

ENGINES = ("sqlite", "postgresql")
ACCESS_KEY = "access-key-for-tests-only-0123456789abcdef"
REFRESH_KEY = "refresh-key-for-tests-only-0123456789abcde"
SESSION_KEY = "session-key-for-tests-only-0123456789abcde"
DEPLOY_TOKEN = "deploy-token-for-tests-only-0123456789abcd"
ORIGIN = "https://testserver"


def pytest_collection_finish() -> None:
    """What is imported by now stays; looking through it again costs a fifth of the time."""
    gc.collect()
    gc.freeze()


class FakeClock:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time

    def advance(self, **delta: float) -> None:
        self.time += timedelta(**delta)


def unlimited(clock: FakeClock) -> SignInLimits:
    """Tests of the limits turn them on."""
    return SignInLimits(Rates(Tally(Counters(clock), clock), enabled=False))


def missing(variable: str, what: str) -> None:
    """Skip by name where an engine is missing; CI must have them all."""
    message = f"{what}: set {variable} to run this"
    if os.environ.get("CI"):
        pytest.fail(f"CI must not skip {message}")
    pytest.skip(message)


async def run_sql(url: str, statement: str) -> None:
    """Run one statement; the bare driver connects in half the time."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(statement)
    await connection.close()


async def prepare(url: str) -> None:
    engine = open_engine(url)
    await migrations.upgrade(engine)
    async with writers(engine).begin() as session:
        await seed.add_demo_users(session, FakeClock(), rounds=4)
    await engine.dispose()


def postgres_server() -> str:
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        missing("TEST_POSTGRES_URL", "PostgreSQL")
    return str(server)


@contextlib.contextmanager
def postgres_database(template: str = "template1") -> Iterator[str]:
    """A database of its own, gone afterwards."""
    server, name = postgres_server(), f"test_{uuid.uuid4().hex}"
    asyncio.run(run_sql(f"{server}/postgres", f"CREATE DATABASE {name} TEMPLATE {template}"))
    try:
        yield f"{server}/{name}"
    finally:
        asyncio.run(run_sql(f"{server}/postgres", f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the demo users, to be copied."""
    path = tmp_path_factory.mktemp("template") / "intarsia.db"
    asyncio.run(prepare(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """The name of a migrated database with the demo users, to be copied."""
    with postgres_database() as url:
        asyncio.run(prepare(url))
        yield url.rpartition("/")[2]


@contextlib.contextmanager
def copied_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[str, Path]]:
    """A copy of the template, for fixtures of any scope that are parametrized by engine."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        shutil.copyfile(template, folder / "intarsia.db")
        yield f"sqlite+aiosqlite:///{folder}/intarsia.db", folder
        return
    postgres_server()
    with postgres_database(request.getfixturevalue("postgres_template")) as url:
        yield url, folder


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of each engine, with the demo users."""
    with copied_database(request, tmp_path) as (url, _):
        yield url


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each engine without a single table."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/empty.db"
        return
    with postgres_database() as url:
        yield url


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database_url)
    yield engine
    await engine.dispose()


def make_settings(database_url: str, folder: Path) -> Settings:
    """Settings that depend on nothing outside."""
    return Settings(
        _env_file=None,
        data_dir=folder,
        database_url=database_url,
        public_url=ORIGIN,
        jwt_secret_key=SecretStr(ACCESS_KEY),
        jwt_refresh_secret_key=SecretStr(REFRESH_KEY),
        session_secret=SecretStr(SESSION_KEY),
        deploy_token=SecretStr(DEPLOY_TOKEN),
        bcrypt_rounds=4,
        rate_limits=False,  # tests of the limits turn them on
    )


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return make_settings(database_url, tmp_path)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make_client(settings: Settings, clock: FakeClock) -> Iterator[Callable[..., TestClient]]:
    """Return a function that starts the application with some settings changed."""
    with contextlib.ExitStack() as stack:

        def start(peer: str = "testclient", **changed: object) -> TestClient:
            app = create_app(settings.model_copy(update=changed), clock)
            client = TestClient(
                app, base_url=ORIGIN, raise_server_exceptions=False, client=(peer, 50_000)
            )
            return stack.enter_context(client)

        yield start


@pytest.fixture
def client(make_client: Callable[..., TestClient]) -> TestClient:
    """The application with demo users, called as an API client calls it."""
    return make_client()


def finish_chores(client: TestClient) -> None:
    """Have done what is due in the background; by the tests' clock nothing comes due again."""
    portal = client.portal
    assert portal is not None
    portal.call(client.app_state["jobs"].turn)


@pytest.fixture(scope="module")
def app(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """One application over SQLite for a module's tests that leave nothing behind."""
    folder = tmp_path_factory.mktemp("app")
    shutil.copyfile(sqlite_template, folder / "intarsia.db")
    settings = make_settings(f"sqlite+aiosqlite:///{folder}/intarsia.db", folder)
    with TestClient(
        create_app(settings, FakeClock()), base_url=ORIGIN, raise_server_exceptions=False
    ) as client:
        yield client


def signed_in(client: TestClient, name: str) -> dict[str, str]:
    """Return the headers that speak for a demo user."""
    body = {"username": name, "password": f"{name}123"}
    answer: Any = client.post("/api/auth/login", json=body).json()
    return {"Authorization": f"Bearer {answer['access_token']}"}


@pytest.fixture
def sign_in(client: TestClient) -> Callable[[str], dict[str, str]]:
    """Return a function from a demo user's name to the headers that speak for them."""
    return lambda name: signed_in(client, name)


@pytest.fixture
def admin(sign_in: Callable[[str], dict[str, str]]) -> dict[str, str]:
    return sign_in("admin")


@pytest.fixture
def user(sign_in: Callable[[str], dict[str, str]]) -> dict[str, str]:
    return sign_in("user")


@pytest.fixture
def viewer(sign_in: Callable[[str], dict[str, str]]) -> dict[str, str]:
    return sign_in("viewer")


@pytest.fixture(autouse=True)
def _logs() -> None:
    configure_logs("warning", "console")
