"""The S3 server is killed and comes back, while visitors load pages and somebody publishes."""

import contextlib
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.conftest import missing
from tests.e2e.server import Server, free_port, wait_until
from tests.long.page_load import Crowd, versions
from tests.long.pairs import client_of, running
from tests.registry.bundles import Files, host, packed, remote

KEY, SECRET = "test", "only-for-this-run"
GZIP = {"Content-Type": "application/gzip"}
ANSWER_SECONDS = 20.0  # for a publish that can't be stored
RECOVERY_SECONDS = 10.0
UNCACHED = "/mf/data-grid/1.1.0/remoteEntry.js"


@dataclass
class S3Server:
    """versitygw over a folder, on a port that stays the same when it is started again."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def settings(self) -> dict[str, str]:
        """How a platform reaches it."""
        return {
            "BUNDLE_STORE_URL": "s3://bundles/away",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET,
        }

    def start(self) -> None:
        program = os.environ.get("TEST_S3_PROGRAM") or shutil.which("versitygw")
        if program is None:
            missing("TEST_S3_PROGRAM", "versitygw")
        (self.folder / "bundles").mkdir(parents=True, exist_ok=True)
        env = os.environ | {"ROOT_ACCESS_KEY": KEY, "ROOT_SECRET_KEY": SECRET}
        words = [str(program), "--port", f"127.0.0.1:{self.port}", "posix", str(self.folder)]
        self.process = subprocess.Popen(  # noqa: S603 (what the test was given)
            words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_until(self.answers, 30)

    def answers(self) -> bool:
        try:
            return httpx2.get(f"http://127.0.0.1:{self.port}/", timeout=2).status_code < 500
        except httpx2.TransportError:
            return False

    def kill(self) -> None:
        """As a power cut does it; nothing is said to anybody."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(20)


@pytest.fixture
def s3(tmp_path: Path) -> Iterator[S3Server]:
    server = S3Server(tmp_path / "s3")
    try:
        server.start()
        yield server
    finally:
        server.kill()


def bundle(version: str) -> Files:
    """All bytes follow from the version, so that each publish has files of its own to store."""
    return remote(content=f"// {version} ".encode() * 500)


def publish(client: httpx2.Client, app: str, version: str, files: Files) -> httpx2.Response:
    path = f"/api/registry/apps/{app}/versions/{version}"
    return client.put(path, content=packed(files), headers=GZIP)


@dataclass
class Publisher:
    """Publishes one version after another, each again until it is taken."""

    server: Server
    accepted: dict[str, float] = field(default_factory=dict)  # when
    refused: list[float] = field(default_factory=list)  # seconds that each answer took
    refused_versions: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def run(self) -> Iterator[None]:
        thread = threading.Thread(target=self.publish_all)
        thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            thread.join(60)

    def publish_all(self) -> None:
        try:
            headers = self.server.deploy_headers()
            with httpx2.Client(base_url=self.server.url, headers=headers, timeout=60) as client:
                number = 0
                while not self.is_over.wait(0.1):
                    number += self.publish(client, f"2.0.{number}")
        except (httpx2.HTTPError, AssertionError) as problem:
            self.wrong.append(repr(problem))

    def publish(self, client: httpx2.Client, version: str) -> bool:
        began = time.monotonic()
        answer = publish(client, "data-grid", version, bundle(version))
        took = time.monotonic() - began
        if answer.status_code == 201:
            self.accepted[version] = time.monotonic()
            return True
        assert answer.status_code == 503, answer.text
        assert int(answer.headers["Retry-After"]) >= 1
        assert took < ANSWER_SECONDS, f"refused after {took:.1f} s"
        self.refused.append(took)
        self.refused_versions.add(version)
        return False


def prepare(server: Server) -> None:
    """Release a host and a remote; leave the server with copies on its disk but for one file."""
    server.prepare()
    with running(server), client_of(server) as client:
        client.headers.update(server.deploy_headers())
        for app, version, files in (
            ("container", "1.0.0", host()),
            ("data-grid", "1.0.0", bundle("1.0.0")),
            ("data-grid", "1.1.0", bundle("1.1.0")),
        ):
            assert publish(client, app, version, files).status_code == 201
        server.promote(container="1.0.0", data_grid="1.0.0")
    shutil.rmtree(cache_of(server))
    with running(server), client_of(server) as client:
        for path in bundle("1.0.0").keys() - {"static/js/expose.js.map"}:
            client.get(f"/mf/data-grid/1.0.0/{path}")
        crowd = Crowd((server.url,))
        crowd.load(client, server.url)


def cache_of(server: Server) -> Path:
    return server.folder / "data" / "bundle-cache" / "cache"


