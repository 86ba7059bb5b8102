"""Is the process alive, and does everything it needs answer?"""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

router = APIRouter(tags=["health"])

CHECK_SECONDS = 2.0

State = Literal["ok", "down"]


class Health(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether traffic may come, and what each resource says."""

    status: State
    resources: Annotated[dict[str, State], Field(description="Each resource by name.")]


@router.get("/health")
@router.head("/health", include_in_schema=False)
async def health() -> Health:
    """Say that the process is alive; asks nothing of anybody."""
    return Health()


@router.get("/ready", responses={503: {"model": Readiness}})
async def ready(request: Request, response: Response) -> Readiness:
    """Ask each resource; 503 when one is down that this process can't serve without."""
    state = request.state
    resources: dict[str, State] = {
        "database": await database_state(request),
        "changes": "ok" if state.feed.is_fresh else "down",
        "bundles": "ok" if await state.bundles.is_healthy() else "down",
        "sessions": "ok" if await state.records.is_healthy() else "down",
    }
    needless = {"sessions"}  # tokens, pages, signing in and out do without
    if state.bundles.serves_while_away:
        needless.add("bundles")
    down = any(found == "down" for name, found in resources.items() if name not in needless)
    if down:
        response.status_code = 503
        response.headers["Retry-After"] = "1"
    return Readiness(status="down" if down else "ok", resources=resources)


async def database_state(request: Request) -> State:
    """Run the smallest query."""
    try:
        async with asyncio.timeout(CHECK_SECONDS), request.state.readers() as session:
            await session.execute(text("SELECT 1"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return "down"
    return "ok"
