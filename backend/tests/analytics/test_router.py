"""Every number is a count of recorded events."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.analytics import service, store
from intarsia.analytics.schemas import Batch
from intarsia.analytics.store import DayRow, EventRow
from intarsia.database import writers
from tests.conftest import FakeClock
from tests.reports import write_reports

Record = Callable[..., None]
Headers = dict[str, str]


@pytest.fixture
def record(client: TestClient) -> Record:
    """Report events and see them stored."""

    def post(*events: dict[str, Any], headers: Headers | None = None) -> None:
        body = {"events": list(events)}
        answer = client.post("/api/analytics/events", json=body, headers=headers)
        assert answer.status_code == 202, answer.text
        assert answer.json() == {"accepted": len(events)}
        write_reports(client)

    return post


def ask(client: TestClient, path: str, headers: Headers, **query: str) -> Any:  # noqa: ANN401 (JSON)
    answer = client.get(f"/api/analytics{path}", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def cards(client: TestClient, headers: Headers, **query: str) -> dict[str, tuple[int, int]]:
    found = ask(client, "/metrics", headers, **query)["cards"]
    return {card["name"]: (card["value"], card["previous"]) for card in found}


class TestRecord:
    def test_guests_and_people_may(self, record: Record, client: TestClient, user: Headers) -> None:
        record({"name": "page_view"}, {"name": "page_view"})
        record({"name": "click", "app": "data-grid", "props": {"n": 1, "x": "y"}}, headers=user)

        assert cards(client, user) == {
            "events": (3, 0),
            "users": (1, 0),
            "page_views": (2, 0),
            "apps": (2, 0),
        }

    def test_a_clock_that_is_far_off_is_not_believed(
        self, record: Record, client: TestClient, user: Headers, clock: FakeClock
    ) -> None:
        now = clock.now()
        for days in (-400, -3, 30):
            record({"name": "click", "at": (now + timedelta(days=days)).isoformat()})
        line = ask(client, "/charts/line", user, **{"from": "2026-11-15"})

        counts = dict(zip(line["labels"], line["series"][0]["data"], strict=True))
        assert counts["2026-11-18"] == 1
        assert counts["2026-11-21"] == 2

    def test_what_does_not_fit_is_refused_whole(self, client: TestClient, viewer: Headers) -> None:
        good = {"name": "click"}
        for wrong in ([], [good] * 101, [good, {"name": "Not a name"}], [good | {"more": 1}]):
            answer = client.post("/api/analytics/events", json={"events": wrong})
            assert answer.status_code == 422
        write_reports(client)

        assert cards(client, viewer)["events"] == (0, 0)

    def test_a_large_body_is_refused(self, client: TestClient) -> None:
        answer = client.post("/api/analytics/events", content=b" " * 300_000)

        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")

    def test_a_bad_token_is_no_guest(self, client: TestClient) -> None:
        headers = {"Authorization": "Bearer nonsense"}
        body = {"events": [{"name": "click"}]}

        assert client.post("/api/analytics/events", json=body, headers=headers).status_code == 401

    def test_guests_are_slowed_down_and_told_for_how_long(
        self, make_client: Callable[..., TestClient], clock: FakeClock
    ) -> None:
        client = make_client(rate_limits=True)
        body = {"events": [{"name": "click"}]}
        answers = [client.post("/api/analytics/events", json=body) for _ in range(61)]
        assert [answer.status_code for answer in answers] == [202] * 60 + [429]
        assert answers[-1].json()["code"] == "rate_limited"
        clock.advance(seconds=int(answers[-1].headers["Retry-After"]))

        assert client.post("/api/analytics/events", json=body).status_code == 202


class TestCounts:
    async def test_equal_a_count_over_the_events_before_and_after_rolling_up(
        self,
        record: Record,
        client: TestClient,
        viewer: Headers,
        engine: AsyncEngine,
        clock: FakeClock,
    ) -> None:
        names = ("page_view", "click", "save")
        for number in range(60):
            at = clock.now() - timedelta(hours=2 * number)
            app = ("container", "data-grid")[number % 2]
            record({"name": names[number % 3], "app": app, "at": at.isoformat()}, headers=viewer)
        for rolled_up in (False, True, True):
            if rolled_up:
                async with writers(engine).begin() as session:
                    await store.roll_up(session)
                record({"name": "click", "app": "data-grid"}, headers=viewer)
            async with writers(engine)() as session:
                rows = list(await session.scalars(select(EventRow)))
            found = ask(client, "", viewer, by="app", interval="week")

            assert found["cards"][0]["value"] == len(rows)
            assert total(found["line"]) == Counter(row.app for row in rows)
            assert shares(found["pie"]) == Counter(row.app for row in rows)
            named = ask(client, "/charts/bar", viewer, by="name", app="data-grid")
            assert shares(named) == Counter(row.name for row in rows if row.app == "data-grid")

    async def test_rolling_up_twice_counts_once(
        self, engine: AsyncEngine, clock: FakeClock
    ) -> None:
        batch = Batch.model_validate({"events": [{"name": "click"}, {"name": "click"}]})
        done = []
        async with writers(engine).begin() as session:
            await store.add(session, service.rows_of(batch, None, clock.now()))
        for _ in range(2):
            async with writers(engine).begin() as session:
                done.append(await store.roll_up(session))
        async with writers(engine)() as session:
            assert await session.scalar(select(func.sum(DayRow.count))) == 2

        assert done == [2, 0]

    def test_days_without_events_are_zero(self, client: TestClient, viewer: Headers) -> None:
        query = {"from": "2026-11-01", "to": "2026-11-03"}
        line = ask(client, "/charts/line", viewer, **query)

        assert line == {
            "labels": ["2026-11-01", "2026-11-02", "2026-11-03"],
            "series": [{"name": "events", "data": [0, 0, 0]}],
        }

    def test_cards_compare_with_the_period_before(
        self, record: Record, client: TestClient, viewer: Headers, clock: FakeClock
    ) -> None:
        for days in (0, 1, 1):
            at = clock.now() - timedelta(days=days)
            record({"name": "click", "at": at.isoformat()})

        today = {"from": "2026-11-21", "to": "2026-11-21"}
        assert cards(client, viewer, **today)["events"] == (1, 2)

    def test_the_smallest_are_put_together(
        self, record: Record, client: TestClient, viewer: Headers
    ) -> None:
        record(*({"name": f"n{i:02}"} for i in range(12)))
        record({"name": "n00"})

        bar = shares(ask(client, "/charts/bar", viewer))
        assert (len(bar), bar["n00"], bar["other"]) == (11, 2, 2)

    def test_periods_that_are_none_are_refused(self, client: TestClient, viewer: Headers) -> None:
        for query in (
            {"from": "2026-11-02", "to": "2026-11-01"},
            {"from": "2000-01-01"},
            {"from": "yesterday"},
        ):
            answer = client.get("/api/analytics", params=query, headers=viewer)
            assert answer.status_code == 422, query

    def test_the_ends_of_the_calendar_are_no_failure(
        self, client: TestClient, viewer: Headers
    ) -> None:
        for day in ("0001-01-01", "9999-12-31"):
            for interval in ("day", "week"):
                ask(client, "", viewer, **{"from": day, "to": day, "interval": interval})

    def test_reading_needs_a_sign_in(self, client: TestClient) -> None:
        assert client.get("/api/analytics").status_code == 401


def total(chart: dict[str, Any]) -> dict[str, int]:
    return {series["name"]: sum(series["data"]) for series in chart["series"]}


def shares(chart: dict[str, Any]) -> dict[str, int]:
    return dict(zip(chart["labels"], chart["series"][0]["data"], strict=True))
