"""The rules for administering users.

There is always an active admin: whoever changes or removes users holds a lock on all of them, so
that two requests at once can't each take away the one that the other left.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.accounts.schemas import UserStats
from intarsia.auth import service as auth
from intarsia.errors import Conflict, NotFound
from intarsia.etags import etag, require_match
from intarsia.jobs import service as jobs
from intarsia.pagination import RowPage
from intarsia.tokens import service as tokens
from intarsia.trail import Act
from intarsia.users import service as users
from intarsia.users.roles import Role
from intarsia.users.store import UserRow, UsersQuery, identity_key

FORGET = "user.forget"  # the task of `chores.tasks`
STRAGGLERS = timedelta(minutes=1)  # what the intake still held is stored by then


async def list_users(session: AsyncSession, asked: UsersQuery) -> RowPage[UserRow]:
    """Return one page."""
    return await users.list_users(session, asked)


async def stats(session: AsyncSession, now: datetime) -> UserStats:
    """Return how many users there are and how many sign-ins; one user may have several."""
    users_by_state = await users.count(session)
    return UserStats(
        users=sum(users_by_state.values()),
        active_users=users_by_state.get(True, 0),
        sign_ins=await auth.count_live(session, now),
    )


async def get(session: AsyncSession, user_id: str) -> UserRow:
    """Return a user, or raise NotFound."""
    return require(await users.find(session, user_id))


async def create(session: AsyncSession, act: Act, values: dict[str, Any]) -> UserRow:
    """Make a user of columns, `password_hash` among them; raise Conflict when a name is taken."""
    user = await users.create(session, act.now, values)
    trail.record(session, act.now, act.by, "user.created", target(user), role=user.role)
    return user


async def change(
    session: AsyncSession, act: Act, user_id: str, values: dict[str, Any], if_match: str | None
) -> UserRow:
    """Set some columns; raise NotFound, Stale, or Conflict: a name is taken, the last admin.

    Another role outdates the user's access tokens; deactivation and another password also end
    every sign-in and every personal token, in the same transaction.
    """
    user = await lock(session, user_id, if_match, keeps_admin(values))
    changed = {name: value for name, value in values.items() if getattr(user, name) != value}
    if not changed:
        return user
    ended, outdated = [], False
    if "password_hash" in changed or changed.get("is_active") is False:
        reason = "password" if "password_hash" in changed else "deactivated"
        ended, outdated = list(await auth.end_all(session, user, act.now, reason, act.by)), True
        await tokens.end_all(session, user.id, act.now, reason, act.by)
    elif "role" in changed:
        user.epoch += 1
        outdated = True
    if "email" in changed and identity_key(changed["email"]) != user.email_key:
        changed["email_verified_at"] = None
    note_changes(session, act, user, changed)
    for name, value in changed.items():
        setattr(user, name, value)
    user.updated_at = act.now
    await users.save(session, user, act.now)
    if outdated:
        await auth.announce(session, user, act.now, ended)
    return user


async def delete(session: AsyncSession, act: Act, user_id: str, if_match: str | None) -> None:
    """Remove a user; raise NotFound, Stale, or Conflict for the last admin."""
    await remove(session, act, await lock(session, user_id, if_match, stays_admin=False))


async def remove(session: AsyncSession, act: Act, user: UserRow) -> None:
    """Remove a user, returned by `lock`; what was counted of them loses their id afterwards.

    The audit trail keeps that opaque id, and nothing else that tells who they were.
    """
    ended = await auth.end_all(session, user, act.now, "deleted", act.by)
    await tokens.end_all(session, user.id, act.now, "deleted", act.by)
    trail.record(session, act.now, act.by, "user.deleted", target(user))
    await jobs.enqueue(session, FORGET, user.id, {"user_id": user.id}, act.now + STRAGGLERS)
    await users.remove(session, user, act.now)
    await auth.announce(session, user, act.now, ended)


async def lock(
    session: AsyncSession, user_id: str, if_match: str | None, stays_admin: bool
) -> UserRow:
    """Return a user, locked until the commit; raise Conflict for a last admin who would go."""
    found, admins = await users.lock_with_admins(session, user_id)
    user = require(found)
    require_match(if_match, etag(user.revision))
    if not stays_admin and admins == [user]:
        raise Conflict("The last active admin must stay one.", code="last_admin")
    return user


def keeps_admin(values: dict[str, Any]) -> bool:
    """Whether an active admin is still one after these columns are set."""
    return values.get("role", Role.ADMIN) == Role.ADMIN and values.get("is_active") is not False


def note_changes(session: AsyncSession, act: Act, user: UserRow, changed: dict[str, Any]) -> None:
    """Put on the audit trail what changes; addresses and names by field only."""
    where = (session, act.now, act.by)
    if "role" in changed:
        detail = {"before": user.role, "after": changed["role"]}
        trail.record(*where, "user.role_changed", target(user), **detail)
    if "is_active" in changed:
        action = "user.activated" if changed["is_active"] else "user.deactivated"
        trail.record(*where, action, target(user))
    if "password_hash" in changed:
        trail.record(*where, "user.password_changed", target(user))
    if fields := sorted(changed.keys() & {"email", "full_name", "username"}):
        trail.record(*where, "user.changed", target(user), fields=fields)


def target(user: UserRow) -> str:
    """Return a user's name on the audit trail."""
    return f"user:{user.id}"


def require(user: UserRow | None) -> UserRow:
    """Raise NotFound for nobody."""
    if user is None:
        raise NotFound("There is no such user.")
    return user
