"""How routes are declared and found."""

from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from intarsia.openapi import PROBLEMS

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """Refuses query parameters that it does not know: a misspelt filter must not return all."""

    def get_route_handler(self) -> Handler:
        """Check names first; which are known is worked out once, when the route is made."""
        handle = super().get_route_handler()
        known = known_parameters(self.dependant)

        async def handle_strictly(request: Request) -> Response:
            if request.scope["query_string"]:
                refuse_unfit(request, known)
            return await handle(request)

        return handle_strictly


class Feature(APIRouter):
    """A feature's routes under `/api`, or elsewhere where another system's addresses are kept.

    `create_api` takes them over one by one. Included, they would be looked for through a router of
    each feature, twice, on every request.
    """

    def __init__(self, prefix: str, *, tag: str, under: str = "/api") -> None:
        super().__init__(
            prefix=f"{under}{prefix}", tags=[tag], responses=PROBLEMS, route_class=StrictRoute
        )


class FixedPaths(BaseRoute):
    """Finds routes without parameters by one look-up; the first route of an application."""

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self.routes: dict[str, list[APIRoute]] = {}
        for route in routes:
            if isinstance(route, APIRoute) and not route.param_convertors:
                self.routes.setdefault(route.path, []).append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return the route for path and method; without one the others are asked in turn."""
        if scope["type"] == "http":
            for route in self.routes.get(scope["path"], ()):
                match, found = route.matches(scope)
                if match is Match.FULL:
                    return match, found
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand over to the route that was found."""
        await scope["route"].handle(scope, receive, send)


def known_parameters(dependant: Dependant) -> frozenset[str]:
    """Return the names of all query parameters, those of parameter models included."""
    names: set[str] = set()
    for field in dependant.query_params:
        model = field.field_info.annotation
        fields = getattr(model, "model_fields", None)
        names |= set(fields) if fields else {field.alias}
    for child in dependant.dependencies:
        names |= known_parameters(child)
    return frozenset(names)


def refuse_unfit(request: Request, known: frozenset[str]) -> None:
    """Raise a validation error that names what is not known, or given more than once.

    No parameter of ours is a list: of two values one would be left out without a word.
    """
    given = Counter(name for name, _ in request.query_params.multi_items())
    unknown = [
        {"loc": ("query", name), "msg": "Unknown parameter", "type": "extra_forbidden"}
        for name in sorted(given.keys() - known)
    ]
    doubled = [
        {"loc": ("query", name), "msg": "Given more than once", "type": "doubled"}
        for name in sorted(given.keys() & known)
        if given[name] > 1
    ]
    if unknown or doubled:
        raise RequestValidationError(unknown + doubled)
