from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from tests.auth.browser import Browser


@pytest.fixture
def browser(client: TestClient) -> Browser:
    return Browser(client)


@pytest.fixture
def other(client: TestClient) -> Browser:
    """Another device."""
    return Browser(client)


Start = Callable[..., TestClient]
