"""React, router, emotion and query client are loaded once, whatever the number of remotes."""

from typing import Any

from playwright.sync_api import Page

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
    "@tanstack/react-query",
    "@intarsia/ui",
    "@intarsia/client",
}


class TestSingletons:
    def test_only_the_host_provides_them(self, page: Page) -> None:
        page.add_init_script(COUNT_RENDERERS)
        sign_in(page, "admin", "/data")
        expect_grid(page)

        providers: dict[str, Any] = page.evaluate(LOADED_PROVIDERS)

        assert {name: len(loaded) for name, loaded in providers.items() if len(loaded) != 1} == {}
        assert all(loaded[0].endswith("from container") for loaded in providers.values())
        assert set(providers) >= SINGLETONS

    def test_one_renderer_draws_host_and_remote(self, page: Page) -> None:
        page.add_init_script(COUNT_RENDERERS)
        sign_in(page, "admin", "/data")
        expect_grid(page)

        renderers: list[str] = page.evaluate("renderers")

        assert len(renderers) == 1

    def test_no_manifest_is_asked_for(self, page: Page) -> None:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        sign_in(page, "admin", "/data")
        expect_grid(page)

        assert [url for url in asked if "manifest" in url or "/api/discovery" in url] == []
