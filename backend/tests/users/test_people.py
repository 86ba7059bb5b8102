"""Who is signed in is told from memory, and never for longer than it is so."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from starlette.testclient import TestClient

from tests.conftest import finish_chores

ME = "/api/auth/me"
Headers = dict[str, str]


@contextmanager
def counted(client: TestClient) -> Iterator[list[str]]:
    """What this process asks the database meanwhile, but for its background work."""
    finish_chores(client)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:  # noqa: ANN401
        is_background = any(table in statement for table in ("changes", "jobs", "session_work"))
        if statement.startswith("SELECT") and not is_background:
            statements.append(statement)

    engine = client.app_state["engine"].sync_engine
    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


class TestMe:
    def test_asks_nothing_of_the_database_about_a_remembered_token(
        self, client: TestClient, viewer: Headers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.changes.TRUSTED_SECONDS", 60.0)  # on a busy machine, too
        first = client.get(ME, headers=viewer)
        portal = client.portal
        assert portal is not None
        portal.call(client.app_state["gatekeeper"].marks.flush)
        with counted(client) as statements:
            answers = [client.get(ME, headers=viewer) for _ in range(10)]

        assert [answer.json() for answer in answers] == [first.json()] * 10
        assert statements == []

    def test_first_sight_of_a_token_asks_for_the_user_alone(
        self, client: TestClient, viewer: Headers
    ) -> None:
        with counted(client) as statements:
            client.get(ME, headers=viewer)

        assert ["users" in each for each in statements] == [True]

    def test_tells_a_change_at_once(
        self, client: TestClient, admin: Headers, viewer: Headers
    ) -> None:
        before = client.get(ME, headers=viewer).json()
        path = f"/api/users/{before['id']}"
        headers = admin | {"If-Match": client.get(path, headers=admin).headers["ETag"]}
        changed = client.patch(path, headers=headers, json={"full_name": "Another Name"})

        assert changed.status_code == 200, changed.text
        assert client.get(ME, headers=viewer).json()["full_name"] == "Another Name"

    def test_asks_every_time_while_the_feed_is_not_read(
        self, client: TestClient, viewer: Headers, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client.get(ME, headers=viewer)
        monkeypatch.setattr("intarsia.changes.TRUSTED_SECONDS", 0.0)
        with counted(client) as statements:
            assert client.get(ME, headers=viewer).status_code == 200

        assert any("users" in each for each in statements)

    def test_remembers_no_more_than_its_bound(
        self, client: TestClient, sign_in: Callable[[str], Headers], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("intarsia.users.people.MOST_KNOWN", 1)
        for name in ("admin", "user", "viewer"):
            client.get(ME, headers=sign_in(name))

        assert len(client.app_state["people"].known) == 1
