"""Work that a request leaves behind: done once, in the background, after its commit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.jobs import store


async def enqueue(
    session: AsyncSession, task: str, key: str, payload: Mapping[str, Any], due_at: datetime
) -> None:
    """Have a task done once; while one of the same key waits, a second adds nothing.

    Part of the transaction: neither happens without the other. `task:key` has at most 64
    characters. No secret may stand in the payload, which is removed when the work is over.
    """
    await store.enqueue(session, task, key, payload, due_at)


async def hasten(session: AsyncSession, kind: str, now: datetime) -> None:
    """Have recurring work done at once; what somebody is at stays theirs."""
    await store.hasten(session, kind, now)
