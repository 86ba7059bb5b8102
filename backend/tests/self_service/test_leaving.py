"""Taking one's data, and leaving."""

from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.analytics.store import EventRow
from intarsia.database import readers, writers
from intarsia.telemetry.store import LoadReportRow
from tests.auth.browser import SAME_ORIGIN, Browser, set_cookies
from tests.conftest import FakeClock
from tests.self_service.conftest import (
    ANN,
    PASSWORD,
    Headers,
    Mails,
    Register,
    bearer,
    code,
    sign_in,
)

LEAVE = {"password": PASSWORD}
EVENT = {"name": "click", "app": "data-grid", "props": {"what": "save"}}
TOKEN = {"name": "script", "scopes": ["data:read"], "expires_at": "2026-12-24T00:00:00Z"}
Report = Callable[[Headers], None]


@pytest.fixture
def report(client: TestClient) -> Report:
    """Return a function that reports an event and a load as somebody, and waits till stored."""

    def send(headers: Headers) -> None:
        client.post("/api/analytics/events", json={"events": [EVENT]}, headers=headers)
        load = {"app": "data-grid", "version": "1.0.0", "phase": "entry", "ok": True}
        client.post("/api/telemetry/mf", json={"reports": [load]}, headers=headers)
        assert client.portal is not None
        client.portal.call(client.app_state["intake"].write)

    return send


def export(client: TestClient, headers: Headers) -> httpx2.Response:
    return client.get("/api/auth/me/export", headers=headers)


def leave(client: TestClient, headers: Headers, **body: str) -> httpx2.Response:
    return client.request("DELETE", "/api/auth/me", json=LEAVE | body, headers=headers)


def id_of(client: TestClient, headers: Headers) -> str:
    return str(client.get("/api/auth/me", headers=headers).json()["id"])


