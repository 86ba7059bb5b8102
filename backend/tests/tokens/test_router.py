import asyncio
from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia import database
from intarsia.auth.permissions import Permission
from intarsia.database import open_engine
from intarsia.tokens.store import TokenRow
from tests.conftest import DEPLOY_TOKEN, FakeClock
from tests.registry.bundles import metadata, packed, remote

Headers = dict[str, str]
Make = Callable[..., httpx2.Response]
PATH = "/api/tokens"
ROW = {"name": "Oak", "category": "Stock", "value": 1}
ASKED = {"name": "script", "scopes": ["data:read"], "expires_at": "2026-12-24T00:00:00Z"}
REGISTRY_SCOPES = ["registry:read", "registry:publish", "registry:release", "registry:reshape"]


@pytest.fixture
def make(client: TestClient) -> Make:
    """Return a function that makes a token for whom the headers speak for."""

    def send(headers: Headers, **values: object) -> httpx2.Response:
        return client.post(PATH, json=ASKED | values, headers=headers)

    return send


def bearer(made: httpx2.Response) -> Headers:
    assert made.status_code == 201, made.text
    return {"Authorization": f"Bearer {made.json()['token']}"}


def publish(client: TestClient, headers: Headers, app: str, version: str, query: str = "") -> int:
    return client.put(
        f"/api/registry/apps/{app}/versions/{version}{query}",
        content=packed(
            remote(f"{app}App", described=metadata(route=f"/{app}"), content=version.encode())
        ),
        headers=headers | {"Content-Type": "application/gzip"},
    ).status_code


class TestCreate:
    def test_text_is_shown_once_and_stored_nowhere(
        self, client: TestClient, user: Headers, make: Make, database_url: str
    ) -> None:
        made = make(user).json()

        assert made["token"].startswith("itk_")
        listed = client.get(PATH, headers=user)
        assert made["token"] not in listed.text
        assert listed.json()["items"] == [
            {key: value for key, value in made.items() if key != "token"}
        ]
        assert {**made, "id": "", "token": "", "created_by": ""} == {
            **ASKED,
            "id": "",
            "token": "",
            "kind": "personal",
            "apps": None,
            "channels": None,
            "created_by": "",
            "created_at": "2026-11-21T12:00:00Z",
            "last_used_at": None,
        }

        async def stored() -> TokenRow:
            engine = open_engine(database_url)
            async with database.readers(engine)() as session:
                row = (await session.scalars(select(TokenRow))).one()
            await engine.dispose()
            return row

        assert made["token"] not in str(vars(asyncio.run(stored())))

    @pytest.mark.parametrize(
        ("values", "status", "code"),
        [
            ({"scopes": ["data:write", "users:read"]}, 403, "forbidden"),
            ({"kind": "deploy", "scopes": ["registry:read"]}, 403, "forbidden"),
            ({"expires_at": "2026-11-21T12:00:00Z"}, 422, "already_expired"),
            ({"expires_at": "2026-12-24T00:00:00"}, 422, "invalid_request"),
            ({"expires_at": "9999-12-31T23:59:59-14:00"}, 422, "invalid_request"),
            ({"scopes": []}, 422, "invalid_request"),
            ({"scopes": ["everything"]}, 422, "invalid_request"),
            ({"apps": []}, 422, "invalid_request"),
            ({"apps": ["../x"]}, 422, "invalid_request"),
            ({"name": ""}, 422, "invalid_request"),
        ],
        ids=str,
    )
    def test_nobody_gives_away_what_they_do_not_have(
        self, user: Headers, make: Make, values: dict[str, object], status: int, code: str
    ) -> None:
        answer = make(user, **values)

        assert (answer.status_code, answer.json()["code"]) == (status, code)

    def test_deploy_token_holds_the_registry_alone(self, admin: Headers, make: Make) -> None:
        answer = make(admin, kind="deploy", scopes=["registry:read", "users:write"])

        assert (answer.status_code, answer.json()["code"]) == (422, "scope_not_for_deploy")

    def test_a_token_can_not_make_tokens(self, user: Headers, make: Make) -> None:
        token = bearer(make(user, scopes=["tokens:own"]))

        answer = make(token, scopes=["tokens:own"])

        assert (answer.status_code, answer.json()["code"]) == (403, "sign_in_needed")


