"""Every operation lets in whom docs/permissions.md says, and nobody else."""

from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.conftest import DEPLOY_TOKEN, signed_in
from tests.permissions import ANYBODY, CALLERS, DEPLOYMENT, GUEST, PAGE, Operation, operations, page

# Without a body this one asks for a sign-in, to send the mail again.
BODIES: dict[str, Any] = {"POST /api/auth/verify-email": {"token": "x" * 43}}
# The page's text says what these ask of programs besides.
BESIDES = {
    (DEPLOYMENT, each.name)
    for each in operations()
    if each.path == "/api/preferences" or each.path.startswith("/api/session")
}
REFUSED = {"forbidden", "sign_in_needed", "unauthenticated"}


def headers_of(client: TestClient, caller: str) -> dict[str, str]:
    """Anew for each call: some of them end the sign-in."""
    if caller == GUEST:
        return {}
    if caller == DEPLOYMENT:
        return {"Authorization": f"Bearer {DEPLOY_TOKEN}"}
    return signed_in(client, caller)


def call(client: TestClient, operation: Operation, caller: str) -> httpx2.Response:
    """Send no more than is needed to be let in or not."""
    path = operation.path.replace("{", "").replace("}", "")
    headers = headers_of(client, caller) | {"Accept": "application/json"}  # no endless stream
    answer = client.request(
        operation.method, path, headers=headers, json=BODIES.get(operation.name)
    )
    client.cookies.clear()
    return answer


def code_of(answer: httpx2.Response) -> str:
    is_problem = answer.headers.get("Content-Type", "").startswith("application/problem")
    return str(answer.json()["code"]) if is_problem else ""


class TestPage:
    def test_says_what_the_code_says(self) -> None:
        assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m tests.permissions`"

    def test_has_every_operation_of_the_document(self, app: TestClient) -> None:
        paths = app.get("/api/openapi.json").json()["paths"]
        documented = {
            f"{method.upper()} {path}" for path, methods in paths.items() for method in methods
        }

        listed = {each.name for each in operations()}

        assert {name for name in documented - listed if "/api/" in name} == set()
        assert listed <= documented


class TestEveryOperation:
    @pytest.mark.parametrize("caller", CALLERS)
    def test_lets_in_whom_the_page_says(self, client: TestClient, caller: str) -> None:
        for operation in operations():
            if (caller, operation.name) in BESIDES:
                continue
            answer = call(client, operation, caller)
            code = code_of(answer)
            if operation.is_open_to(caller):
                assert code not in REFUSED, (operation.name, code)
            elif caller == GUEST:
                assert (answer.status_code, code) == (401, "unauthenticated"), operation.name
            else:
                assert answer.status_code == 403, (operation.name, answer.status_code)
                assert code in {"forbidden", "sign_in_needed"}, (operation.name, code)

    def test_page_shuts_most_of_it_to_guests(self) -> None:
        """Or the test above would show little."""
        assert sum(each.needs != ANYBODY for each in operations()) > 50
