"""How a page may look: every width and scheme, changed on the open page as a person would."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard

WIDTHS = (1440, 360)
SCHEMES = ("light", "dark", "contrast")
HEIGHT = 800
# What another tab of the same browser does to this one when somebody chooses a scheme there.
CHOOSE = """
(scheme) => {
  const tell = (key, newValue) => dispatchEvent(new StorageEvent('storage', { key, newValue }));
  tell('mui-color-scheme-light', scheme === 'contrast' ? 'contrast' : 'light');
  tell('intarsia-scheme', scheme === 'dark' ? 'dark' : 'light');
}
"""
# Colours are read as they are drawn, and half of a transition is no colour of ours.
AT_REST = """
async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => done()));
  await frame();
  await frame();
  const ends = (animation) => animation.effect?.getComputedTiming().endTime !== Infinity;
  const ended = document.getAnimations().filter(ends).map(({ finished }) => finished);
  await Promise.allSettled(ended);
}
"""
TOO_WIDE = """
() => {
  const wide = document.documentElement.clientWidth;
  const isTooWide = (element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > wide + 1;
  };
  if (document.documentElement.scrollWidth <= wide) return [];
  return [...document.body.querySelectorAll('*')].filter(isTooWide).map((e) => e.outerHTML);
}
"""


def check_looks(page: Page, guard: Guard, where: str = "") -> None:
    """Nothing for axe to find, nothing too wide, nothing in the console, however it looks."""
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        for scheme in SCHEMES:
            page.evaluate(CHOOSE, scheme)
            expect(page.locator("html")).to_have_attribute("data-scheme", scheme)
            page.evaluate(AT_REST)
            try:
                guard.check()
                assert overflow(page) == []
            except AssertionError as problem:
                problem.add_note(f"{where or page.url} at {width} px in {scheme}")
                raise
    if before:
        page.set_viewport_size(before)


def overflow(page: Page) -> list[str]:
    """Return what sticks out of the page to the right, if the page can be scrolled there."""
    found: list[Any] = page.evaluate(TOO_WIDE)
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [str(html)[:300] for html in found] or (["the page"] if wide else [])
