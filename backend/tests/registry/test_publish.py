import base64
import concurrent.futures
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from intarsia.config import Settings
from tests.conftest import FakeClock
from tests.registry.bundles import host, metadata, packed, remote
from tests.registry.conftest import DEPLOY, REGISTRY, Publish

VERSION = f"{REGISTRY}/apps/data-grid/versions/1.0.0"
GZIP = {"Content-Type": "application/gzip"}


class TestPublish:
    def test_makes_the_version_visible(self, client: TestClient, publish: Publish) -> None:
        answer = publish("data-grid", "1.0.0", remote())

        assert answer.status_code == 201
        assert answer.json()["created"] is True
        assert answer.json()["release"] is None
        assert answer.json()["findings"] == []
        listed = client.get(f"{REGISTRY}/apps/data-grid/versions", headers=DEPLOY).json()
        assert [item["version"] for item in listed["items"]] == ["1.0.0"]
        assert listed["items"][0]["metadata"]["route"] == "/data"
        assert client.get("/mf/data-grid/1.0.0/remoteEntry.js").status_code == 200

    def test_never_releases_by_itself(self, client: TestClient, publish: Publish) -> None:
        publish("data-grid", "1.0.0", remote())

        answer = client.get(f"{REGISTRY}/channels/stable", headers=DEPLOY)

        assert answer.status_code == 404

    def test_the_same_files_again_are_fine(self, client: TestClient, publish: Publish) -> None:
        publish("data-grid", "1.0.0", remote())

        again = client.put(VERSION, content=packed(remote(), "dist/"), headers=DEPLOY | GZIP)

        assert again.status_code == 200
        assert again.json()["created"] is False

    def test_other_files_under_the_same_version_are_refused(
        self, client: TestClient, publish: Publish
    ) -> None:
        publish("data-grid", "1.0.0", remote())

        answer = publish("data-grid", "1.0.0", remote(content=b"// changed"))

        assert answer.status_code == 409
        assert answer.json()["code"] == "version_exists"
        assert b"changed" not in client.get("/mf/data-grid/1.0.0/remoteEntry.js").content

    def test_a_dry_run_keeps_nothing(
        self, client: TestClient, publish: Publish, settings: Settings
    ) -> None:
        answer = publish("data-grid", "1.0.0", remote(), dry_run="true")

        assert answer.status_code == 200
        assert answer.json()["dry_run"] is True
        assert client.get(f"{REGISTRY}/apps", headers=DEPLOY).json()["items"] == []
        assert not list(settings.data_dir.glob("bundles/blobs/*/*"))

    def test_can_release_at_once(self, publish: Publish) -> None:
        first = publish("container", "1.0.0", host(), channel="stable")
        second = publish("data-grid", "1.0.0", remote(), channel="stable")

        assert first.json()["release"]["number"] == 1
        assert second.json()["release"]["number"] == 2
        assert second.json()["release"]["apps"] == {
            "container": {"version": "1.0.0"},
            "data-grid": {"version": "1.0.0"},
        }

    def test_sent_again_does_not_release_again(self, publish: Publish) -> None:
        publish("container", "1.0.0", host(), channel="stable")

        again = publish("container", "1.0.0", host(), channel="stable")

        assert again.status_code == 200
        assert again.json()["release"]["number"] == 1

    def test_a_refused_release_leaves_no_version(
        self, client: TestClient, publish: Publish
    ) -> None:
        publish("data-grid", "1.0.0", remote(), channel="stable")

        answer = publish("other", "1.0.0", remote("otherApp"), channel="stable")

        assert answer.status_code == 422
        assert [finding["rule"] for finding in answer.json()["findings"]] == ["duplicate_route"]
        apps = client.get(f"{REGISTRY}/apps", headers=DEPLOY).json()["items"]
        assert [app["id"] for app in apps] == ["data-grid"]

    def test_many_at_once_of_one_version_agree(self, publish: Publish) -> None:
        with concurrent.futures.ThreadPoolExecutor(6) as threads:
            answers = list(threads.map(lambda _: publish("a", "1.0.0", remote()), range(6)))

        assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201]

    def test_leaves_staging_empty(self, publish: Publish, settings: Settings) -> None:
        publish("data-grid", "1.0.0", remote())
        publish("data-grid", "1.0.1", {})

        assert not list(settings.data_dir.glob("bundles/staging/*"))

    def test_the_same_bytes_are_stored_once(self, publish: Publish, settings: Settings) -> None:
        publish("data-grid", "1.0.0", remote())
        before = set(settings.data_dir.glob("bundles/blobs/*/*"))

        publish("data-grid", "1.0.1", remote())
        publish("data-copy", "1.0.0", remote())

        assert set(settings.data_dir.glob("bundles/blobs/*/*")) == before

    def test_every_blob_is_what_its_name_says(self, publish: Publish, settings: Settings) -> None:
        publish("container", "1.0.0", host())

        blobs: list[Path] = list(settings.data_dir.glob("bundles/blobs/*/*"))
        assert len(blobs) > 10
        assert all(hashlib.sha256(blob.read_bytes()).hexdigest() == blob.name for blob in blobs)


