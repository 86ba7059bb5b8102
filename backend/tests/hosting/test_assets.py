import gzip

import brotli  # type: ignore[import-untyped]  # has no stubs
import httpx2
import pytest
from starlette.testclient import TestClient

from intarsia.storage.bundles.local import FileBundles
from tests.registry.bundles import remote
from tests.registry.conftest import Publish, Release

BASE = "/mf/data-grid/1.0.0"
ENTRY = f"{BASE}/static/js/expose.js"
BODY = remote()["static/js/expose.js"]
SANDBOX = "sandbox; default-src 'none'"


def get(client: TestClient, path: str, **headers: str) -> httpx2.Response:
    """Ask without the encodings that the client itself would take."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers={"accept-encoding": "identity", **names})


def raw(client: TestClient, path: str, **headers: str) -> tuple[httpx2.Response, bytes]:
    """Return the bytes as they were sent."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    with client.stream("GET", path, headers=names) as response:
        return response, b"".join(response.iter_raw())


@pytest.mark.usefixtures("released")
class TestFile:
    def test_is_sent_as_it_was_published(self, client: TestClient) -> None:
        response = get(client, ENTRY)

        assert response.content == BODY
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Content-Security-Policy"] == SANDBOX
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert response.headers["Vary"] == "accept-encoding"
        assert "Set-Cookie" not in response.headers

    def test_is_the_same_in_every_encoding(self, client: TestClient) -> None:
        br, br_body = raw(client, ENTRY, accept_encoding="gzip, br")
        gz, gz_body = raw(client, ENTRY, accept_encoding="br;q=0, gzip")
        plain, plain_body = raw(client, ENTRY, accept_encoding="identity")

        assert (br.headers["Content-Encoding"], brotli.decompress(br_body)) == ("br", BODY)
        assert (gz.headers["Content-Encoding"], gzip.decompress(gz_body)) == ("gzip", BODY)
        assert "Content-Encoding" not in plain.headers
        assert plain_body == BODY
        tags = {response.headers["ETag"] for response in (br, gz, plain)}
        assert len(tags) == 3
        assert not any(tag.startswith("W/") for tag in tags)

    def test_is_not_compressed_when_that_does_not_help(self, client: TestClient) -> None:
        response, body = raw(client, f"{BASE}/index.html", accept_encoding="br, gzip")

        assert "Content-Encoding" not in response.headers
        assert body == remote()["index.html"]

    def test_is_not_acceptable_in_any_form(self, client: TestClient) -> None:
        assert get(client, ENTRY, accept_encoding="identity;q=0, zstd").status_code == 406

    @pytest.mark.parametrize("form", ["{}", '"other", {}', "W/{}", "*"])
    def test_is_not_sent_again(self, client: TestClient, form: str) -> None:
        tag = get(client, ENTRY).headers["ETag"]

        response = get(client, ENTRY, if_none_match=form.format(tag))

        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["ETag"] == tag
        assert response.headers["Content-Security-Policy"] == SANDBOX

    def test_of_another_encoding_is_sent_again(self, client: TestClient) -> None:
        tag = get(client, ENTRY, accept_encoding="br").headers["ETag"]

        assert get(client, ENTRY, if_none_match=tag).status_code == 200

    @pytest.mark.parametrize(
        ("wanted", "part", "described"),
        [
            ("bytes=0-0", BODY[:1], f"bytes 0-0/{len(BODY)}"),
            ("bytes=-5", BODY[-5:], f"bytes {len(BODY) - 5}-{len(BODY) - 1}/{len(BODY)}"),
            ("bytes=10-", BODY[10:], f"bytes 10-{len(BODY) - 1}/{len(BODY)}"),
        ],
    )
    def test_is_sent_in_part(
        self, client: TestClient, wanted: str, part: bytes, described: str
    ) -> None:
        response = get(client, ENTRY, range=wanted)

        assert (response.status_code, response.content) == (206, part)
        assert response.headers["Content-Range"] == described
        assert response.headers["Content-Length"] == str(len(part))

    def test_has_an_end(self, client: TestClient) -> None:
        response = get(client, ENTRY, range=f"bytes={len(BODY)}-")

        assert response.status_code == 416
        assert response.headers["Content-Range"] == f"bytes */{len(BODY)}"

    @pytest.mark.parametrize("wanted", ["bytes=0-0", "bytes=999999-"])
    def test_is_not_for_head(self, client: TestClient, wanted: str) -> None:
        response = client.head(ENTRY, headers={"accept-encoding": "identity", "range": wanted})

        assert (response.status_code, response.headers["Content-Length"]) == (200, str(len(BODY)))
        assert "Content-Range" not in response.headers
        assert response.headers["Content-Security-Policy"] == SANDBOX

    def test_is_sent_whole_when_the_part_is_of_another(self, client: TestClient) -> None:
        tag = get(client, ENTRY).headers["ETag"]

        fresh = get(client, ENTRY, range="bytes=0-0", if_range=tag)
        stale = get(client, ENTRY, range="bytes=0-0", if_range='"other"')
        dated = get(client, ENTRY, range="bytes=0-0", if_range="Sat, 21 Nov 2026 12:00:00 GMT")

        assert [answer.status_code for answer in (fresh, stale, dated)] == [206, 200, 200]

    def test_has_a_head(self, client: TestClient) -> None:
        response = client.head(ENTRY, headers={"accept-encoding": "identity"})

        assert (response.status_code, response.content) == (200, b"")
        assert response.headers["Content-Length"] == str(len(BODY))

    def test_with_a_strange_name_is_found(self, client: TestClient, publish: Publish) -> None:
        publish("odd", "1.0.0", remote() | {"ä b+%.txt": b"odd"})

        assert get(client, "/mf/odd/1.0.0/%C3%A4%20b+%25.txt").content == b"odd"

    def test_that_is_large_comes_in_pieces(self, client: TestClient, publish: Publish) -> None:
        body = b"0123456789abcdef" * (5 * 2**16)
        publish("large", "1.0.0", remote() | {"movie.mp4": body})

        whole = get(client, "/mf/large/1.0.0/movie.mp4")
        part = get(client, "/mf/large/1.0.0/movie.mp4", range="bytes=1048570-3145730")

        assert whole.content == body
        assert part.content == body[1048570:3145731]


