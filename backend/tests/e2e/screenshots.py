"""`make screenshots`: every page as each role, every dialog and menu, in each scheme and width.

In German every page of administrators and users, in the light scheme.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.builds import ROOT, build_all
from tests.e2e.conftest import FLAGS, find_chromium, make_history, start_platform
from tests.e2e.looks import AT_REST, CHOOSE
from tests.e2e.steps import sign_in, sign_in_german
from tests.e2e.test_every_page import DIALOGS, GUEST_PATHS, MENUS, PATHS, button

TARGET = ROOT / "screenshots"
ROLES = ("admin", "user", "viewer")
Scheme = Literal["light", "dark", "contrast"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark", "contrast")
WIDTHS = (1440, 360)
HEIGHT = 900


def paths(page: Page) -> Iterator[str]:
    """Every page that the navigation leads to, the views within them, and one that is not there."""
    links = page.locator("nav a[href^='/']")
    for href in dict.fromkeys(link.get_attribute("href") for link in links.all()):
        if href:
            yield href
    yield from ("/profile", "/security", "/gallery", "/settings?tab=defaults")
    if page.get_by_role("navigation").get_by_role("link", name="Users").count():
        yield "/users/audit"
        yield user_path(page)
    yield from ("/registry?view=apps", "/registry?view=releases", "/no-such-page")


def user_path(page: Page) -> str:
    """The page of one user, as a person finds it: by the list."""
    page.goto("/users")
    row = page.get_by_role("row").filter(has_text="viewer@example.com")
    return str(row.get_by_role("link").first.get_attribute("href"))


def settle(page: Page) -> None:
    """Wait until nothing on the page is still on its way."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if not page.url.endswith("/gallery"):  # which shows what is under way for ever
        expect(page.get_by_role("progressbar")).to_have_count(0)
        expect(page.locator(".MuiSkeleton-root, [aria-busy=true]")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => undefined)")


def shoot(page: Page, *words: object, full: bool = True) -> None:
    """Write one picture, named by its words: of the whole page or of what the window shows."""
    name = re.sub(r"[^a-z0-9-]+", "-", "-".join(map(str, words)).lower()).strip("-")
    page.screenshot(path=TARGET / f"{name}.png", full_page=full)


def shoot_widths(page: Page, *words: object) -> None:
    """Each width of the page as it is now."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate(AT_REST)
        shoot(page, *words, width)
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


def wear(page: Page, scheme: Scheme) -> None:
    """Let the open page take the scheme."""
    page.evaluate(CHOOSE, scheme)
    expect(page.locator("html")).to_have_attribute("data-scheme", scheme)


def shoot_guest(page: Page, scheme: Scheme) -> None:
    """The pages around sign-in."""
    for path, title in {"/login": "Sign in to Intarsia", **GUEST_PATHS}.items():
        page.goto("about:blank")
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        wear(page, scheme)
        shoot_widths(page, "guest", path, scheme)


def shoot_pages(page: Page, role: str, scheme: Scheme) -> None:
    """Every page of a role."""
    for path in list(paths(page)):
        page.goto(path)
        settle(page)
        wear(page, scheme)
        shoot_widths(page, path.replace("/", " ").strip() or "home", role, scheme)


def shoot_overlays(page: Page, scheme: Scheme) -> None:
    """Every dialog, every menu, and the navigation on a narrow screen."""
    overlays = {name: (path, show, "dialog") for name, (path, show) in DIALOGS.items()}
    overlays |= {name: ("/", show, "menu") for name, show in MENUS.items()}
    overlays["notices"] = ("/", button("Notices"), "dialog")
    for (name, (path, show, what)), width in product(overlays.items(), WIDTHS):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(path)
        settle(page)
        wear(page, scheme)
        show(page)
        expect(page.get_by_role("dialog" if what == "dialog" else "menu")).to_be_visible()
        page.evaluate(AT_REST)
        shoot(page, what, name, scheme, width, full=False)
    page.goto("/")
    settle(page)
    wear(page, scheme)
    button("Open navigation")(page)
    page.evaluate(AT_REST)
    shoot(page, "navigation", scheme, WIDTHS[-1], full=False)


def shoot_all(browser: Browser, url: str, role: str, scheme: Scheme) -> None:
    """All that one role sees in one scheme."""
    context = browser.new_context(base_url=url, reduced_motion="reduce")
    page = context.new_page()
    page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    is_first = role == ROLES[0]
    if is_first:
        shoot_guest(page, scheme)
    sign_in(page, role)
    shoot_pages(page, role, scheme)
    if is_first:
        shoot_overlays(page, scheme)
    context.close()


def shoot_german(browser: Browser, url: str, role: str) -> None:
    """All pages that one role sees, in German."""
    context = browser.new_context(base_url=url, reduced_motion="reduce", locale="de-DE")
    page = context.new_page()
    sign_in_german(page, role)
    for path in PATHS:
        page.goto(path)
        settle(page)
        shoot_widths(page, path.replace("/", " ").strip() or "home", role, "german")
    context.close()


def main() -> None:
    """Start a platform of its own, take the pictures, end it."""
    versions = build_all()
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        server = start_platform(Path(folder), versions)
        make_history(server)
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=find_chromium(driver), args=FLAGS)
                for role, scheme in product(ROLES, SCHEMES):
                    shoot_all(browser, server.url, role, scheme)
                for role in ("admin", "user"):
                    shoot_german(browser, server.url, role)
                browser.close()
        finally:
            server.stop()
    print(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET.relative_to(ROOT)}/")  # noqa: T201


if __name__ == "__main__":
    main()