class TestPublishChecksTheRequest:
    def test_the_digest_when_one_is_sent(self, client: TestClient) -> None:
        body = packed(remote())
        right = base64.b64encode(hashlib.sha256(body).digest()).decode()
        wrong = base64.b64encode(hashlib.sha256(body + b"x").digest()).decode()

        refused = client.put(
            VERSION, content=body, headers=DEPLOY | GZIP | {"Content-Digest": f"sha-256=:{wrong}:"}
        )
        taken = client.put(
            VERSION,
            content=body,
            headers=DEPLOY | GZIP | {"Content-Digest": f"md5=:AAAA:, sha-256=:{right}:"},
        )

        assert (refused.status_code, refused.json()["code"]) == (422, "digest_mismatch")
        assert taken.status_code == 201

    @pytest.mark.parametrize("digest", ["sha-256=abc", "sha-256=:abc", "sha-512=::", "sha-256=:!:"])
    def test_a_digest_that_nobody_can_check(self, client: TestClient, digest: str) -> None:
        headers = DEPLOY | GZIP | {"Content-Digest": digest}

        refused = client.put(VERSION, content=packed(remote()), headers=headers)

        assert (refused.status_code, refused.json()["code"]) == (422, "digest_malformed")

    @pytest.mark.parametrize(
        "media_type", ["application/json", "application/zip", "multipart/form-data", ""]
    )
    def test_the_media_type(self, client: TestClient, media_type: str) -> None:
        headers = DEPLOY | {"Content-Type": media_type}

        assert client.put(VERSION, content=packed(remote()), headers=headers).status_code == 415

    @pytest.mark.parametrize(
        "path",
        [
            "apps/Upper/versions/1.0.0",
            f"apps/{'a' * 65}/versions/1.0.0",
            "apps/a/versions/1.0",
            "apps/a/versions/01.0.0",
            f"apps/a/versions/1.0.0-{'a' * 130}",
            "apps/a/versions/1.0.0?channel=UP",
            "apps/a/versions/1.0.0?unknown=1",
        ],
    )
    def test_names_versions_and_parameters(self, client: TestClient, path: str) -> None:
        url = f"{REGISTRY}/{path}"

        assert client.put(url, content=b"", headers=DEPLOY | GZIP).status_code == 422

    def test_who_asks(
        self, publish: Publish, viewer: dict[str, str], admin: dict[str, str]
    ) -> None:
        assert publish("a", "1.0.0", remote(), headers={}).status_code == 401
        assert publish("a", "1.0.0", remote(), headers=viewer).status_code == 403
        assert publish("a", "1.0.0", remote(), headers=admin).status_code == 201

    def test_the_packed_size(
        self, make_client: Callable[..., TestClient], settings: Settings
    ) -> None:
        limits = settings.limits.model_copy(update={"bundle_max_packed_bytes": 1000})
        client = make_client(limits=limits)

        answer = client.put(VERSION, content=b"\x1f\x8b" + bytes(5000), headers=DEPLOY | GZIP)

        assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


