"""Have the application write what its intake holds, instead of waiting for the second to pass."""

from starlette.testclient import TestClient


def write_reports(client: TestClient) -> None:
    assert client.portal is not None
    client.portal.call(client.app_state["intake"].write)
