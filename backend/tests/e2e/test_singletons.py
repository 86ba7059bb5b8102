"""React, router, emotion and query client are loaded once, whatever the number of remotes."""

from typing import Any

from playwright.sync_api import Page

from tests.e2e.remotes import REMOTES
from tests.e2e.steps import expect_grid, sign_in

COUNT_RENDERERS = """
globalThis.renderers = [];
globalThis.__REACT_DEVTOOLS_GLOBAL_HOOK__ = {
  renderers: new Map(),
  supportsFiber: true,
  inject(renderer) {
    globalThis.renderers.push(`${renderer.rendererPackageName}@${renderer.version}`);
    return globalThis.renderers.length;
  },
  onScheduleFiberRoot() {},
  onCommitFiberRoot() {},
  onCommitFiberUnmount() {},
  onPostCommitFiberRoot() {},
};
"""
LOADED_PROVIDERS = """
() => {
  const found = {};
  for (const scopes of Object.values(__FEDERATION__.__SHARE__)) {
    for (const [name, versions] of Object.entries(scopes.default)) {
      for (const [version, share] of Object.entries(versions)) {
        if (share.loaded) (found[name] ??= []).push(`${version} from ${share.from}`);
      }
    }
  }
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, [...new Set(all)]]));
}
"""
SINGLETONS = {
    "react",
    "react-dom",
    "react-router",
    "@emotion/react",
    "@emotion/styled",
    "@tanstack/react-query",
    "@intarsia/ui",
    "@intarsia/client",
}


def open_every_remote(page: Page) -> None:
    """Open all remotes in one page, one after another, as a person would."""
    page.add_init_script(COUNT_RENDERERS)
    sign_in(page)
    for remote in REMOTES:
        navigation = page.get_by_role("navigation")
        navigation.get_by_role("link", name=remote.title, exact=True).click()
        remote.expect_on(page)


class TestSingletons:
    def test_five_remotes_load_nothing_twice(self, page: Page) -> None:
        """One renderer draws them all, and every shared package is loaded once, from the host."""
        open_every_remote(page)

        assert len(page.evaluate("renderers")) == 1
        providers: dict[str, Any] = page.evaluate(LOADED_PROVIDERS)
        assert {name: len(loaded) for name, loaded in providers.items() if len(loaded) != 1} == {}
        assert all(loaded[0].endswith("from container") for loaded in providers.values())
        assert set(providers) == SINGLETONS

    def test_no_manifest_is_asked_for(self, page: Page) -> None:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        sign_in(page, "admin", "/data")
        expect_grid(page)

        assert [url for url in asked if "manifest" in url or "/api/discovery" in url] == []
