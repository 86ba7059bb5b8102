"""Refresh with rotation as the reference platform does it: jose, and a dict for a database."""

import time
import uuid

from fastapi import FastAPI, HTTPException
from jose import JWTError, jwt
from pydantic import BaseModel

KEY = "a-secret-for-benchmarks-only-0123456789"
app = FastAPI()
sessions: dict[str, int] = {}


class Refresh(BaseModel):
    """A refresh token."""

    refresh_token: str


class Tokens(BaseModel):
    """Both tokens."""

    access_token: str
    refresh_token: str


def answer(sid: str) -> Tokens:
    """Sign both tokens."""
    now, gen = int(time.time()), sessions[sid]
    access = {"sub": "1", "sid": sid, "gen": gen, "role": "user", "iat": now, "exp": now + 900}
    refresh = {"sid": sid, "gen": gen, "iat": now, "exp": now + 604_800}
    return Tokens(access_token=jwt.encode(access, KEY), refresh_token=jwt.encode(refresh, KEY))


@app.post("/login")
async def login() -> Tokens:
    """Open a session."""
    sid = uuid.uuid4().hex
    sessions[sid] = 0
    return answer(sid)


@app.post("/refresh")
async def refresh(body: Refresh) -> Tokens:
    """Rotate."""
    try:
        claims = jwt.decode(body.refresh_token, KEY, algorithms=["HS256"])
    except JWTError as error:
        raise HTTPException(401) from error
    if sessions.get(claims["sid"]) != claims["gen"]:
        raise HTTPException(401)
    sessions[claims["sid"]] += 1
    return answer(claims["sid"])
