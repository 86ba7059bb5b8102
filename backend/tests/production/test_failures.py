"""Parts of the stack are replaced, killed and started again while people work."""

import time
from collections.abc import Callable, Iterator

import httpx2
import pytest

from tests.production.load import PEOPLE, Load
from tests.production.stack import URL, command, compose, containers, docker
from tests.scripts.test_prerequisites import ROOT

RECOVERY_SECONDS = 10


@pytest.fixture
def load(admin: httpx2.Client) -> Iterator[Load]:
    load = Load(admin.headers["Authorization"].removeprefix("Bearer "))
    yield load
    print(load.report())  # noqa: T201 (`make test-prod` shows it)


def seconds_until(holds: Callable[[], bool]) -> float:
    began = time.monotonic()
    while not holds():
        assert time.monotonic() - began < 60, "did not recover"
        time.sleep(0.1)
    return time.monotonic() - began


def is_ready() -> bool:
    try:
        return httpx2.get(f"{URL}/ready", timeout=5).status_code == 200
    except httpx2.HTTPError:
        return False


class TestBackends:
    def test_are_replaced_without_a_failed_request_or_a_sign_out(self, load: Load) -> None:
        before = set(containers("backend"))
        with load:
            command([str(ROOT / "scripts/rolling.sh")])
        assert load.failed == {}
        assert not before & set(containers("backend"))
        assert load.done > 10 * PEOPLE

    def test_one_that_is_killed_takes_only_what_it_was_doing(self, load: Load) -> None:
        with load:
            docker("kill", containers("backend")[0])
            time.sleep(5)  # what comes after it
            compose("up", "--detach", "--no-deps", "--no-recreate", "--wait", "backend")
        assert sum(load.failed.values()) <= PEOPLE, load.failed


class TestEngines:
    @pytest.mark.parametrize("engine", ["postgres", "redis"])
    def test_killed_and_started_loses_nothing_and_is_back_in_time(
        self, engine: str, admin: httpx2.Client
    ) -> None:
        name = f"{engine}-{time.time_ns()}"
        email, password = f"{name}@example.com", f"password of {name}"
        user = {"email": email, "full_name": name, "role": "viewer", "password": password}
        admin.post("/api/users", json=user).raise_for_status()

        docker("kill", containers(engine)[0])
        compose("up", "--detach", "--no-deps", "--wait", engine)
        took = seconds_until(lambda: is_ready() and admin.get("/api/users").status_code == 200)

        print(f"{engine}: back {took:.1f} s after it was healthy")  # noqa: T201
        assert took < RECOVERY_SECONDS
        found = admin.get("/api/users", params={"q": name}).json()["items"]
        assert [user["email"] for user in found] == [email]
