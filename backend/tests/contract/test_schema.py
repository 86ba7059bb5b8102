"""Every operation answers what the OpenAPI document says, as each role, whatever is sent to it.

`SCHEMA_EXAMPLES` raises the number of examples per operation for longer runs.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from tests.e2e.server import Server

EXAMPLES = int(os.environ.get("SCHEMA_EXAMPLES", "5"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
# A stream has no end, and ending the test's own sign-in would make the rest a guest's.
LEFT_OUT = {"/api/events", "/api/auth/logout", "/api/auth/logout-all"}
ROLES = ("admin", "user", "viewer", "guest")

# Bounded and the same each time: what it finds, it finds again.
bounded = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("schema"), {"BCRYPT_ROUNDS": "4"})
    server.prepare()
    server.start()
    yield server
    server.stop()


def headers_of(server: Server, role: str) -> dict[str, str]:
    """What a role sends."""
    if role == "guest":
        return {}
    body = {"username": role, "password": f"{role}123"}
    token = httpx2.post(f"{server.url}/api/auth/login", json=body).json()["access_token"]
    return {"Authorization": f"Bearer {token}"}


def operations(server: Server) -> list[APIOperation[Any, Any, Any, Any]]:
    """Return every operation of the running server's own document."""
    schema = schemathesis.openapi.from_url(f"{server.url}/api/openapi.json")
    found = list(schema.get_all_operations())
    assert all(isinstance(result, Ok) for result in found), "the document itself is broken"
    every = [result.ok() for result in found if isinstance(result, Ok)]
    return [operation for operation in every if operation.path not in LEFT_OUT]


@pytest.mark.parametrize("role", ROLES)
class TestEveryOperation:
    def test_answers_as_documented(self, server: Server, role: str) -> None:
        headers = headers_of(server, role)
        tried = 0

        for operation in operations(server):

            @bounded
            @given(case=operation.as_strategy())
            def answers_as_documented(case: Case[Any]) -> None:
                nonlocal tried
                tried += 1
                case.call_and_validate(base_url=server.url, headers=headers, checks=CHECKS)

            answers_as_documented()

        assert tried >= len(operations(server))

    def test_refuses_what_does_not_fit_the_document(self, server: Server, role: str) -> None:
        """No invalid input is taken, none breaks the server, and each 422 says what is wrong."""
        headers = headers_of(server, role)
        refused = 0

        for operation in operations(server):

            @bounded
            @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
            def refuses(case: Case[Any]) -> None:
                nonlocal refused
                answer = case.call_and_validate(
                    base_url=server.url,
                    headers=headers,
                    checks=[not_a_server_error, negative_data_rejection],
                )
                if answer.status_code == 422:
                    refused += 1
                    errors = answer.json()["errors"]
                    assert errors
                    assert all(error.keys() == {"loc", "msg", "type"} for error in errors)

            with contextlib.suppress(Unsatisfiable):  # nothing that it takes can be wrong
                refuses()

        assert refused
