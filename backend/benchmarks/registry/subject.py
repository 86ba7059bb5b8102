"""One platform with a registry of some size, and what it is asked."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from benchmarks.hosting import files
from benchmarks.identity.load import request, send_all
from benchmarks.identity.ours import HERE, Platform
from benchmarks.identity.servers import Server
from benchmarks.registry.generate import (
    ENTRY,
    TEMPLATE,
    TEMPLATE_NAME,
    VERSIONS,
    app_id,
    fill,
    version_of,
)
from tests.registry.bundles import metadata, packed, remote

APPS = HERE.parent / "frontend" / "apps"
REGISTRY = "/api/registry"
STABLE = f"{REGISTRY}/channels/stable"
BR = {"Accept-Encoding": "gzip, deflate, br"}
HTML = {"Accept": "text/html"}
ASSET = "/mf/data-grid/1.0.0/static/small.js"
LISTED = 10  # by the small release, at every size; container and data-grid are among them


def tree(folder: Path) -> dict[str, bytes]:
    """Return a folder's files."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


@dataclass
class Subject:
    """A platform with so many apps of 100 versions each."""

    apps: int
    platform: Platform
    server: Server
    figures: dict[str, list[float]] = field(default_factory=dict)
    published: int = 0
    waiting: list[str] = field(default_factory=list)

    @classmethod
    def prepare(cls, folder: Path, port: int, apps: int) -> "Subject":
        """Publish the real host, a data grid with files and a template; copy the template."""
        folder = folder / str(apps)
        platform = Platform(folder, port, f"sqlite+aiosqlite:///{folder}/intarsia.db")
        platform.prepare()
        subject = cls(apps, platform, platform.server(f"{apps} apps"))
        subject.server.start()
        grid = files.bundle(APPS / "data-grid" / "dist", folder / "data-grid")
        described = metadata(route=f"/{TEMPLATE}")
        subject.publish("container", "1.0.0", tree(APPS / "container" / "dist"))
        subject.publish("data-grid", "1.0.0", tree(grid))
        subject.publish(TEMPLATE, "1.0.0", remote(TEMPLATE_NAME, described=described))
        subject.server.stop()
        fill(folder, apps)
        return subject

    def note(self, what: str, value: float) -> None:
        """Keep a measurement."""
        self.figures.setdefault(what, []).append(value)

    def least(self, what: str) -> float:
        """Return the least of the measurements: what the work itself takes."""
        return min(self.figures[what])

    def client(self) -> httpx2.Client:
        """Return a client with the deploy token."""
        token = (self.platform.folder / "secrets" / "deploy_token.txt").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        return httpx2.Client(base_url=self.platform.env["PUBLIC_URL"], headers=headers, timeout=120)

    def publish(self, app: str, version: str, bundle: dict[str, bytes]) -> None:
        """Publish a bundle."""
        with self.client() as client:
            path = f"{REGISTRY}/apps/{app}/versions/{version}"
            headers = {"Content-Type": "application/gzip"}
            client.put(path, content=packed(bundle), headers=headers).raise_for_status()

    def start(self) -> None:
        """Start, and note what it took to be ready and the memory then."""
        began = time.perf_counter()
        self.server.start()
        self.note("start, s", time.perf_counter() - began)
        self.note("start, CPU s", self.server.cpu_seconds())
        with self.client() as client:
            client.get("/", headers=HTML).raise_for_status()
        self.note("memory, MB", self.server.megabytes())

    def cpu(self, what: str, paths: list[str], headers: dict[str, str], count: int) -> None:
        """Note the server's CPU time per request."""
        sent = [request("GET", path, headers) for path in paths]
        requests = sent * (count // len(sent))
        before = self.server.cpu_seconds()
        asyncio.run(send_all(self.server.port, requests))
        spent = self.server.cpu_seconds() - before
        self.note(f"{what}, CPU µs", spent / len(requests) * 1e6)

    def unseen(self, count: int) -> list[str]:
        """Return addresses of files anywhere in the registry, never one of a version twice."""
        if not self.waiting:
            numbers = ((app, number) for app in range(self.apps) for number in range(VERSIONS))
            self.waiting = [f"/mf/{app_id(app)}/{version_of(n)}/{ENTRY}" for app, n in numbers]
            random.Random(5).shuffle(self.waiting)  # noqa: S311 (to be repeatable)
        return [self.waiting.pop() for _ in range(count)]

    def lists(self, count: int) -> None:
        """Measure the first pages of the registry's lists."""
        with self.client() as client:
            signed = dict(client.headers) | BR
        for what, path in (
            ("apps", f"{REGISTRY}/apps"),
            ("versions", f"{REGISTRY}/apps/{app_id(3)}/versions"),
            ("releases", f"{STABLE}/releases?limit=10"),
        ):
            self.cpu(f"list of {what}", [path], {"Authorization": signed["authorization"]}, count)

    def change(self) -> None:
        """Publish, promote, roll the release back, and roll an app back; note the time of each."""
        self.published += 1
        app, version = app_id(self.published % self.apps), f"2.{self.published}.0"
        name, route = f"generated{self.published % self.apps}", f"/{app}"
        described = metadata(route=route)
        bundle = remote(name, described=described, content=version.encode())
        self.clock("publish", lambda: self.publish(app, version, bundle))
        with self.client() as client:
            before = client.get(STABLE).headers["ETag"]
            self.clock("promote", lambda: self.promote(client, {app: {"version": version}}))
            number = {"release": int(before.strip('"'))}
            self.clock("roll back", lambda: post(client, "rollback", number))
            # Of an app that changed long ago: as many releases as there are apps.
            old = {"app": app_id((self.published + self.apps // 2) % self.apps)}
            self.clock("roll one app back", lambda: post(client, "rollback", old))

    def promote(self, client: httpx2.Client, changes: dict[str, Any]) -> None:
        """Make a release."""
        etag = client.get(STABLE).headers["ETag"]
        post(client, "releases", {"changes": changes}, {"If-Match": etag})

    def list_few(self) -> None:
        """Release so few apps that every size shows the same."""
        with self.client() as client:
            live = client.get(STABLE).json()["apps"]
            kept = {"container", "data-grid", *(app_id(number) for number in range(LISTED - 2))}
            self.promote(client, {app: None for app in live if app not in kept} or {})

    def clock(self, what: str, act: Callable[[], None]) -> None:
        """Note how long something took until it was answered, and the server's share of it."""
        spent, began = self.server.cpu_seconds(), time.perf_counter()
        act()
        self.note(f"{what}, ms", (time.perf_counter() - began) * 1000)
        self.note(f"{what}, CPU ms", (self.server.cpu_seconds() - spent) * 1000)


def post(
    client: httpx2.Client, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
) -> None:
    """Change the channel, or raise."""
    answer = client.post(f"{STABLE}/{path}", json=body, headers=headers)
    if answer.status_code != 201:
        raise RuntimeError(answer.text)
