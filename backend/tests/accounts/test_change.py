import pytest
from starlette.testclient import TestClient

from tests.accounts.conftest import Create, Headers, bearer, sign_in
from tests.conftest import FakeClock


class TestChange:
    def test_patch_changes_what_it_names_and_put_all(
        self, create: Create, client: TestClient, admin: Headers, clock: FakeClock
    ) -> None:
        made = create().json()
        path = f"/api/users/{made['id']}"
        clock.advance(minutes=1)

        patched = client.patch(path, json={"full_name": "Ann Lee"}, headers=admin).json()
        whole = {"email": "lee@example.com", "full_name": "A", "role": "user", "is_active": True}
        put = client.put(path, json=whole, headers=admin).json()

        later = {"updated_at": "2026-11-21T12:01:00Z"}
        assert patched == made | later | {"full_name": "Ann Lee"}
        assert put == made | later | whole
        assert sign_in(client, "lee@example.com").status_code == 200

    def test_stale_edit_is_412(self, create: Create, client: TestClient, admin: Headers) -> None:
        made = create()
        path = f"/api/users/{made.json()['id']}"
        mine = admin | {"If-Match": made.headers["ETag"]}
        first = client.patch(path, json={"full_name": "One"}, headers=mine)

        assert first.status_code == 200
        assert client.patch(path, json={"full_name": "Two"}, headers=mine).status_code == 412
        assert client.delete(path, headers=mine).status_code == 412
        theirs = admin | {"If-Match": first.headers["ETag"]}
        assert client.delete(path, headers=theirs).status_code == 204

    def test_taken_address_is_409(self, create: Create, client: TestClient, admin: Headers) -> None:
        path = f"/api/users/{create().json()['id']}"

        answer = client.patch(path, json={"email": "User@Example.com"}, headers=admin)

        assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")

    def test_null_is_refused(self, create: Create, client: TestClient, admin: Headers) -> None:
        path = f"/api/users/{create().json()['id']}"

        assert client.patch(path, json={"username": None}, headers=admin).status_code == 422

    @pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
    def test_unknown_user_is_404(self, client: TestClient, admin: Headers, method: str) -> None:
        whole = {"email": "a@b", "full_name": "A", "role": "user", "is_active": True}
        body = None if method in {"GET", "DELETE"} else whole

        answer = client.request(method, "/api/users/nobody", headers=admin, json=body)

        assert answer.status_code == 404


class TestAuthority:
    """What binds the changed user's next request, and the one after a refresh."""

    def test_role_change_outdates_the_token_and_refresh_brings_the_role(
        self, create: Create, client: TestClient, admin: Headers
    ) -> None:
        made = create(role="user").json()
        signed_in = sign_in(client, made["email"])

        client.patch(f"/api/users/{made['id']}", json={"role": "viewer"}, headers=admin)

        refused = client.get("/api/data", headers=bearer(signed_in))
        assert (refused.status_code, refused.json()["code"]) == (401, "token_stale")
        token = {"refresh_token": signed_in.json()["refresh_token"]}
        fresh = client.post("/api/auth/refresh", json=token)
        assert fresh.json()["user"]["role"] == "viewer"
        row = {"name": "a", "category": "b", "value": 1}
        assert client.post("/api/data", json=row, headers=bearer(fresh)).status_code == 403

    @pytest.mark.parametrize(
        "values", [{"is_active": False}, {"password": "another-9-veneers"}], ids=str
    )
    def test_deactivation_and_password_change_end_every_sign_in(
        self, create: Create, client: TestClient, admin: Headers, values: dict[str, object]
    ) -> None:
        made = create().json()
        sign_ins = [sign_in(client, made["email"]) for _ in range(2)]

        client.patch(f"/api/users/{made['id']}", json=values, headers=admin)

        for signed_in in sign_ins:
            refused = client.get("/api/auth/me", headers=bearer(signed_in))
            assert (refused.status_code, refused.json()["code"]) == (401, "session_revoked")
            token = {"refresh_token": signed_in.json()["refresh_token"]}
            again = client.post("/api/auth/refresh", json=token)
            assert (again.status_code, again.json()["code"]) == (401, "session_revoked")
        assert sign_in(client, made["email"]).status_code == 401

    def test_new_password_signs_in(
        self, create: Create, client: TestClient, admin: Headers
    ) -> None:
        made = create().json()
        body = {"password": "another-9-veneers"}
        client.patch(f"/api/users/{made['id']}", json=body, headers=admin)

        assert sign_in(client, made["email"], "another-9-veneers").status_code == 200

    def test_removed_user_is_out(self, create: Create, client: TestClient, admin: Headers) -> None:
        made = create().json()
        signed_in = sign_in(client, made["email"])

        assert client.delete(f"/api/users/{made['id']}", headers=admin).status_code == 204

        assert client.get("/api/auth/me", headers=bearer(signed_in)).status_code == 401
        token = {"refresh_token": signed_in.json()["refresh_token"]}
        assert client.post("/api/auth/refresh", json=token).status_code == 401

    def test_other_changes_leave_the_user_signed_in(
        self, create: Create, client: TestClient, admin: Headers
    ) -> None:
        made = create().json()
        signed_in = sign_in(client, made["email"])

        client.patch(f"/api/users/{made['id']}", json={"full_name": "New"}, headers=admin)

        assert client.get("/api/auth/me", headers=bearer(signed_in)).json()["full_name"] == "New"
