"""Is it their password? Answered in two steps, because hashing must not hold a transaction.

First the password is compared, which takes a quarter of a second, no lock and no connection. What
that proves may be over when the transaction begins that relies on it: the password may be another
by then, the account deactivated or gone. `redeem` looks again, at a row that is locked until the
commit.
"""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.auth.passwords import PasswordHasher
from intarsia.errors import Unauthenticated
from intarsia.users import service as users
from intarsia.users.store import UserRow


@dataclass(frozen=True, slots=True)
class Proof:
    """A password matched a user's hash; `upgraded` is the hash it should have by now."""

    user_id: str
    epoch: int
    password_hash: str = field(repr=False)
    upgraded: str | None = field(default=None, repr=False)


async def prove(passwords: PasswordHasher, user: UserRow | None, password: str) -> Proof:
    """Compare; nobody and a wrong password take as long and read alike."""
    matches = await passwords.verify(password, user.password_hash if user else None)
    if user is None or not matches:
        raise wrong()
    upgraded = await passwords.upgraded(password, user.password_hash)
    return Proof(user.id, user.epoch, user.password_hash, upgraded)


async def redeem(session: AsyncSession, proof: Proof, now: datetime) -> UserRow:
    """Return the user as they are now, locked until the commit, their hash upgraded if need be.

    Raises Unauthenticated for one whose password was changed meanwhile, or who may not sign in.
    """
    user = await users.lock(session, proof.user_id)
    if user is None or is_another_password(user, proof):
        raise wrong()
    if not user.is_active:
        raise Unauthenticated("This account is deactivated.", code="account_inactive")
    if proof.upgraded is not None:
        await users.replace_hash(session, user.id, proof.password_hash, proof.upgraded)
        trail.record(session, now, user.id, "user.hash_upgraded", f"user:{user.id}")
    return user


def is_another_password(user: UserRow, proof: Proof) -> bool:
    """Whether the password was changed, which raises the epoch; an upgraded hash is the same."""
    return user.password_hash != proof.password_hash and user.epoch != proof.epoch


def wrong() -> Unauthenticated:
    """The same words, whatever is wrong."""
    return Unauthenticated("Wrong name or password.", code="invalid_credentials")
