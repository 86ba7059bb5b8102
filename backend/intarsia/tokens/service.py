"""The rules for tokens."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.auth import service as sign_ins
from intarsia.auth.callers import TOKEN_PREFIX, Caller, require
from intarsia.auth.permissions import DEPLOY_GRANTS, Permission
from intarsia.errors import Forbidden, InvalidInput, NotFound
from intarsia.pagination import RowPage
from intarsia.tokens import store
from intarsia.tokens.schemas import TokenCreate
from intarsia.tokens.store import Kind, TokenRow, TokensQuery

TOPIC = "tokens"


async def list_tokens(
    session: AsyncSession, caller: Caller, asked: TokensQuery
) -> RowPage[TokenRow]:
    """Return a page of the caller's tokens, and of deployments' if they may make such."""
    deploy = caller.may(Permission.TOKENS_DEPLOY)
    return await store.list_live(session, caller.user_id, asked, deploy=deploy)


async def create(
    session: AsyncSession, caller: Caller, now: datetime, asked: TokenCreate
) -> tuple[TokenRow, str]:
    """Make a token; return it with its text, which is kept nowhere.

    Raises Forbidden for more than the caller may do, or for a caller that is a token itself;
    InvalidInput for one that has expired already; Unauthenticated for a sign-in that has ended at
    this moment: what ends all tokens must not miss this one.
    """
    if caller.sid is None:
        raise Forbidden("A token can't make tokens. Sign in.", code="sign_in_needed")
    refuse_more(caller, asked)
    if asked.expires_at <= now:
        raise InvalidInput("That is in the past.", code="already_expired")
    await sign_ins.require_live(session, caller.name, caller.sid)
    text = TOKEN_PREFIX + secrets.token_urlsafe(32)
    values = asked.model_dump(mode="json", exclude={"expires_at"})
    row = await store.add(
        session,
        TokenRow(
            **values,
            digest=digest_of(text),
            user_id=caller.user_id if asked.kind == Kind.PERSONAL else None,
            created_by=caller.name,
            created_at=now,
            expires_at=asked.expires_at,
        ),
    )
    trail.record(session, now, caller.name, "token.created", f"token:{row.id}", **values)
    return row, text


def refuse_more(caller: Caller, asked: TokenCreate) -> None:
    """Nobody gives away what they do not have; a deployment has to do with the registry alone."""
    if asked.kind == Kind.DEPLOY:
        require(caller, Permission.TOKENS_DEPLOY)
        if beyond := set(asked.scopes) - DEPLOY_GRANTS:
            detail = f"A deploy token can't hold {', '.join(sorted(beyond))}."
            raise InvalidInput(detail, code="scope_not_for_deploy")
    for scope in asked.scopes:
        require(caller, scope)


async def revoke(session: AsyncSession, caller: Caller, now: datetime, token_id: str) -> None:
    """End a token on every process; raise NotFound for what is not the caller's."""
    row = await store.find_live(session, token_id)
    if row is None or not may_revoke(caller, row):
        raise NotFound("There is no such token.")
    row.revoked_at = now
    trail.record(session, now, caller.name, "token.revoked", f"token:{row.id}", name=row.name)
    await changes.record(session, now, TOPIC, row.id, {})


async def end_all(session: AsyncSession, user_id: str, now: datetime, reason: str, by: str) -> None:
    """End all tokens of a person who is locked, and whose raised epoch is announced afterwards.

    That makes every process forget what it knew of them (`keeper`).
    """
    for token_id, name in await store.revoke_all(session, user_id, now):
        trail.record(session, now, by, "token.revoked", f"token:{token_id}", name=name, why=reason)


def may_revoke(caller: Caller, row: TokenRow) -> bool:
    """Whether a token is the caller's to end."""
    if row.kind == Kind.DEPLOY:
        return caller.may(Permission.TOKENS_DEPLOY)
    return row.user_id == caller.user_id


async def of_user(session: AsyncSession, user_id: str, last: TokenRow | None) -> Sequence[TokenRow]:
    """Return all tokens of a person at once, and nothing after that."""
    return await store.of_user(session, user_id) if last is None else ()


def digest_of(text: str) -> str:
    """Return a token's hash; 256 random bits need no salt and no slow one."""
    return hashlib.sha256(text.encode()).hexdigest()
