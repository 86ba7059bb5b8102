"""Everything that happens to versions, at once, until the server is killed; then a look at it."""

import hashlib
import os
import random
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.e2e.server import Server
from tests.registry.bundles import Files, packed, remote

APPS = ("one", "two")
CHANNELS = ("next", "stable")
GZIP = {"Content-Type": "application/gzip"}
LONG_AGO = "2020-01-01 00:00:00.000000"


def bundle(app: str, version: str) -> Files:
    """All bytes follow from the names; some are shared by all versions, some by both apps."""
    noise = random.Random(f"{app} {version}").randbytes(3_000).hex().encode()  # noqa: S311
    described = {"title": app, "route": f"/{app}", "expose": "./DataGrid", "mount": "react"}
    files = remote(f"{app}App", described={**described, "nav": False})
    return files | {"static/js/own.js": b"//" + noise, "remoteEntry.js": b"/*" + noise + b"*/"}


@dataclass
class Told:
    """What the server has acknowledged."""

    versions: set[tuple[str, str]] = field(default_factory=set)
    withdrawn: set[tuple[str, str]] = field(default_factory=set)
    releases: dict[str, int] = field(default_factory=dict)
    count: int = 0
    news: threading.Condition = field(default_factory=threading.Condition)

    def note(self) -> None:
        with self.news:
            self.count += 1
            self.news.notify_all()


@dataclass
class Life:
    """One life of the server: publishers, promoters and withdrawers, and its own collection."""

    server: Server
    number: int
    told: Told
    chance: random.Random

    def run(self) -> None:
        target = self.told.count + self.chance.randint(1, 25)
        work = [threading.Thread(target=self.publish, args=(app,)) for app in APPS]
        work += [threading.Thread(target=self.promote, args=(name,)) for name in CHANNELS]
        work.append(threading.Thread(target=self.withdraw))
        for thread in work:
            thread.start()
        with self.told.news:
            assert self.told.news.wait_for(lambda: self.told.count >= target, timeout=60)
            self.told.news.wait(self.chance.uniform(0, 0.05))
        process = self.server.process
        assert process is not None
        process.kill()
        process.wait(20)
        for thread in work:
            thread.join(30)
            assert not thread.is_alive()

    def client(self) -> httpx2.Client:
        headers = self.server.deploy_headers()
        base = f"{self.server.url}/api/registry"
        return httpx2.Client(base_url=base, headers=headers, timeout=30)

    def publish(self, app: str) -> None:
        with suppress(httpx2.TransportError), self.client() as client:
            for patch in range(1000):
                version = f"{self.number}.0.{patch}"
                path = f"apps/{app}/versions/{version}"
                answer = client.put(path, content=packed(bundle(app, version)), headers=GZIP)
                # 503 while a file is being collected: the same publish is sent again.
                if answer.status_code == 503:
                    continue
                assert answer.status_code in (200, 201), answer.text
                self.told.versions.add((app, version))
                self.told.note()

    def promote(self, channel: str) -> None:
        chance = random.Random(f"{self.number} {channel}")  # noqa: S311 (to be repeatable)
        with suppress(httpx2.TransportError), self.client() as client:
            while True:
                app, version = self.pick(chance)
                live = client.get(f"channels/{channel}")
                match = {"If-Match": live.headers["ETag"]} if live.status_code == 200 else {}
                body = {"changes": {app: {"version": version}}}
                path = f"channels/{channel}/releases"
                answer = client.post(path, json=body, headers=match)
                assert answer.status_code in (201, 409, 412, 503), answer.text
                if answer.status_code == 201:
                    self.told.releases[channel] = answer.json()["number"]
                    self.told.note()

    def withdraw(self) -> None:
        chance = random.Random(self.number)  # noqa: S311
        with suppress(httpx2.TransportError), self.client() as client:
            while True:
                app, version = self.pick(chance)
                body = {"state": "withdrawn", "reason": "chance"}
                answer = client.patch(f"apps/{app}/versions/{version}", json=body)
                assert answer.status_code in (200, 409, 503), answer.text
                if answer.status_code == 200:
                    self.told.withdrawn.add((app, version))
                    self.told.note()
                with self.told.news:
                    self.told.news.wait(0.05)

    def pick(self, chance: random.Random) -> tuple[str, str]:
        """An acknowledged version, as soon as there is one."""
        with self.told.news:
            self.told.news.wait_for(lambda: self.told.versions, timeout=30)
            return chance.choice(sorted(self.told.versions))


