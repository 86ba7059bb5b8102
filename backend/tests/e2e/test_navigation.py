"""What a change of page tells, and what a page looks like to whom motion or colours are trouble."""

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.guard import Guard
from tests.e2e.looks import overflow
from tests.e2e.remotes import REMOTES, Remote
from tests.e2e.steps import sign_in
from tests.e2e.test_every_page import PATHS, settle

# What takes less than a millisecond is how motion is taken away.
RUNNING = """
() => document.getAnimations()
  .filter(({ playState }) => playState === 'running')
  .filter(({ effect }) => effect.getComputedTiming().endTime > 1)
  .map(({ effect }) => effect.target.outerHTML.slice(0, 200))
"""
# Drawn by their background alone, of which forced colours leave nothing.
BARE = """
() => [...document.querySelectorAll('.MuiSwitch-track, .MuiSwitch-thumb, .MuiButton-contained')]
  .filter((element) => getComputedStyle(element).borderTopStyle === 'none')
  .map((element) => element.outerHTML)
"""
# Painted through a mask: with the page's own background they could not be seen.
HIDDEN_ICONS = """
() => {
  const { backgroundColor } = getComputedStyle(document.body);
  const icons = [...document.querySelectorAll('nav [aria-hidden]')].filter(
    (element) => getComputedStyle(element).maskImage.startsWith('url'));
  if (icons.length === 0) throw new Error('no icons');
  return icons.filter((icon) => getComputedStyle(icon).backgroundColor === backgroundColor).length;
}
"""
SOFT_AND_INK = """
() => ['secondary', 'primary'].map((name) => {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = `var(--i-palette-text-${name})`;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
})
"""


def open_link(page: Page, name: str) -> None:
    """Follow a link of the navigation."""
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def open_of_account(page: Page, name: str) -> None:
    """Follow a link of the account's menu."""
    page.get_by_role("button", name="Account of").click()
    page.get_by_role("menuitem", name=name).click()


def open_nowhere(page: Page, _: str) -> None:
    """Go to a page that is not there, without loading the host again."""
    page.evaluate(
        "history.pushState({}, '', '/no-such-page'); dispatchEvent(new Event('popstate'))"
    )


PAGES: dict[str, tuple[str, Callable[[Page, str], None]]] = {
    **{remote.title: (remote.title, open_link) for remote in REMOTES},
    "Home": ("Good", open_link),
    "Profile": ("Profile", open_of_account),
    "Security": ("Security", open_of_account),
    "Not found": ("There is no such page", open_nowhere),
}


class TestChangeOfPage:
    def test_every_page_is_told(self, page: Page) -> None:
        """The tab's title is the page's, and its heading has the focus: it is read aloud."""
        sign_in(page, path="/settings")
        for title, (heading, go) in PAGES.items():
            go(page, title)
            expect(page).to_have_title(f"{title} \N{MIDDLE DOT} Intarsia")
            name = re.compile(f"^{heading}")
            expect(page.get_by_role("heading", level=1, name=name)).to_be_focused()

    @pytest.mark.parametrize("remote", REMOTES, ids=str)
    def test_a_remote_on_its_way_has_a_shape(
        self, page: Page, guard: Guard, remote: Remote
    ) -> None:
        """A skeleton that is named and still, under the page's heading, which has the focus."""
        held: list[Route] = []
        released = False
        page.add_init_script("window.requestIdleCallback = () => 0")
        page.route(
            f"**/mf/{remote.app}/*/remoteEntry.js",
            lambda route: route.continue_() if released else held.append(route),
        )
        sign_in(page)
        open_link(page, remote.title)
        main = page.get_by_role("main")
        expect(main.get_by_role("status", name=re.compile(remote.title))).to_be_visible()
        expect(page.get_by_role("heading", level=1, name=remote.title)).to_be_focused()
        expect(page).to_have_title(f"{remote.title} \N{MIDDLE DOT} Intarsia")
        assert page.evaluate(RUNNING) == []
        assert guard.unexpected() == []

        released = True
        for route in held:
            route.continue_()
        remote.expect_on(page)
        expect(page.get_by_role("heading", level=1)).to_be_focused()


class TestPreferences:
    def test_reduced_motion(self, page: Page) -> None:
        """Nothing moves on any page, nor when a dialog or a menu opens."""
        sign_in(page)
        for path in PATHS:
            page.goto(path)
            settle(page)
            assert page.evaluate(RUNNING) == [], path
        page.goto("/users")
        settle(page)
        page.get_by_role("button", name="New user").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert page.evaluate(RUNNING) == []

    def test_more_contrast(self, page: Page, guard: Guard) -> None:
        """Quiet text is as dark as the rest, in the light scheme and in the dark one."""
        sign_in(page)
        schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
        for path in PATHS:
            page.goto(path)
            settle(page)
            for scheme in schemes:
                page.emulate_media(contrast="more", color_scheme=scheme)
                soft, ink = page.evaluate(SOFT_AND_INK)
                assert soft == ink, path
                guard.check()

    def test_forced_colours(self, page: Page, guard: Guard) -> None:
        """Every control keeps an edge where the system takes all backgrounds away."""
        sign_in(page)
        page.emulate_media(forced_colors="active")
        for path in PATHS:
            page.goto(path)
            settle(page)
            assert page.evaluate(BARE) == [], path
            assert page.evaluate(HIDDEN_ICONS) == 0, path
            assert overflow(page) == []
        assert guard.unexpected() == []
