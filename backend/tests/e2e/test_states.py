"""Pages and states that no navigation leads to: as readable as the rest, however they look."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.looks import check_looks, overflow
from tests.e2e.server import Server
from tests.e2e.steps import hear, sign_in


@pytest.fixture(scope="module")
def unreleased(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on which nothing was released yet."""
    server = Server(tmp_path_factory.mktemp("unreleased"))
    server.prepare()
    server.start()
    yield server
    server.stop()


class TestUser:
    def test_sign_ins_and_audit_of_one_user(
        self, page: Page, guard: Guard, platform: Server
    ) -> None:
        """One person's page: facts, where they are signed in, and what was done about them."""
        with platform.client("admin") as admin:
            user = admin.get("/api/users", params={"q": "viewer"}).json()["items"][0]["id"]
        sign_in(page, path=f"/users/of/{user}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("status", name="Loading")).to_have_count(0)
        check_looks(page, guard)


class TestOverThePage:
    def test_drawer(self, page: Page, guard: Guard) -> None:
        """The navigation on a narrow screen, in each scheme."""
        sign_in(page)
        page.set_viewport_size({"width": 360, "height": 800})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.get_by_role("button", name="Open navigation").click()
            drawer = page.get_by_role("dialog", name="Navigation")
            expect(drawer.get_by_role("link", name="Settings")).to_be_visible()
            guard.check()
            assert overflow(page) == []
            page.keyboard.press("Escape")
            expect(drawer).to_be_hidden()

    def test_a_toast(self, page: Page, guard: Guard) -> None:
        """A failure is readable and hides nothing that it should not."""
        guard.expect(r"503 POST .*/api/settings/reset", r"status of 503")
        page.route("**/api/settings/reset", lambda route: route.fulfill(status=503))
        sign_in(page, "user", "/settings")
        page.get_by_role("button", name="Reset").click()
        page.get_by_role("dialog").get_by_role("button", name="Reset").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
        check_looks(page, guard, "toast")

    @pytest.mark.usefixtures("newcomer")
    def test_notices(self, page: Page, guard: Guard, platform: Server) -> None:
        """The bell's panel, empty and with something in it."""
        hear(page, "newcomer")
        panel = page.get_by_role("dialog", name="Notices")
        page.get_by_role("button", name=re.compile("^Notices")).click()
        expect(panel.get_by_role("heading", name="Nothing new")).to_be_visible()
        check_looks(page, guard, "no notices")

        platform.rollback(platform.release()["number"])
        expect(panel.get_by_role("listitem")).to_contain_text("is live")
        check_looks(page, guard, "a notice")


class TestServersOwnPages:
    def test_nothing_released(self, page: Page, guard: Guard, unreleased: Server) -> None:
        """The page of a server that has no release says so, in the system's scheme."""
        guard.expect(r"503 (GET|HEAD) .*/", r"status of 503")
        page.goto(unreleased.url)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for width in (1440, 360):
            page.set_viewport_size({"width": width, "height": 800})
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                guard.check()
                assert overflow(page) == []
