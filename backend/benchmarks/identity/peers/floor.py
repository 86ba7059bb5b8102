"""A FastAPI route with a response model: the floor under every FastAPI service."""

from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()


class User(BaseModel):
    """As ours."""

    id: str = "1"
    email: str = "user@example.com"
    username: str = "user"
    full_name: str = "Demo User"
    role: str = "user"
    is_active: bool = True
    created_at: str = "2026-11-21T12:00:00Z"
    updated_at: str = "2026-11-21T12:00:00Z"
    email_verified: bool = False


@app.get("/me")
async def me() -> User:
    """Return a constant."""
    return User()
