"""`kill -9` among publishes, promotions, withdrawals, collection: nothing lost or half there."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.server import Server
from tests.long.registry_life import Life, Told, age, check, check_disk


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, {"BCRYPT_ROUNDS": "4"})
    server.prepare()
    yield server
    server.stop()


def kill_and_check(server: Server, kills: int, seed: int) -> Told:
    chance, told = random.Random(seed), Told()  # noqa: S311 (to be repeatable)
    for number in range(1, kills + 1):
        server.start()
        if number > 1:
            check(server, told)
        Life(server, number, told, chance).run()
        if number % 2:
            age(server)  # the next life begins with a collection
    server.start()
    check(server, told)
    server.stop()
    return told


class TestKill:
    def test_one_loses_nothing(self, server: Server) -> None:
        told = kill_and_check(server, kills=1, seed=2)

        assert told.versions
        check_disk(server)

    @pytest.mark.long
    def test_two_hundred_lose_nothing(self, server: Server) -> None:
        told = kill_and_check(server, kills=200, seed=200)

        assert told.withdrawn
        assert told.releases
        files = check_disk(server)
        print(f"{told.count} acknowledged, {len(told.versions)} versions, {files} files left")  # noqa: T201
