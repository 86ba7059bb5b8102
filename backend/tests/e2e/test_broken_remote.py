"""A remote that is missing, slow or throwing takes nothing else down, and Retry brings it back."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urljoin

import httpx2
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.guard import Guard
from tests.e2e.remotes import REMOTES, Remote
from tests.e2e.server import Server
from tests.e2e.steps import sign_in

WITHIN_MS = 6_000
BOOT = re.compile(r'(<script[^>]*id="intarsia-boot"[^>]*>)(.*?)(</script>)', re.DOTALL)


def without_snapshot(route: Route) -> None:
    """Serve the host page as it would be without a resolved snapshot: manifests are needed."""
    answer = route.fetch()
    parts = BOOT.search(answer.text())
    assert parts, "the page has no boot document"
    boot = json.loads(parts[2])
    rest = httpx2.get(urljoin(route.request.url, boot.pop("rest")["url"])).json()
    boot |= {"snapshot": {}, "integrity": boot["integrity"] | rest["integrity"]}
    body = answer.text().replace(parts[2], json.dumps(boot).replace("<", "\\u003c"))
    route.fulfill(response=answer, body=body)


def not_found(route: Route) -> None:
    route.fulfill(status=404, content_type="application/problem+json", body="{}")


def hang(route: Route) -> None:
    """Never answer."""


def manifest_of(remote: Remote) -> re.Pattern[str]:
    return re.compile(rf"/mf/{remote.app}/[^/]+/mf-manifest\.json")


def entry_of(remote: Remote) -> re.Pattern[str]:
    return re.compile(rf"/mf/{remote.app}/[^/]+/remoteEntry\.js")


@contextmanager
def shown_in_time(page: Page, remote: Remote) -> Iterator[None]:
    """The boundary appears within six seconds of the click, and the host still works."""
    began = time.monotonic()
    yield
    expect(boundary(page, remote)).to_be_visible(timeout=WITHIN_MS)
    assert (time.monotonic() - began) * 1000 < WITHIN_MS
    page.get_by_role("button", name="Account of").click()
    expect(page.get_by_role("menuitem", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menuitem", name="Sign out")).to_be_hidden()


def boundary(page: Page, remote: Remote) -> Locator:
    return page.get_by_role("alert", name=f"{remote.title} is not available")


def go_to(page: Page, remote: Remote) -> None:
    page.get_by_role("navigation").get_by_role("link", name=remote.title, exact=True).click()


def retry(page: Page, remote: Remote) -> None:
    boundary(page, remote).get_by_role("button", name="Retry").click()
    remote.expect_on(page)


@pytest.mark.parametrize("remote", REMOTES, ids=str)
class TestBrokenRemote:
    @pytest.fixture(autouse=True)
    def _expected(self, guard: Guard, remote: Remote) -> None:
        at = f"/mf/{remote.app}/"
        guard.expect(rf"404 .*{at}", r"status of 404", rf"failed: GET .*{at}")
        guard.expect(r"planted fault", r"Federation Runtime", r"remoteEntry")
        guard.expect(r"mf-manifest\.json.*(integrity|blocked)", r"integrity.*mf-manifest\.json")

    def test_manifest_missing(self, remote: Remote, page: Page) -> None:
        page.route("**/", without_snapshot)
        page.route(manifest_of(remote), not_found)
        sign_in(page)

        with shown_in_time(page, remote):
            go_to(page, remote)

        page.unroute(manifest_of(remote))
        retry(page, remote)

    @pytest.mark.parametrize("failure", [not_found, hang])
    def test_entry_missing_or_hanging(
        self, remote: Remote, page: Page, failure: Callable[[Route], None]
    ) -> None:
        page.route(entry_of(remote), failure)
        sign_in(page)

        with shown_in_time(page, remote):
            go_to(page, remote)

        page.unroute(entry_of(remote))
        retry(page, remote)

    def test_throws_while_rendering(
        self, remote: Remote, page: Page, platform: Server, throwing: Callable[[str], Path]
    ) -> None:
        before = platform.release()["number"]
        platform.publish(remote.app, throwing(remote.app), "3.0.0")
        platform.promote(**{remote.app: "3.0.0"})
        try:
            sign_in(page)
            with shown_in_time(page, remote):
                go_to(page, remote)
        finally:
            platform.rollback(before)

        page.reload()
        remote.expect_on(page)
