"""How often passwords may be tried, and how nobody is locked out by it (docs/limits.md).

Only wrong passwords count. A stranger to an account has few tries from one network, and shares the
account's, the network's and the platform's budget with other strangers. A browser in which the
account's owner has signed in before has a budget of its own and touches none of these.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute

from intarsia.proxies import network_of
from intarsia.rates import Rates

Budget = tuple[RateLimitItem, tuple[str, ...]]

DEVICE = RateLimitItemPerMinute(10, 10, namespace="sign-in/device")
PAIR = RateLimitItemPerMinute(10, 10, namespace="sign-in/account+network")
ACCOUNT = RateLimitItemPerHour(50, namespace="sign-in/account")
NETWORK = RateLimitItemPerMinute(100, 10, namespace="sign-in/network")
OVERALL = RateLimitItemPerMinute(1000, namespace="sign-in/overall")

OWN_PASSWORD = RateLimitItemPerMinute(20, 10, namespace="own-password")
MAILS = RateLimitItemPerHour(5, namespace="mails/account")

REGISTER_OVERALL = RateLimitItemPerHour(1000, namespace="register/overall")
REGISTER_NETWORK = RateLimitItemPerHour(30, namespace="register/network")
RESET_OVERALL = RateLimitItemPerHour(1000, namespace="reset/overall")
RESET_NETWORK = RateLimitItemPerHour(30, namespace="reset/network")
REFRESH_FORGED = RateLimitItemPerMinute(300, namespace="refresh/forged")
REFRESH_SESSION = RateLimitItemPerMinute(120, namespace="refresh/session")


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A browser, and the users who have signed in there before."""

    id: str
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries a password. `device` is there where the account's owner was before."""

    account: str
    network: str
    device: str | None

    def budgets(self) -> Iterator[Budget]:
        """Return what a wrong password is taken from."""
        if self.device is not None:
            yield DEVICE, (self.device, self.account)
            return
        yield PAIR, (self.account, self.network)
        yield ACCOUNT, (self.account,)
        yield NETWORK, (self.network,)
        yield OVERALL, ()


def attempt(user_id: str | None, name: str, ip: str, known: KnownDevice | None) -> Attempt:
    """Describe a try; a name that nobody has is counted like one that somebody has."""
    is_known = known is not None and user_id is not None and user_id in known.users
    device = known.id if known is not None and is_known else None
    return Attempt(user_id or stranger(name), network_of(ip), device)


def stranger(name: str) -> str:
    """Return the account of a name that nobody has, told as a hash: names are private."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return hashlib.sha256(folded.encode(errors="replace")).hexdigest()[:32]


@dataclass(frozen=True)
class SignInLimits:
    """Judges tries and refreshes."""

    rates: Rates

    async def admit(self, attempt: Attempt) -> None:
        """Raise RateLimited where one of the budgets is spent, whatever the password."""
        for item, key in attempt.budgets():
            await self.rates.check(item, *key)

    async def failed(self, attempt: Attempt) -> None:
        """Count a wrong password."""
        for item, key in attempt.budgets():
            await self.rates.count(item, *key)

    async def succeeded(self, attempt: Attempt) -> None:
        """Give who knows the password all their tries back; other strangers keep theirs."""
        item, key = next(attempt.budgets())
        await self.rates.forgive(item, *key)

    async def forgive_account(self, user_id: str) -> None:
        """Let strangers try again: the password is new."""
        await self.rates.forgive(ACCOUNT, user_id)

    async def asking_own(self, user_id: str) -> None:
        """Count a question for the password of who is signed in already, or raise RateLimited."""
        await self.rates.take(OWN_PASSWORD, user_id)

    async def mailing(self, address: str) -> None:
        """Count a mail that somebody asked for, whoever has the address; or raise RateLimited."""
        await self.rates.take(MAILS, stranger(address))

    async def forged(self, ip: str) -> None:
        """Count a refresh token that is not one, or raise RateLimited.

        Only such tokens count, and only where they come from: whoever has a good one, there too,
        is none the worse for them.
        """
        await self.rates.take(REFRESH_FORGED, network_of(ip))

    async def refreshing(self, sid: str) -> None:
        """Count a refresh of a sign-in, or raise RateLimited."""
        await self.rates.take(REFRESH_SESSION, sid)
