"""A FastAPI route behind our middleware: another Python service on the same sessions."""

import os
from typing import Any

from fastapi import FastAPI, Request

from intarsia.sessions.asgi import RequireSession, keys_of, sessions_in

app = FastAPI(lifespan=sessions_in(os.environ["REDIS_URL"]))
app.add_middleware(RequireSession, keys=keys_of(os.environ["SESSION_SECRET"]))


@app.get("/me")
async def me(request: Request) -> dict[str, Any]:
    """Return what the session says."""
    return dict(request.scope["session"].data)
