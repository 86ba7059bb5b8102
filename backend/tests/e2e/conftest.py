"""One platform with the real front ends, one browser, and a guard on every page."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.conftest import missing
from tests.e2e.builds import build_all, build_changed, dist_of, replace
from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import NEWCOMERS_PASSWORD

SYSTEM_CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 20_000  # a busy machine is slow, not broken; only a failing test waits this long
NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them; in CI a browser gets one more try, and the summary counts the tries it took."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")
            if "CI" in os.environ:
                item.add_marker(pytest.mark.flaky(reruns=1))


def find_chromium(playwright: Playwright) -> Path:
    """Return where Playwright's own Chromium is, else the system's."""
    own = Path(playwright.chromium.executable_path)
    return own if own.exists() else Path(os.environ.get("CHROMIUM", SYSTEM_CHROMIUM))


def start_platform(folder: Path, versions: dict[str, str], **settings: str) -> Server:
    """Start a server and release the built front ends on it."""
    server = Server(folder, settings)
    server.prepare()
    server.start()
    for app, version in versions.items():
        server.publish(app, dist_of(app), version)
    server.promote(**versions)
    return server


def make_history(server: Server) -> None:
    """Publish a version, release it, and go back."""
    number = server.release()["number"]
    server.publish("data-grid", dist_of("data-grid"), "8.0.0")
    server.promote(data_grid="8.0.0")
    server.rollback(number)


@pytest.fixture(scope="session")
def versions() -> dict[str, str]:
    """The version of each front end as its sources are."""
    return build_all()


@pytest.fixture(scope="session")
def platform(
    tmp_path_factory: pytest.TempPathFactory, versions: dict[str, str]
) -> Iterator[Server]:
    """The product as `make run` serves it."""
    server = start_platform(tmp_path_factory.mktemp("platform"), versions)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def changed_data_grid(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data grid built from changed sources."""
    scratch = tmp_path_factory.mktemp("changed")

    def change(app: Path) -> None:
        replace(app / "src/messages.ts", "data: 'Data'", "data: 'Data, second edition'")

    return build_changed("data-grid", "2.0.0", scratch, change), "2.0.0"


@pytest.fixture(scope="session")
def history(platform: Server) -> None:
    """A version that can be promoted, and releases that can be gone back to."""
    make_history(platform)


@pytest.fixture(scope="session")
def throwing(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return, for any app, a bundle under its address that loads and then throws while rendering.

    Built once: what differs from app to app is only what the bundle says about itself.
    """
    scratch = tmp_path_factory.mktemp("throwing")

    def change(app: Path) -> None:
        expose = app / "src/data-grid.tsx"
        replace(expose, "return <DataPage />;", "throw new Error('planted fault');")
        replace(expose, "import { DataPage } from './page/data-page.tsx';\n", "")
        replace(app / "rsbuild.config.ts", "'dataApp'", "'throwingApp'")  # one name is one live app

    built = build_changed("data-grid", "3.0.0", scratch, change)

    def throwing_as(app: str) -> Path:
        dist = scratch / "as" / app
        shutil.copytree(built, dist, dirs_exist_ok=True)
        about = json.loads((dist_of(app) / "intarsia.json").read_text()) | {"expose": "./DataGrid"}
        (dist / "intarsia.json").write_text(json.dumps(about))
        return dist

    return throwing_as


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """The driver; package-wide, because its event loop must end before other tests start theirs."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A browser without a window."""
    path = find_chromium(playwright)
    if not path.exists():
        missing("CHROMIUM", "Chromium")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def context(browser: Browser, platform: Server) -> Iterator[BrowserContext]:
    """A visitor's browser: own cookies, nothing cached."""
    context = browser.new_context(
        base_url=platform.url, reduced_motion="reduce", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def other_context(browser: Browser, platform: Server) -> Iterator[BrowserContext]:
    """A second person's browser."""
    context = browser.new_context(base_url=platform.url, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def newcomer(platform: Server) -> Iterator[str]:
    """A viewer `newcomer` who has signed in nowhere yet, by id."""
    values = {"email": "newcomer@example.com", "full_name": "New Comer", "role": "viewer"}
    with platform.client("admin") as admin:
        answer = admin.post("/api/users", json=values | {"password": NEWCOMERS_PASSWORD})
        user_id: str = answer.raise_for_status().json()["id"]
        yield user_id
        admin.delete(f"/api/users/{user_id}").raise_for_status()


@pytest.fixture
def guards() -> list[Guard]:
    """The guards of all pages of a test."""
    return []


@pytest.fixture
def new_page(context: BrowserContext, guards: list[Guard]) -> Iterator[NewPage]:
    """Open a guarded tab; at the end of the test each is checked, axe included."""

    def open_page(of: BrowserContext | None = None) -> Page:
        page = (of or context).new_page()
        guards.append(Guard(page))
        return page

    yield open_page
    for guard in guards:
        guard.check()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A guarded tab."""
    return new_page()


@pytest.fixture
def guard(page: Page, guards: list[Guard]) -> Guard:
    """The guard of `page`."""
    return guards[0]
