"""How long a refused sign-in takes tells nobody whether there is such a user: 200 tries each."""

import random
import statistics
import time
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

TRIES = 200
ROUNDS = 8  # fewer than in production, where the hash would hide more of what differs
ALLOWED = 0.10
ANN = {"name": "Ann", "email": "ann@example.com", "password": "marquetry-9-veneers"}
NAMES = {"known": ANN["email"], "unknown": "bob@example.com"}


def seconds(client: TestClient, call: str, name: str) -> float:
    """How long one refusal takes."""
    if call == "login":
        sent = {"json": {"email": name, "password": "another-9-veneers"}}
    else:
        sent = {"data": {"username": name, "password": "another-9-veneers"}}
    began = time.perf_counter()
    answer = client.post(f"/api/auth/{call}", **sent)  # type: ignore[arg-type]
    took = time.perf_counter() - began
    assert answer.status_code == 401
    return took


@pytest.mark.long
@pytest.mark.attack(35)
@pytest.mark.parametrize("call", ["login", "token"])
class TestLoginTiming:
    def test_medians_of_known_and_unknown_are_within_ten_percent(
        self, make_client: Callable[..., TestClient], call: str
    ) -> None:
        client = make_client(bcrypt_rounds=ROUNDS)
        assert client.post("/api/auth/register", json=ANN).status_code == 201
        times: dict[str, list[float]] = {who: [] for who in NAMES}
        turns = list(NAMES.items())
        for _ in range(TRIES):
            random.shuffle(turns)  # whoever comes second finds the caches warm
            for who, name in turns:
                times[who].append(seconds(client, call, name))

        medians = {who: statistics.median(each) for who, each in times.items()}

        print({who: f"{median * 1000:.2f} ms" for who, median in medians.items()})  # noqa: T201
        assert abs(medians["unknown"] / medians["known"] - 1) <= ALLOWED, medians
