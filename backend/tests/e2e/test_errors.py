"""What goes wrong in pages reaches the error panel, grouped, with app and version."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server, wait_until
from tests.e2e.steps import sign_in

FAULT = "planted fault"


def open_errors(page: Page) -> Locator:
    page.keyboard.press("Control+Shift+E")
    panel = page.get_by_role("dialog", name="Errors in pages")
    expect(panel).to_be_visible()
    return panel


def forget_errors(platform: Server) -> None:
    """Delete what other tests have reported: counts are this test's own."""
    with platform.client("admin") as admin:
        admin.delete("/api/errors").raise_for_status()


def wait_until_counted(platform: Server, message: str, count: int = 1) -> None:
    """Return when the intake, which writes once a second, has written a report."""

    def counted() -> bool:
        groups = admin.get("/api/errors").raise_for_status().json()["items"]
        return any(group["message"] == message and group["count"] == count for group in groups)

    with platform.client("admin") as admin:
        wait_until(counted)


def report_uncaught(page: Page, message: str) -> None:
    """Throw outside of every boundary, and wait until the report has been taken in."""
    with page.expect_response("**/api/errors") as answer:
        page.evaluate("message => void setTimeout(() => { throw new Error(message); })", message)
    assert answer.value.status == 202


class TestErrorInARemote:
    def test_appears_grouped_with_app_and_version_and_is_resolved(
        self,
        page: Page,
        guard: Guard,
        platform: Server,
        throwing: Callable[[str], Path],
    ) -> None:
        guard.expect(FAULT)
        forget_errors(platform)
        before = platform.release()["number"]
        platform.publish("data-grid", throwing("data-grid"), "3.0.0")
        platform.promote(data_grid="3.0.0")
        try:
            sign_in(page)
            for _ in range(2):
                with page.expect_response("**/api/errors") as answer:
                    page.goto("/data")
                    expect(page.get_by_role("alert", name="Data is not available")).to_be_visible()
                assert answer.value.status == 202
        finally:
            platform.rollback(before)
        wait_until_counted(platform, FAULT, 2)

        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        group = open_errors(page).get_by_role("listitem").filter(has_text=FAULT)
        expect(group).to_have_count(1)
        expect(group.get_by_text("data-grid 3.0.0")).to_be_visible()
        expect(group.get_by_text("2 times")).to_be_visible()
        guard.check()

        group.get_by_role("button", name="Resolve").click()
        expect(group).to_have_count(0)


class TestUncaughtError:
    def test_is_reported_and_only_administrators_resolve_it(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        guard.expect("nobody caught this")
        forget_errors(platform)
        sign_in(page, "user")
        report_uncaught(page, "nobody caught this")
        wait_until_counted(platform, "nobody caught this")

        group = open_errors(page).get_by_role("listitem").filter(has_text="nobody caught this")

        expect(group.get_by_text("container")).to_be_visible()
        expect(group.get_by_role("button")).to_have_count(0)

    def test_viewers_are_told_that_it_is_not_theirs(self, page: Page) -> None:
        sign_in(page, "viewer")

        panel = open_errors(page)

        expect(panel.get_by_role("heading", name="Not open to your role")).to_be_visible()
