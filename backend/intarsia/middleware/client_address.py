"""Let everybody behind this see the caller's address instead of the proxy's."""

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from intarsia.proxies import Proxies


class ClientAddress:
    """Replace `client` where the connection comes from a trusted proxy."""

    def __init__(self, app: ASGIApp, *, proxies: Proxies) -> None:
        self.app = app
        self.proxies = proxies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its caller's address; its port is not known."""
        peer = scope.get("client")
        if peer:
            lines = Headers(scope=scope).getlist(self.proxies.header)
            address = self.proxies.client_of(peer[0], lines)
            if address != peer[0]:
                scope = {**scope, "client": (address, 0)}
        await self.app(scope, receive, send)
