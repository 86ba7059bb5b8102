"""Mails, sent in the background: what `jobs` does when a request left one to send.

A request that asks for a new password looks nobody up: whether there is such an address is found
out here, where nobody can measure how long it takes. The token of a link is made here, too, so that
no row ever holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.clock import Clock
from intarsia.database import Sessions
from intarsia.mail.base import Mail, Mailer
from intarsia.self_service import links, mails, store
from intarsia.self_service.mails import Words
from intarsia.self_service.store import Purpose
from intarsia.settings import service as settings
from intarsia.settings.schemas import Language
from intarsia.users import service as users

RESET, VERIFY, CHANGED = "mail.reset", "mail.verify", "mail.changed"
BETWEEN = timedelta(minutes=1)  # two mails of a kind to one person, however often it is asked for
WORDS: dict[Purpose, Mapping[Language, Words]] = {
    Purpose.RESET: mails.RESET,
    Purpose.VERIFY: mails.VERIFY,
}

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class PostOffice:
    """Writes mails and hands them to the mailer."""

    writers: Sessions
    readers: Sessions
    clock: Clock
    mailer: Mailer = field(repr=False)
    site: str

    async def send_reset(self, payload: Mapping[str, Any]) -> None:
        """Send whom an address belongs to a link that sets a new password."""
        async with self.readers() as reader:
            user = await users.find_by_login(reader, payload["email"])
        if user is None or not user.is_active:
            log.info("mail.nobody", purpose="reset")
            return
        await self.send_link(user.id, Purpose.RESET, payload)

    async def send_verification(self, payload: Mapping[str, Any]) -> None:
        """Send a link that proves an address, unless it is proven by now."""
        async with self.readers() as reader:
            user = await users.find(reader, payload["user_id"])
        if user is not None and user.is_active and not user.email_verified:
            await self.send_link(user.id, Purpose.VERIFY, payload)

    async def send_changed(self, payload: Mapping[str, Any]) -> None:
        """Tell a user that their password is another."""
        async with self.readers() as reader:
            user = await users.find(reader, payload["user_id"])
            language = await language_of(reader, payload["user_id"])
        if user is not None:
            await self.mailer.send(mails.write(mails.CHANGED, user, language, self.site))

    async def send_link(self, user_id: str, purpose: Purpose, asked: Mapping[str, Any]) -> None:
        """Make a link and send it; no transaction is open while the mail server takes it."""
        now = self.clock.now()
        async with self.writers.begin() as session:
            written = await self.write(session, user_id, purpose, now)
            if written is None:
                return
            with trail.coming_from(asked):
                action = f"user.{purpose}_link_sent"
                actor = trail.ANYBODY if purpose == Purpose.RESET else user_id
                trail.record(session, now, actor, action, f"user:{user_id}")
        mail, token = written
        try:
            await self.mailer.send(mail)
        except BaseException:
            await self.forget(token)
            raise

    async def write(
        self, session: AsyncSession, user_id: str, purpose: Purpose, now: datetime
    ) -> tuple[Mail, str] | None:
        """Return a mail and its token; None when one was sent just now, or nobody is left."""
        user = await users.lock(session, user_id)
        sent_at = await store.newest(session, user_id, purpose)
        if user is None or (sent_at is not None and now - sent_at < BETWEEN):
            return None
        token = await links.make(session, user, purpose, now)
        language = await language_of(session, user_id)
        url = links.url_of(self.site, purpose, token)
        return mails.write(WORDS[purpose], user, language, self.site, url), token

    async def forget(self, token: str) -> None:
        """Forget a link that did not leave; the next attempt makes another."""
        async with self.writers.begin() as session:
            await store.remove(session, links.digest_of(token))


async def language_of(session: AsyncSession, user_id: str) -> Language:
    """Return what somebody chose to read; no browser is there to ask."""
    return (await settings.get(session, user_id)).settings.language or Language.EN
