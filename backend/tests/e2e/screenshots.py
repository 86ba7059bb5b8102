"""`make screenshots`: pictures of every page as each role, light and dark, wide and narrow."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.builds import ROOT, build_all
from tests.e2e.conftest import FLAGS, find_chromium, start_platform
from tests.e2e.steps import sign_in

TARGET = ROOT / "screenshots"
ROLES = ("admin", "user", "viewer")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1440, 360)


def paths(page: Page) -> Iterator[str]:
    """Every page that the navigation leads to, the views within them, and one that is not there."""
    links = page.locator("nav a[href^='/']")
    for href in dict.fromkeys(link.get_attribute("href") for link in links.all()):
        if href:
            yield href
    yield from ("/profile", "/security", "/users/audit")
    yield from ("/registry?view=apps", "/registry?view=releases", "/no-such-page")


def settle(page: Page) -> None:
    """Wait until nothing on the page is still on its way."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.locator(".MuiSkeleton-root, [aria-busy=true]")).to_have_count(0)
    page.evaluate("document.fonts.ready.then(() => undefined)")


def shoot(page: Page, *words: object) -> None:
    """Write one picture, named by its words."""
    name = re.sub(r"[^a-z0-9-]+", "-", "-".join(map(str, words)).lower()).strip("-")
    page.screenshot(path=TARGET / f"{name}.png", full_page=True)


def shoot_all(browser: Browser, url: str, role: str, scheme: Literal["light", "dark"]) -> None:
    """Sign in once; each page at each width."""
    context = browser.new_context(base_url=url, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    if role == ROLES[0]:
        page.goto("/")
        settle(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, "sign-in", scheme, width)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    sign_in(page, role)
    for path in list(paths(page)):
        page.goto(path)
        settle(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            settle(page)
            shoot(page, path.replace("/", " ").strip() or "home", role, scheme, width)
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    context.close()


def main() -> None:
    """Start a platform of its own, take the pictures, end it."""
    versions = build_all()
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    with tempfile.TemporaryDirectory() as folder:
        server = start_platform(Path(folder), versions)
        try:
            with sync_playwright() as driver:
                browser = driver.chromium.launch(executable_path=find_chromium(driver), args=FLAGS)
                for role, scheme in product(ROLES, SCHEMES):
                    shoot_all(browser, server.url, role, scheme)
                browser.close()
        finally:
            server.stop()
    print(f"{len(list(TARGET.glob('*.png')))} pictures in {TARGET.relative_to(ROOT)}/")  # noqa: T201


if __name__ == "__main__":
    main()
