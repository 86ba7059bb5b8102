"""A route that refuses query parameters it does not know."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class StrictRoute(APIRoute):
    """A misspelt filter must not silently return everything.

    Each feature's router names it as its `route_class`: a router that includes it can't.
    """

    def get_route_handler(self) -> Handler:
        """Check names first; which are known is worked out once, when the route is made."""
        handle = super().get_route_handler()
        known = known_parameters(self.dependant)

        async def handle_strictly(request: Request) -> Response:
            if request.scope["query_string"]:
                refuse_unknown(request, known)
            return await handle(request)

        return handle_strictly


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


def refuse_unknown(request: Request, known: frozenset[str]) -> None:
    """Raise a validation error that names what is not known."""
    unknown = sorted(set(request.query_params) - known)
    if unknown:
        raise RequestValidationError(
            [
                {"loc": ("query", name), "msg": "Unknown parameter", "type": "extra_forbidden"}
                for name in unknown
            ]
        )
