"""Settings in a browser: obeyed at once, after a reload, and in a second open browser."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, Route, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import hear, sign_in

HTML = "html"
REMEMBER_DENSITIES = """
() => {
  window.densities = [];
  new MutationObserver(() => densities.push(document.documentElement.dataset.density)).observe(
    document.documentElement, {attributeFilter: ['data-density']});
}
"""


@pytest.fixture
def settings_page(page: Page, guard: Guard) -> Iterator[Page]:
    """The settings of a demo user; looked at as the test left them, then put back."""
    sign_in(page, "user", path="/settings")
    yield page
    guard.check()
    token = "() => fetch('/api/auth/refresh', {method: 'POST', body: '{}', headers})"
    reset = "Authorization: 'Bearer ' + (await answer.json()).access_token"
    page.evaluate(
        "async () => { const headers = {'Content-Type': 'application/json'};"
        f"const answer = await ({token})();"
        f"await fetch('/api/settings/reset', {{method: 'POST', headers: {{{reset}}}}}); }}"
    )
    page.goto("about:blank")  # or it would be looked at while its colours change back


def choose(page: Page, label: str, option: str) -> None:
    """Choose in a list, and wait until it is saved."""
    with page.expect_response(is_saved):
        page.get_by_label(label, exact=True).select_option(option)


def is_change(request: Request) -> bool:
    """Whether this changes one's own settings."""
    return request.method == "PATCH" and request.url.endswith("/api/settings")


def is_saved(response: Response) -> bool:
    """Whether a change of settings, one's own or everybody's, has been answered."""
    return "/api/settings" in response.url and response.request.method in {"PATCH", "PUT"}


