"""Every page, dialog and menu: nothing for axe to find and nothing too wide, however it looks."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.looks import check_looks
from tests.e2e.remotes import REMOTES
from tests.e2e.steps import fill_sign_in, fill_user, sign_in

pytestmark = pytest.mark.usefixtures("history")
Open = Callable[[Page], None]
PATHS = (
    "/",
    "/profile",
    "/security",
    "/users",
    "/users/audit",
    "/data",
    "/analytics",
    "/settings",
    "/settings?tab=defaults",
    "/registry",
    "/registry?view=apps",
    "/registry?view=apps&app=data-grid",
    "/registry?view=releases",
    "/registry?view=compare",
    "/registry?channel=next",
    "/no-such-page",
)


def button(name: str) -> Open:
    """Press the first button of that name."""
    return lambda page: page.get_by_role("button", name=name).first.click()


def key(keys: str) -> Open:
    """Press keys."""
    return lambda page: page.keyboard.press(keys)


def refused_form(page: Page) -> None:
    """Send what the server refuses."""
    fill_user(page, "viewer")
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()


def as_a_table(page: Page) -> None:
    """Open the tables behind the charts."""
    for summary in page.get_by_text("As a table").all():
        summary.click()


GUEST_PATHS = {
    "/register": "Create an account",
    "/forgotten-password": "Forgotten password",
    "/reset-password#token=t": "Choose a new password",
    "/reset-password": "Choose a new password",
    "/verify-email": "Confirm your e-mail address",
}


DIALOGS: dict[str, tuple[str, Open]] = {
    "new user": ("/users", button("New user")),
    "refused user": ("/users", refused_form),
    "edit user": ("/users", button("Edit ")),
    "delete user": ("/users", button("Delete ")),
    "import users": ("/users", button("Import")),
    "new record": ("/data", button("New record")),
    "edit record": ("/data", button("Edit ")),
    "delete record": ("/data", button("Delete ")),
    "import records": ("/data", button("Import")),
    "history of a record": ("/data", button("History of")),
    "reset settings": ("/settings", button("Reset")),
    "promote": ("/registry?view=apps&app=data-grid", button("Promote ")),
    "state of a version": ("/registry?view=apps&app=data-grid", button("State of ")),
    "lock": ("/registry", button("Lock")),
    "roll back": ("/registry?view=releases", button("Roll back to release")),
    "new token": ("/security", button("New token")),
    "sign out everywhere": ("/security", button("Sign out everywhere")),
    "delete account": ("/profile", button("Delete my account")),
    "commands": ("/", key("Control+k")),
    "errors": ("/", key("Control+Shift+E")),
}
MENUS: dict[str, Open] = {"account": button("Account of"), "appearance": button("Appearance")}


def settle(page: Page) -> None:
    """Wait until nothing on the page is still on its way."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("main").get_by_role("status", name="Loading")).to_have_count(0)


class TestGuest:
    def test_sign_in_page(self, page: Page, guard: Guard) -> None:
        guard.expect(r"401 POST .*/api/auth/login", r"status of 401")
        page.goto("/")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        check_looks(page, guard)

        fill_sign_in(page, "admin", "wrong")
        expect(page.get_by_role("alert")).to_be_visible()
        check_looks(page, guard)

    def test_pages_around_sign_in(self, page: Page, guard: Guard) -> None:
        for path, title in GUEST_PATHS.items():
            page.goto("about:blank")  # or a change of the fragment alone would load nothing
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
            check_looks(page, guard)


class TestAdmin:
    def test_pages(self, page: Page, guard: Guard) -> None:
        sign_in(page)
        for path in PATHS:
            page.goto(path)
            settle(page)
            check_looks(page, guard)

    def test_tables_behind_the_charts(self, page: Page, guard: Guard) -> None:
        sign_in(page, path="/analytics")
        settle(page)
        as_a_table(page)
        check_looks(page, guard)

    def test_dialogs(self, page: Page, guard: Guard) -> None:
        guard.expect(r"409 POST .*/api/users", r"status of 409")
        sign_in(page)
        for name, (path, open_dialog) in DIALOGS.items():
            page.goto(path)
            settle(page)
            open_dialog(page)
            expect(page.get_by_role("dialog")).to_be_visible()
            loading = page.get_by_role("dialog").get_by_role("status", name="Loading")
            expect(loading).to_have_count(0)
            check_looks(page, guard, name)

    def test_menus(self, page: Page, guard: Guard) -> None:
        sign_in(page)
        for name, open_menu in MENUS.items():
            open_menu(page)
            expect(page.get_by_role("menu")).to_be_visible()
            check_looks(page, guard, name)
            page.keyboard.press("Escape")
            expect(page.get_by_role("menu")).to_have_count(0)

    def test_navigation_on_a_narrow_screen(self, page: Page, guard: Guard) -> None:
        sign_in(page)
        page.set_viewport_size({"width": 360, "height": 800})
        button("Open navigation")(page)
        expect(page.get_by_role("dialog", name="Navigation")).to_be_visible()
        guard.check()


class TestOthers:
    @pytest.mark.parametrize("role", ["user", "viewer"])
    def test_pages(self, page: Page, guard: Guard, role: str) -> None:
        """What a role does not see leaves no gap; what it may not open says so."""
        sign_in(page, role)
        for path in ("/", "/profile", "/security", "/users", "/data", "/registry"):
            page.goto(path)
            settle(page)
            check_looks(page, guard)


class TestBrokenPart:
    def test_is_as_readable_as_a_whole_one(self, page: Page, guard: Guard) -> None:
        guard.expect(r"404 ", r"status of 404", r"Federation Runtime", r"remoteEntry", r"failed: ")
        page.route(f"**/mf/{REMOTES[1].app}/**/remoteEntry.js", lambda r: r.fulfill(status=404))
        sign_in(page, path="/data")
        expect(page.get_by_role("alert", name="Data is not available")).to_be_visible()
        page.get_by_text("Technical details").click()
        check_looks(page, guard)
