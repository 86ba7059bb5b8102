"""Going through a page by the Tab key, and what was met on the way."""

from typing import Any

from playwright.sync_api import Page

MORE_THAN_ANY = 200
WALK = """
(() => {
  const interactive = [
    'a[href]', 'button', 'input', 'select', 'textarea', 'summary', '[contenteditable=true]',
    '[role=button]', '[role=tab]', '[role=menuitem]', '[role=switch]', '[role=checkbox]',
    '[tabindex]:not([tabindex="-1"])',
  ].join();
  // One stop for each; arrow keys move within.
  const oneStop = '[role=tablist], [role=grid], [role=radiogroup], [role=listbox]';
  const isThere = (element) =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0 &&
    !element.matches(':disabled, [aria-disabled=true], [aria-hidden=true] *, [inert] *');
  const stop = (element) => element.closest(oneStop) ?? element;
  const looks = ['outline', 'boxShadow', 'border', 'backgroundColor', 'opacity', 'transform'];
  const look = (element) => {
    const style = getComputedStyle(element);
    return looks.map((name) => style[name]).join();
  };
  // A field shows its focus on its frame, which lies beside it.
  const around = (element) =>
    [element, element.parentElement, ...(element.parentElement?.children ?? [])].map(look).join();
  const name = (element) => element.outerHTML.replace(/<svg.*?<\\/svg>/gs, '').slice(0, 200);

  const reached = new Set();
  const unmarked = [];
  let last;
  const leave = () => {
    if (last && last.element.isConnected && around(last.element) === last.look)
      unmarked.push(name(last.element));
  };
  globalThis.walk = {
    arrive() {
      const element = document.activeElement;
      const isInParts = element?.matches("input[type=date]");
      if (isInParts && element === last?.element) return true;
      leave();
      last = undefined;
      if (!element || element === document.body || reached.has(element)) return false;
      reached.add(element);
      last = { element, look: around(element) };
      return true;
    },
    unmarked,
    missed() {
      const stops = new Set([...reached].map(stop));
      const all = [...document.querySelectorAll(interactive)].filter(isThere);
      return [...new Set(all.map(stop))].filter((it) => !stops.has(it)).map(name);
    },
    count: () => reached.size,
  };
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute('tabindex');
})()
"""


def walk(page: Page) -> dict[str, Any]:
    """Press Tab from the top until the page has been gone through; return what was met.

    `missed` are controls that were never reached, `unmarked` those that look the same with focus.
    """
    page.evaluate(WALK)
    for _ in range(MORE_THAN_ANY):
        page.keyboard.press("Tab")
        if not page.evaluate("walk.arrive()"):
            break
    found = page.evaluate(
        "({ missed: walk.missed(), unmarked: walk.unmarked, count: walk.count() })"
    )
    return dict(found)


def has_focus(page: Page, selector: str) -> bool:
    """Whether the focus is on, or within, what a selector finds, now."""
    return bool(page.evaluate("(it) => !!document.activeElement?.closest(it)", selector))


def wait_for_focus(page: Page, selector: str) -> None:
    """Wait until the focus is there: a dialog that keeps it looks twenty times a second."""
    page.wait_for_function("(it) => !!document.activeElement?.closest(it)", arg=selector)
