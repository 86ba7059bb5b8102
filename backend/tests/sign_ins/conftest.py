"""People who sign in."""

from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.sign_ins.person import Person


@pytest.fixture
def person(client: TestClient) -> Callable[..., Person]:
    return lambda *arguments: Person(client, *arguments)
