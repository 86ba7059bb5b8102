"""How a remote that does not come shows itself, and how files are kept from a page."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urljoin

import httpx2
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.guard import Guard
from tests.e2e.remotes import Remote

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
def shown_in_time(page: Page, remote: Remote, within_ms: int = WITHIN_MS) -> Iterator[None]:
    """The boundary appears in time after the click, and the host still works."""
    began = time.monotonic()
    yield
    expect(boundary(page, remote)).to_be_visible(timeout=within_ms)
    assert (time.monotonic() - began) * 1000 < within_ms
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


def expect_failures(guard: Guard, remote: Remote) -> None:
    """What the console may say of a remote that a test has broken."""
    at = f"/mf/{remote.app}/"
    guard.expect(rf"404 .*{at}", r"status of 404", rf"failed: GET .*{at}")
    guard.expect(r"planted fault", r"Federation Runtime", r"remoteEntry")
    guard.expect(r"mf-manifest\.json.*(integrity|blocked)", r"integrity.*mf-manifest\.json")
