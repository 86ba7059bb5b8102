"""`kill -9` while rows are written and bundles published: what was acknowledged is there again."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.server import Server
from tests.long.platform import Acknowledged, Round, check


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, {"BCRYPT_ROUNDS": "4"})
    server.prepare()
    yield server
    server.stop()


def kill_and_check(server: Server, kills: int, seed: int) -> Acknowledged:
    chance, done = random.Random(seed), Acknowledged()  # noqa: S311 (to be repeatable)
    server.start()
    for number in range(1, kills + 1):
        Round(server, number, done).run(chance)
        server.start()
        check(server, done, latest=number)
    return done


def assert_intact(server: Server) -> None:
    server.stop()
    database = sqlite3.connect(server.folder / "data" / "intarsia.db")
    try:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        database.execute(
            "INSERT INTO data_items_search(data_items_search) VALUES('integrity-check')"
        )
    finally:
        database.close()


class TestKill:
    def test_five_lose_nothing_that_was_acknowledged(self, server: Server) -> None:
        done = kill_and_check(server, kills=5, seed=5)

        assert done.rows
        assert_intact(server)

    @pytest.mark.long
    def test_fifty_lose_nothing_that_was_acknowledged(self, server: Server) -> None:
        done = kill_and_check(server, kills=50, seed=50)

        assert done.versions
        assert done.release
        assert_intact(server)
