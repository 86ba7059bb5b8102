"""Personal tokens end with what ends the trust in who made them, and the audit trail says so."""

from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.store import AuthSessionRow
from intarsia.clock import Clock
from intarsia.database import readers, writers
from intarsia.tokens.store import TokenRow
from intarsia.trail import AuditRow
from tests.conftest import signed_in
from tests.self_service.conftest import (
    ANOTHER,
    CHANGE,
    PASSWORD,
    Headers,
    Mails,
    ask,
    confirm,
)

ASKED = {"name": "script", "scopes": ["data:read"], "expires_at": "2026-12-24T00:00:00Z"}


def make(client: TestClient, headers: Headers, **values: object) -> httpx2.Response:
    return client.post("/api/tokens", json=ASKED | values, headers=headers)


@pytest.fixture
def token(client: TestClient, ann: Headers) -> Headers:
    """What speaks for a token of Ann's, which was used once."""
    made = make(client, ann)
    assert made.status_code == 201, made.text
    headers = {"Authorization": f"Bearer {made.json()['token']}"}
    assert is_good(client, headers)
    return headers


def is_good(client: TestClient, token: Headers) -> bool:
    return client.get("/api/data", headers=token).status_code == 200


def id_of(client: TestClient, headers: Headers) -> str:
    return str(client.get("/api/auth/me", headers=headers).json()["id"])


async def revocations(engine: AsyncEngine) -> list[dict[str, Any]]:
    async with readers(engine)() as session:
        query = select(AuditRow).where(AuditRow.action == "token.revoked")
        return [{"actor": row.actor, **row.detail} for row in (await session.scalars(query)).all()]


def reset(client: TestClient, ann: Headers, mails: Mails) -> None:
    assert confirm(client, ask(client, mails))[0] == 204


def leave(client: TestClient, ann: Headers, mails: Mails) -> None:
    answer = client.request("DELETE", "/api/auth/me", json={"password": PASSWORD}, headers=ann)
    assert answer.status_code == 204


def as_admin(method: str, body: object = None) -> Callable[[TestClient, Headers, Mails], None]:
    def act(client: TestClient, ann: Headers, mails: Mails) -> None:
        path, admin = f"/api/users/{id_of(client, ann)}", signed_in(client, "admin")
        answer = client.request(method, path, json=body, headers=admin)
        assert answer.status_code in {200, 204}

    return act


ENDS = {
    "password_reset": reset,
    "deleted": leave,
    "deleted by an admin": as_admin("DELETE"),
    "deactivated": as_admin("PATCH", {"is_active": False}),
    "password": as_admin("PATCH", {"password": ANOTHER}),
}


class TestEnds:
    @pytest.mark.parametrize("why", ENDS)
    async def test_bind_the_next_request_and_are_on_the_trail(
        self,
        client: TestClient,
        engine: AsyncEngine,
        ann: Headers,
        token: Headers,
        mails: Mails,
        why: str,
    ) -> None:
        ENDS[why](client, ann, mails)

        assert client.get("/api/data", headers=token).status_code == 401
        (noted,) = await revocations(engine)
        assert (noted["name"], noted["why"]) == ("script", why.partition(" ")[0])

    def test_reactivation_brings_none_back(
        self, client: TestClient, ann: Headers, token: Headers, mails: Mails
    ) -> None:
        user_id, admin = id_of(client, ann), signed_in(client, "admin")
        for is_active in (False, True):
            body = {"is_active": is_active}
            client.patch(f"/api/users/{user_id}", json=body, headers=admin)

        assert not is_good(client, token)

    async def test_own_password_change_keeps_them(
        self, client: TestClient, engine: AsyncEngine, ann: Headers, token: Headers
    ) -> None:
        """Who knows the old password sees the list of tokens, and ends what is not theirs."""
        assert client.put("/api/auth/password", json=CHANGE, headers=ann).status_code == 200

        assert is_good(client, token)
        assert await revocations(engine) == []

    def test_those_of_others_and_of_deployments_stay(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        admin = signed_in(client, "admin")
        kept = [
            make(client, signed_in(client, "user")),
            make(client, admin, kind="deploy", scopes=["registry:read"]),
        ]
        reset(client, ann, mails)

        paths = ("/api/data", "/api/registry/apps")
        for made, path in zip(kept, paths, strict=True):
            headers = {"Authorization": f"Bearer {made.json()['token']}"}
            assert client.get(path, headers=headers).status_code == 200

    async def test_sign_in_that_ended_elsewhere_makes_no_more(
        self, client: TestClient, engine: AsyncEngine, ann: Headers, clock: Clock
    ) -> None:
        """Another process has ended it, and this one has not heard of it yet."""
        async with writers(engine).begin() as session:
            for row in await session.scalars(select(AuthSessionRow)):
                row.revoked_at = clock.now()

        answer = make(client, ann)

        assert (answer.status_code, answer.json()["code"]) == (401, "session_revoked")
        async with readers(engine)() as session:
            assert (await session.scalars(select(TokenRow))).all() == []
