"""Pages are fetched ahead: when the pointer comes near, and when there is nothing else to do."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.e2e.guard import Guard
from tests.e2e.steps import click_data, expect_grid, sign_in

BUSY = "window.requestIdleCallback = () => 0"
SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"
# The entry and the expose's own file; a resource is listed when it has come whole.
IS_HERE = """() => performance.getEntriesByType('resource')
  .filter(({ name }) => /\\/mf\\/data-grid\\/.*\\.js$/.test(name)).length >= 2"""
IDLE = "() => new Promise((done) => requestIdleCallback(() => requestIdleCallback(done)))"


def is_of_grid(request: Request) -> bool:
    return is_script_of_grid(request.url)


def is_script_of_grid(url: str) -> bool:
    path = urlsplit(url).path
    return path.startswith("/mf/data-grid/") and path.endswith(".js")


class TestPreload:
    def test_an_idle_page_opens_the_next_one_without_the_network(
        self, context: BrowserContext, page: Page, guard: Guard
    ) -> None:
        """Every script comes from the cache, and no console warns of what was fetched ahead.

        Other apps are still being fetched ahead meanwhile.
        """
        sign_in(page)
        page.wait_for_function(IS_HERE)
        asked: list[str] = []
        cached: set[str] = set()
        devtools = context.new_cdp_session(page)
        devtools.send("Network.enable")
        devtools.on("Network.requestServedFromCache", lambda event: cached.add(event["requestId"]))

        def on_response(event: dict[str, Any]) -> None:
            response = event["response"]
            is_cached = response["fromDiskCache"] or event["requestId"] in cached
            if is_script_of_grid(response["url"]) and not is_cached:
                asked.append(response["url"])

        devtools.on("Network.responseReceived", on_response)
        click_data(page)
        expect_grid(page)

        assert asked == []
        guard.check()

    def test_the_pointer_over_an_entry_is_enough(self, page: Page) -> None:
        page.add_init_script(BUSY)
        sign_in(page)
        link = page.get_by_role("navigation").get_by_role("link", name="Data", exact=True)

        with page.expect_request_finished(is_of_grid):
            link.hover()

    def test_so_is_the_focus(self, page: Page) -> None:
        page.add_init_script(BUSY)
        sign_in(page)

        with page.expect_request_finished(is_of_grid):
            page.get_by_role("navigation").get_by_role("link", name="Data", exact=True).focus()

    def test_whoever_saves_data_is_spared(self, page: Page) -> None:
        page.add_init_script(SAVING)
        asked: list[Request] = []
        page.on("request", lambda request: asked.append(request))
        sign_in(page)
        page.get_by_role("navigation").get_by_role("link", name="Data", exact=True).hover()
        page.evaluate(IDLE)

        assert [request.url for request in asked if is_of_grid(request)] == []
        click_data(page)
        expect_grid(page)
        expect(page.get_by_role("alert")).to_have_count(0)
