"""Proving that one reads the mail of an address."""

import pytest
from starlette.testclient import TestClient

from tests.conftest import FakeClock
from tests.self_service.conftest import Headers, Mails, code, text_of, token_in

PATH = "/api/auth/verify-email"


def is_verified(client: TestClient, headers: Headers) -> bool:
    return client.get("/api/auth/me", headers=headers).json()["email_verified"] is True


class TestVerify:
    def test_link_of_the_first_mail_proves_the_address_once(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        (mail,) = mails()
        assert f"https://testserver/verify-email#token={token_in(mail)}" in text_of(mail)
        assert not is_verified(client, ann)

        assert client.post(PATH, json={"token": token_in(mail)}).status_code == 204

        assert is_verified(client, ann)
        assert code(client.post(PATH, json={"token": token_in(mail)})) == (422, "link_invalid")

    def test_link_ends_after_three_days(
        self, client: TestClient, ann: Headers, mails: Mails, clock: FakeClock
    ) -> None:
        (mail,) = mails()
        clock.advance(days=3)

        assert code(client.post(PATH, json={"token": token_in(mail)})) == (422, "link_invalid")

    def test_link_proves_no_other_address(
        self, client: TestClient, ann: Headers, admin: Headers, mails: Mails
    ) -> None:
        (mail,) = mails()
        path = f"/api/users/{client.get('/api/auth/me', headers=ann).json()['id']}"
        client.patch(path, json={"email": "b@example.com"}, headers=admin)

        assert code(client.post(PATH, json={"token": token_in(mail)})) == (422, "link_invalid")

    def test_another_address_is_not_proven(
        self, client: TestClient, ann: Headers, admin: Headers, mails: Mails
    ) -> None:
        (mail,) = mails()
        client.post(PATH, json={"token": token_in(mail)})
        path = f"/api/users/{client.get('/api/auth/me', headers=ann).json()['id']}"

        client.patch(path, json={"email": "ANN@example.com"}, headers=admin)
        assert is_verified(client, ann)
        client.patch(path, json={"email": "b@example.com"}, headers=admin)
        assert not is_verified(client, ann)

    def test_link_that_sets_a_password_proves_no_address_here(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        mails()
        client.post("/api/auth/password-reset", json={"email": "ann@example.com"})
        (mail,) = mails()

        assert code(client.post(PATH, json={"token": token_in(mail)})) == (422, "link_invalid")


class TestAgain:
    def test_mail_is_sent_again_to_who_is_signed_in(
        self, client: TestClient, ann: Headers, mails: Mails, clock: FakeClock
    ) -> None:
        (first,) = mails()
        clock.advance(minutes=1)

        answer = client.post(PATH, headers=ann)

        assert (answer.status_code, answer.content) == (202, b"")
        (second,) = mails()
        assert token_in(first) != token_in(second)
        assert client.post(PATH, json={"token": token_in(first)}).status_code == 204

    def test_guest_is_asked_to_sign_in(self, client: TestClient) -> None:
        assert code(client.post(PATH)) == (401, "unauthenticated")

    def test_nothing_is_sent_once_it_is_proven(
        self, client: TestClient, ann: Headers, mails: Mails, clock: FakeClock
    ) -> None:
        (mail,) = mails()
        client.post(PATH, json={"token": token_in(mail)})
        clock.advance(minutes=1)

        assert client.post(PATH, headers=ann).status_code == 202
        assert mails() == []


class TestLanguage:
    @pytest.mark.parametrize(
        ("language", "subject"),
        [("en", "Confirm your email address"), ("de", "Bestätigen Sie Ihre E-Mail-Adresse")],
    )
    def test_mail_speaks_the_readers_language(
        self, client: TestClient, ann: Headers, mails: Mails, clock: FakeClock,
        language: str, subject: str,
    ) -> None:  # fmt: skip
        mails()
        client.patch("/api/settings", json={"language": language}, headers=ann)
        clock.advance(minutes=1)
        client.post(PATH, headers=ann)

        (mail,) = mails()
        assert mail["Subject"] == subject
        assert f'<html lang="{language}">' in text_of(mail, "html")
