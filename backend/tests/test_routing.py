"""Routes are found at once, and what they depend on costs no thread."""

from collections.abc import Iterator
from inspect import iscoroutinefunction

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from starlette.routing import Match
from starlette.testclient import TestClient

from intarsia.api import create_api
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.routing import FixedPaths

API = create_api(Settings(_env_file=None), SystemClock())
ROUTES = [route for route in API.routes if isinstance(route, APIRoute)]
FIXED = [route for route in ROUTES if not route.param_convertors]


def dependencies(of: Dependant) -> Iterator[object]:
    for each in of.dependencies:
        yield each.call
        yield from dependencies(each)


class TestDependencies:
    @pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
    def test_run_on_the_event_loop(self, route: APIRoute) -> None:
        """A plain function would be run in a thread, which costs more than all it does."""
        for call in dependencies(route.dependant):
            is_generator = hasattr(call, "__wrapped__") or "open_" in getattr(call, "__name__", "")
            called = getattr(call, "__call__", call)  # noqa: B004 (an object's own method)
            assert is_generator or iscoroutinefunction(call) or iscoroutinefunction(called), call


class TestFixedPaths:
    def test_come_first(self) -> None:
        assert isinstance(API.router.routes[0], FixedPaths)
        assert len(FIXED) > 40

    @pytest.mark.parametrize("route", FIXED, ids=lambda route: route.name)
    def test_find_what_a_search_finds(self, route: APIRoute) -> None:
        for method in route.methods or ():
            scope = {"type": "http", "path": route.path, "method": method, "root_path": ""}
            searched = next(each for each in ROUTES if each.matches(scope)[0] is Match.FULL)
            match, found = API.router.routes[0].matches(scope)
            assert (match, found["route"]) == (Match.FULL, searched)

    def test_leave_the_rest_to_the_others(self, client: TestClient) -> None:
        assert client.get("/api/auth/login").status_code == 405
        assert client.get("/api/nowhere").status_code == 404


class TestQuery:
    def test_given_twice_is_refused(self, client: TestClient) -> None:
        """Of two values one would be left out without a word."""
        poll = {"Accept": "application/json"}
        answer = client.get("/api/events?after=1&after=2", headers=poll)

        assert answer.status_code == 422
        assert answer.json()["errors"] == [
            {"loc": ["query", "after"], "msg": "Given more than once", "type": "doubled"}
        ]
