"""What is set is what signs in, whatever it is made of."""

import json
import unicodedata

import pytest
from starlette.testclient import TestClient

from tests.self_service.conftest import (
    ANN,
    Register,
    code,
    sign_in,
)

ASCII = "a veneer a day keeps the joiner at play, " * 3


@pytest.mark.attack(37)
class TestAnyPassword:
    """What is set is what signs in, to the last byte, whatever it is made of."""

    @pytest.mark.parametrize(
        "password",
        [
            pytest.param(ASCII[:72], id="72 bytes"),
            pytest.param(ASCII[:73], id="73 bytes"),
            pytest.param(ASCII[:69] + "\U0001f98a", id="4 bytes that end at 72"),
            pytest.param(ASCII[:70] + "\U0001f98a", id="4 bytes across 72"),
            pytest.param("q" + "\U0001f600\U0001f98a" * 63, id="4 bytes each"),
            "  leading and trailing  ",
            "tab\tand\nline",
            "żółć-gęślą-jaźń",
            "ß" * 5 + "ẞ" * 5 + "q",
        ],
        ids=ascii,
    )
    def test_signs_in_whole_and_not_without_its_last_character(
        self, client: TestClient, register: Register, password: str
    ) -> None:
        assert register(password=password).status_code == 201

        assert sign_in(client, password).status_code == 200
        assert sign_in(client, password[:-1]).status_code == 401
        assert sign_in(client, password.strip() + "x").status_code == 401

    @pytest.mark.parametrize("last", ["x", "\U0001f600"])
    def test_bytes_after_the_72nd_count(
        self, client: TestClient, register: Register, last: str
    ) -> None:
        start = ("veneer-" * 11)[:72]
        register(password=f"{start}{last}")

        assert sign_in(client, f"{start}y").status_code == 401
        assert sign_in(client, start).status_code == 401
        assert sign_in(client, f"{start}{last}").status_code == 200

    def test_composed_and_decomposed_letters_are_the_same(
        self, client: TestClient, register: Register
    ) -> None:
        composed = unicodedata.normalize("NFC", "crème brûlée à Å")
        decomposed = unicodedata.normalize("NFD", composed)
        register(password=decomposed)

        assert composed != decomposed
        assert sign_in(client, composed).status_code == 200
        assert sign_in(client, decomposed).status_code == 200
        assert sign_in(client, "creme brulee a A").status_code == 401

    def test_compatible_letters_are_not(self, client: TestClient, register: Register) -> None:
        register(password="\ufb01ligree-work")

        assert sign_in(client, "filigree-work").status_code == 401

    def test_length_is_counted_in_letters_as_they_are_composed(
        self, client: TestClient, register: Register
    ) -> None:
        longest = unicodedata.normalize("NFD", "éàüñ" * 32)

        assert len(longest) == 256
        assert register(password=longest).status_code == 201
        assert sign_in(client, longest).status_code == 200
        more = register(password=longest + "x", email="b@example.com")
        assert more.json()["errors"][0]["type"] == "password_too_long"
        seven = unicodedata.normalize("NFD", "éàüñéàü")
        short = register(password=seven, email="b@example.com")
        assert short.json()["errors"][0]["type"] == "password_too_short"

    @pytest.mark.parametrize("password", ["with\0nul-inside", "half-a-pair-\ud800"], ids=ascii)
    def test_what_no_engine_can_store_is_refused(self, client: TestClient, password: str) -> None:
        raw = json.dumps(ANN | {"password": password}).encode()
        headers = {"Content-Type": "application/json"}
        answer = client.post("/api/auth/register", content=raw, headers=headers)

        assert code(answer) == (422, "invalid_request")
        raw = json.dumps({"email": "user@example.com", "password": password}).encode()
        wrong = client.post("/api/auth/login", content=raw, headers=headers)
        assert wrong.status_code in {401, 422}

    @pytest.mark.parametrize("path", ["register", "login", "password-reset/confirm"])
    def test_a_body_of_a_megabyte_is_refused_before_anything_is_hashed(
        self, client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def never(*_: object) -> None:
            raise AssertionError("hashed")

        monkeypatch.setattr(client.app_state["auth"].passwords, "_run", never)
        body = {"email": "user@example.com", "name": "U", "token": "t"}
        whole = client.post(f"/api/auth/{path}", json=body | {"password": "x" * 2**20})
        below = client.post(f"/api/auth/{path}", json=body | {"password": "x" * (2**20 - 200)})

        assert code(whole) == (413, "too_large")
        assert below.status_code == 422
