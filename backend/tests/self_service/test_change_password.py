"""Changing one's password."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import SAME_ORIGIN, Browser, set_cookies
from tests.self_service.conftest import (
    ANN,
    ANOTHER,
    CHANGE,
    PATH,
    Headers,
    Mails,
    Register,
    bearer,
    code,
    sign_in,
)


class TestChange:
    def test_ends_every_sign_in_and_begins_a_new_one(
        self, client: TestClient, ann: Headers
    ) -> None:
        other = sign_in(client)

        answer = client.put(PATH, json=CHANGE, headers=ann)

        assert set(answer.json()) == set(other.json())
        for old in (ann, bearer(other)):
            assert code(client.get("/api/auth/me", headers=old)) == (401, "session_revoked")
        token = {"refresh_token": other.json()["refresh_token"]}
        assert code(client.post("/api/auth/refresh", json=token)) == (401, "session_revoked")
        assert client.get("/api/auth/me", headers=bearer(answer)).status_code == 200
        token = {"refresh_token": answer.json()["refresh_token"]}
        assert client.post("/api/auth/refresh", json=token).status_code == 200

    def test_makes_a_new_sid(self, client: TestClient, register: Register) -> None:
        first = register()
        answer = client.put(PATH, json=CHANGE, headers=bearer(first))

        read = client.app_state["tokens"].read_access
        before, after = (read(each.json()["access_token"]) for each in (first, answer))
        assert (before.sid == after.sid, before.epoch, after.epoch) == (False, 0, 1)

    def test_gives_a_browser_its_new_cookie(self, client: TestClient) -> None:
        browser = Browser(client)
        first = browser.post("/api/auth/register", json=ANN)
        old = browser.cookie

        answer = client.put(PATH, json=CHANGE, headers={**SAME_ORIGIN, **bearer(first)})

        assert "refresh_token" not in answer.json()
        assert any(line.startswith("__Host-rt=") for line in set_cookies(answer))
        assert old is not None
        assert old not in str(set_cookies(answer))

    def test_new_password_signs_in_and_the_old_one_does_not(
        self, client: TestClient, ann: Headers
    ) -> None:
        client.put(PATH, json=CHANGE, headers=ann)

        assert sign_in(client, ANOTHER).status_code == 200
        assert sign_in(client).status_code == 401

    def test_of_two_at_once_one_wins_and_the_other_is_refused(
        self, client: TestClient, ann: Headers
    ) -> None:
        sign_ins = [ann, bearer(sign_in(client))]
        passwords = [ANOTHER, "third-8-mosaics"]

        def change(number: int) -> int:
            body = CHANGE | {"new_password": passwords[number]}
            return client.put(PATH, json=body, headers=sign_ins[number]).status_code

        with ThreadPoolExecutor(2) as threads:
            answers = list(threads.map(change, range(2)))

        assert sorted(answers)[0] == 200
        assert sorted(answers)[1] in {401, 403}
        winner = answers.index(200)
        assert sign_in(client, passwords[winner]).status_code == 200
        assert sign_in(client, passwords[1 - winner]).status_code == 401

    def test_wrong_password_changes_nothing_and_signs_nobody_out(
        self, client: TestClient, ann: Headers
    ) -> None:
        answer = client.put(PATH, json=CHANGE | {"current_password": "wrong"}, headers=ann)

        assert code(answer) == (403, "wrong_password")
        assert answer.json()["field"] == "current_password"
        assert client.get("/api/auth/me", headers=ann).status_code == 200
        assert sign_in(client).status_code == 200

    @pytest.mark.parametrize(
        ("password", "kind"),
        [
            ("short12", "password_too_short"),
            ("x" * 129, "password_too_long"),
            ("Password2026!", "password_too_common"),
            ("trustno1", "password_too_common"),
            ("ann@example.com", "password_is_a_name"),
            ("ANN WOOD", "password_is_a_name"),
            ("annwood77!", "password_is_a_name"),
        ],
    )
    def test_refuses_what_others_would_guess(
        self, client: TestClient, ann: Headers, password: str, kind: str
    ) -> None:
        answer = client.put(PATH, json=CHANGE | {"new_password": password}, headers=ann)

        assert code(answer) == (422, "invalid_request")
        (error,) = answer.json()["errors"]
        assert (error["loc"], error["type"]) == (["body", "new_password"], kind)
        assert password not in answer.text

    def test_needs_a_person_who_signed_in(self, client: TestClient, ann: Headers) -> None:
        asked = {"name": "x", "scopes": ["data:read"], "expires_at": "2026-12-24T00:00:00Z"}
        made = client.post("/api/tokens", json=asked, headers=ann).json()["token"]

        answer = client.put(PATH, json=CHANGE, headers={"Authorization": f"Bearer {made}"})

        assert code(answer) == (403, "sign_in_needed")
        assert client.put(PATH, json=CHANGE).status_code == 401

    def test_is_told_to_the_person_and_written_down(
        self, client: TestClient, ann: Headers, admin: Headers, mails: Mails
    ) -> None:
        mails()
        client.put(PATH, json=CHANGE, headers=ann)

        (mail,) = mails()
        assert mail["Subject"] == "Your password was changed"
        found = client.get("/api/audit?action=user.password_changed", headers=admin).json()
        assert len(found["items"]) == 1
