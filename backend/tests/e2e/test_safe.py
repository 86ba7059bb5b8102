"""`?safe=1` is the way in when a new host is broken."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.builds import dist_of
from tests.e2e.server import Server
from tests.e2e.steps import sign_in

NOTICE = "Safe mode: this page runs the version of the platform before the current one."


@pytest.fixture
def broken_host(platform: Server, tmp_path: Path) -> Iterator[str]:
    """The live host is a version that shows nothing at all."""
    before = platform.release()
    dist = shutil.copytree(dist_of("container"), tmp_path / "dist")
    for script in dist.glob("static/js/index*.js"):
        script.write_text("")
    platform.publish("container", dist, "9.9.9")
    platform.promote(container="9.9.9")
    yield "9.9.9"
    platform.rollback(before["number"])


class TestSafe:
    @pytest.mark.usefixtures("broken_host")
    def test_shows_the_host_before_until_it_is_left(self, page: Page, platform: Server) -> None:
        sign_in(page, path="/?safe=1")

        expect(page.get_by_text(NOTICE)).to_be_visible()

        platform.run("rollback", "stable", "--app", "container", "--url", platform.url)
        page.get_by_role("button", name="Leave safe mode").click()
        expect(page.get_by_role("navigation", name="Main")).to_be_visible()
        expect(page.get_by_text(NOTICE)).to_have_count(0)
