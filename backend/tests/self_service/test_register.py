from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.auth.browser import Browser, set_cookies
from tests.self_service.conftest import ANN, PASSWORD, Mails, Register, bearer, code, sign_in

Headers = dict[str, str]


class TestRegister:
    def test_makes_a_viewer_who_is_signed_in_at_once(
        self, register: Register, client: TestClient
    ) -> None:
        answer = register()

        assert answer.status_code == 201
        assert set(answer.json()) == set(sign_in(client).json())
        me = client.get("/api/auth/me", headers=bearer(answer)).json()
        assert {**me, "id": ""} == {
            "id": "",
            "email": "ann@example.com",
            "username": "ann",
            "full_name": "Ann Wood",
            "role": "viewer",
            "is_active": True,
            "email_verified": False,
            "created_at": "2026-11-21T12:00:00Z",
            "updated_at": "2026-11-21T12:00:00Z",
        }

    def test_gives_a_browser_a_cookie_and_no_token(self, client: TestClient) -> None:
        browser = Browser(client)

        answer = browser.post("/api/auth/register", json=ANN)

        assert "refresh_token" not in answer.json()
        assert browser.refresh().json()["user"] == answer.json()["user"]

    def test_chosen_username_signs_in(self, register: Register, client: TestClient) -> None:
        register(username="woody")

        body = {"username": "WOODY", "password": PASSWORD}
        assert client.post("/api/auth/login", json=body).status_code == 200

    @pytest.mark.parametrize(
        ("values", "expected"),
        [
            ({"email": "ADMIN@Example.com"}, "email_taken"),
            ({"email": "\uff41dmin@example.com"}, "email_taken"),
            ({"username": "\uff21dmin"}, "username_taken"),
        ],
    )
    def test_taken_name_is_409_however_it_is_spelled(
        self, register: Register, values: dict[str, str], expected: str
    ) -> None:
        answer = register(**values)

        assert code(answer) == (409, expected)
        assert set_cookies(answer) == []

    def test_is_closed_by_the_setting_and_by_default_in_production(
        self, make_client: Callable[..., TestClient]
    ) -> None:
        closed = make_client(registration_open=False)

        assert code(closed.post("/api/auth/register", json=ANN)) == (403, "registration_closed")

    def test_is_written_on_the_audit_trail(
        self, register: Register, client: TestClient, admin: Headers, mails: Mails
    ) -> None:
        user_id = register().json()["user"]["id"]
        mails()

        found = client.get(f"/api/audit?target=user:{user_id}", headers=admin).json()["items"]

        assert [(each["action"], each["actor"]) for each in found] == [
            ("user.verify_link_sent", user_id),
            ("user.registered", user_id),
        ]


@pytest.mark.attack(34)
class TestMassAssignment:
    @pytest.mark.parametrize(
        "more",
        [
            {"role": "admin"},
            {"id": "0" * 32},
            {"is_active": True},
            {"isActive": True},
            {"epoch": 9},
            {"password_hash": "x"},
            {"passwordHash": "x"},
            {"email_verified_at": "2026-11-21T12:00:00Z"},
            {"emailVerified": True},
            {"full_name": "Root"},
            {"user": {"role": "admin"}},
            {"name": {"name": "Ann", "role": "admin"}},
            {"email": ["ann@example.com"]},
            {"Role": "admin"},
            {"role[]": "admin"},
            {"__proto__": {"role": "admin"}},
        ],
        ids=str,
    )
    def test_what_is_not_asked_for_is_refused_and_nobody_is_made(
        self, register: Register, client: TestClient, more: dict[str, object]
    ) -> None:
        assert code(register(**more)) == (422, "invalid_request")
        assert sign_in(client).status_code == 401

    @pytest.mark.parametrize("more", [{"role": "admin"}, {"user": {"role": "admin"}}], ids=str)
    @pytest.mark.parametrize(
        ("method", "path", "body"),
        [
            ("PUT", "password", {"current_password": PASSWORD, "new_password": "intaglio-7"}),
            ("POST", "password-reset", {"email": "ann@example.com"}),
            ("POST", "password-reset/confirm", {"token": "x", "password": "intaglio-7"}),
            ("POST", "verify-email", {"token": "x"}),
            ("DELETE", "me", {"password": PASSWORD}),
        ],
    )
    def test_neither_do_the_other_calls_take_more(
        self, client: TestClient, ann: Headers, method: str, path: str, body: dict[str, str],
        more: dict[str, object],
    ) -> None:  # fmt: skip
        answer = client.request(method, f"/api/auth/{path}", json=body | more, headers=ann)

        assert code(answer) == (422, "invalid_request")
        assert client.get("/api/auth/me", headers=ann).json()["role"] == "viewer"


@pytest.mark.attack(38)
class TestConcurrentRegistration:
    def at_once(self, register: Register, values: list[dict[str, object]]) -> list[httpx2.Response]:
        with ThreadPoolExecutor(len(values)) as threads:
            return list(threads.map(lambda more: register(**more), values))

    def test_one_address_has_one_winner_and_the_others_are_409(
        self, register: Register, client: TestClient, admin: Headers
    ) -> None:
        spellings = [
            "ann@example.com",
            "ANN@example.com",
            "\uff41nn@example.com",
            "Ann@Example.Com",
        ]
        values: list[dict[str, object]] = [
            {"email": spelling, "username": f"ann{number}"}
            for number, spelling in enumerate(spellings * 2)
        ]

        answers = self.at_once(register, values)

        codes = [answer.json().get("code") for answer in answers]
        assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
        assert codes.count("email_taken") == 7
        listed = client.get("/api/users?q=nn%40example", headers=admin).json()["items"]
        assert len(listed) == 1
        (winner,) = (answer for answer in answers if answer.status_code == 201)
        assert client.get("/api/auth/me", headers=bearer(winner)).status_code == 200

    def test_one_username_has_one_winner(self, register: Register) -> None:
        values: list[dict[str, object]] = [
            {"email": f"a{number}@example.com", "username": "Woody"} for number in range(4)
        ]

        answers = self.at_once(register, values)

        assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
        assert {answer.json().get("code") for answer in answers} == {None, "username_taken"}

    def test_derived_usernames_make_way_for_each_other(self, register: Register) -> None:
        values: list[dict[str, object]] = [
            {"email": f"ann@{number}.example"} for number in range(4)
        ]

        answers = self.at_once(register, values)

        assert [answer.status_code for answer in answers] == [201] * 4
        names = {answer.json()["user"]["username"] for answer in answers}
        assert names == {"ann", "ann2", "ann3", "ann4"}


class TestWelcome:
    def test_a_link_is_mailed_that_proves_the_address(
        self, register: Register, mails: Mails
    ) -> None:
        register()

        (mail,) = mails()

        assert mail["To"] == "ann@example.com"
        assert mail["Subject"] == "Confirm your email address"
