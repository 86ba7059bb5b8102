"""A remote that is missing, slow or throwing takes nothing else down, and Retry brings it back."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route

from tests.e2e.failures import (
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
from tests.e2e.remotes import REMOTES, Remote
from tests.e2e.server import Server
from tests.e2e.steps import sign_in


@pytest.mark.parametrize("remote", REMOTES, ids=str)
class TestBrokenRemote:
    @pytest.fixture(autouse=True)
    def _expected(self, guard: Guard, remote: Remote) -> None:
        expect_failures(guard, remote)

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
