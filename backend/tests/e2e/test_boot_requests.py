"""The page brings along what it needs to know: it asks for no manifest and looks nothing up."""

from playwright.sync_api import BrowserContext, Page

from tests.e2e.steps import expect_grid, sign_in
from tests.e2e.traffic import Traffic, discovery, script_bytes


class TestBootRequests:
    def test_nothing_is_looked_up_and_no_script_comes_twice(
        self, context: BrowserContext, page: Page
    ) -> None:
        cold = Traffic.of(context.new_cdp_session(page))
        sign_in(page, path="/data")
        expect_grid(page)
        cold.wait_for_scripts(page)

        assert discovery(cold.requests) == []
        assert script_bytes(cold.requests) > 100_000  # or this would not see what it looks for

        again = context.new_page()
        warm = Traffic.of(context.new_cdp_session(again))
        again.goto("/data")
        expect_grid(again)
        warm.wait_for_scripts(again)

        assert discovery(warm.requests) == []
        assert any(each.is_script for each in warm.requests)
        assert script_bytes(warm.requests) == 0, warm.requests
