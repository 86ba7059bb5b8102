"""Refreshes for the trail, collected here and written once a second, outside requests.

They are every 13 minutes of everybody, and decided by nobody: the sign-in's own row says what
happened. So they need not share the rotation's transaction as everything else on the trail does;
a process that is killed loses those of its last second.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from intarsia import trail
from intarsia.database import Sessions

MOST = 100_000  # while the database is away; then the oldest are given up

log = structlog.get_logger(__name__)


@dataclass
class Routine:
    """Events waiting to be written."""

    writers: Sessions
    waiting: list[dict[str, Any]] = field(default_factory=list)

    def note(self, at: datetime, actor: str, target: str, detail: dict[str, Any]) -> None:
        """Note that somebody's sign-in was refreshed by this request."""
        event = {"at": at, "actor": actor, "target": target, "detail": detail}
        self.waiting.append(event | trail.here())

    async def flush(self) -> None:
        """Write what waits; what can't be written waits on."""
        if not self.waiting:
            return
        taken, self.waiting = self.waiting, []
        try:
            async with self.writers.begin() as session:
                await trail.record_routine(session, taken)
        except (SQLAlchemyError, OSError) as error:
            log.warning("routine.not_written", error=type(error).__name__)
            self.waiting = (taken + self.waiting)[-MOST:]
