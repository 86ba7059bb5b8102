"""When tokens were last used: collected here, written outside requests."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from sqlalchemy.exc import SQLAlchemyError

from intarsia.database import Sessions
from intarsia.tokens import store

REPEAT_AFTER = timedelta(minutes=1)

log = structlog.get_logger(__name__)


@dataclass
class TokenUsage:
    """Uses waiting to be written, and when each token was last noted."""

    writers: Sessions
    waiting: dict[str, datetime] = field(default_factory=dict)
    noted: dict[str, datetime] = field(default_factory=dict)

    def see(self, token_id: str, now: datetime) -> None:
        """Note that a token was used, once a minute."""
        last = self.noted.get(token_id)
        if last is None or now - last >= REPEAT_AFTER:
            self.noted[token_id] = self.waiting[token_id] = now

    async def flush(self) -> None:
        """Write what waits; what can't be written waits on."""
        if not self.waiting:
            return
        used, self.waiting = self.waiting, {}
        try:
            async with self.writers.begin() as session:
                await store.mark_used(session, used)
        except (SQLAlchemyError, OSError) as error:
            log.warning("token_usage.not_written", error=type(error).__name__)
            self.waiting = used | self.waiting
        old = max(used.values()) - REPEAT_AFTER
        self.noted = {token_id: at for token_id, at in self.noted.items() if at > old}