class TestExport:
    def test_is_a_file_with_everything(
        self, client: TestClient, ann: Headers, admin: Headers, report: Report
    ) -> None:
        client.patch("/api/settings", json={"language": "de"}, headers=ann)
        client.post("/api/tokens", json=TOKEN, headers=ann)
        sign_in(client)
        report(ann)
        me = id_of(client, ann)
        client.patch(f"/api/users/{me}", json={"full_name": "Ann Lee"}, headers=admin)

        answer = export(client, ann)

        assert answer.headers["Content-Disposition"].startswith("attachment;")
        found = answer.json()
        assert list(found) == [
            "exported_at", "account", "settings", "sessions", "tokens", "audit", "events", "loads",
            "visits", "visit_entries",
        ]  # fmt: skip
        assert found["account"]["full_name"] == "Ann Lee"
        assert found["settings"] == {"language": "de"}
        assert [len(found[part]) for part in ("sessions", "tokens")] == [2, 1]
        assert [(each["name"], each["props"]) for each in found["events"]] == [
            ("click", {"what": "save"})
        ]
        assert [each["phase"] for each in found["loads"]] == ["entry"]
        actions = [each["action"] for each in found["audit"]]
        assert {"user.registered", "auth.sign_in", "token.created", "user.changed"} <= set(actions)

    def test_holds_nothing_secret_and_no_address_of_others(
        self, client: TestClient, register: Register, admin: Headers
    ) -> None:
        registered = register()
        ann = bearer(registered)
        made = client.post("/api/tokens", json=TOKEN, headers=ann).json()["token"]
        me = id_of(client, ann)
        client.patch(f"/api/users/{me}", json={"full_name": "Ann Lee"}, headers=admin)

        answer = export(client, ann)

        for secret in (made, registered.json()["refresh_token"], "$bcrypt", "digest", PASSWORD):
            assert secret not in answer.text
        by_others = [each for each in answer.json()["audit"] if each["actor"] != me]
        assert [(each["action"], each["ip"]) for each in by_others] == [("user.changed", "")]

    async def test_reads_in_batches_and_misses_nothing(
        self, client: TestClient, ann: Headers, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        me = id_of(client, ann)
        rows = [
            EventRow(
                at=clock.now(), day=clock.now().date(), app="a", name=f"n{number}", user_id=owner,
                props={},
            )
            for number in range(2100)
            for owner in (me, None)
        ]  # fmt: skip
        async with writers(engine).begin() as session:
            session.add_all(rows)

        events = export(client, ann).json()["events"]

        assert [event["name"] for event in events] == [f"n{number}" for number in range(2100)]

    def test_is_for_a_person_who_signed_in_and_written_down(
        self, client: TestClient, ann: Headers, admin: Headers
    ) -> None:
        made = client.post("/api/tokens", json=TOKEN, headers=ann).json()["token"]

        refused = export(client, {"Authorization": f"Bearer {made}"})

        assert code(refused) == (403, "sign_in_needed")
        export(client, ann)
        found = client.get("/api/audit?action=user.exported", headers=admin).json()["items"]
        assert [event["actor"] for event in found] == [id_of(client, ann)]


class TestLeave:
    def test_ends_everything_at_once_and_frees_the_names(
        self, client: TestClient, ann: Headers, register: Register
    ) -> None:
        other = sign_in(client)
        made = client.post("/api/tokens", json=TOKEN, headers=ann).json()["token"]

        assert leave(client, ann).status_code == 204

        for old in (ann, bearer(other), {"Authorization": f"Bearer {made}"}):
            assert client.get("/api/auth/me", headers=old).status_code == 401
        token = {"refresh_token": other.json()["refresh_token"]}
        assert client.post("/api/auth/refresh", json=token).status_code == 401
        assert code(sign_in(client)) == (401, "invalid_credentials")
        assert register().json()["user"]["username"] == "ann"

    def test_takes_the_cookie_back(self, client: TestClient) -> None:
        browser = Browser(client)
        first = browser.post("/api/auth/register", json=ANN)

        answer = leave(client, {**SAME_ORIGIN, **bearer(first)})

        assert any("__Host-rt=" in line and "Max-Age=0" in line for line in set_cookies(answer))
        assert answer.headers["Clear-Site-Data"] == '"storage"'

    def test_needs_the_password(self, client: TestClient, ann: Headers) -> None:
        assert code(leave(client, ann, password="wrong")) == (403, "wrong_password")
        assert client.get("/api/auth/me", headers=ann).status_code == 200

    def test_the_last_admin_stays(self, client: TestClient, admin: Headers) -> None:
        answer = leave(client, admin, password="admin123")

        assert code(answer) == (409, "last_admin")
        assert client.get("/api/auth/me", headers=admin).status_code == 200

    def test_trail_keeps_the_id_and_nothing_that_tells_who_it_was(
        self, client: TestClient, ann: Headers, admin: Headers, mails: Mails
    ) -> None:
        mails()
        me = id_of(client, ann)
        leave(client, ann)

        answer = client.get(f"/api/audit?target=user:{me}", headers=admin)

        assert [event["action"] for event in answer.json()["items"]] == [
            "user.deleted",
            "user.verify_link_sent",
            "user.registered",
        ]
        assert "ann" not in answer.text.lower().replace("intarsia", "")

    @pytest.mark.parametrize("by", ["ann", "admin"])
    async def test_events_stay_as_nobodys(
        self, client: TestClient, ann: Headers, admin: Headers, report: Report, mails: Mails,
        clock: FakeClock, engine: AsyncEngine, by: str,
    ) -> None:  # fmt: skip
        report(ann)
        if by == "ann":
            leave(client, ann)
        else:
            client.delete(f"/api/users/{id_of(client, ann)}", headers=admin)
        clock.advance(minutes=2)
        mails()

        async with readers(engine)() as session:
            owners = [
                *await session.scalars(select(EventRow.user_id)),
                *await session.scalars(select(LoadReportRow.user_id)),
            ]
        assert owners == [None, None]
