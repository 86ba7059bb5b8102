"""What operations that make accounts ask for."""

from typing import Annotated, Any

from fastapi import Depends, Request

from intarsia.auth.deps import AuthDep
from intarsia.clock import ClockDep
from intarsia.self_service.schemas import Register
from intarsia.self_service.service import SelfService


async def get_self_service(request: Request, auth: AuthDep, clock: ClockDep) -> SelfService:
    """Return the rules as the settings want them."""
    return SelfService(auth, clock, request.state.settings.is_registration_open)


SelfServiceDep = Annotated[SelfService, Depends(get_self_service)]


async def columns(own: SelfService, body: Register) -> dict[str, Any]:
    """Return a new account as columns: the password hashed, before a transaction begins."""
    return {
        "email": body.email,
        "full_name": body.name,
        "username": body.username,
        "password_hash": await own.auth.passwords.hash(body.password.get_secret_value()),
    }
