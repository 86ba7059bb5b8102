"""Tells who a request comes from: by a token, or by the cookie of a session record."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from fastapi import Request

from intarsia.auth.authority import Authority
from intarsia.auth.callers import DEPLOYER, TOKEN_PREFIX, Caller, person
from intarsia.auth.cookies import SessionCookie, StrictCookie
from intarsia.auth.csrf import require_same_origin
from intarsia.auth.live_secrets import LiveSecrets
from intarsia.auth.marks import SeenMarks
from intarsia.auth.record_callers import RecordCallers
from intarsia.auth.tokens import Claims, TokenService, check_dates
from intarsia.clock import Clock
from intarsia.sessions import user_session

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class ProgramTokens(Protocol):
    """Knows the tokens that people and deployments made for programs."""

    async def caller(self, token: str, now: datetime) -> Caller:
        """Return who a token speaks for; raise Unauthenticated."""
        ...


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """What recognises callers, put together when the process starts: every request passes here."""

    secrets: LiveSecrets
    clock: Clock
    tokens: TokenService
    authority: Authority
    marks: SeenMarks
    programs: ProgramTokens
    records: RecordCallers
    cookie: SessionCookie
    public_url: str
    user_sessions: RecordCallers | None
    user_cookie: StrictCookie

    async def by_token(self, token: str) -> Caller:
        """Return who a token speaks for; a bad one is 401, never a fallback."""
        if self.is_deploy_token(token):
            return DEPLOYER
        now = self.clock.now()
        if token.startswith(TOKEN_PREFIX):
            return await self.programs.caller(token, now)
        claims = self.tokens.read_access(token)
        check_dates(claims, now)
        await self.authority.judge(claims)
        return self.seen(claims, now)

    async def by_record(self, request: Request) -> Caller | None:
        """Return whose session record's cookie this is; None for a guest, or beside a token.

        Only for operations that contracts §4 opens to that cookie. One that changes something must
        come from a page of ours.
        """
        headers = request.headers
        if "authorization" in headers:
            return None
        record_id = self.cookie.read(headers, self.secrets.session.keys)
        if record_id is None:
            return None
        if request.method not in SAFE_METHODS:
            require_same_origin(headers, self.public_url)
        now = self.clock.now()
        claims = await self.records.claims(record_id, now)
        return None if claims is None else self.seen(claims, now)

    async def by_user_session(self, request: Request) -> Caller | None:
        """Return whose session of the `/user` routes this is; its cookie opens nothing else."""
        session_id = self.user_cookie.read(request.headers)
        if self.user_sessions is None or session_id is None or not user_session.is_id(session_id):
            return None
        now = self.clock.now()
        claims = await self.user_sessions.claims(session_id, now)
        return None if claims is None else self.seen(claims, now)

    def seen(self, claims: Claims, now: datetime) -> Caller:
        """Note that a sign-in is in use, and return whose it is."""
        self.marks.see(claims, now)
        return person(claims.sub, claims.role, claims.sid)

    def is_deploy_token(self, token: str) -> bool:
        """Compare in constant time."""
        expected = self.secrets.deploy_token
        return expected is not None and secrets.compare_digest(token.encode(), expected.encode())
