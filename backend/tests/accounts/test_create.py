import pytest
from starlette.testclient import TestClient

from tests.accounts.conftest import ANN, PASSWORD, Create, Headers, sign_in


class TestRoles:
    @pytest.mark.parametrize("role", ["user", "viewer"])
    @pytest.mark.parametrize(
        ("method", "path"),
        [
            ("GET", ""),
            ("POST", ""),
            ("GET", "/stats"),
            ("GET", "/x"),
            ("PUT", "/x"),
            ("PATCH", "/x"),
            ("DELETE", "/x"),
        ],
    )
    def test_only_admins_may_do_anything(
        self, client: TestClient, request: pytest.FixtureRequest, role: str, method: str, path: str
    ) -> None:
        headers = request.getfixturevalue(role)

        answer = client.request(method, f"/api/users{path}", headers=headers, json=ANN)

        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
        assert client.request(method, f"/api/users{path}", json=ANN).status_code == 401


class TestCreate:
    def test_new_user_can_sign_in_by_address_and_username(
        self, create: Create, client: TestClient, admin: Headers
    ) -> None:
        answer = create(role="user")

        made = answer.json()
        assert answer.status_code == 201
        assert {**made, "id": ""} == {
            "id": "",
            "email": "Ann@example.com",
            "username": "ann",
            "full_name": "Ann Wood",
            "role": "user",
            "is_active": True,
            "created_at": "2026-11-21T12:00:00Z",
            "updated_at": "2026-11-21T12:00:00Z",
        }
        read = client.get(f"/api/users/{made['id']}", headers=admin)
        assert (read.json(), read.headers["ETag"]) == (made, answer.headers["ETag"])
        assert sign_in(client, "ANN@example.COM").status_code == 200
        by_name = client.post("/api/auth/login", json={"username": "Ann", "password": PASSWORD})
        assert by_name.json()["user"]["role"] == "user"

    @pytest.mark.parametrize(
        ("email", "username"),
        [
            ("admin@other.example", "admin2"),
            ("jörg.müller+x@example.com", "j-rg.m-ller-x"),
            ("東京@example.com", "user2"),
            ("_@example.com", "user2"),
        ],
    )
    def test_derived_username_is_free_and_plain(
        self, create: Create, email: str, username: str
    ) -> None:
        assert create(email=email).json()["username"] == username

    @pytest.mark.parametrize(
        ("values", "code"),
        [
            ({"email": "ADMIN@Example.com"}, "email_taken"),
            ({"email": "\uff41dmin@example.com"}, "email_taken"),
            ({"username": "\uff21dmin"}, "username_taken"),
        ],
    )
    def test_another_spelling_of_a_taken_name_is_409(
        self, create: Create, values: dict[str, str], code: str
    ) -> None:
        answer = create(**values)

        assert (answer.status_code, answer.json()["code"]) == (409, code)

    @pytest.mark.parametrize(
        "values",
        [
            {"email": "nobody"},
            {"email": "@example.com"},
            {"email": "a@"},
            {"email": "a@b@c"},
            {"email": "a\uff20b@c"},
            {"email": "a b@example.com"},
            {"email": "a\u202eb@example.com"},
            {"email": "a\0b@example.com"},
            {"email": "\ufdfa" * 60 + "@x"},
            {"username": "a@b"},
            {"username": "a\uff20b"},
            {"username": "a b"},
            {"username": ""},
            {"username": "\ufdfa" * 20},
            {"full_name": " "},
            {"role": "root"},
            {"is_active": None},
            {"password": "short12"},
            {"password": "x" * 129},
            {"password": "Password123!"},
            {"password": "qwertyuiop"},
            {"password": "12345678"},
            {"password": "98765432"},
            {"password": "abcabcabc"},
            {"password": "good one\0 with nul"},
            {"epoch": 7},
            {"password_hash": "x"},
        ],
        ids=lambda values: ascii(values)[:40],
    )
    def test_refuses_what_does_not_fit_and_repeats_no_password(
        self, create: Create, values: dict[str, object]
    ) -> None:
        answer = create(**values)

        assert answer.status_code == 422, answer.text
        assert [error["loc"][1] for error in answer.json()["errors"]] == list(values)
        assert str(values.get("password", "-none-")) not in answer.text
