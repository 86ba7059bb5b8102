"""What happens on the platform reaches every open page, whichever tab holds the one stream."""

import re
import time
from collections.abc import Callable, Iterator

import httpx2
import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect

from tests.e2e.builds import dist_of
from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import crash, expect_grid, hear, is_own_stream

APP = "data-grid"
TWO_SECONDS = 2_000
EVENTS = re.compile(r"/api/events$")


@pytest.fixture
def admin(platform: Server) -> Iterator[httpx2.Client]:
    """An administrator at the API."""
    with platform.client("admin") as client:
        yield client


@pytest.fixture
def next_version(platform: Server) -> Iterator[str]:
    """A version that waits for its release; what was live before is so again afterwards."""
    before = platform.release()["number"]
    platform.publish(APP, dist_of(APP), "9.1.0")
    yield "9.1.0"
    platform.rollback(before)


def release(admin: httpx2.Client, version: str) -> None:
    """Promote by the API: a command line would spend its second on starting."""
    path = "/api/registry/channels/stable"
    etag = admin.get(path).headers["ETag"]
    body = {"changes": {APP: {"version": version}}, "note": ""}
    answer = admin.post(f"{path}/releases", json=body, headers={"If-Match": etag})
    assert answer.status_code == 201, answer.text


class TestWithinTwoSeconds:
    def test_the_registry_shows_a_release(
        self, page: Page, admin: httpx2.Client, next_version: str
    ) -> None:
        """Somebody else promotes while the page is open; it is not loaded again."""
        hear(page, "viewer", "/registry")
        row = page.get_by_role("row").filter(has_text=APP)
        expect(row).to_be_visible()
        page.evaluate("window.kept = true")

        release(admin, next_version)

        expect(row.get_by_role("cell", name=next_version)).to_be_visible(timeout=TWO_SECONDS)
        assert page.evaluate("window.kept")

    def test_another_role_is_another_navigation(
        self, admin: httpx2.Client, newcomer: str, page: Page, guard: Guard
    ) -> None:
        """Neither a reload nor a new sign-in is needed, up or down."""
        # A request under way with the old rights is refused, and made again with the new ones.
        guard.expect(r"401 \w+ .*/api/", r"status of 401")
        hear(page, "newcomer")
        users = page.get_by_role("navigation").get_by_role("link", name="Users")
        expect(users).to_have_count(0)
        page.evaluate("window.kept = true")

        with page.expect_response(is_own_stream):  # it comes back with the new role
            admin.patch(f"/api/users/{newcomer}", json={"role": "admin"})
            expect(users).to_be_visible(timeout=TWO_SECONDS)
        admin.patch(f"/api/users/{newcomer}", json={"role": "viewer"})
        expect(users).to_have_count(0, timeout=TWO_SECONDS)

        assert page.evaluate("window.kept")


class Streams:
    """Which tab asked for the event stream last, and how often any did."""

    def __init__(self, context: BrowserContext) -> None:
        self.open: list[tuple[Page, Request]] = []
        context.on("request", self.on_request)
        context.on("requestfailed", self.on_end)
        context.on("requestfinished", self.on_end)

    def on_request(self, request: Request) -> None:
        if asks_for_events(request):
            self.open.append((request.frame.page, request))

    def on_end(self, request: Request) -> None:
        self.open = [(page, each) for page, each in self.open if each != request]

    @property
    def holders(self) -> list[Page]:
        return [page for page, _ in self.open]


@pytest.fixture
def streams(context: BrowserContext) -> Streams:
    return Streams(context)


def asks_for_events(request: Request) -> bool:
    return EVENTS.search(request.url) is not None


def open_tabs(new_page: Callable[..., Page], number: int) -> list[Page]:
    """Sign in on the first tab; the others are signed in with it."""
    first = new_page()
    hear(first, "viewer", "/registry")
    tabs = [first]
    while len(tabs) < number:
        tab = new_page()
        tab.goto("/registry")
        expect(tab.get_by_role("row").filter(has_text=APP)).to_be_visible()
        tabs.append(tab)
    return tabs


def expect_use(page: Page) -> None:
    """A click in this tab leads to another page with its data, and a second one back."""
    navigation = page.get_by_role("navigation")
    navigation.get_by_role("link", name="Data", exact=True).click()
    expect_grid(page)
    navigation.get_by_role("link", name="Registry", exact=True).click()
    expect(page.get_by_role("row").filter(has_text=APP)).to_be_visible()


def hang(page: Page) -> None:
    """Keep a tab busy for longer than the test lasts."""
    page.evaluate("setTimeout(() => { const end = Date.now() + 20000; while (Date.now() < end); })")


class TestTenTabs:
    def test_share_one_stream_and_all_hear(
        self,
        new_page: Callable[..., Page],
        streams: Streams,
        admin: httpx2.Client,
        next_version: str,
    ) -> None:
        """HTTP/1.1 has six connections: ten streams would leave none for the tenth tab."""
        tabs = open_tabs(new_page, 10)
        assert streams.holders == tabs[:1]
        for tab in tabs:
            expect_use(tab)

        release(admin, next_version)

        for tab in tabs:
            row = tab.get_by_role("row").filter(has_text=APP)
            expect(row.get_by_role("cell", name=next_version)).to_be_visible(timeout=TWO_SECONDS)

    def test_nine_go_on_when_the_holder_is_killed(
        self,
        new_page: Callable[..., Page],
        guards: list[Guard],
        context: BrowserContext,
        streams: Streams,
    ) -> None:
        """One of the nine takes the stream within five seconds, and each still opens pages."""
        holder, *others = open_tabs(new_page, 10)
        guards[0].expect("chrome://crash")
        with context.expect_event("request", asks_for_events, timeout=5_000):
            crash(holder)
        holder.close()

        for tab in others:
            expect_use(tab)
        # Nobody told that the killed tab's own stream has ended.
        assert len([tab for tab in streams.holders if tab != holder]) == 1

    @pytest.mark.parametrize("leave", [Page.close, crash, hang])
    def test_the_stream_moves_when_its_tab_is_gone(
        self,
        leave: Callable[[Page], None],
        new_page: Callable[..., Page],
        guards: list[Guard],
        context: BrowserContext,
        streams: Streams,
        admin: httpx2.Client,
        next_version: str,
    ) -> None:
        """Within five seconds another tab holds it, and the others hear what comes after."""
        holder, *others = open_tabs(new_page, 3)
        guards[0].expect("chrome://crash")
        assert streams.holders == [holder]
        began = time.monotonic()
        with context.expect_event("request", asks_for_events, timeout=5_000):
            leave(holder)
        assert time.monotonic() - began < 5

        release(admin, next_version)

        for tab in others:
            row = tab.get_by_role("row").filter(has_text=APP)
            expect(row.get_by_role("cell", name=next_version)).to_be_visible(timeout=TWO_SECONDS)
        holder.close()
