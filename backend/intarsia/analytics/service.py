"""Counting: cards and charts from recorded events alone."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.analytics import store
from intarsia.analytics.schemas import Batch, Card, Chart, EventIn, Series
from intarsia.analytics.store import EventRow, Period
from intarsia.errors import InvalidInput

BELIEVED_BACK = timedelta(days=7)  # a page that was offline
BELIEVED_AHEAD = timedelta(minutes=5)  # a clock that is a little fast
USUAL_DAYS = 30
MOST_DAYS = 731
SHOWN = 10  # lines, bars or slices; the rest is one more
REST = "other"
PAGE_VIEW = "page_view"

Interval = Literal["day", "week"]
By = Literal["app", "name"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """How a chart puts counts together."""

    interval: Interval = "day"
    by: By | None = None


def rows_of(batch: Batch, user_id: str | None, now: datetime) -> list[dict[str, Any]]:
    """Return what is stored of a batch."""
    return [row_of(event, user_id, now) for event in batch.events]


def row_of(event: EventIn, user_id: str | None, now: datetime) -> dict[str, Any]:
    """Return what is stored of one event; a clock that is far off is not believed."""
    at = event.at or now
    if not now - BELIEVED_BACK <= at <= now + BELIEVED_AHEAD:
        at = now
    day = utc_day(at)
    return {"at": at, "day": day, "user_id": user_id} | event.model_dump(exclude={"at"})


def utc_day(moment: datetime) -> date:
    """Return the day in UTC."""
    return (moment - (moment.utcoffset() or timedelta())).date()


def period_of(
    first: date | None, last: date | None, today: date, app: str | None, name: str | None
) -> Period:
    """Fill in what was not asked for; raise InvalidInput for a period that is none."""
    last = last or max(today, first or today)
    if first is None:
        first = date.fromordinal(max(1, last.toordinal() - USUAL_DAYS + 1))
    if first > last:
        raise InvalidInput("`from` is after `to`.", code="invalid_period")
    if (last - first).days >= MOST_DAYS:
        raise InvalidInput(f"Ask for at most {MOST_DAYS} days.", code="invalid_period")
    return Period(first, last, app, name)


def before(period: Period) -> Period:
    """Return the period of the same length that ends where this one begins."""
    days = period.last.toordinal() - period.first.toordinal() + 1
    last = max(1, period.first.toordinal() - 1)
    first = max(1, period.first.toordinal() - days)
    return replace(period, first=date.fromordinal(first), last=date.fromordinal(last))


async def record(session: AsyncSession, rows: list[dict[str, Any]]) -> None:
    """Store events at once; those of pages come through the intake."""
    await store.add(session, rows)


async def has_events(session: AsyncSession) -> bool:
    """Whether anything was ever recorded."""
    return await store.has_any(session)


async def roll_up(session: AsyncSession) -> int:
    """Count what came in by day; return how many events."""
    return await store.roll_up(session)


async def of_user(session: AsyncSession, user_id: str, last: EventRow | None) -> Sequence[EventRow]:
    """Return a person's events after one, in order."""
    return await store.of_user(session, user_id, last.number if last is not None else 0)


async def anonymize(session: AsyncSession, user_id: str) -> None:
    """Keep a person's events as somebody's."""
    await store.anonymize(session, user_id)


async def cards(session: AsyncSession, period: Period) -> list[Card]:
    """Count a period, and the one before it."""
    now, then = await numbers(session, period), await numbers(session, before(period))
    return [Card(name=name, value=now[name], previous=then[name]) for name in now]


async def numbers(session: AsyncSession, period: Period) -> dict[Any, int]:
    """Return each card's number."""
    names = {key: n for _, key, n in await store.count_by(session, period, "name", daily=False)}
    apps = await store.count_by(session, period, "app", daily=False)
    return {
        "events": sum(names.values()),
        "users": await store.count_users(session, period),
        "page_views": names.get(PAGE_VIEW, 0),
        "apps": len(apps),
    }


async def line(session: AsyncSession, period: Period, grouping: Grouping) -> Chart:
    """Return counts over time, a day or week without events included as 0."""
    counts: dict[str, Counter[str]] = {}
    for day, key, count in await store.count_by(session, period, grouping.by, daily=True):
        assert day is not None  # noqa: S101 (asked for daily counts)
        counts.setdefault(key, Counter())[label(day, grouping.interval)] += count
    labels = list(dict.fromkeys(label(day, grouping.interval) for day in days(period)))
    if grouping.by is None:
        counts = {"events": counts.get("", Counter())}
    series = [
        Series(name=name, data=[found[each] for each in labels])
        for name, found in largest(counts).items()
    ]
    return Chart(labels=labels, series=series)


async def shares(session: AsyncSession, period: Period, by: By) -> Chart:
    """Return counts by app or name, the largest first: bars or slices."""
    counts = {
        key: Counter({"": n})
        for _, key, n in await store.count_by(session, period, by, daily=False)
    }
    shown = largest(counts)
    return Chart(
        labels=list(shown), series=[Series(name="events", data=[n[""] for n in shown.values()])]
    )


def largest(counts: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """Keep the largest, the rest put together."""
    order = sorted(counts, key=lambda name: (-counts[name].total(), name))
    shown = {name: counts[name] for name in order[:SHOWN]}
    rest = sum((counts[name] for name in order[SHOWN:]), Counter())
    return shown | ({REST: rest + shown.get(REST, Counter())} if rest else {})


def days(period: Period) -> Iterator[date]:
    """Yield each day."""
    for ordinal in range(period.first.toordinal(), period.last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def label(day: date, interval: Interval) -> str:
    """Return the day, or the Monday of its week."""
    if interval == "week":
        day = date.fromordinal(max(1, day.toordinal() - day.weekday()))
    return day.isoformat()
