"""Promote and roll back while visitors load pages from two replicas: no page is half of each."""

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.long.page_load import Crowd, switched
from tests.long.pairs import KINDS, Pair, open_pair
from tests.registry.bundles import host, packed, remote

WITHIN_SECONDS = 1.0
WITHIN_SECONDS_AMID_OTHER_TESTS = 5.0  # which take the processors; the long run has them alone
GZIP = {"Content-Type": "application/gzip"}


@pytest.fixture(params=[kind for kind in KINDS if "servers" in kind])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    with open_pair(request.param, tmp_path) as pair:
        headers = pair.servers[0].deploy_headers()
        pair.one.headers.update(headers)
        for app, make in (("container", host), ("data-grid", remote)):
            for version in ("1.0.0", "1.1.0"):
                files = make()
                files["remoteEntry.js"] += f"// {version}".encode()
                path = f"/api/registry/apps/{app}/versions/{version}"
                answer = pair.one.put(path, content=packed(files), headers=GZIP)
                assert answer.status_code == 201, answer.text
        yield pair


def change(client: httpx2.Client, number: int) -> tuple[int, dict[str, str]]:
    """Promote both apps together, or roll both back; return the release and its map."""
    channel = "/api/registry/channels/stable"
    live = client.get(channel)
    if number % 2 and number > 1:
        made = client.post(f"{channel}/rollback", json={"release": live.json()["number"] - 1})
    else:
        version = {"version": ("1.0.0", "1.1.0")[number % 2]}
        match = {"If-Match": live.headers["ETag"]} if live.status_code == 200 else {}
        body = {"changes": {"container": version, "data-grid": version}}
        made = client.post(f"{channel}/releases", json=body, headers=match)
    assert made.status_code == 201, made.text
    release = made.json()
    return release["number"], {app: e["version"] for app, e in release["apps"].items()}


def run(pair: Pair, *, seconds: float, every: float, visitors: int) -> float:
    """Return the longest time until both replicas showed a release."""
    urls = tuple(server.url for server in pair.servers)
    crowd = Crowd(urls)
    number, apps = change(pair.one, 0)
    crowd.maps[number] = apps
    delays = [switched(urls, number)]
    ends = time.monotonic() + seconds
    with contextlib.closing(crowd.run(visitors)) as visiting:
        next(visiting)
        while time.monotonic() < ends and not crowd.wrong:
            time.sleep(every)
            number, apps = change(pair.one, number)
            crowd.maps[number] = apps
            delays.append(switched(urls, number))
    print(  # noqa: T201 (the measurement is the result)
        f"{len(delays)} releases, {crowd.pages} pages, {crowd.files} files, "
        f"longest switch {max(delays) * 1000:.0f} ms"
    )
    assert crowd.wrong == []
    assert crowd.pages
    return max(delays)


class TestUnderLoad:
    def test_for_some_seconds(self, pair: Pair) -> None:
        longest = run(pair, seconds=3, every=0.3, visitors=2)

        assert longest < WITHIN_SECONDS_AMID_OTHER_TESTS

    @pytest.mark.long
    def test_for_a_minute_with_64_visitors(self, pair: Pair) -> None:
        longest = run(pair, seconds=60, every=2, visitors=64)

        assert longest < WITHIN_SECONDS
