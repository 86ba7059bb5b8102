"""Every way in which a remote may not come, or come altered: its boundary shows, the rest goes on.

The cases of `test_broken_remote.py` are tried for each remote; these depend on the loader alone.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from re import Pattern, compile

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.builds import build_changed, dist_of, replace
from tests.e2e.failures import (
    boundary,
    entry_of,
    expect_failures,
    go_to,
    hang,
    manifest_of,
    not_found,
    retry,
    shown_in_time,
    without_snapshot,
)
from tests.e2e.guard import Guard
from tests.e2e.remotes import REMOTES
from tests.e2e.server import Server, released
from tests.e2e.steps import sign_in

GRID = next(remote for remote in REMOTES if remote.app == "data-grid")
ANALYTICS = next(remote for remote in REMOTES if remote.app == "analytics")
EXPOSE = compile(r"/mf/data-grid/[^/]+/static/js/async/__federation_expose_\w+\.\w+\.js")
VENDOR = compile(r"/mf/data-grid/[^/]+/static/js/vendor\.\w+\.js")
VENDOR_CHUNK = "splitChunks: { cacheGroups: { vendor: { name: 'vendor', test: /node_modules/ } } }"
OVERALL_MS = 11_000  # the loader's limit of ten seconds for what hangs after the entry
Serve = Callable[[Route], None]


def failing(route: Route) -> None:
    route.fulfill(status=500, content_type="application/problem+json", body="{}")


def html(route: Route) -> None:
    """What a server with a catch-all page answers for a file it does not have."""
    route.fulfill(status=200, content_type="text/html", body="<!doctype html><title>Home</title>")


def empty_object(route: Route) -> None:
    route.fulfill(status=200, content_type="application/json", body="{}")


def refused(route: Route) -> None:
    route.abort("connectionrefused")


def tampered(route: Route) -> None:
    """The right file with one statement more (or, in a manifest, one member more)."""
    answer = route.fetch()
    text = answer.text()
    added = '{"planted": 1,' + text[1:] if text.startswith("{") else "window.planted = 1;" + text
    route.fulfill(response=answer, body=added)


@pytest.fixture(scope="module")
def split(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data grid whose libraries are a chunk of their own."""

    def change(app: Path) -> None:
        config = app / "rsbuild.config.ts"
        replace(config, "export default ", "const whole = ")
        with config.open("a") as file:
            file.write(f"export default {{ ...whole, {VENDOR_CHUNK} }};\n")

    return build_changed("data-grid", "4.0.0", tmp_path_factory.mktemp("split"), change)


@pytest.fixture(autouse=True)
def _expected(guard: Guard) -> None:
    expect_failures(guard, GRID)
    guard.expect(r"500 .*/mf/data-grid/", r"status of 500")
    guard.expect(r"integrity", r"ERR_CONNECTION_RE(FUSED|SET)", r"Unexpected (token|identifier)")


def expect_recovery(page: Page, served: Pattern[str], serve: Serve, within_ms: int = 6_000) -> None:
    """The boundary shows, another remote works beside it, and Retry brings the first one back."""
    page.route(served, serve)
    sign_in(page)
    with shown_in_time(page, GRID, within_ms):
        go_to(page, GRID)
    assert page.evaluate("window.planted") is None

    go_to(page, ANALYTICS)
    ANALYTICS.expect_on(page)

    page.unroute(served)
    go_to(page, GRID)
    if boundary(page, GRID).is_visible():
        retry(page, GRID)
    GRID.expect_on(page)


class TestManifest:
    """Needed only where the page holds no snapshot of an app."""

    @pytest.mark.parametrize("serve", [failing, html, empty_object, hang, refused, tampered])
    def test_does_not_come(self, page: Page, serve: Serve) -> None:
        page.route("**/", without_snapshot)
        expect_recovery(page, manifest_of(GRID), serve)


class TestEntry:
    @pytest.mark.parametrize("serve", [failing, html, refused, tampered])
    def test_does_not_come(self, page: Page, serve: Serve) -> None:
        expect_recovery(page, entry_of(GRID), serve)


class TestExpose:
    @pytest.mark.parametrize("serve", [not_found, failing, refused, tampered])
    def test_does_not_come(self, page: Page, serve: Serve) -> None:
        expect_recovery(page, EXPOSE, serve)

    def test_hangs(self, page: Page) -> None:
        """What hangs after the entry is given up after ten seconds."""
        expect_recovery(page, EXPOSE, hang, OVERALL_MS)


class TestFlaky:
    @pytest.mark.parametrize("file", [entry_of(GRID), EXPOSE], ids=["entry", "expose"])
    def test_once_is_not_noticed(self, page: Page, file: Pattern[str]) -> None:
        """A file that fails on the network once is asked for again; nobody sees anything."""
        failed: list[str] = []

        def fail_once(route: Route) -> None:
            failed.append(route.request.url)
            route.abort("connectionreset")

        page.add_init_script("window.requestIdleCallback = () => 0")  # nothing is fetched ahead
        page.route(file, fail_once, times=1)
        sign_in(page, path="/settings")
        go_to(page, GRID)
        GRID.expect_on(page)
        expect(boundary(page, GRID)).to_have_count(0)
        assert len(failed) == 1


class TestVendor:
    """A bundle of more than one piece: what the expose needs is a chunk of its own."""

    @pytest.fixture
    def _released(self, platform: Server, split: Path) -> Iterator[None]:
        with released(platform, split, "4.0.0"):
            yield

    @pytest.mark.usefixtures("_released")
    @pytest.mark.parametrize("serve", [not_found, tampered])
    def test_does_not_come(self, page: Page, serve: Serve) -> None:
        expect_recovery(page, VENDOR, serve)


class TestPublished:
    """Bytes that are what was published, and no good."""

    @pytest.mark.parametrize(
        ("version", "entry"),
        [
            ("5.0.1", "<!doctype html><title>Home</title>"),
            ("5.0.2", "var dataApp = ;"),
            ("5.0.3", "throw new Error('planted fault');"),
            ("5.0.4", "/* defines nothing */"),
        ],
        ids=["html", "syntax error", "throws", "defines nothing"],
    )
    def test_entry_is_no_entry(
        self, page: Page, platform: Server, tmp_path: Path, version: str, entry: str
    ) -> None:
        """It shows its boundary until the version is rolled back."""
        dist = tmp_path / "dist"
        shutil.copytree(dist_of("data-grid"), dist)
        (dist / "remoteEntry.js").write_text(entry)
        with released(platform, dist, version):
            sign_in(page)
            with shown_in_time(page, GRID):
                go_to(page, GRID)
            go_to(page, ANALYTICS)
            ANALYTICS.expect_on(page)

        page.goto("/data")
        GRID.expect_on(page)