def age(server: Server) -> None:
    """Make everything old, so that the next start collects what is not live."""
    with closing(sqlite3.connect(server.folder / "data" / "intarsia.db")) as database:
        for table, column in (
            ("versions", "published_at"),
            ("blobs", "touched_at"),
            ("jobs", "due_at"),
        ):
            database.execute(f"UPDATE {table} SET {column} = ?", [LONG_AGO])  # noqa: S608
        database.execute("UPDATE versions SET left_at = ? WHERE left_at IS NOT NULL", [LONG_AGO])
        database.execute("UPDATE jobs SET leased_by = NULL, leased_until = NULL")
        database.commit()


def check(server: Server, told: Told) -> None:
    """Nothing acknowledged is lost, nothing is half there, every byte is what it was."""
    with httpx2.Client(base_url=server.url, headers=server.deploy_headers(), timeout=30) as client:
        listed = {(item["app"], item["version"]): item for item in versions(client)}
        assert told.versions <= listed.keys()
        live = live_maps(client)
        for channel, number in told.releases.items():
            assert live[channel]["number"] >= number
        for release in live.values():
            for app, entry in release["apps"].items():
                assert listed[app, entry["version"]]["state"] not in ("withdrawn", "collected")
        for name in told.withdrawn:
            assert listed[name]["state"] in ("withdrawn", "collected")
        for name, item in listed.items():
            check_files(client, *name, gone=item["state"] == "collected")


def versions(client: httpx2.Client) -> Iterator[dict[str, Any]]:
    """Every version, however many pages that are."""
    for app in APPS:
        asked: dict[str, str | int] = {"limit": 1000}
        while True:
            page = client.get(f"/api/registry/apps/{app}/versions", params=asked).json()
            yield from page.get("items", [])
            if page.get("next_cursor") is None:
                break
            asked["cursor"] = page["next_cursor"]


def live_maps(client: httpx2.Client) -> dict[str, Any]:
    found = {name: client.get(f"/api/registry/channels/{name}") for name in CHANNELS}
    return {name: answer.json() for name, answer in found.items() if answer.status_code == 200}


def check_files(client: httpx2.Client, app: str, version: str, *, gone: bool) -> None:
    """All of a version is there or, once it was collected, nothing."""
    for path, body in bundle(app, version).items():
        if not path.endswith(".js"):
            continue
        answer = client.get(f"/mf/{app}/{version}/{path}")
        if answer.status_code == 404 and not gone:  # collected since the list was read?
            row = client.get(f"/api/registry/apps/{app}/versions/{version}").json()
            gone = row["state"] == "collected"
        wanted = (404, None) if gone else (200, body)
        found = (answer.status_code, None if gone else answer.content)
        assert found == wanted, f"{app} {version} {path} {answer.status_code}"


def check_disk(server: Server) -> int:
    """After a last collection the store has what versions need, and not one file more."""
    age(server)
    blobs = server.folder / "data" / "bundles" / "blobs"
    old(server.folder / "data" / "bundles")
    server.run("gc")
    on_disk = {path.name: path for path in blobs.glob("*/*")}
    for name, path in on_disk.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name
    with closing(sqlite3.connect(server.folder / "data" / "intarsia.db")) as database:
        needed = {row[0] for row in database.execute("SELECT DISTINCT digest FROM blob_refs")}
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert set(on_disk) == needed
    assert not list((server.folder / "data" / "bundles" / "staging").iterdir())
    return len(needed)


def old(folder: Path) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (1_000_000, 1_000_000))
