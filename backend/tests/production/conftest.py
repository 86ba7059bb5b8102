"""The running stack, its administrator, and a browser."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.e2e.conftest import FLAGS, PATIENCE_MS, find_chromium
from tests.e2e.guard import Guard
from tests.production.stack import URL, make, make_admin, sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them: without `-m docker` none of them runs."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("docker")


@pytest.fixture(scope="session", autouse=True)
def running() -> str:
    """The stack, healthy; what `make health` said of it."""
    make("prod-up")
    return make("health")


@pytest.fixture(scope="session")
def password(running: str) -> str:
    assert "BAD" not in running
    return make_admin()


@pytest.fixture
def admin(password: str) -> Iterator[httpx2.Client]:
    client = sign_in(password)
    yield client
    client.close()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=find_chromium(driver), args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=URL, viewport={"width": 1280, "height": 800})
    made.set_default_timeout(PATIENCE_MS)
    expect.set_options(timeout=PATIENCE_MS)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab in which nothing may go wrong unnoticed."""
    made = context.new_page()
    guard = Guard(made)
    yield made
    guard.check()
