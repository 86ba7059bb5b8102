"""Sessions of the same store for any other ASGI application: four lines protect it.

    from intarsia.sessions.asgi import RequireSession, keys_of, sessions_in

    app = FastAPI(lifespan=sessions_in(os.environ["SESSION_STORE_URL"]))
    app.add_middleware(RequireSession, keys=keys_of(os.environ["SESSION_SECRET"]))

A request is served if its cookie names a live record, which `scope["session"]` then holds; without
one it is answered 401, and 503 while the store is away. A destroyed record stays so: its tombstone
counts even where Express wrote the record again.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from intarsia.clock import Clock, SystemClock
from intarsia.errors import AppError, Unauthenticated
from intarsia.problems import problem
from intarsia.sessions import express
from intarsia.sessions.stores import check_store, open_store
from intarsia.sessions.stores.base import Record, RecordStore

DEFAULT_COOKIE = "intarsia.sid"
Lifespan = Callable[[Any], AbstractAsyncContextManager[Mapping[str, Any]]]


def keys_of(secret: str) -> list[str]:
    """Return the keys of a `SESSION_SECRET`: one a line, the first signs, any verifies.

    Raises:
        ValueError: when there is none; an empty key would let everybody in.
    """
    keys = [line.strip() for line in secret.splitlines() if line.strip()]
    if not keys:
        raise ValueError("SESSION_SECRET is empty: give it the secret that Express signs with")
    return keys


def sessions_in(url: str, sql_form: str = "sequelize") -> Lifespan:
    """Return a lifespan that opens a store (see `open_store`) and makes what tables it lacks.

    An application with a lifespan of its own opens the store there, and yields it as `sessions`.

    Raises:
        ValueError: for a URL that no engine is known for.
    """

    @asynccontextmanager
    async def opened(_app: object) -> AsyncIterator[Mapping[str, Any]]:
        async with open_store(url, sql_form) as store:
            await store.prepare()
            yield {"sessions": store}

    check_store(url, sql_form)
    return opened


@dataclass(frozen=True, slots=True)
class Session:
    """The caller's session: what it was when the request came, and how it is changed."""

    store: RecordStore
    record: Record
    clock: Clock

    @property
    def data(self) -> Mapping[str, Any]:
        """What the record says, its `cookie` object included."""
        return self.record.data

    async def update(self, **changes: object) -> Record | None:
        """Write some keys, keeping what others wrote; None when it has ended meanwhile.

        Raises StoreAway, Conflict, and ValueError for what Express could not read.
        """
        data = {**self.record.data, **changes}
        return await self.store.save(self.record, data, self.clock.now())

    async def touch(self, life: timedelta) -> bool:
        """Let it live that long from now, as a request to Express does. Raises StoreAway."""
        now = self.clock.now()
        return await self.store.touch(self.record.id, now + life, now)

    async def end(self) -> None:
        """Destroy the record, for Express too. Raises StoreAway."""
        await self.store.destroy(self.record.id, self.clock.now())


class RequireSession:
    """Lets requests with a live session through, as `scope["session"]`."""

    def __init__(
        self,
        app: ASGIApp,
        keys: Sequence[str],
        cookie: str = DEFAULT_COOKIE,
        clock: Clock | None = None,
    ) -> None:
        if not keys or not all(keys):
            raise ValueError("RequireSession needs the keys that sign the cookie")
        self.app = app
        self.keys = list(keys)
        self.cookie = cookie
        self.clock = clock or SystemClock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 401 or 503, or go on; a WebSocket is closed instead."""
        if scope["type"] == "lifespan":
            return await self.app(scope, receive, send)
        try:
            scope["session"] = await self.session_of(scope)
        except AppError as error:
            if scope["type"] == "websocket":
                return await send({"type": "websocket.close", "code": 1008})
            answer = problem(scope, error.status, error.code, error.detail, error.headers)
            return await answer(scope, receive, send)
        return await self.app(scope, receive, send)

    async def session_of(self, scope: Scope) -> Session:
        """Return the caller's session; raise Unauthenticated or StoreAway."""
        store: RecordStore = scope["state"]["sessions"]
        record_id = self.record_id(Headers(scope=scope))
        record = await store.load(record_id, self.clock.now()) if record_id else None
        if record is None:
            raise Unauthenticated("This needs a session: sign in first.", code="no_session")
        return Session(store, record, self.clock)

    def record_id(self, headers: Headers) -> str | None:
        """Return the record that the cookie names; two cookies of the name count as none."""
        values = express.cookie_values(headers.getlist("cookie"), self.cookie)
        return express.read_cookie_value(values[0], self.keys) if len(values) == 1 else None
