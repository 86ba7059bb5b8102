"""The rules for users."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes
from intarsia.database import new_id
from intarsia.errors import Conflict
from intarsia.pagination import RowPage
from intarsia.users import store
from intarsia.users.roles import Role
from intarsia.users.store import UserRow, UsersQuery, identity_key

TOPIC = "people"
LONGEST_USERNAME = 64
NO_PASSWORD = "!"  # noqa: S105 (what no password fits: it is nobody's hash)
TRIES = 5  # a derived name that is taken meanwhile is derived anew


async def find(session: AsyncSession, user_id: str) -> UserRow | None:
    """Return a user by id."""
    return await store.find(session, user_id)


async def find_by_login(session: AsyncSession, name: str) -> UserRow | None:
    """Return the user with this email address or username, however it is spelled."""
    return await store.find_by_login(session, name)


async def add_missing(session: AsyncSession, user: UserRow) -> bool:
    """Insert a user unless the address is taken; tell whether it was inserted."""
    if await store.find_by_login(session, user.email):
        return False
    await store.add(session, user)
    return True


async def names(session: AsyncSession, user_ids: Iterable[str]) -> dict[str, str]:
    """Return people's full names by their ids, without those whom nobody knows."""
    return await store.names(session, user_ids)


async def list_users(session: AsyncSession, asked: UsersQuery) -> RowPage[UserRow]:
    """Return one page."""
    return await store.list_users(session, asked)


async def count(session: AsyncSession) -> dict[bool, int]:
    """Return how many users there are, by whether they are active."""
    return await store.count(session)


async def lock_with_admins(
    session: AsyncSession, user_id: str
) -> tuple[UserRow | None, Sequence[UserRow]]:
    """Return a user and all active admins; nobody else changes them before the commit."""
    rows = await store.lock_with_admins(session, user_id)
    user = next((row for row in rows if row.id == user_id), None)
    return user, [row for row in rows if is_active_admin(row)]


async def lock(session: AsyncSession, user_id: str) -> UserRow | None:
    """Return a user as they are now, whom nobody else changes before the commit."""
    return await store.lock(session, user_id)


async def raise_epochs(session: AsyncSession, by: int) -> Sequence[UserRow]:
    """Outdate everybody's access tokens; return all users, whom the caller announces."""
    return await store.raise_epochs(session, by)


async def replace_hash(session: AsyncSession, user_id: str, old: str, new: str) -> bool:
    """Set another hash of the same password; False when it was changed meanwhile."""
    return await store.replace_hash(session, user_id, old, new)


def is_active_admin(user: UserRow) -> bool:
    """Whether this user can do everything."""
    return user.is_active and user.role == Role.ADMIN


async def create(session: AsyncSession, now: datetime, values: Mapping[str, Any]) -> UserRow:
    """Insert a user of columns; raise Conflict when the address or the username is taken.

    Without a username one is derived, and another one when somebody takes that at this moment.
    """
    times = {"created_at": now, "updated_at": now}
    if values.get("username") is not None:
        return await store.add(session, UserRow(**values, **times))
    for _ in range(TRIES):
        derived = {"username": await free_username(session, values["email"])}
        try:
            async with session.begin_nested():
                return await store.add(session, UserRow(**{**values, **times, **derived}))
        except Conflict as error:
            if error.code != "username_taken":
                raise
    raise Conflict("Too many users of that name at once. Try again.", code="username_taken")


async def add_many(
    session: AsyncSession, now: datetime, people: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Insert users of columns, without passwords, and return their rows.

    In a number of statements that does not grow with theirs; names that are missing are derived.
    Raises Conflict when an address or a username is taken (see `taken`).
    """
    usernames = await free_usernames(session, people)
    rows = [
        {
            **person,
            "id": new_id(),
            "username": username,
            "email_key": identity_key(person["email"]),
            "username_key": identity_key(username),
            "password_hash": NO_PASSWORD,
            "epoch": 0,
            "revision": 1,
            "created_at": now,
            "updated_at": now,
        }
        for person, username in zip(people, usernames, strict=True)
    ]
    await store.add_many(session, rows)
    return rows


async def taken(
    session: AsyncSession, emails: Iterable[str], usernames: Iterable[str]
) -> tuple[set[str], set[str]]:
    """Return the keys of those addresses, and of those usernames, that users have."""
    return (
        await store.taken(session, UserRow.email_key, map(identity_key, emails)),
        await store.taken(session, UserRow.username_key, map(identity_key, usernames)),
    )


async def free_usernames(
    session: AsyncSession, people: Sequence[Mapping[str, Any]]
) -> Sequence[str]:
    """Return each one's username, derived where it is missing and unlike all others."""
    chosen = {at: str(one["username"]) for at, one in enumerate(people) if one["username"]}
    used = {identity_key(name) for name in chosen.values()}
    tried: Counter[str] = Counter()
    while missing := [at for at in range(len(people)) if at not in chosen]:
        found = {at: next_name(base_username(people[at]["email"]), tried) for at in missing}
        _, others = await taken(session, (), found.values())
        free = {at: name for at, name in found.items() if name not in others | used}
        chosen |= free
        used |= set(free.values())
    return [chosen[at] for at in range(len(people))]


def next_name(base: str, tried: Counter[str]) -> str:
    """Return a name that was not tried: the base, then numbered ones."""
    tried[base] += 1
    return base if tried[base] == 1 else f"{base}{tried[base]}"


async def save(session: AsyncSession, user: UserRow, now: datetime) -> None:
    """Write a changed user and announce it; raise Conflict like `add`.

    Late in the transaction: announcing lines all writers up.
    """
    await store.save(session, user)
    await changes.record(session, now, TOPIC, user.id, {})


async def remove(session: AsyncSession, user: UserRow, now: datetime) -> None:
    """Delete a user with everything that is theirs, and announce it; late, as `save`."""
    await store.remove(session, user)
    await changes.record(session, now, TOPIC, user.id, {})


async def free_username(session: AsyncSession, email: str) -> str:
    """Derive a username from an address: its local part, numbered when that is taken."""
    base = base_username(email)
    taken = await store.taken_usernames(session, base)
    if base not in taken:
        return base
    number = 2
    while f"{base}{number}" in taken:
        number += 1
    return f"{base}{number}"


def base_username(email: str) -> str:
    """Return what a username is derived from: the address's local part, in plain letters."""
    local = identity_key(email).partition("@")[0]
    return re.sub(r"[^a-z0-9._-]+", "-", local).strip("-._")[: LONGEST_USERNAME - 8] or "user"
