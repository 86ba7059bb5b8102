"""Every front end runs alone, on a port of its own, and shows a change of its sources at once."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.builds import replace
from tests.e2e.dev_server import dev_server
from tests.e2e.guard import Guard
from tests.e2e.remotes import REMOTES, Remote
from tests.e2e.server import Server
from tests.e2e.steps import fill_sign_in, open_grid


class TestRemoteAlone:
    @pytest.mark.parametrize("remote", REMOTES, ids=str)
    def test_signs_in_shows_its_data_and_reloads_what_changes(
        self, remote: Remote, page: Page, guard: Guard, platform: Server, tmp_path: Path
    ) -> None:
        with dev_server(remote.app, tmp_path, platform.url) as (url, sources):
            page.goto(url)
            fill_sign_in(page, "admin@example.com", "admin123")
            remote.expect_on(page)
            guard.check()

            new = f"{remote.title}, edited"
            replace(sources / "src/messages.ts", f": '{remote.title}',", f": '{new}',")

            remote.expect_on(page, new)
            guard.check()
            page.goto("about:blank")


class TestHostAlone:
    def test_takes_the_release_of_the_backend_and_reloads_what_changes(
        self, page: Page, guard: Guard, platform: Server, tmp_path: Path
    ) -> None:
        # React's development build cannot see that what a published remote was built from, for
        # production, are fixed children and no lists.
        guard.expect('unique "key" prop')
        with dev_server("container", tmp_path, platform.url) as (url, sources):
            page.goto(url)
            fill_sign_in(page, "admin@example.com", "admin123")
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            open_grid(page)
            guard.check()

            skip_link = page.get_by_role("link", name="Skip to content")
            expect(skip_link).to_have_count(1)
            replace(sources / "src/messages.ts", ": 'Skip to content',", ": 'Skip, edited',")

            expect(page.get_by_role("link", name="Skip, edited")).to_have_count(1)
            guard.check()

            page.goto("about:blank")
