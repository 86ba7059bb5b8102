"""Any JSON that Express can store comes back unchanged, through Express, every engine and us."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intarsia.sessions import express
from tests.sessions.engines import Engine
from tests.sessions.real_express import Express, record_id_of

# JavaScript's strings may hold halves of pairs, and its numbers are doubles.
CHARACTERS = st.characters(exclude_categories=[])
TEXTS = st.text(CHARACTERS, max_size=12)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
KEYS = TEXTS.filter(lambda key: key not in {*express.REFUSED_KEYS, "cookie"})
RECORDS = st.dictionaries(KEYS, VALUES, max_size=4)


def as_javascript(value: dict[str, Any]) -> dict[str, Any] | None:
    """The same as JavaScript holds it: numbers are doubles, two halves of a pair one character."""
    return express.load(json.dumps(value))


@pytest.fixture
def other(engine: Engine, express_process: Express) -> Iterator[Express]:
    with express_process.on(engine.name, engine.url, engine.clock.now()):
        yield express_process


class TestRoundTrip:
    @settings(
        max_examples=20,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=RECORDS)
    async def test_of_anything_changes_nothing(
        self, engine: Engine, other: Express, data: dict[str, Any]
    ) -> None:
        wanted, now = as_javascript(data), engine.clock.now()
        assert wanted is not None
        record_id = record_id_of(await other.get("/set", body={**wanted, "whose": "Express"}))

        held = await engine.store.load(record_id, now)
        assert held is not None
        assert {**held.data, "cookie": None} == {**wanted, "whose": "Express", "cookie": None}
        await engine.store.save(held, {**held.data, "whose": "Python"}, now)

        seen = await other.get("/read", record_id)
        found = as_javascript({**seen["body"]["data"], "cookie": None})
        assert found == {**wanted, "whose": "Python", "cookie": None}

    async def test_of_numbers_that_python_would_call_integers(
        self, engine: Engine, other: Express
    ) -> None:
        """JavaScript writes 1e20 as 21 digits; what is beyond 2^53 is a float to us."""
        now = engine.clock.now()
        numbers = {"big": 1e20, "bigger": -1.5e300, "edge": 2**53, "tiny": 5e-324}
        record_id = record_id_of(await other.get("/set", body=numbers))

        held = await engine.store.load(record_id, now)
        assert held is not None
        await engine.store.save(held, {**held.data, "ours": 1}, now)

        seen = (await other.get("/read", record_id))["body"]["data"]
        assert {key: seen[key] for key in numbers} == numbers
