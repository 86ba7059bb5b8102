"""What the endpoints that anybody may report to have in common."""

from typing import Annotated

from fastapi import Depends, Request
from limits import RateLimitItemPerMinute
from pydantic import BaseModel

from intarsia.auth.deps import GuestOrCaller
from intarsia.intake import Intake
from intarsia.proxies import network_of

USERS = RateLimitItemPerMinute(600, namespace="reports/user")
GUESTS = RateLimitItemPerMinute(60, namespace="reports/network")


class Accepted(BaseModel):
    """How many reports were taken in; they are stored within a second."""

    accepted: int


async def get_reporter(request: Request, caller: GuestOrCaller) -> str | None:
    """Return the reporting user's id, None for a guest; raise RateLimited."""
    state = request.state
    user_id = caller.user_id if caller is not None else None
    if user_id is None:
        address = request.client.host if request.client else ""
        await state.rates.take(GUESTS, network_of(address))
    else:
        await state.rates.take(USERS, user_id)
    return user_id


async def get_intake(request: Request) -> Intake:
    """Return the process's intake."""
    intake: Intake = request.state.intake
    return intake


Reporter = Annotated[str | None, Depends(get_reporter)]
IntakeDep = Annotated[Intake, Depends(get_intake)]
