"""The secrets as their files have them now: looked at every few seconds, replaced as a whole.

Whoever needs a key asks here each time, so that a rotation reaches every process without a restart
(docs/keys.md). A file that is missing, broken or weak is an error in the log; what was good stays.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog

from intarsia.auth.keys import KeyRing, Secrets, WeakSecret, load_secrets
from intarsia.background import repeating
from intarsia.config import Settings

LOOK_SECONDS = 2.0

log = structlog.get_logger(__name__)


class LiveSecrets:
    """Everything secret that the service holds; raises WeakSecret at start, never later."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.current = load_secrets(settings)
        self.complaint = ""

    @property
    def access(self) -> KeyRing:
        """Keys of access tokens."""
        return self.current.access

    @property
    def refresh(self) -> KeyRing:
        """Keys of refresh tokens."""
        return self.current.refresh

    @property
    def session(self) -> KeyRing:
        """Keys of signed cookies."""
        return self.current.session

    @property
    def deploy_token(self) -> str | None:
        """The token of the stack's own publishers."""
        return self.current.deploy_token

    @property
    def metrics_token(self) -> str | None:
        """The token of Prometheus."""
        return self.current.metrics_token

    async def look(self) -> None:
        """Read the files again, outside requests and off the event loop."""
        try:
            found = await asyncio.to_thread(load_secrets, self.settings)
        except WeakSecret as problem:
            self.complain(str(problem))
            return
        self.complaint = ""
        if found != self.current:
            self.current = found
            log.info("secrets.replaced", **kids(found))

    def complain(self, problem: str) -> None:
        """Log what is wrong with the files, once."""
        if problem != self.complaint:
            log.error("secrets.refused", problem=problem)
        self.complaint = problem


def kids(secrets: Secrets) -> dict[str, list[str]]:
    """Return the public ids of all keys."""
    rings = {"access": secrets.access, "refresh": secrets.refresh, "session": secrets.session}
    return {name: list(ring.by_kid) for name, ring in rings.items()}


@contextlib.asynccontextmanager
async def watching(secrets: LiveSecrets) -> AsyncIterator[None]:
    """Look at the files in the background until the block ends."""
    async with repeating("secrets", secrets.look, LOOK_SECONDS):
        yield
