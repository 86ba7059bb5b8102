import time
from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from tests.e2e.conftest import NewPage, start_platform
from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import expect_grid, sign_in

LIFE = 12
# A tab in the background, or a laptop that slept: what was planned for later does not happen.
NO_LATER = """
const soon = globalThis.setTimeout;
globalThis.setTimeout = (f, ms, ...rest) => (ms > 2000 ? 0 : soon(f, ms, ...rest));
"""


@pytest.fixture(scope="module")
def short_lived(
    tmp_path_factory: pytest.TempPathFactory, versions: dict[str, str]
) -> Iterator[Server]:
    """A platform whose access tokens live twelve seconds."""
    folder = tmp_path_factory.mktemp("short-lived")
    needed = {app: versions[app] for app in ("container", "data-grid")}
    server = start_platform(folder, needed, ACCESS_TOKEN_TTL=str(LIFE))
    yield server
    server.stop()


@pytest.fixture
def context(browser: Browser, short_lived: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=short_lived.url)
    yield context
    context.close()


def refreshes(page: Page) -> list[Request]:
    """Collect the refresh requests from now on."""
    page.evaluate("0")  # lets what happened until now be told to nobody
    seen: list[Request] = []
    page.on("request", lambda r: seen.append(r) if r.url.endswith("/auth/refresh") else None)
    return seen


def wait_until_expired(server: Server, authorization: str) -> None:
    deadline = time.monotonic() + LIFE + 5
    headers = {"Authorization": authorization}
    while httpx2.get(f"{server.url}/api/auth/me", headers=headers).status_code == 200:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def open_grid_and_take_token(page: Page) -> str:
    with page.expect_request("**/api/data?*") as sent:
        sign_in(page, "admin", "/data")
    expect_grid(page)
    return sent.value.headers["authorization"]


class TestExpiredToken:
    def test_is_refreshed_once_with_nothing_shown_though_timers_slept(
        self, new_page: NewPage, guards: list[Guard], short_lived: Server
    ) -> None:
        page = new_page()
        guards[0].expect(r"401 GET .*/api/", r"status of 401")  # the page's clock may be behind
        page.add_init_script(NO_LATER)
        expired = open_grid_and_take_token(page)
        seen = refreshes(page)
        wait_until_expired(short_lived, expired)

        with page.expect_response(lambda r: "q=oak" in r.url and r.status == 200):
            page.get_by_label("Search").fill("oak")

        expect(page.get_by_role("alert")).to_have_count(0)
        assert len(seen) == 1

    def test_is_refreshed_once_on_a_401_and_the_request_retried(
        self, new_page: NewPage, guards: list[Guard], short_lived: Server
    ) -> None:
        page = new_page()
        guards[0].expect(r"401 GET .*/api/", r"status of 401")
        expired = open_grid_and_take_token(page)
        wait_until_expired(short_lived, expired)
        seen = refreshes(page)

        def with_expired_token(route: Route) -> None:  # as if the page's clock were slow
            route.continue_(headers=route.request.headers | {"authorization": expired})

        page.route("**/api/data?*q=oak*", with_expired_token, times=1)
        with page.expect_response(lambda r: "q=oak" in r.url and r.status == 200):
            page.get_by_label("Search").fill("oak")

        expect(page.get_by_role("alert")).to_have_count(0)
        assert len(seen) == 1

    def test_is_replaced_ahead_of_time_while_the_page_is_awake(
        self, new_page: NewPage, short_lived: Server
    ) -> None:
        page = new_page()
        sign_in(page, "admin", "/data")
        expect_grid(page)

        with page.expect_response("**/api/auth/refresh", timeout=LIFE * 2000) as answer:
            pass

        assert answer.value.status == 200
