import csv
import io

import httpx2
import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from tests.accounts.conftest import Create, Headers, sign_in


def send(client: TestClient, headers: Headers, file: str) -> httpx2.Response:
    headers = {**headers, "Content-Type": "text/csv"}
    return client.post("/api/users/import", content=file.encode(), headers=headers)


def listed(client: TestClient, admin: Headers) -> dict[str, dict[str, object]]:
    items = client.get("/api/users?limit=1000", headers=admin).json()["items"]
    return {item["email"]: item for item in items}


class TestExport:
    def test_has_who_fits_and_nothing_that_proves_it(
        self, client: TestClient, create: Create, admin: Headers
    ) -> None:
        made = create(full_name="=Ann", role="user").json()

        answer = client.get("/api/users/export?role=user&sort=full_name", headers=admin)

        rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert rows[0] == {**made, "full_name": "'=Ann", "is_active": "true"}
        assert [row["full_name"] for row in rows] == ["'=Ann", "Demo User"]

    @pytest.mark.parametrize("name", ["user", "viewer"])
    def test_is_for_admins(
        self, client: TestClient, user: Headers, viewer: Headers, name: str
    ) -> None:
        headers = {"user": user, "viewer": viewer}[name]

        assert client.get("/api/users/export", headers=headers).status_code == 403
        assert send(client, headers, "email,full_name\n").status_code == 403


class TestImport:
    def test_makes_users_who_have_no_password_yet(self, client: TestClient, admin: Headers) -> None:
        file = (
            "email,full_name,username,role,is_active\n"
            "ann@example.com,Ann,ann,user,true\n"
            "Bob@example.com,'=Bob,,,false\n"
        )

        answer = send(client, admin, file)

        assert (answer.status_code, answer.json()) == (200, {"created": 2})
        found = listed(client, admin)
        ann, bob = found["ann@example.com"], found["Bob@example.com"]
        assert (ann["username"], ann["role"], ann["is_active"]) == ("ann", "user", True)
        assert (bob["full_name"], bob["username"]) == ("=Bob", "bob")
        assert (bob["role"], bob["is_active"]) == ("viewer", False)
        for password in ("!", "ann", ""):
            assert sign_in(client, "ann@example.com", password).status_code in {401, 422}

    def test_derives_names_that_nobody_has(self, client: TestClient, admin: Headers) -> None:
        lines = [f"admin@{number}.example,Somebody" for number in range(20)]
        file = "\n".join(["email,full_name,username", *(f"{line}," for line in lines)])

        assert send(client, admin, f"{file}\nx@example.com,X,admin7").json() == {"created": 21}

        names = {str(user["username"]) for user in listed(client, admin).values()}
        assert len(names) == 24
        assert names >= {"admin", "admin2", "admin7", "admin22"}

    def test_names_each_line_whose_names_are_taken(
        self, client: TestClient, admin: Headers
    ) -> None:
        file = (
            "email,full_name,username\n"
            "ADMIN@example.com,A,a1\n"
            "new@example.com,B,Viewer\n"
            "twice@example.com,C,c1\n"
            "Twice@example.com,D,C1\n"
        )

        answer = send(client, admin, file)

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_csv")
        assert [(error["loc"], error["type"]) for error in answer.json()["errors"]] == [
            (["line", 2, "email"], "email_taken"),
            (["line", 3, "username"], "username_taken"),
            (["line", 5, "email"], "duplicate"),
            (["line", 5, "username"], "duplicate"),
        ]
        assert len(listed(client, admin)) == 3

    @pytest.mark.parametrize(
        ("line", "column"),
        [
            ("no address,A,viewer", "email"),
            ("a@b.example,,viewer", "full_name"),
            ("a@b.example,A,owner", "role"),
        ],
    )
    def test_names_what_does_not_fit(
        self, client: TestClient, admin: Headers, line: str, column: str
    ) -> None:
        answer = send(client, admin, f"email,full_name,role\n{line}\n")

        assert [error["loc"] for error in answer.json()["errors"]] == [["line", 2, column]]

    @pytest.mark.parametrize("column", ["password", "password_hash", "epoch"])
    def test_takes_no_column_that_proves_anything(
        self, client: TestClient, admin: Headers, column: str
    ) -> None:
        answer = send(client, admin, f"email,full_name,{column}\n")

        assert [error["loc"] for error in answer.json()["errors"]] == [["line", 1, column]]

    def test_is_on_the_trail(self, client: TestClient, admin: Headers) -> None:
        send(client, admin, "email,full_name\nann@example.com,Ann\n")

        events = client.get("/api/audit?limit=2", headers=admin).json()["items"]

        assert [event["action"] for event in events] == ["user.file_imported", "user.created"]
        assert events[0]["detail"] == {"created": 1}

    def test_of_a_thousand_is_found_by_words_and_no_query_a_row(
        self, client: TestClient, admin: Headers
    ) -> None:
        sent: list[str] = []
        engine = client.app_state["engine"].sync_engine
        event.listen(engine, "before_cursor_execute", lambda *call: sent.append(call[2]))
        lines = [f"carver{number}@example.com,Carver {number}" for number in range(1000)]

        send(client, admin, "\n".join(["email,full_name", *lines]))

        assert len([text for text in sent if "users" in text]) < 20
        assert client.get("/api/users?q=carver+777", headers=admin).json()["total"] == 1
