"""Links that mails carry: who opens one reads the mail of its address. Each works once.

The token is 256 random bits, made when the mail is sent and kept only as a hash.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.errors import InvalidInput
from intarsia.self_service import store
from intarsia.self_service.store import MailLinkRow, Presented, Purpose
from intarsia.users import service as users
from intarsia.users.store import UserRow

LIVES = {Purpose.RESET: timedelta(hours=1), Purpose.VERIFY: timedelta(days=3)}
PATHS = {Purpose.RESET: "reset-password", Purpose.VERIFY: "verify-email"}


async def make(session: AsyncSession, user: UserRow, purpose: Purpose, now: datetime) -> str:
    """Return the token of a new link."""
    token = secrets.token_urlsafe(32)
    row = MailLinkRow(
        digest=digest_of(token),
        user_id=user.id,
        purpose=purpose,
        email_key=user.email_key,
        epoch=user.epoch,
        created_at=now,
        expires_at=now + LIVES[purpose],
    )
    await store.add(session, row)
    return token


def url_of(site: str, purpose: Purpose, token: str) -> str:
    """Return the address to open; a fragment reaches no server's log and no Referer."""
    return f"{site}/{PATHS[purpose]}#token={token}"


async def look(session: AsyncSession, token: str, purpose: Purpose, now: datetime) -> UserRow:
    """Return whose link this is, without using it up; raise InvalidInput for a bad one."""
    link = await store.find_live(session, Presented(digest_of(token), purpose, now))
    user = await users.find(session, link.user_id) if link else None
    return belonging(link, user)


async def use(session: AsyncSession, token: str, purpose: Purpose, now: datetime) -> UserRow:
    """Use a link up and return its user, locked until the commit; raise like `look`."""
    link = await store.take(session, Presented(digest_of(token), purpose, now))
    user = await users.lock(session, link.user_id) if link else None
    return belonging(link, user)


async def sweep(session: AsyncSession, now: datetime) -> None:
    """Forget links that have expired."""
    await store.sweep(session, now)


def belonging(link: MailLinkRow | None, user: UserRow | None) -> UserRow:
    """Refuse a link whose user went, has another address by now, or another password."""
    if link is None or user is None or not user.is_active or user.email_key != link.email_key:
        raise bad()
    if link.purpose == Purpose.RESET and user.epoch != link.epoch:
        raise bad()
    return user


def bad() -> InvalidInput:
    """The same words, whatever is wrong."""
    return InvalidInput("This link is no longer good. Ask for a new one.", code="link_invalid")


def digest_of(token: str) -> str:
    """Return a token's hash; 256 random bits need no salt and no slow one."""
    return hashlib.sha256(token.encode()).hexdigest()
