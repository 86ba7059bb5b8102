"""What a session's hash says of its user, for services that read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from intarsia.auth import service as auth
from intarsia.database import Sessions
from intarsia.sessions.express import iso_ms


@dataclass(frozen=True)
class Describer:
    """Looks up whose a session is."""

    readers: Sessions

    async def whose(self, record_id: str, now: datetime) -> Mapping[str, str] | None:
        """Return the hash of a session; None once its sign-in is over."""
        async with self.readers() as session:
            user = await auth.whose_record(session, record_id, now)
        if user is None:
            return None
        return {
            "id": user.id,
            "name": user.full_name,
            "email": user.email,
            "createdAt": iso_ms(user.created_at),
            "updatedAt": iso_ms(user.updated_at),
        }
