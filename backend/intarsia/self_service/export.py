"""Everything that is stored about one person, as one JSON document that is never in memory whole.

Each part is read in batches, each from a session of its own: the reader may be slow.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.analytics import service as analytics
from intarsia.audit import service as audit
from intarsia.auth import service as sign_ins
from intarsia.database import Sessions
from intarsia.schemas import Outgoing, iso_z
from intarsia.self_service.schemas import (
    ExportedAccount,
    ExportedAct,
    ExportedEvent,
    ExportedLoad,
    ExportedSession,
    ExportedToken,
)
from intarsia.settings import service as settings
from intarsia.telemetry import service as telemetry
from intarsia.tokens import service as tokens
from intarsia.users.store import UserRow
from intarsia.visits import service as visits
from intarsia.visits.schemas import ExportedEntry, ExportedVisit

# Returns what comes after a row, None for the beginning; nothing at the end.
Read = Callable[[AsyncSession, str, Any], Awaitable[Sequence[Any]]]


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the document."""

    name: str
    schema: type[Outgoing]
    read: Read


PARTS = (
    Part("sessions", ExportedSession, sign_ins.of_user),
    Part("tokens", ExportedToken, tokens.of_user),
    Part("audit", ExportedAct, audit.about),
    Part("events", ExportedEvent, analytics.of_user),
    Part("loads", ExportedLoad, telemetry.of_user),
    Part("visits", ExportedVisit, visits.visits_of),
    Part("visit_entries", ExportedEntry, visits.entries_of),
)


async def document(readers: Sessions, user: UserRow, now: datetime) -> AsyncIterator[str]:
    """Yield the document, piece by piece."""
    account = ExportedAccount.model_validate(user).model_dump_json()
    async with readers() as session:
        chosen = json.dumps(await settings.chosen_by(session, user.id))
    yield f'{{"exported_at":"{iso_z(now)}","account":{account},"settings":{chosen}'
    for part in PARTS:
        yield f',"{part.name}":['
        async for piece in items(readers, user.id, part):
            yield piece
        yield "]"
    yield "}\n"


async def items(readers: Sessions, user_id: str, part: Part) -> AsyncIterator[str]:
    """Yield a part's items, with commas between them."""
    last: Any = None
    while True:
        async with readers() as session:
            rows = await part.read(session, user_id, last)
        if not rows:
            return
        made = [part.schema.model_validate(row).model_dump_json() for row in rows]
        yield ("," if last is not None else "") + ",".join(made)
        last = rows[-1]