class TestPersonal:
    def test_acts_as_its_user_cut_down_to_its_scopes(
        self, client: TestClient, user: Headers, make: Make
    ) -> None:
        token = bearer(make(user))

        me = client.get("/api/auth/me", headers=token).json()
        assert me == client.get("/api/auth/me", headers=user).json()
        assert client.get("/api/data", headers=token).status_code == 200
        assert client.post("/api/data", json=ROW, headers=token).status_code == 403
        assert client.get("/api/settings", headers=token).status_code == 403

    def test_loses_what_its_user_loses(
        self, client: TestClient, admin: Headers, user: Headers, make: Make
    ) -> None:
        token = bearer(make(user, scopes=["data:read", "data:write"]))
        assert client.post("/api/data", json=ROW, headers=token).status_code == 201
        me = client.get("/api/auth/me", headers=user).json()["id"]

        client.patch(f"/api/users/{me}", json={"role": "viewer"}, headers=admin)
        assert client.post("/api/data", json=ROW, headers=token).status_code == 403
        assert client.get("/api/data", headers=token).status_code == 200

        client.patch(f"/api/users/{me}", json={"is_active": False}, headers=admin)
        refused = client.get("/api/data", headers=token)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")

    def test_expires(self, client: TestClient, user: Headers, make: Make, clock: FakeClock) -> None:
        token = bearer(make(user, expires_at="2026-11-21T12:01:00Z"))
        assert client.get("/api/data", headers=token).status_code == 200
        clock.advance(minutes=1)

        refused = client.get("/api/data", headers=token)

        assert (refused.status_code, refused.json()["code"]) == (401, "token_expired")

    @pytest.mark.parametrize("text", ["itk_", "itk_" + "A" * 43, "itk_" + "A" * 5000, "itk_a\x7f"])
    def test_made_up_one_is_401(self, client: TestClient, text: str) -> None:
        answer = client.get("/api/data", headers={"Authorization": f"Bearer {text}"})

        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
        assert "www-authenticate" in answer.headers


class TestRevoke:
    def test_binds_the_next_request(self, client: TestClient, user: Headers, make: Make) -> None:
        made = make(user)
        assert client.get("/api/data", headers=bearer(made)).status_code == 200

        path = f"{PATH}/{made.json()['id']}"
        assert client.delete(path, headers=user).status_code == 204

        assert client.get("/api/data", headers=bearer(made)).status_code == 401
        assert client.get(PATH, headers=user).json()["items"] == []
        assert client.delete(path, headers=user).status_code == 404

    def test_what_is_not_mine_is_unknown(
        self, client: TestClient, admin: Headers, user: Headers, viewer: Headers, make: Make
    ) -> None:
        mine = make(user).json()["id"]
        deploy = make(admin, kind="deploy", scopes=["registry:read"]).json()["id"]

        for path in (f"{PATH}/{mine}", f"{PATH}/{deploy}"):
            assert client.delete(path, headers=viewer).status_code == 404
        assert client.delete(f"{PATH}/{mine}", headers=admin).status_code == 404
        assert client.get(PATH, headers=viewer).json()["items"] == []
        listed = client.get(f"{PATH}?kind=deploy", headers=admin).json()["items"]
        assert [item["id"] for item in listed] == [deploy]

    def test_is_on_the_audit_trail_without_the_text(
        self, client: TestClient, admin: Headers, make: Make
    ) -> None:
        made = make(admin).json()
        client.delete(f"{PATH}/{made['id']}", headers=admin)

        answer = client.get(f"/api/audit?target=token:{made['id']}", headers=admin)

        actions = [item["action"] for item in answer.json()["items"]]
        assert actions == ["token.revoked", "token.created"]
        assert made["token"] not in answer.text


