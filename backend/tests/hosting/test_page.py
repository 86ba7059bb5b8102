import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.registry.bundles import host, metadata, remote
from tests.registry.conftest import DEPLOY, Publish, Release


class Tags(HTMLParser):
    """What a browser would make of the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def boot_of(response: httpx2.Response) -> dict[str, Any]:
    match = re.search(r'id="intarsia-boot" nonce="[^"]+">(.*?)</script>', response.text)
    assert match is not None
    document: dict[str, Any] = json.loads(match[1])
    return document


def integrity(body: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


class TestWithoutRelease:
    def test_says_what_to_do(self, client: TestClient) -> None:
        response = client.get("/")

        assert response.status_code == 503
        assert response.headers["Retry-After"] == "3"
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "intarsia publish" in response.text
        assert "no release" in response.text

    def test_without_a_host_says_so(self, client: TestClient, publish: Publish) -> None:
        publish("data-grid", "1.0.0", remote(), channel="stable")

        response = client.get("/data")

        assert response.status_code == 503
        assert "without a host" in response.text


@pytest.mark.usefixtures("released")
class TestPage:
    def test_is_never_stored_and_locked_down(self, client: TestClient) -> None:
        response = client.get("/")

        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers
        policy = response.headers["Content-Security-Policy"]
        for directive in (
            "default-src 'none'",
            "worker-src 'none'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "require-trusted-types-for 'script'",
        ):
            assert directive in policy
        assert response.headers["Integrity-Policy"] == "blocked-destinations=(script)"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"

    def test_has_a_new_nonce_each_time(self, client: TestClient) -> None:
        nonces = set()
        for _ in range(3):
            response = client.get("/")
            (nonce,) = set(
                re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
            )
            assert f'<meta name="csp-nonce" nonce="{nonce}">' in response.text
            assert set(re.findall(r'nonce="([^"]+)"', response.text)) == {nonce}
            nonces.add(nonce)

        assert len(nonces) == 3

    def test_loads_the_host_with_integrity(self, client: TestClient) -> None:
        tags = Tags(client.get("/").text)

        scripts = [script for script in tags.named("script") if "src" in script]
        files = host()
        assert scripts == [
            {
                "src": f"/mf/container/1.0.0/{path}",
                "defer": None,
                "integrity": integrity(files[path]),
                "crossorigin": "anonymous",
            }
            for path in ("static/js/react.js", "static/js/expose.js")
        ]
        links = {link["href"]: link for link in tags.named("link")}
        style = links["/mf/container/1.0.0/static/main.css"]
        assert style["integrity"] == integrity(files["static/main.css"])
        assert tags.named("div") == [{"id": "root"}]

    def test_preloads_the_app_of_its_route(self, client: TestClient) -> None:
        links = Tags(client.get("/data/some/row").text).named("link")

        preloaded = {link["href"]: link for link in links if link["rel"] == "preload"}
        for path in ("remoteEntry.js", "static/js/expose.js"):
            link = preloaded[f"/mf/data-grid/1.0.0/{path}"]
            assert link["integrity"] == integrity(remote()[path])
            assert (link["as"], link["crossorigin"]) == ("script", "anonymous")
        assert not any(
            "data-grid" in str(link) for link in Tags(client.get("/").text).named("link")
        )

    def test_every_file_it_names_is_there(self, client: TestClient) -> None:
        tags = Tags(client.get("/data").text)
        named = [tag.get("src") or tag.get("href") for _, tag in tags.found]
        addresses = [address for address in named if address is not None]

        assert len(addresses) == 6
        for address in addresses:
            assert client.get(address).status_code == 200

    @pytest.mark.parametrize("path", ["/missing.js", "/.env", "/static/app.js", "/x/y.png"])
    def test_is_not_sent_for_a_missing_file(self, client: TestClient, path: str) -> None:
        response = client.get(path)

        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"

    def test_answers_only_get_and_head(self, client: TestClient) -> None:
        assert client.post("/").status_code == 405
        assert client.head("/").content == b""

    def test_has_an_icon(self, client: TestClient) -> None:
        response = client.get("/favicon.ico")

        assert response.status_code == 200
        assert response.headers["Content-Type"].startswith("image/")


@pytest.mark.usefixtures("released")
class TestBootDocument:
    def test_resolves_every_app(self, client: TestClient) -> None:
        boot = boot_of(client.get("/"))

        assert (boot["schema"], boot["channel"], boot["release"], boot["safe"]) == (
            1,
            "stable",
            1,
            False,
        )
        assert boot["apps"]["data-grid"] == {
            "version": "1.0.0",
            "name": "dataApp",
            "entry": "/mf/data-grid/1.0.0/mf-manifest.json",
            "type": "global",
            "globalName": "dataApp",
            "expose": "./DataGrid",
            "mount": "react",
            "title": "Data",
            "description": "Records.",
            "route": "/data",
            "nav": {"order": 20, "section": "Workspace"},
            "roles": None,
        }

    def test_has_a_snapshot_in_which_the_runtime_finds_remotes(self, client: TestClient) -> None:
        snapshot = boot_of(client.get("/data"))["snapshot"]

        assert set(snapshot) == {"container", "dataApp:1.0.0"}
        assert snapshot["container"]["remotesInfo"] == {"dataApp": {"matchedVersion": "1.0.0"}}
        remote_entry = snapshot["dataApp:1.0.0"]
        assert remote_entry["publicPath"] == "/mf/data-grid/1.0.0/"
        assert remote_entry["remoteEntry"] == "remoteEntry.js"
        assert remote_entry["version"] == "1.0.0"
        assert remote_entry["modules"][0]["moduleName"] == "DataGrid"
        assert remote_entry["shared"][0]["sharedName"] == "react"

    def test_holds_only_what_the_route_needs(self, client: TestClient) -> None:
        boot = boot_of(client.get("/"))

        assert set(boot["snapshot"]) == {"container"}
        assert not any("data-grid" in url for url in boot["integrity"])

    def test_has_the_hash_of_what_is_served(self, client: TestClient) -> None:
        boot = boot_of(client.get("/data"))

        assert len(boot["integrity"]) == 12
        for url, expected in boot["integrity"].items():
            assert integrity(client.get(url).content) == expected

    def test_names_the_rest_by_its_hash(self, client: TestClient) -> None:
        rest = boot_of(client.get("/"))["rest"]

        response = client.get(rest["url"])

        assert integrity(response.content) == rest["integrity"]
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert set(response.json()["snapshot"]) == {"container", "dataApp:1.0.0"}
        assert client.get("/api/registry/boot/" + "0" * 32 + ".json").status_code == 404

    def test_keeps_the_rest_of_earlier_pages(self, client: TestClient, release: Release) -> None:
        old = boot_of(client.get("/"))["rest"]
        release({"data-grid": None})
        hosting = client.app_state["hosting"]
        hosting.rests.clear()
        hosting.rest_of.clear()

        assert client.get(old["url"]).status_code == 200

    def test_can_not_be_broken_out_of(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        title = "</script><script>alert(1)</script><!-- & \"'<nonce>"
        publish("evil", "1.0.0", remote("evilApp", described=metadata(title=title, route="/evil")))
        release({"evil": "1.0.0"})

        response = client.get("/evil")

        assert boot_of(response)["apps"]["evil"]["title"] == title
        assert "alert(1)</script>" not in response.text
        assert "<nonce>" not in response.text


@pytest.mark.usefixtures("released")
class TestRelease:
    def test_shows_at_once_and_is_rolled_back_at_once(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        publish("data-grid", "1.1.0", remote(content=b"// new"))
        release({"data-grid": "1.1.0"})
        new = boot_of(client.get("/data"))
        client.post(
            "/api/registry/channels/stable/rollback",
            json={"release": 1},
            headers=DEPLOY,
        )
        old = boot_of(client.get("/data"))

        assert (new["release"], new["apps"]["data-grid"]["version"]) == (2, "1.1.0")
        assert (old["release"], old["apps"]["data-grid"]["version"]) == (3, "1.0.0")

    def test_of_apps_that_collide_shows_the_first(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        """A rollback may bring them together; neither the host nor other apps suffer."""
        publish("shell", "1.0.0", host("shell"))
        publish("zebra", "1.0.0", remote("zebraApp", described=metadata(route="/zebra")))
        publish("zebra", "1.1.0", remote("zebraApp", described=metadata(route="/data")))
        for changes in ({"zebra": "1.0.0"}, {"data-grid": None, "zebra": "1.1.0"}):
            assert release(changes).status_code == 201
        assert release({"container": None, "shell": "1.0.0"}).status_code == 201

        for app in ("data-grid", "container"):
            path = "/api/registry/channels/stable/rollback"
            assert client.post(path, json={"app": app}, headers=DEPLOY).status_code == 201
        page = client.get("/data")

        assert set(boot_of(page)["apps"]) == {"container", "data-grid"}
        assert "/mf/data-grid/1.0.0/remoteEntry.js" in page.text
        assert "/mf/zebra/" not in page.text
        assert client.get("/mf/zebra/1.1.0/remoteEntry.js").status_code == 200

    def test_takes_over_what_did_not_change(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        """Of a thousand apps a release changes one: nothing is read or worked out for the rest."""
        hosting = client.app_state["hosting"]
        publish("data-grid", "1.1.0", remote(content=b"// new"))
        before = hosting.live.boot.apps

        release({"data-grid": "1.1.0"})

        after = hosting.live.boot.apps
        assert after["container"] is before["container"]
        assert after["data-grid"].version == "1.1.0"

    def test_of_another_channel_is_not_shown(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        publish("data-grid", "1.1.0", remote(content=b"// new"))
        release({"container": "1.0.0", "data-grid": "1.1.0"}, channel="next")

        assert boot_of(client.get("/data"))["release"] == 1

    def test_survives_a_restart(self, client: TestClient) -> None:
        before = boot_of(client.get("/data"))
        client.app_state["hosting"].live = None

        assert client.portal is not None
        client.portal.call(client.app_state["hosting"].reload)

        assert boot_of(client.get("/data")) == before
