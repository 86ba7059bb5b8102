"""What a role may not do is not offered in its pages, and refused when a request is forged."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.guard import Guard
from tests.e2e.remotes import REMOTES
from tests.e2e.server import Server
from tests.e2e.steps import sign_in

Write = tuple[str, str, str, dict[str, Any] | None]
USER: dict[str, Any] = {"email": "forged@example.com", "full_name": "F", "password": "x" * 20}
RECORD: dict[str, Any] = {"name": "Forged", "category": "Stock", "value": 1}
RELEASE: dict[str, Any] = {"changes": {"data-grid": {"version": "1.0.0"}}}
FOR_ADMINS: list[Write] = [
    ("user-management", "POST", "/api/users", USER),
    ("user-management", "PATCH", "/api/users/{me}", {"role": "admin"}),
    ("user-management", "DELETE", "/api/users/{other}", None),
    ("settings", "PUT", "/api/settings/defaults", {"theme_mode": "dark"}),
    ("registry", "POST", "/api/registry/channels/stable/releases", RELEASE),
    ("registry", "POST", "/api/registry/channels/stable/rollback", {"app": "data-grid"}),
    ("container", "POST", "/api/errors/bulk-resolve", {"ids": ["none"]}),
    ("container", "DELETE", "/api/errors", None),
]
FOR_WRITERS: list[Write] = [
    ("data-grid", "POST", "/api/data", RECORD),
    ("data-grid", "PATCH", "/api/data/{row}", {"value": 2}),
    ("data-grid", "DELETE", "/api/data/{row}", None),
]
HIDDEN = {
    "/data": ("New record", "Edit ", "Delete "),
    "/registry": ("Roll back",),
    "/registry?view=apps&app=data-grid": ("Promote",),
    "/registry?view=releases": ("Roll back",),
    "/analytics": (),
    "/settings": (),
}


@pytest.fixture(scope="module")
def ids(platform: Server) -> dict[str, str]:
    """Identities that a forger might know."""
    with platform.client("admin") as admin:
        users = admin.get("/api/users").json()["items"]
        row = admin.get("/api/data?limit=1").json()["items"][0]["id"]
    known = {user["username"]: user["id"] for user in users}
    return {"user": known["user"], "viewer": known["viewer"], "admin": known["admin"], "row": row}


class TestForgedWrite:
    @pytest.mark.parametrize(
        ("role", "writes"), [("user", FOR_ADMINS), ("viewer", [*FOR_ADMINS, *FOR_WRITERS])]
    )
    def test_is_refused(
        self, platform: Server, ids: dict[str, str], role: str, writes: list[Write]
    ) -> None:
        known = ids | {"me": ids[role], "other": ids["admin"]}
        with platform.client(role) as forger:
            for app, method, path, body in writes:
                answer = forger.request(method, path.format(**known), json=body)
                code = answer.json()["code"]
                assert (answer.status_code, code) == (403, "forbidden"), (app, method, path)


class TestPages:
    @pytest.mark.parametrize("role", ["user", "viewer"])
    def test_offer_nothing_that_is_refused(self, page: Page, guard: Guard, role: str) -> None:
        sign_in(page, role)
        links = page.get_by_role("navigation").get_by_role("link")
        open_to_all = [remote.title for remote in REMOTES if remote.app != "user-management"]
        for title in open_to_all:
            expect(links.filter(has_text=title)).to_have_count(1)
        expect(links.filter(has_text="Users")).to_have_count(0)
        for path, names in HIDDEN.items():
            page.goto(path)
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            expect(page.get_by_role("main").get_by_role("status", name="Loading")).to_have_count(0)
            if (role, path) == ("user", "/data"):  # whoever may write data sees how
                expect(page.get_by_role("button", name="New record")).to_be_visible()
                continue
            for name in names:
                expect(page.get_by_role("main").get_by_role("button", name=name)).to_have_count(0)
        expect(page.get_by_role("tab")).to_have_count(0)
        guard.check()