def hold_first_change(page: Page) -> list[Route]:
    """Keep the first change from the server; it arrives in the list and is answered from there."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if held or not is_change(route.request):
            route.continue_()
        else:
            held.append(route)

    page.route("**/api/settings", hold)
    return held


class TestMine:
    def test_a_scheme_holds_at_once_and_after_a_reload(self, settings_page: Page) -> None:
        """The page turns dark, stays dark when it is loaded again, and fulfils axe in it."""
        choose(settings_page, "Colour scheme", "dark")
        expect(settings_page.locator(HTML)).to_have_attribute("data-scheme", "dark")
        settings_page.reload()
        expect(settings_page.get_by_label("Colour scheme")).to_have_value("dark")
        expect(settings_page.locator(HTML)).to_have_attribute("data-scheme", "dark")

    def test_high_contrast(self, settings_page: Page) -> None:
        """A scheme of its own, in which axe finds nothing."""
        choose(settings_page, "Colour scheme", "contrast")
        expect(settings_page.locator(HTML)).to_have_attribute("data-scheme", "contrast")

    def test_the_language_is_that_of_every_part(self, settings_page: Page) -> None:
        """Host, remote and the page's own language change together."""
        choose(settings_page, "Language", "de")
        heading = settings_page.get_by_role("heading", name="Einstellungen", level=1)
        expect(heading).to_be_visible()
        expect(settings_page.get_by_role("link", name="Zum Inhalt springen")).to_have_count(1)
        expect(settings_page.locator(HTML)).to_have_attribute("lang", "de")

    def test_colours_and_density(self, settings_page: Page) -> None:
        """A colour is the whole page's; compact makes everything smaller."""
        settings_page.get_by_label("Main colour").fill("#7a1f5c")
        expect(settings_page.locator(HTML)).to_have_attribute("style", re.compile("#7a1f5c"))
        settings_page.get_by_role("switch", name="Compact").check()
        expect(settings_page.locator(HTML)).to_have_attribute("data-density", "compact")

    def test_a_late_answer_undoes_no_later_click(self, settings_page: Page) -> None:
        """What is clicked while an earlier change is on its way shows at once, and stays."""
        held = hold_first_change(settings_page)
        settings_page.evaluate(REMEMBER_DENSITIES)
        with settings_page.expect_request(is_change):
            settings_page.get_by_label("Main colour").fill("#7a1f5c")
        compact = settings_page.get_by_role("switch", name="Compact")
        compact.click()
        assert compact.is_checked()
        with settings_page.expect_response(lambda r: "compact_mode" in (r.request.post_data or "")):
            held[0].continue_()
        expect(settings_page.locator(HTML)).to_have_attribute("style", re.compile("#7a1f5c"))
        assert settings_page.evaluate("densities") == ["compact"]
        expect(settings_page.get_by_label("Main colour")).to_have_value("#7a1f5c")

    def test_a_refused_change_is_taken_back_alone(self, settings_page: Page, guard: Guard) -> None:
        """The field shows again what holds and says why; a later change of another one stays."""
        guard.expect(r"503 PATCH .*/api/settings", r"status of 503")
        held = hold_first_change(settings_page)
        with settings_page.expect_request(is_change):
            settings_page.get_by_role("switch", name="Compact").check()
        settings_page.get_by_role("switch", name="Save by itself").uncheck()
        with settings_page.expect_response(is_saved):
            held[0].fulfill(status=503)
        expect(settings_page.get_by_role("switch", name="Compact")).not_to_be_checked()
        expect(settings_page.get_by_role("switch", name="Save by itself")).not_to_be_checked()

    def test_a_second_browser_follows(
        self,
        other_context: BrowserContext,
        settings_page: Page,
        new_page: Callable[..., Page],
    ) -> None:
        """Another open browser of the same person obeys within two seconds, without a reload."""
        other = new_page(other_context)
        hear(other, "user")
        other.evaluate("window.kept = true")
        choose(settings_page, "Colour scheme", "dark")
        expect(other.locator(HTML)).to_have_attribute("data-scheme", "dark", timeout=2_000)
        assert other.evaluate("window.kept")

    def test_who_chose_nothing_reads_what_the_browser_reads(
        self, browser: Browser, platform: Server, new_page: Callable[..., Page]
    ) -> None:
        """A German browser shows German before and after the sign-in, in its own time zone."""
        with browser.new_context(
            base_url=platform.url, locale="de-AT", timezone_id="Asia/Tokyo", reduced_motion="reduce"
        ) as german:
            page = new_page(german)
            page.goto("/settings")
            page.get_by_label("E-Mail oder Benutzername").fill("viewer@example.com")
            page.get_by_role("textbox", name="Passwort").fill("viewer123")
            page.get_by_role("button", name="Anmelden").click()
            language = page.get_by_label("Sprache", exact=True)
            expect(language).to_have_value("")
            expect(language.locator("option:checked")).to_have_text("Wie der Browser")
            expect(page.get_by_label("Zeitzone", exact=True)).to_have_value("")
            expect(page.locator(HTML)).to_have_attribute("lang", "de")

            page.evaluate("localStorage.clear()")
            page.reload()
            expect(language).to_be_visible()
            page.close()

    def test_fits_a_narrow_screen(self, settings_page: Page) -> None:
        """At 360 px nothing overflows."""
        settings_page.set_viewport_size({"width": 360, "height": 740})
        assert settings_page.evaluate("document.documentElement.scrollWidth") <= 360


class TestDefaults:
    def test_only_an_admin_finds_them(self, page: Page, settings_page: Page) -> None:
        """Others have no second tab."""
        expect(settings_page.get_by_label("Colour scheme")).to_be_visible()
        expect(page.get_by_role("tab")).to_have_count(0)

    def test_an_admin_edits_them(self, page: Page) -> None:
        """What holds for everybody is saved at once, and put back."""
        sign_in(page, path="/settings?tab=defaults")
        choose(page, "Time zone", "Europe/Berlin")
        page.reload()
        expect(page.get_by_label("Time zone", exact=True)).to_have_value("Europe/Berlin")
        choose(page, "Time zone", "")