def store_state(client: httpx2.Client) -> str:
    answer = client.get("/ready", timeout=10)
    assert answer.status_code == 200, answer.text  # or every replica would be taken out at once
    return str(answer.json()["resources"]["bundles"])


def release_meanwhile(client: httpx2.Client, crowd: Crowd) -> None:
    """What is live can be changed to what the registry knows, store or not."""
    live = client.get("/api/registry/channels/stable")
    body = {"changes": {"container": {"version": "1.0.0"}, "data-grid": None}}
    for path, sent in (("releases", body), ("rollback", {"release": live.json()["number"]})):
        url = f"/api/registry/channels/stable/{path}"
        made = client.post(url, json=sent, headers={"If-Match": live.headers["ETag"]})
        assert made.status_code == 201, made.text
        crowd.maps[made.json()["number"]] = versions({"apps": made.json()["apps"]})


def recovered(client: httpx2.Client, publisher: Publisher, since: float) -> dict[str, float]:
    """How many seconds each thing took that needs the store; all by itself."""
    wanted: dict[str, Callable[[], bool]] = {
        "a file without a copy": lambda: client.get(UNCACHED).status_code == 200,
        "ready": lambda: store_state(client) == "ok",
        "a publish": lambda: any(at > since for at in list(publisher.accepted.values())),
    }
    took: dict[str, float] = {}
    while len(took) < len(wanted):
        for name, holds in wanted.items():
            if name not in took and holds():
                took[name] = time.monotonic() - since
        assert time.monotonic() - since < 3 * RECOVERY_SECONDS, took
        time.sleep(0.05)
    return took


def check_nothing_lost(server: Server, publisher: Publisher) -> None:
    """All that was acknowledged is in S3, whole; all that was refused left nothing."""
    staging = server.folder / "data" / "bundle-cache" / "staging"
    wait_until(lambda: not list(staging.iterdir()))
    shutil.rmtree(cache_of(server))
    with running(server), client_of(server) as client:
        client.headers.update(server.deploy_headers())
        listed = client.get("/api/registry/apps/data-grid/versions", params={"limit": "1000"})
        names = {item["version"] for item in listed.json()["items"]}
        assert names == {"1.0.0", "1.1.0", *publisher.accepted}
        assert publisher.refused_versions <= names  # each went through when it was sent again
        for version in sorted(names):
            for path, body in bundle(version).items():
                if path.endswith(".js"):
                    answer = client.get(f"/mf/data-grid/{version}/{path}")
                    assert (answer.status_code, answer.content) == (200, body), (version, path)


def run(s3: S3Server, folder: Path, *, seconds: float, visitors: int) -> dict[str, float]:
    """Return the seconds that recovering took, once S3 was there again."""
    server = Server(folder / "platform", s3.settings)
    prepare(server)
    crowd, publisher = Crowd((server.url,)), Publisher(server)
    with running(server), client_of(server) as client, contextlib.ExitStack() as load:
        client.headers.update(server.deploy_headers())
        next(load.enter_context(contextlib.closing(crowd.run(visitors))))
        load.enter_context(publisher.run())
        wait_until(lambda: len(publisher.accepted) > 1, 30)
        s3.kill()
        ends = time.monotonic() + seconds
        wait_until(lambda: store_state(client) == "down", 30)
        release_meanwhile(client, crowd)
        seen = crowd.pages
        while time.monotonic() < ends and not crowd.wrong + publisher.wrong:
            refused = client.get(UNCACHED, timeout=60)
            assert (refused.status_code, "Retry-After" in refused.headers) == (503, True)
            time.sleep(0.5)
        seen = crowd.pages - seen
        since = time.monotonic()
        s3.start()
        took = recovered(client, publisher, since)
    print(  # noqa: T201 (the measurement is the result)
        f"away {seconds:.0f} s: {seen} pages, {len(publisher.refused)} publishes refused after "
        f"{max(publisher.refused):.1f} s at most; back after {took}"
    )
    assert crowd.wrong + publisher.wrong == []
    assert seen
    check_nothing_lost(server, publisher)
    return took


class TestStoreAway:
    def test_for_some_seconds(self, s3: S3Server, tmp_path: Path) -> None:
        took = run(s3, tmp_path, seconds=3, visitors=2)

        assert max(took.values()) < 3 * RECOVERY_SECONDS  # amid other tests

    @pytest.mark.long
    def test_for_a_minute_under_load(self, s3: S3Server, tmp_path: Path) -> None:
        took = run(s3, tmp_path, seconds=60, visitors=16)

        assert max(took.values()) < RECOVERY_SECONDS
