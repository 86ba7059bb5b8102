"""A forgotten password, and the link that sets a new one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.database import readers
from intarsia.jobs.store import JobRow
from intarsia.self_service.store import MailLinkRow
from tests.conftest import FakeClock
from tests.self_service.conftest import (
    ADDRESS,
    ANN,
    ANOTHER,
    CHANGE,
    PATH,
    Headers,
    Mails,
    ask,
    bearer,
    code,
    confirm,
    sign_in,
    text_of,
    token_in,
)


class TestForgotten:
    def test_mailed_link_sets_a_new_password_once(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        token = ask(client, mails)

        assert confirm(client, token) == (204, "")
        assert sign_in(client, ANOTHER).status_code == 200
        assert sign_in(client).status_code == 401
        assert confirm(client, token) == (422, "link_invalid")

    def test_ends_every_sign_in_and_proves_the_address(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        confirm(client, ask(client, mails))

        assert code(client.get("/api/auth/me", headers=ann)) == (401, "session_revoked")
        fresh = bearer(sign_in(client, ANOTHER))
        assert client.get("/api/auth/me", headers=fresh).json()["email_verified"] is True

    def test_link_ends_after_an_hour(
        self, client: TestClient, ann: Headers, mails: Mails, clock: FakeClock
    ) -> None:
        first = ask(client, mails)
        clock.advance(minutes=59, seconds=59)
        token = ask(client, mails)
        clock.advance(seconds=1)
        assert confirm(client, first) == (422, "link_invalid")
        assert confirm(client, token) == (204, "")

    @pytest.mark.parametrize("change", ["password", "address", "state", "gone"])
    def test_link_ends_with_what_it_was_for(
        self, client: TestClient, ann: Headers, admin: Headers, mails: Mails, change: str
    ) -> None:
        token = ask(client, mails)
        path = f"/api/users/{client.get('/api/auth/me', headers=ann).json()['id']}"
        match change:
            case "password":
                client.put(PATH, json=CHANGE, headers=ann)
            case "address":
                client.patch(path, json={"email": "b@example.com"}, headers=admin)
            case "state":
                client.patch(path, json={"is_active": False}, headers=admin)
            case "gone":
                client.delete(path, headers=admin)

        assert confirm(client, token, "third-8-mosaics") == (422, "link_invalid")

    def test_of_two_who_open_one_link_at_once_one_gets_it(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        token = ask(client, mails)
        passwords = [f"{number}-intaglio-burins" for number in range(4)]
        with ThreadPoolExecutor(4) as threads:
            answers = list(threads.map(lambda each: confirm(client, token, each), passwords))

        assert sorted(answers) == [(204, ""), *[(422, "link_invalid")] * 3]
        winner = passwords[answers.index((204, ""))]
        assert sign_in(client, winner).status_code == 200

    def test_refuses_ones_own_name_and_leaves_the_link_good(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        body = {"token": ask(client, mails), "password": "annwood2026"}

        answer = client.post("/api/auth/password-reset/confirm", json=body)

        assert answer.json()["errors"][0]["type"] == "password_is_a_name"
        assert confirm(client, body["token"]) == (204, "")


@pytest.mark.attack(35)
class TestForgottenTellsNobody:
    def test_status_and_body_are_the_same_whoever_it_is(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        mails()
        known, unknown = (
            client.post("/api/auth/password-reset", json={"email": address})
            for address in (ANN["email"], "nobody@example.com")
        )

        assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
        assert [mail["To"] for mail in mails()] == ["ann@example.com"]

    def test_bad_links_read_alike(self, client: TestClient, ann: Headers, mails: Mails) -> None:
        token = ask(client, mails)
        confirm(client, token)

        used, unknown = confirm(client, token), confirm(client, "x" * 43)

        assert used == unknown == (422, "link_invalid")

    async def test_request_asks_and_writes_the_same_whoever_it_is(
        self, client: TestClient, ann: Headers, engine: AsyncEngine
    ) -> None:
        for address in (ANN["email"], "nobody@example.com"):
            client.post("/api/auth/password-reset", json={"email": address})

        async with readers(engine)() as session:
            found = await session.scalars(select(JobRow).where(JobRow.task == "mail.reset"))
            rows = found.all()
        assert sorted(row.payload["email"] for row in rows) == [
            "ann@example.com",
            "nobody@example.com",
        ]
        assert {tuple(sorted(row.payload)) for row in rows} == {("email", "ip", "request_id")}


class TestLink:
    async def test_only_its_hash_is_stored_and_no_job_ever_holds_it(
        self, client: TestClient, ann: Headers, mails: Mails, engine: AsyncEngine
    ) -> None:
        token = ask(client, mails)

        async with readers(engine)() as session:
            links = (await session.scalars(select(MailLinkRow))).all()
            jobs = (await session.scalars(select(JobRow))).all()
        assert token not in str([vars(row) for row in (*links, *jobs)])
        assert {row.expires_at - row.created_at for row in links} == {
            timedelta(hours=1),
            timedelta(days=3),
        }
        assert not [row for row in jobs if row.task is not None]

    def test_is_a_fragment_of_a_page_and_in_both_forms_of_the_mail(
        self, client: TestClient, ann: Headers, mails: Mails
    ) -> None:
        mails()
        client.post("/api/auth/password-reset", json=ADDRESS)
        (mail,) = mails()

        url = f"https://testserver/reset-password#token={token_in(mail)}"
        assert url in text_of(mail)
        assert f'href="{url}"' in text_of(mail, "html")
        assert token_in(mail) not in str(mail["Subject"])

    def test_is_sent_once_a_minute_however_often_it_is_asked_for(
        self, client: TestClient, ann: Headers, mails: Mails, clock: FakeClock
    ) -> None:
        ask(client, mails)
        for _ in range(3):
            client.post("/api/auth/password-reset", json=ADDRESS)
        assert mails() == []
        clock.advance(minutes=1)
        client.post("/api/auth/password-reset", json=ADDRESS)

        assert len(mails()) == 1
