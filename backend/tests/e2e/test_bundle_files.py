"""What lies under /mf/ is harmless when somebody opens it directly."""

from playwright.sync_api import BrowserContext

from tests.e2e.server import Server


class TestIndexHtml:
    def test_opened_directly_runs_no_script(
        self, context: BrowserContext, platform: Server
    ) -> None:
        page = context.new_page()  # not guarded: what the policy refuses is the point
        version = platform.release()["apps"]["container"]["version"]

        page.goto(f"/mf/container/{version}/index.html")

        assert page.evaluate("document.scripts.length") > 0
        assert page.evaluate("typeof globalThis.__FEDERATION__") == "undefined"
        assert page.evaluate("self.origin") == "null"