@pytest.mark.usefixtures("released")
class TestRefusal:
    @pytest.mark.parametrize(
        "path",
        [
            f"{BASE}/missing.js",
            f"{BASE}/",
            f"{BASE}/static",
            f"{BASE}/%2e%2e/1.0.0/remoteEntry.js",
            f"{BASE}/static/js/expose.js.map",
            "/mf/data-grid/9.9.9/remoteEntry.js",
            "/mf/none/1.0.0/remoteEntry.js",
            "/mf/none/remoteEntry.js",
            "/mf/data-grid",
            "/mf/data-grid/",
            "/mf/",
            "/mf",
            "/mf/a%00b/remoteEntry.js",
            "/mf/a%00b/1.0.0/remoteEntry.js",
            "/mf/data-grid/%00.js",
            "/mf/data-grid/%ff.js",
        ],
    )
    def test_of_what_is_not_there_is_a_problem_document(
        self, client: TestClient, path: str
    ) -> None:
        response = client.get(path)

        assert response.status_code == 404
        assert response.headers["Content-Type"] == "application/problem+json"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Content-Security-Policy"] == SANDBOX
        assert response.json()["code"] == "not_found"

    def test_of_service_workers(self, client: TestClient) -> None:
        response = client.get(ENTRY, headers={"Service-Worker": "script"})

        assert response.status_code == 403
        assert response.headers["Content-Security-Policy"] == SANDBOX

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
    def test_of_other_methods(self, client: TestClient, method: str) -> None:
        response = client.request(method, ENTRY)

        assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")

    def test_when_bytes_are_gone_is_an_outage(
        self, client: TestClient, publish: Publish, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def fail(*_: object) -> bytes:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(FileBundles, "read", fail)

        response = client.get(ENTRY)

        assert (response.status_code, response.json()["code"]) == (503, "unavailable")
        assert response.headers["Retry-After"] == "1"
        assert response.headers["Content-Security-Policy"] == SANDBOX


@pytest.mark.usefixtures("released")
class TestAlias:
    def test_is_the_live_version(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        publish("data-grid", "1.1.0", remote(content=b"// newer"))
        before = get(client, "/mf/data-grid/remoteEntry.js")
        release({"data-grid": "1.1.0"})
        after = get(client, "/mf/data-grid/remoteEntry.js")

        assert before.content + b"// newer" == after.content
        assert after.headers["Cache-Control"] == "no-cache"
        assert before.headers["ETag"] != after.headers["ETag"]

    def test_is_the_newest_that_has_it_else(
        self, client: TestClient, publish: Publish, release: Release
    ) -> None:
        publish("data-grid", "1.1.0", remote() | {"new-chunk.js": b"new"})
        publish("data-grid", "0.9.0", remote() | {"old-chunk.js": b"old"})

        assert get(client, "/mf/data-grid/new-chunk.js").content == b"new"
        assert get(client, "/mf/data-grid/old-chunk.js").content == b"old"

    def test_manifest_leads_to_the_version(self, client: TestClient) -> None:
        response = get(client, "/mf/data-grid/mf-manifest.json")

        expected = "https://testserver/mf/data-grid/1.0.0/"
        assert response.json()["metaData"]["publicPath"] == expected
        tag = response.headers["ETag"]
        again = get(client, "/mf/data-grid/mf-manifest.json", if_none_match=tag)
        assert again.status_code == 304