class TestPublishChecksTheBundle:
    def test_and_lists_everything_that_is_wrong(self, publish: Publish) -> None:
        files = remote("data-app", described=metadata(route="/api", unknown=1))
        del files["static/js/expose.js"]

        answer = publish("data-grid", "1.0.0", files)

        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == "rejected"
        found = {(finding["rule"], finding["path"]) for finding in answer.json()["findings"]}
        assert found == {
            ("metadata", "intarsia.json.route"),
            ("metadata", "intarsia.json.unknown"),
            ("federation_name", "data-app"),
            ("missing_file", "static/js/expose.js"),
        }


class TestServedManifest:
    def test_is_rewritten_once(self, client: TestClient, publish: Publish) -> None:
        publish(
            "data-grid",
            "1.0.0",
            remote(meta={"publicPath": "https://cdn.example.com/", "extra": [1]}),
        )

        served = client.get("/mf/data-grid/1.0.0/mf-manifest.json").json()

        assert served["metaData"]["publicPath"] == "auto"
        assert served["metaData"]["extra"] == [1]
        assert served["remotes"] == []

    def test_has_relative_paths(self, client: TestClient, publish: Publish) -> None:
        files = remote()
        files["mf-manifest.json"] = files["mf-manifest.json"].replace(b'"static/js', b'"/static/js')

        answer = publish("data-grid", "1.0.0", files)

        assert {finding["rule"] for finding in answer.json()["findings"]} == {"root_absolute"}
        served = client.get("/mf/data-grid/1.0.0/mf-manifest.json").json()
        assert served["exposes"][0]["assets"]["js"]["sync"] == ["static/js/expose.js"]


class TestSchema:
    def test_is_the_one_that_publishing_checks(self, client: TestClient) -> None:
        schema = client.get(f"{REGISTRY}/schemas/intarsia.json").json()

        assert schema["$id"] == f"{REGISTRY}/schemas/intarsia.json"
        assert set(schema["required"]) == {"title", "route", "expose", "mount", "nav"}
        assert {"$schema", "globalName", "kind"} <= set(schema["properties"])


class TestLists:
    def test_of_apps_come_in_pages(
        self, client: TestClient, publish: Publish, viewer: dict[str, str]
    ) -> None:
        for app in ("b", "a", "c"):
            publish(app, "1.0.0", remote())

        first = client.get(f"{REGISTRY}/apps", params={"limit": 2}, headers=viewer).json()
        cursor = first["next_cursor"]
        rest = client.get(f"{REGISTRY}/apps", params={"cursor": cursor}, headers=viewer).json()

        assert [app["id"] for app in first["items"] + rest["items"]] == ["a", "b", "c"]
        assert (first["total"], rest["next_cursor"]) == (3, None)

    def test_of_versions_start_with_the_newest(
        self, client: TestClient, publish: Publish, clock: FakeClock
    ) -> None:
        for version in ("1.0.0", "1.0.1", "1.0.2"):
            publish("a", version, remote())
            clock.advance(seconds=1)

        listed = client.get(f"{REGISTRY}/apps/a/versions", params={"limit": 2}, headers=DEPLOY)
        cursor = {"cursor": listed.json()["next_cursor"]}
        rest = client.get(f"{REGISTRY}/apps/a/versions", params=cursor, headers=DEPLOY)

        found = [item["version"] for item in listed.json()["items"] + rest.json()["items"]]
        assert found == ["1.0.2", "1.0.1", "1.0.0"]

    def test_of_an_unknown_app_are_404(self, client: TestClient) -> None:
        answer = client.get(f"{REGISTRY}/apps/none/versions", headers=DEPLOY)

        assert answer.status_code == 404
