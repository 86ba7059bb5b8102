"""Which session record a request belongs to, and how a guest gets one."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request, Response
from limits import RateLimitItemPerMinute

from intarsia.auth import store as sign_ins
from intarsia.auth.callers import Caller, require, require_person
from intarsia.auth.cookies import SessionCookie, session_cookie
from intarsia.auth.deps import GuestOrCallerByAny, same_origin
from intarsia.auth.permissions import Permission
from intarsia.errors import Conflict, NotFound
from intarsia.proxies import network_of
from intarsia.sessions import express
from intarsia.sessions.service import SessionRecords
from intarsia.visits import service
from intarsia.visits.service import Visitor

OF_NETWORK = RateLimitItemPerMinute(300, namespace="visits/network")
OF_USER = RateLimitItemPerMinute(600, namespace="visits/user")


@dataclass(frozen=True, slots=True)
class Reception:
    """One request for a visit: who comes, and what they are handed."""

    request: Request
    response: Response
    caller: Caller | None
    cookie: SessionCookie
    records: SessionRecords

    async def known(self) -> Visitor:
        """Return who comes with a live record; raise NotFound for others, StoreAway."""
        visitor = await self.presented()
        if visitor is None or not await service.is_there(self.records, visitor):
            raise NotFound("There is no visit.", code="no_visit")
        return visitor

    async def welcomed(self) -> Visitor:
        """Return who comes; a guest without a record gets one.

        Raises Conflict for a sign-in without a record: programs have none.
        """
        await self.admit()
        visitor = await self.presented()
        if visitor is None or not await service.is_there(self.records, visitor):
            if self.caller is not None:
                raise Conflict("This sign-in has no session record.", code="no_session_record")
            visitor = Visitor(express.new_record_id(), None)
            await self.make(visitor)
        if visitor.is_guest:
            self.hand_over(visitor)
        return visitor

    async def admit(self) -> None:
        """Refuse other sites' pages and who calls too often."""
        rates, client = self.request.state.rates, self.request.client
        if self.caller is None:
            await same_origin(self.request)
            await rates.take(OF_NETWORK, network_of(client.host if client else ""))
            return
        await rates.take(OF_USER, self.caller.name)

    async def presented(self) -> Visitor | None:
        """Return whose record it is: with a token that of its sign-in, else the cookie's."""
        request, caller = self.request, self.caller
        if caller is not None:
            require(require_person(caller), Permission.SESSIONS_OWN)
        if caller is None or "authorization" not in request.headers:
            keys = request.state.secrets.session.keys
            record_id = self.cookie.read(request.headers, keys)
        else:
            record_id = await self.linked(caller)
        if record_id is None:
            return None
        return Visitor(record_id, caller.user_id if caller is not None else None)

    async def linked(self, caller: Caller) -> str | None:
        """Return the record of a token's sign-in."""
        async with self.request.state.readers() as reader:
            row = await sign_ins.find(reader, caller.sid or "")
        return row.record_id if row is not None else None

    async def make(self, visitor: Visitor) -> None:
        """Make a guest's record."""
        now, records = self.records.clock.now(), self.records
        await records.store.create(
            records.blank(visitor.record_id, now + records.visit_life, now), now
        )

    def hand_over(self, visitor: Visitor) -> None:
        """Let a guest's cookie live as long as the record."""
        expires = self.records.clock.now() + self.records.visit_life
        keys = self.request.state.secrets.session.keys
        self.cookie.set(self.response, visitor.record_id, keys, expires)


async def receive(request: Request, response: Response, caller: GuestOrCallerByAny) -> Reception:
    """Return it for one request."""
    state = request.state
    return Reception(request, response, caller, session_cookie(state.settings), state.records)


ReceptionDep = Annotated[Reception, Depends(receive)]
