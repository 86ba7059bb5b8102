"""No body of any operation may hold a field that its schema does not name, however deep."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.conftest import signed_in

# Maps from names that the caller chooses, not records.
MAPS = {"ReleaseWrite.changes", "EventIn.props", "ErrorReport.props"}
SMUGGLED = {"role": "admin", "isActive": True, "is_active": True, "id": "1", "user_id": "1"}
CALLS = [
    ("POST", "/api/auth/login", {"username": "user", "password": "user123"}),
    ("POST", "/api/auth/refresh", {}),
    ("POST", "/api/auth/logout", {}),
    ("POST", "/api/auth/logout-all", {}),
    ("PUT", "/api/auth/password", {"current_password": "x", "new_password": "marquetry-9"}),
    ("POST", "/api/auth/password-reset", {"email": "a@example.com"}),
    ("POST", "/api/tokens", {"name": "t", "scopes": ["data:read"], "expires_at": "2027-01-01"}),
    ("PATCH", "/api/settings", {"compact_mode": True}),
    ("POST", "/api/preferences", {"theme": "dark"}),
]


def objects(
    schema: dict[str, Any], known: dict[str, Any], seen: set[str], where: str
) -> Iterator[tuple[str, Any]]:
    """Every object of a schema by name, and whether it takes more than it says."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name not in seen:
            seen.add(name)
            yield from objects(known[name], known, seen, name)
        return
    if schema.get("type") == "object" or "properties" in schema:
        yield where, schema.get("additionalProperties", True)
    parts = [part for key in ("anyOf", "allOf", "oneOf") for part in schema.get(key, [])]
    for part in [*parts, *filter(None, [schema.get("items")])]:
        yield from objects(part, known, seen, where)
    for name, part in schema.get("properties", {}).items():
        yield from objects(part, known, seen, f"{where}.{name}")


@pytest.mark.attack(34)
class TestMassAssignment:
    def test_every_body_names_all_it_takes(self, app: TestClient) -> None:
        document = app.get("/api/openapi.json").json()
        known = document["components"]["schemas"]
        found: dict[str, Any] = {}
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                for content in operation.get("requestBody", {}).get("content", {}).values():
                    where = f"{method} {path}"
                    found |= dict(objects(content["schema"], known, set(), where))

        assert {name for name, more in found.items() if more is not False} == MAPS
        assert len(found) > 30

    @pytest.mark.parametrize("field", SMUGGLED)
    @pytest.mark.parametrize(("method", "path", "body"), CALLS, ids=[path for _, path, _ in CALLS])
    def test_smuggled_field_is_refused_by_name(
        self, app: TestClient, method: str, path: str, body: dict[str, Any], field: str
    ) -> None:
        answer = app.request(
            method, path, json=body | {field: SMUGGLED[field]}, headers=signed_in(app, "user")
        )

        assert answer.status_code == 422
        errors = {each["loc"][-1]: each["type"] for each in answer.json()["errors"]}
        assert errors[field] == "extra_forbidden"
