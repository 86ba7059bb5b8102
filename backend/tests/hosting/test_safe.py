import json
import re
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.registry.bundles import host, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish, Release


def boot_of(answer: httpx2.Response) -> dict[str, Any]:
    found = re.search(r'id="intarsia-boot"[^>]*>(.*?)</script>', answer.text)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


@pytest.fixture
def two_hosts(publish: Publish, release: Release) -> None:
    """The host and a remote were released, then each in another version."""
    publish("container", "1.0.0", host())
    publish("data-grid", "1.0.0", remote())
    release({"container": "1.0.0", "data-grid": "1.0.0"})
    publish("container", "1.1.0", host() | {"static/b.js": b"another"})
    release({"container": "1.1.0"})
    publish("data-grid", "1.1.0", remote(content=b"1.1.0"))
    release({"data-grid": "1.1.0"})


@pytest.mark.usefixtures("two_hosts")
class TestSafe:
    def test_shows_the_host_before_with_the_apps_of_now(self, client: TestClient) -> None:
        usual, safe = (boot_of(client.get(path)) for path in ("/data", "/data?safe=1"))

        assert (usual["safe"], usual["apps"]["container"]["version"]) == (False, "1.1.0")
        assert (safe["safe"], safe["apps"]["container"]["version"]) == (True, "1.0.0")
        assert safe["apps"]["data-grid"]["version"] == "1.1.0"
        assert "/mf/container/1.0.0/static/js/react.js" in client.get("/?safe=1").text

    def test_is_complete_on_every_replica(self, client: TestClient) -> None:
        """The rest of its boot document is there, also where the page was not asked for."""
        safe = boot_of(client.get("/data?safe=1"))
        client.app_state["hosting"].rests.clear()
        client.app_state["hosting"].safe.number = None

        rest = client.get(safe["rest"]["url"])

        assert rest.status_code == 200
        assert "container:1.0.0" not in rest.json()["snapshot"]  # the host goes by its name alone

    def test_lasts_for_one_page_view(self, client: TestClient) -> None:
        client.get("/?safe=1")

        assert boot_of(client.get("/"))["safe"] is False
        assert boot_of(client.get("/?unsafe=1&safe=10"))["safe"] is False

    def test_follows_the_releases(self, client: TestClient, release: Release) -> None:
        client.get("/?safe=1")
        release({"container": "1.0.0"})

        assert boot_of(client.get("/?safe=1"))["apps"]["container"]["version"] == "1.1.0"

    def test_never_shows_a_withdrawn_host(self, client: TestClient) -> None:
        client.patch(
            f"{REGISTRY}/apps/container/versions/1.0.0",
            json={"state": "withdrawn", "reason": "broken"},
            headers=DEPLOY,
        )

        none = client.get("/data?safe=1")

        assert (none.status_code, "There is no earlier host" in none.text) == (404, True)
        assert none.headers["Cache-Control"] == "no-store"
        nonce = re.search(r'<style nonce="([^"]+)"', none.text)
        assert nonce is not None
        assert f"'nonce-{nonce[1]}'" in none.headers["Content-Security-Policy"]


def test_without_any_host_says_what_to_publish(client: TestClient) -> None:
    answer = client.get("/?safe=1")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")
    assert "Nothing to show yet" in answer.text