class TestDeploy:
    def test_publishes_and_releases_within_its_limits(
        self, client: TestClient, admin: Headers, make: Make
    ) -> None:
        token = bearer(
            make(admin, kind="deploy", scopes=REGISTRY_SCOPES, apps=["shop"], channels=["next"])
        )

        assert publish(client, token, "shop", "1.0.0", "?channel=next") == 201
        assert publish(client, token, "other", "1.0.0") == 403
        assert publish(client, token, "shop", "1.1.0", "?channel=stable") == 403
        body = {"changes": {"shop": {"version": "1.0.0"}}}
        stable = client.post("/api/registry/channels/stable/releases", json=body, headers=token)
        assert (stable.status_code, stable.json()["code"]) == (403, "out_of_reach")

    def test_rollback_must_leave_other_apps_as_they_are(
        self, client: TestClient, admin: Headers, make: Make
    ) -> None:
        all_apps = {"Authorization": f"Bearer {DEPLOY_TOKEN}"}
        for app, version in (("shop", "1.0.0"), ("shop", "1.1.0"), ("other", "1.0.0")):
            assert publish(client, all_apps, app, version, "?channel=next") == 201
        token = bearer(make(admin, kind="deploy", scopes=REGISTRY_SCOPES, apps=["shop"]))
        path = "/api/registry/channels/next/rollback"

        whole = client.post(path, json={"release": 1}, headers=token)
        mine = client.post(path, json={"app": "shop"}, headers=token)

        assert (whole.status_code, whole.json()["code"]) == (403, "out_of_reach")
        assert mine.json()["apps"] == {
            "other": {"version": "1.0.0"},
            "shop": {"version": "1.0.0"},
        }
        assert mine.json()["created_by"] == "deploy:script"

    def test_outlives_who_made_it(self, client: TestClient, admin: Headers, make: Make) -> None:
        body = {"email": "a@b.example", "full_name": "A", "password": "veneer-9-x", "role": "admin"}
        other = client.post("/api/users", json=body, headers=admin).json()["id"]
        login = {"email": "a@b.example", "password": "veneer-9-x"}
        answer = client.post("/api/auth/login", json=login).json()
        theirs = {"Authorization": f"Bearer {answer['access_token']}"}
        token = bearer(make(theirs, kind="deploy", scopes=["registry:read"]))

        client.delete(f"/api/users/{other}", headers=admin)

        assert client.get("/api/registry/apps", headers=token).status_code == 200
        assert client.get("/api/data", headers=token).status_code == 403


class TestMemory:
    def test_asks_the_database_once(self, client: TestClient, user: Headers, make: Make) -> None:
        token = bearer(make(user))
        client.get("/api/auth/me", headers=token)
        engine: AsyncEngine = client.app_state["engine"]
        asked: list[str] = []
        event.listen(
            engine.sync_engine, "before_cursor_execute", lambda *args: asked.append(str(args[2]))
        )

        feed = client.app_state["feed"]
        client.portal.call(feed.take_note)  # type: ignore[union-attr]
        assert client.get("/api/data/categories", headers=token).status_code == 200

        assert not any("FROM api_tokens" in statement for statement in asked)

    def test_last_use_is_written_outside_requests_once_a_minute(
        self, client: TestClient, user: Headers, make: Make, clock: FakeClock
    ) -> None:
        token = bearer(make(user))

        def last_use() -> object:
            return client.get(PATH, headers=user).json()["items"][0]["last_used_at"]

        def flush() -> None:
            assert client.portal is not None
            client.portal.call(client.app_state["api_tokens"].usage.flush)

        for _ in range(2):
            client.get("/api/data", headers=token)
            flush()
            assert last_use() == "2026-11-21T12:00:00Z"
            clock.advance(seconds=30)
        client.get("/api/data", headers=token)
        flush()
        assert last_use() == "2026-11-21T12:01:00Z"


class TestScopes:
    def test_admin_may_give_each_permission(self, admin: Headers, make: Make) -> None:
        assert make(admin, scopes=[str(each) for each in Permission]).status_code == 201
