"""What the network brings before the host can be used, measured in a browser that has nothing."""

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.server import Server
from tests.e2e.steps import sign_in

BUDGET = 200 * 1024
TRANSFERRED = """
() => performance.getEntriesByType('resource')
  .filter(({name}) => name.includes('/mf/container/'))
  .map(({name, encodedBodySize}) => [name, encodedBodySize])
"""


def transferred(page: Page) -> dict[str, int]:
    """Return the bytes of each of the host's files, as they came; the page is the release's."""
    page.wait_for_function(f"({TRANSFERRED})().some(([name]) => name.includes('/reports.'))")
    return dict(page.evaluate(TRANSFERRED))


def is_compressed(files: dict[str, int]) -> bool:
    """Whether sizes were told at all, and are those of brotli rather than of the text."""
    scripts = [size for name, size in files.items() if name.endswith(".js")]
    return all(scripts) and max(scripts) < BUDGET


class TestHost:
    def test_a_guest_waits_for_200_kib_at_most(self, page: Page) -> None:
        """The page's scripts, and what sign-in fetches after them; no member's code."""
        page.goto("/login")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        files = transferred(page)
        assert is_compressed(files)
        assert sum(files.values()) <= BUDGET, files
        assert not any("/member." in name for name in files)

    def test_a_member_waits_for_200_kib_at_most(
        self, browser: Browser, platform: Server, page: Page, new_page: NewPage
    ) -> None:
        """The same on the home page of whoever is signed in; no sign-in form."""
        sign_in(page)
        page.close()
        with browser.new_context(
            base_url=platform.url, storage_state=page.context.storage_state()
        ) as cold:
            home = new_page(cold)
            home.goto("/")
            expect(home.get_by_role("button", name="Account of")).to_be_visible()
            files = transferred(home)
            assert is_compressed(files)
            assert sum(files.values()) <= BUDGET, files
            assert not any("/guest." in name for name in files)
            home.close()
