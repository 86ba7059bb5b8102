"""Demo users and rows, for development only; adding them twice adds nothing."""

import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.analytics import service as analytics
from intarsia.auth.passwords import PasswordHasher
from intarsia.clock import Clock
from intarsia.data import store
from intarsia.data.store import DataQuery, Status
from intarsia.database import new_id
from intarsia.users import service as users
from intarsia.users.roles import Role
from intarsia.users.store import UserRow

ROWS = 500
EVENT_DAYS = 90
EVENT_APPS = ("container", "data-grid", "user-management", "analytics", "settings", "registry")
EVENT_NAMES = ("page_view", "click", "search", "save", "export")
EVENTS_AT_ONCE = 1000
MATERIALS = ("Oak", "Walnut", "Maple", "Cherry", "Rosewood", "Ebony", "Pear", "Birch")
SHAPES = ("veneer", "panel", "border", "rosette", "lattice", "medallion", "stringing")
CATEGORIES = ("Stock", "Commission", "Restoration", "Tooling")


async def add_demo_users(session: AsyncSession, clock: Clock, rounds: int) -> int:
    """Add admin, user and viewer; return how many were missing."""
    hasher = PasswordHasher(rounds)
    try:
        return sum([await add_demo_user(session, clock, hasher, role) for role in Role])
    finally:
        hasher.close()


async def active_demo_users(session: AsyncSession) -> list[str]:
    """Return the addresses of demo users who can sign in, whatever their password is by now."""
    found = [await users.find_by_login(session, demo_email(role)) for role in Role]
    return [user.email for user in found if user is not None and user.is_active]


def demo_email(role: Role) -> str:
    """Return the address of the demo user of a role."""
    return f"{role}@example.com"


async def add_demo_user(
    session: AsyncSession, clock: Clock, hasher: PasswordHasher, role: Role
) -> bool:
    """Add `<role>@example.com` with the password `<role>123` unless it is there."""
    email = demo_email(role)
    if await users.find_by_login(session, email):
        return False
    now = clock.now()
    user = UserRow(
        email=email,
        username=str(role),
        full_name=f"Demo {role.title()}",
        role=role,
        password_hash=await hasher.hash(f"{role}123"),
        created_at=now,
        updated_at=now,
    )
    return await users.add_missing(session, user)


async def add_demo_rows(session: AsyncSession, clock: Clock) -> int:
    """Fill an empty grid with the same rows each time; return how many."""
    if (await store.list_items(session, DataQuery(limit=1))).total:
        return 0
    chance = random.Random(1)  # noqa: S311 (nothing secret comes of it)
    now, rows = clock.now(), []
    for number in range(1, ROWS + 1):
        values = {
            "id": new_id(),
            "name": f"{chance.choice(MATERIALS)} {chance.choice(SHAPES)} {number:03}",
            "category": chance.choice(CATEGORIES),
            "value": round(chance.lognormvariate(4, 1), 2),
            "status": chance.choice(list(Status)),
            "description": None,
        }
        rows.append({**values, "revision": 1, "created_at": now, "updated_at": now})
    await store.add_many(session, rows)
    return ROWS


async def add_demo_events(session: AsyncSession, clock: Clock) -> int:
    """Record three months of made-up use where none was recorded; return how many events."""
    if await analytics.has_events(session):
        return 0
    people = [await users.find_by_login(session, str(role)) for role in Role]
    ids = [person.id for person in people if person is not None]
    events = demo_events(clock.now().date(), ids)
    for start in range(0, len(events), EVENTS_AT_ONCE):
        await analytics.record(session, events[start : start + EVENTS_AT_ONCE])
    await analytics.roll_up(session)
    return len(events)


def demo_events(today: date, user_ids: list[str]) -> list[dict[str, Any]]:
    """Return the same events for the same day: busier on weekdays, slowly growing."""
    chance = random.Random(90)  # noqa: S311 (nothing secret comes of it)
    events = []
    for ago in range(EVENT_DAYS, 0, -1):
        day = today - timedelta(days=ago)
        busy = (20 if day.weekday() < 5 else 6) + (EVENT_DAYS - ago) // 6
        for _ in range(chance.randint(busy, 2 * busy)):
            seconds = chance.randint(7 * 3600, 19 * 3600)
            at = datetime.combine(day, time(), UTC) + timedelta(seconds=seconds)
            (app,) = chance.choices(EVENT_APPS, (30, 25, 12, 15, 8, 10))
            (name,) = chance.choices(EVENT_NAMES, (60, 20, 10, 7, 3))
            user_id = chance.choice([None, *user_ids])
            own = {"at": at, "day": day, "app": app, "name": name}
            events.append(own | {"user_id": user_id, "props": {}})
    return events
