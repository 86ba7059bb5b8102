"""User management in a browser: what an administrator does, and what the server refuses."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.guard import Guard
from tests.e2e.server import Server
from tests.e2e.steps import fill_user, hear, is_own_stream, sign_in


class TestUsers:
    def test_made_changed_and_deleted(self, page: Page) -> None:
        """A user is created, renamed, deactivated and deleted, and the list follows."""
        sign_in(page, path="/users")
        fill_user(page, "grace")
        expect(page.get_by_role("dialog")).to_have_count(0)
        row = page.get_by_role("row", name="grace@example.com")
        expect(row).to_be_visible()

        row.get_by_role("button", name="Edit Grace").click()
        page.get_by_role("dialog").get_by_role("textbox", name="Name").first.fill("Grace Hopper")
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        expect(row).to_contain_text("Grace Hopper")

        row.get_by_role("button", name="Deactivate").click()
        expect(row).to_contain_text("Deactivated")
        row.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(row).to_have_count(0)

    def test_a_taken_address_is_refused_in_the_form(self, page: Page, guard: Guard) -> None:
        """409 is shown where it can be mended, and what was typed stays."""
        guard.expect("409")
        sign_in(page, path="/users")
        fill_user(page, "viewer")
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("alert")).to_be_visible()
        expect(dialog.get_by_label("E-mail")).to_have_value("viewer@example.com")

    def test_somebody_else_was_faster(self, page: Page, guard: Guard, platform: Server) -> None:
        """412 is told in the form; what the other wrote is kept, and can be gone on from."""
        guard.expect(r"412 PATCH", r"status of 412")
        body = {"email": "contended@example.com", "full_name": "C", "password": "pass phrase 9"}
        with platform.client("admin") as admin:
            user = admin.post("/api/users", json=body).raise_for_status().json()
            url = f"/api/users/{user['id']}"
            sign_in(page, path="/users?q=contended")
            page.get_by_role("button", name="Edit C").click()
            dialog = page.get_by_role("dialog")
            name = dialog.get_by_role("textbox", name="Name").first
            expect(name).to_have_value("C")

            admin.patch(url, json={"full_name": "Theirs"}).raise_for_status()
            name.fill("Mine")
            dialog.get_by_role("button", name="Save").click()
            expect(dialog.get_by_role("alert")).to_be_visible()
            expect(name).to_have_value("Mine")
            guard.check()
            assert admin.get(url).json()["full_name"] == "Theirs"

            dialog.get_by_role("alert").get_by_role("button").click()
            expect(name).to_have_value("Theirs")
            name.fill("Mine")
            dialog.get_by_role("button", name="Save").click()
            expect(dialog).to_have_count(0)
            assert admin.get(url).json()["full_name"] == "Mine"
            admin.delete(url).raise_for_status()

    def test_the_last_admin_stays(self, page: Page, guard: Guard) -> None:
        """The refusal stands above the list, and the list is as it was."""
        guard.expect("409")
        sign_in(page, path="/users?q=admin%40example.com")
        row = page.get_by_role("row", name="admin@example.com")
        row.get_by_role("button", name="Deactivate").click()
        expect(page.get_by_role("alert")).to_contain_text("was not changed")
        expect(row).to_contain_text("Active")

        row.get_by_role("button", name="Delete").click()
        page.get_by_role("dialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("alert")).to_contain_text("was not")
        expect(row).to_be_visible()

    def test_filters_are_in_the_address(self, page: Page) -> None:
        """A link shows what was looked at."""
        sign_in(page, path="/users?q=demo&role=viewer&sort=email")
        expect(page.get_by_role("row", name="viewer@example.com")).to_be_visible()
        expect(page.get_by_role("row", name="admin@example.com")).to_have_count(0)
        page.get_by_label("Role").select_option("")
        expect(page.get_by_role("row", name="admin@example.com")).to_be_visible()

    def test_is_not_open_to_others(self, page: Page) -> None:
        """Only administrators find it in the navigation, or behind its address."""
        sign_in(page, "viewer", path="/users")
        expect(page.get_by_role("heading", name="Users is not open to your role")).to_be_visible()
        expect(page.get_by_role("navigation").get_by_role("link", name="Users")).to_have_count(0)

    def test_fits_a_narrow_screen(self, page: Page) -> None:
        """At 360 px users are cards, and nothing overflows."""
        page.set_viewport_size({"width": 360, "height": 740})
        sign_in(page, path="/users")
        expect(page.get_by_text("admin@example.com", exact=False).first).to_be_visible()
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360


class TestRoleChange:
    def test_shows_without_reload(
        self,
        other_context: BrowserContext,
        page: Page,
        new_page: Callable[..., Page],
        guards: list[Guard],
    ) -> None:
        """A second browser's navigation follows a change of its user's role within two seconds."""
        other = new_page(other_context)
        # A request under way with the old rights is refused, and made again with the new ones.
        guards[-1].expect(r"401 \w+ .*/api/", r"status of 401")
        hear(other, "user")
        links = other.get_by_role("navigation").get_by_role("link", name="Users")
        expect(links).to_have_count(0)
        other.evaluate("window.kept = true")

        sign_in(page, path="/users?q=user%40example.com")
        with other.expect_response(is_own_stream):  # it comes back with the new role
            change_role(page, "admin")
            expect(links).to_be_visible(timeout=2_500)
        assert other.evaluate("window.kept")
        change_role(page, "user")
        expect(links).to_have_count(0, timeout=2_500)


def change_role(page: Page, role: str) -> None:
    """Give the demo user another role."""
    page.get_by_role("row", name="user@example.com").get_by_role("button", name="Edit").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Role").select_option(role)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
