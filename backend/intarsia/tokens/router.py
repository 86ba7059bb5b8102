"""HTTP for tokens: parse, call the service, return."""

from typing import Annotated

from fastapi import Query

from intarsia.auth.deps import TokensOwner
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Id, Page
from intarsia.tokens import service
from intarsia.tokens.schemas import Token, TokenCreate, TokenMade
from intarsia.tokens.store import TokenRow, TokensQuery

router = Feature("/tokens", tag="tokens")


@router.get("", response_model=Page[Token])
async def list_tokens(
    asked: Annotated[TokensQuery, Query()], caller: TokensOwner, reader: ReaderDep
) -> RowPage[TokenRow]:
    """List my tokens; to admins also those of deployments."""
    return await service.list_tokens(reader, caller, asked)


@router.post("", status_code=201)
async def create_token(
    body: TokenCreate, caller: TokensOwner, clock: ClockDep, session: SessionDep
) -> TokenMade:
    """Make a token; its text is in this answer and nowhere else."""
    row, text = await service.create(session, caller, clock.now(), body)
    return TokenMade(**dict(Token.model_validate(row)), token=text)


@router.delete("/{token_id}", status_code=204)
async def delete_token(
    token_id: Id, caller: TokensOwner, clock: ClockDep, session: SessionDep
) -> None:
    """Revoke a token; its next request is refused."""
    await service.revoke(session, caller, clock.now(), token_id)
