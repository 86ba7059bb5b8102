"""Assemble the application; read this file first.

Assets, pages and event streams are dispatched before the API, so that they pay for none of its
middleware.
"""

from collections.abc import Container

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from intarsia.api import create_api
from intarsia.clock import Clock, SystemClock
from intarsia.config import Settings
from intarsia.events.asked import wants_poll
from intarsia.events.stream import EventStream
from intarsia.hosting.assets import AssetsApp
from intarsia.hosting.page import HostPage
from intarsia.middleware.client_address import ClientAddress
from intarsia.middleware.metering import Metering

API_PATHS = frozenset({"/api", "/health", "/ready", "/metrics"})
USER_PATHS = frozenset({"/user", "/user/signin", "/user/session"})


class Platform:
    """Sends each request to the part that answers it."""

    def __init__(
        self,
        api: ASGIApp,
        assets: ASGIApp,
        page: ASGIApp,
        stream: ASGIApp,
        api_paths: Container[str] = API_PATHS,
    ) -> None:
        self.api = api
        self.api_paths = api_paths
        self.assets = assets
        self.page = page
        self.stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Dispatch on the path; lifespan events belong to the API, whose state all share."""
        await self.part(scope)(scope, receive, send)

    def part(self, scope: Scope) -> ASGIApp:
        """Return who answers."""
        if scope["type"] != "http":
            return self.api
        path: str = scope["path"]
        if path.startswith("/mf/") or path == "/mf":
            return self.assets
        if is_stream(scope):
            return self.stream
        return self.api if path in self.api_paths or path.startswith("/api/") else self.page


def is_stream(scope: Scope) -> bool:
    """Whether events are to be streamed; polling for them is a request like any other."""
    return (
        scope["path"] == "/api/events"
        and scope["method"] == "GET"
        and not wants_poll(Headers(scope=scope))
    )


def create_app(settings: Settings, clock: Clock | None = None) -> ASGIApp:
    """Build an application from settings; importing this module has no side effects."""
    api = create_api(settings, clock or SystemClock())
    assets = Metering(AssetsApp(), "/mf/{path}")
    paths = API_PATHS | USER_PATHS if settings.compat_user_routes else API_PATHS
    platform = Platform(api, assets, Metering(HostPage(), "/{path}"), EventStream(), paths)
    if not settings.proxies.networks:
        return platform
    return ClientAddress(platform, proxies=settings.proxies)
