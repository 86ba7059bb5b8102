"""What a sign-in looks like from outside and in the database."""

import httpx2
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.testclient import TestClient

from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import read
from intarsia.database import writers
from tests.conftest import ORIGIN


def generation(client: TestClient, token: str | None) -> int:
    assert token is not None
    return read(token, client.app_state["secrets"].refresh, "rt+jwt", ORIGIN).gen


def sid_of(client: TestClient, answer: httpx2.Response) -> str:
    claims = client.app_state["tokens"].read_access(answer.json()["access_token"])
    return str(claims.sid)


def flush_marks(client: TestClient) -> None:
    assert client.portal is not None
    client.portal.call(client.app_state["gatekeeper"].marks.flush)


def bearer(answer: httpx2.Response) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


async def the_row(engine: AsyncEngine) -> AuthSessionRow:
    async with writers(engine)() as session:
        return (await session.scalars(select(AuthSessionRow))).one()


async def the_row_of(engine: AsyncEngine, sid: str) -> AuthSessionRow:
    async with writers(engine)() as session:
        return await session.get_one(AuthSessionRow, sid)
