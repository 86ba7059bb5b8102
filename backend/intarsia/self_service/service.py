"""The rules for one's own account.

Passwords are compared and hashed before a transaction begins, and while no connection is held; what
relies on it then looks again, at a row that is locked until the commit (see `auth.credentials`).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.accounts import service as accounts
from intarsia.auth import policy
from intarsia.auth import service as sign_ins
from intarsia.auth.credentials import Proof, is_another_password
from intarsia.auth.issuing import SignedIn
from intarsia.auth.service import AuthService, Device
from intarsia.clock import Clock
from intarsia.errors import Forbidden, NotFound, Unauthenticated
from intarsia.jobs import service as jobs
from intarsia.self_service import links, sending, store
from intarsia.self_service.store import Purpose
from intarsia.tokens import service as tokens
from intarsia.trail import Act
from intarsia.users import service as users
from intarsia.users.roles import Role
from intarsia.users.store import UserRow, identity_key


@dataclass(frozen=True)
class SelfService:
    """What people may do with their own account."""

    auth: AuthService
    clock: Clock
    is_open: bool  # to strangers, who may register

    def require_open(self) -> None:
        """Raise Forbidden where accounts are made by admins alone."""
        if not self.is_open:
            detail = "Accounts are made by an admin here. Ask one."
            raise Forbidden(detail, code="registration_closed")

    async def register(
        self, session: AsyncSession, values: dict[str, Any], device: Device
    ) -> SignedIn:
        """Make an account of columns, `password_hash` among them, and sign in at once.

        It may look and nothing more: an admin gives it a role. Raises Conflict for a taken name.
        """
        now = self.clock.now()
        user = await users.create(session, now, values | {"role": Role.VIEWER})
        trail.record(session, now, user.id, "user.registered", target(user))
        await self.ask_to_verify(session, user)
        return await self.auth.begin(session, user, device)

    async def ask_to_verify(self, session: AsyncSession, user: UserRow) -> None:
        """Have a link mailed that proves the address."""
        payload = {"user_id": user.id, **trail.here()}
        await jobs.enqueue(session, sending.VERIFY, user.id, payload, self.clock.now())

    async def verify(self, session: AsyncSession, token: str) -> None:
        """Take an address as proven; raise InvalidInput for a bad link."""
        now = self.clock.now()
        user = await links.use(session, token, Purpose.VERIFY, now)
        if user.email_verified_at is None:
            user.email_verified_at = now
            trail.record(session, now, user.id, "user.email_verified", target(user))
        await store.remove_all(session, user.id, Purpose.VERIFY)
        await users.save(session, user, now)

    async def ask_to_reset(self, session: AsyncSession, email: str) -> None:
        """Have a link mailed that sets a new password, if anybody has that address.

        Nobody is looked up here (see `sending`), so that all addresses take the same time.
        """
        key = hashlib.sha256(identity_key(email).encode()).hexdigest()[:32]
        payload = {"email": email, **trail.here()}
        await jobs.enqueue(session, sending.RESET, key, payload, self.clock.now())

    async def hash_for_reset(self, reader: AsyncSession, token: str, password: str) -> str:
        """Hash a new password for whom a link belongs to; raise InvalidInput for a bad one."""
        user = await links.look(reader, token, Purpose.RESET, self.clock.now())
        await reader.close()
        await self.auth.limits.forgive_account(user.id)  # its mailbox proves the owner
        policy.require_not_own(password, names_of(user), "password")
        return await self.auth.passwords.hash(password)

    async def reset(self, session: AsyncSession, token: str, password_hash: str) -> None:
        """Set a new password, end every sign-in and every token; the link proved the address, too.

        Who forgot their password, or lost it to somebody, may not know which tokens were made.
        """
        now = self.clock.now()
        user = await links.use(session, token, Purpose.RESET, now)
        user.email_verified_at = user.email_verified_at or now
        trail.record(session, now, user.id, "user.password_reset", target(user))
        await tokens.end_all(session, user.id, now, "password_reset", user.id)
        ended = await self.set_password(session, user, password_hash)
        await sign_ins.announce(session, user, now, ended)

    async def prove(
        self, reader: AsyncSession, user_id: str, password: str, field: str = "password"
    ) -> Proof:
        """Compare somebody's own password; raise Forbidden, which does not sign them out."""
        await self.auth.limits.asking_own(user_id)
        user = await users.find(reader, user_id)
        await reader.close()
        try:
            return await self.auth.prove(user, password)
        except Unauthenticated as error:
            raise wrong_password(field) from error

    async def hash_for_change(self, reader: AsyncSession, user_id: str, password: str) -> str:
        """Hash somebody's new password; raise InvalidInput when it is one of their names."""
        user = require(await users.find(reader, user_id))
        await reader.close()
        policy.require_not_own(password, names_of(user), "new_password")
        return await self.auth.passwords.hash(password)

    async def change_password(
        self, session: AsyncSession, proof: Proof, password_hash: str, device: Device
    ) -> SignedIn:
        """Set a new password, end every sign-in, and begin another for who did it."""
        now = self.clock.now()
        user = await users.lock(session, proof.user_id)
        if user is None or not user.is_active or is_another_password(user, proof):
            raise wrong_password("current_password")
        trail.record(session, now, user.id, "user.password_changed", target(user))
        ended = await self.set_password(session, user, password_hash)
        signed_in = await self.auth.begin(session, user, device)
        await sign_ins.announce(session, user, now, ended)
        return signed_in

    async def set_password(
        self, session: AsyncSession, user: UserRow, password_hash: str
    ) -> Sequence[str]:
        """Write a new hash, end every sign-in and tell the person; return what ended."""
        now = self.clock.now()
        ended = await sign_ins.end_all(session, user, now, "password")
        user.password_hash, user.updated_at = password_hash, now
        await users.save(session, user, now)
        await store.remove_all(session, user.id, Purpose.RESET)
        await jobs.enqueue(session, sending.CHANGED, user.id, {"user_id": user.id}, now)
        return ended

    async def note_export(self, session: AsyncSession, user_id: str) -> UserRow:
        """Return who takes their data with them, and put it on the audit trail."""
        user = require(await users.find(session, user_id))
        trail.record(session, self.clock.now(), user.id, "user.exported", target(user))
        return user

    async def leave(self, session: AsyncSession, proof: Proof) -> None:
        """Remove somebody's own account; raise Conflict for the last active admin."""
        user = await accounts.lock(session, proof.user_id, None, stays_admin=False)
        if is_another_password(user, proof):
            raise wrong_password("password")
        await accounts.remove(session, Act(user.id, self.clock.now()), user)


def names_of(user: UserRow) -> list[str]:
    """Return what a password may not be."""
    return [user.email, user.username, user.full_name]


def target(user: UserRow) -> str:
    """Return a user's name on the audit trail."""
    return f"user:{user.id}"


def require(user: UserRow | None) -> UserRow:
    """Raise NotFound for nobody."""
    if user is None:
        raise NotFound("There is no such user.")
    return user


def wrong_password(field: str) -> Forbidden:
    """Not a 401: the sign-in itself is good, and its page would try to renew it."""
    return Forbidden("That is not your password.", code="wrong_password", field=field)
