"""Clients that write to a real server until it is killed, and remember what was acknowledged."""

import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.e2e.server import Server
from tests.registry.bundles import Files, packed, remote

APP = "data-grid"
WRITERS = 4
KILL_AFTER = (1, 150)  # acknowledged writes, and then up to so many milliseconds
KILL_WITHIN_MS = 30


def row(number: int) -> dict[str, Any]:
    """All that a row says follows from its number, so that half of one would show."""
    return {
        "name": f"row {number}",
        "category": f"round {number // 10_000}",
        "value": float(number),
        "status": "pending",
        "description": f"{number} " * 50,
    }


def bundle(version: str) -> Files:
    """All files of a version follow from its number."""
    noise = random.Random(version).randbytes(20_000).hex().encode()  # noqa: S311 (not secret)
    return remote(content=b"/*" + noise + b"*/") | {"static/js/noise.js": b"//" + noise[::-1]}


@dataclass
class Acknowledged:
    """What the server has said to be stored."""

    rows: dict[str, int] = field(default_factory=dict)
    versions: set[str] = field(default_factory=set)
    release: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)
    count: int = 0

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Remember something, and wake who waits for it."""
        with self.news:
            yield
            self.count += 1
            self.news.notify_all()


@dataclass
class Round:
    """One life of the server, from its start to its kill."""

    server: Server
    number: int
    done: Acknowledged

    def run(self, chance: random.Random) -> None:
        """Write from several threads and kill at a random point in between."""
        work = [threading.Thread(target=self.write_rows, args=(i,)) for i in range(WRITERS)]
        work.append(threading.Thread(target=self.publish))
        target = self.done.count + chance.randint(*KILL_AFTER)
        for thread in work:
            thread.start()
        with self.done.news:
            assert self.done.news.wait_for(lambda: self.done.count >= target, timeout=60)
            self.done.news.wait(chance.uniform(0, KILL_WITHIN_MS / 1000))
        process = self.server.process
        assert process is not None
        process.kill()
        process.wait(20)
        for thread in work:
            thread.join(30)
            assert not thread.is_alive()

    def write_rows(self, writer: int) -> None:
        """Make rows until the server is gone."""
        number = self.number * 10_000 + writer * 2_000
        with suppress(httpx2.TransportError), self.client() as client:
            client.headers.update(signed_in(client))
            while True:
                answer = client.post("/api/data", json=row(number))
                assert answer.status_code == 201, answer.text
                with self.done.noted():
                    self.done.rows[answer.json()["id"]] = number
                number += 1

    def publish(self) -> None:
        """Publish and release until the server is gone."""
        with suppress(httpx2.TransportError), self.client() as client:
            client.headers.update(self.server.deploy_headers())
            for patch in range(10_000):
                self.publish_one(client, f"{self.number}.0.{patch}")

    def publish_one(self, client: httpx2.Client, version: str) -> None:
        path = f"/api/registry/apps/{APP}/versions/{version}"
        headers = {"Content-Type": "application/gzip"}
        answer = client.put(path, content=packed(bundle(version)), headers=headers)
        assert answer.status_code == 201, answer.text
        with self.done.noted():
            self.done.versions.add(version)
        live = client.get("/api/registry/channels/stable")
        released = client.post(
            "/api/registry/channels/stable/releases",
            json={"changes": {APP: {"version": version}}},
            headers={"If-Match": live.headers["ETag"]} if live.status_code == 200 else {},
        )
        assert released.status_code == 201, released.text
        with self.done.noted():
            self.done.release = released.json()["number"]

    def client(self) -> httpx2.Client:
        return httpx2.Client(base_url=self.server.url, timeout=30)


def signed_in(client: httpx2.Client) -> dict[str, str]:
    body = {"username": "user", "password": "user123"}
    answer = client.post("/api/auth/login", json=body)
    return {"Authorization": f"Bearer {answer.raise_for_status().json()['access_token']}"}


def everything(client: httpx2.Client, path: str, **params: str) -> Iterator[dict[str, Any]]:
    """Every item of a list."""
    cursor: dict[str, str] = {}
    while True:
        answer = client.get(path, params={"limit": "1000", **params, **cursor})
        page = answer.raise_for_status().json()
        yield from page["items"]
        if page["next_cursor"] is None:
            return
        cursor = {"cursor": page["next_cursor"]}


def check(server: Server, done: Acknowledged, latest: int) -> None:
    """Read back all that was acknowledged, and see that whatever is there is whole."""
    with httpx2.Client(base_url=server.url, timeout=30) as client:
        client.headers.update(signed_in(client))
        check_rows(client, done, latest)
        check_versions(client, done, latest)
        check_release(client, done)


def check_rows(client: httpx2.Client, done: Acknowledged, latest: int) -> None:
    stored = {item["id"]: item for item in everything(client, "/api/data", q="row ")}
    assert done.rows.keys() <= stored.keys()
    for item in stored.values():
        wanted = row(int(item["value"]))
        assert {name: item[name] for name in wanted} == wanted
    found = everything(client, "/api/data", q=f"{latest * 10_000} ")
    assert {item["value"] for item in found} <= {item["value"] for item in stored.values()}


def check_versions(client: httpx2.Client, done: Acknowledged, latest: int) -> None:
    path = f"/api/registry/apps/{APP}/versions"
    if not done.versions and client.get(path).status_code == 404:
        return  # killed before the app's first version
    listed = everything(client, path)
    versions = {item["version"] for item in listed}
    assert done.versions <= versions
    for version in versions:
        whole = version.startswith(f"{latest}.") or version.endswith(".0.0")
        for path, body in bundle(version).items() if whole else ():
            if path.endswith((".js", ".html")):
                answer = client.get(f"/mf/{APP}/{version}/{path}")
                assert (answer.status_code, answer.content) == (200, body), f"{version} {path}"


def check_release(client: httpx2.Client, done: Acknowledged) -> None:
    live = client.get("/api/registry/channels/stable")
    if done.release:
        assert live.json()["number"] >= done.release
    if live.status_code == 200:
        version = live.json()["apps"][APP]
        version = version["version"] if isinstance(version, dict) else version
        assert client.get(f"/mf/{APP}/{version}/remoteEntry.js").status_code == 200
