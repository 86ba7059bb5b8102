"""What is to be done in the background: again and again, or when a request asks for it."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.accounts.service import FORGET
from intarsia.analytics import service as analytics
from intarsia.auth import service as auth
from intarsia.clock import Clock
from intarsia.database import Sessions
from intarsia.jobs.runner import Job, Task
from intarsia.registry import collection
from intarsia.registry.collection import Collector
from intarsia.self_service import links, sending
from intarsia.self_service.sending import PostOffice
from intarsia.sessions.service import SessionRecords
from intarsia.telemetry import service as telemetry
from intarsia.visits import service as visits

KEPT_SIGN_INS = timedelta(days=7)  # after their end, for the list of devices
KEPT_REFRESHES = timedelta(days=14)  # as long as a sign-in of a week is in the list
KEPT_NOTICES = timedelta(days=400)
KEPT_CHANGES = timedelta(days=7)
KEPT_LOADS = timedelta(days=30)


def chores(
    writers: Sessions, clock: Clock, records: SessionRecords, collector: Collector
) -> dict[str, Job]:
    """Return this platform's recurring work."""

    def each(every: timedelta, work: Callable[[AsyncSession, datetime], Awaitable[object]]) -> Job:
        async def do() -> None:
            async with writers.begin() as session:
                await work(session, clock.now())

        return Job(every, do)

    hour = timedelta(hours=1)
    return {
        "analytics.roll_up": each(timedelta(minutes=1), lambda s, _now: analytics.roll_up(s)),
        "auth.sweep": each(hour, lambda s, now: auth.sweep(s, now - KEPT_SIGN_INS)),
        "auth.forget_notices": each(
            hour, lambda s, now: auth.forget_notices(s, now - KEPT_NOTICES)
        ),
        "auth.forget_refreshes": each(
            hour, lambda s, now: trail.forget_routine(s, now - KEPT_REFRESHES)
        ),
        "sessions.settle": Job(timedelta(seconds=30), records.keep_promises),
        "sessions.sweep": Job(hour, records.sweep),
        "changes.sweep": each(hour, lambda s, now: changes.sweep(s, now - KEPT_CHANGES)),
        collection.KIND: Job(collection.EVERY, collector.collect),
        "links.sweep": each(hour, links.sweep),
        "visits.sweep": each(hour, lambda s, now: visits.sweep(s, now - records.visit_life)),
        "telemetry.sweep": each(hour, lambda s, now: telemetry.forget(s, now - KEPT_LOADS)),
    }


def tasks(writers: Sessions, post: PostOffice) -> dict[str, Task]:
    """Return what requests may leave behind (`jobs.service.enqueue`)."""

    async def forget(payload: Mapping[str, Any]) -> None:
        async with writers.begin() as session:
            await analytics.anonymize(session, payload["user_id"])
            await telemetry.anonymize(session, payload["user_id"])

    return {
        sending.RESET: post.send_reset,
        sending.VERIFY: post.send_verification,
        sending.CHANGED: post.send_changed,
        FORGET: forget,
    }
