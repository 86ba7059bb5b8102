"""HTTP for analytics: events in, counts out."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from intarsia.analytics import service, store
from intarsia.analytics.schemas import AppName, Batch, Chart, EventName, Metrics, Overview
from intarsia.analytics.service import By, Grouping, Interval
from intarsia.analytics.store import Period
from intarsia.auth.deps import AnalyticsReader
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep
from intarsia.reporting import Accepted, IntakeDep, Reporter
from intarsia.routing import Feature

router = Feature("/analytics", tag="analytics")


async def get_period(
    clock: ClockDep,
    first: Annotated[date | None, Query(alias="from", description="30 days back.")] = None,
    last: Annotated[date | None, Query(alias="to", description="Today, in UTC.")] = None,
    app: Annotated[AppName | None, Query()] = None,
    name: Annotated[EventName | None, Query()] = None,
) -> Period:
    """Return the days, app and name asked for."""
    return service.period_of(first, last, service.utc_day(clock.now()), app, name)


async def get_grouping(interval: Interval = "day", by: By | None = None) -> Grouping:
    """Return how counts are put together."""
    return Grouping(interval, by)


PeriodDep = Annotated[Period, Depends(get_period)]
GroupingDep = Annotated[Grouping, Depends(get_grouping)]


@router.post("/events", status_code=202)
async def record_events(
    body: Batch, reporter: Reporter, clock: ClockDep, intake: IntakeDep
) -> Accepted:
    """Record up to 100 events, guests' too; they are stored within a second."""
    intake.offer(store.add, service.rows_of(body, reporter, clock.now()))
    return Accepted(accepted=len(body.events))


@router.get("")
async def get_overview(
    _caller: AnalyticsReader, reader: ReaderDep, period: PeriodDep, grouping: GroupingDep
) -> Overview:
    """Return the cards and the three charts of a period."""
    return Overview(
        first=period.first,
        last=period.last,
        cards=await service.cards(reader, period),
        line=await service.line(reader, period, grouping),
        bar=await service.shares(reader, period, grouping.by or "name"),
        pie=await service.shares(reader, period, "app"),
    )


@router.get("/metrics")
async def get_metrics(_caller: AnalyticsReader, reader: ReaderDep, period: PeriodDep) -> Metrics:
    """Return the cards of a period, each beside the period before."""
    cards = await service.cards(reader, period)
    return Metrics(first=period.first, last=period.last, cards=cards)


@router.get("/charts/line")
async def get_line(
    _caller: AnalyticsReader, reader: ReaderDep, period: PeriodDep, grouping: GroupingDep
) -> Chart:
    """Return counts by day or week, one line or one per app or name."""
    return await service.line(reader, period, grouping)


@router.get("/charts/bar")
async def get_bar(
    _caller: AnalyticsReader, reader: ReaderDep, period: PeriodDep, by: By = "name"
) -> Chart:
    """Return counts by name or app, the largest first."""
    return await service.shares(reader, period, by)


@router.get("/charts/pie")
async def get_pie(
    _caller: AnalyticsReader, reader: ReaderDep, period: PeriodDep, by: By = "app"
) -> Chart:
    """Return shares by app or name, the largest first."""
    return await service.shares(reader, period, by)
