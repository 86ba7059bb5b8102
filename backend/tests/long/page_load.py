"""Visitors who load the page and all that it names, from several replicas, until told to stop."""

import itertools
import json
import re
import threading
import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import httpx2

BOOT = re.compile(r'id="intarsia-boot"[^>]*>(.*?)</script>')
NAMED = re.compile(r'(?:src|href)="(/mf/[^"]+)"')

Apps = dict[str, str]


@dataclass
class Crowd:
    """What visitors saw: pages by release, and everything that was wrong."""

    urls: tuple[str, ...]
    maps: dict[int, Apps] = field(default_factory=dict)  # what each release is, by its number
    pages: int = 0
    files: int = 0
    wrong: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # the newest release by replica
    is_over: threading.Event = field(default_factory=threading.Event)

    def run(self, visitors: int) -> Generator[None]:
        """Visit until the generator is closed."""
        threads = [threading.Thread(target=self.visit, args=(n,)) for n in range(visitors)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.is_over.set()
            for thread in threads:
                thread.join(30)

    def visit(self, number: int) -> None:
        try:
            with httpx2.Client(timeout=30) as client:
                for url in itertools.islice(itertools.cycle(self.urls), number % 2, None):
                    if self.is_over.is_set():
                        return
                    self.load(client, url)
        except (httpx2.HTTPError, AssertionError, KeyError, ValueError) as problem:
            self.wrong.append(repr(problem))

    def load(self, client: httpx2.Client, url: str) -> None:
        """One page: its map is one release's, and every file that it names is there."""
        page = client.get(f"{url}/data", params={"x": "1"})
        assert page.status_code == 200, page.text
        boot = boot_of(page.text)
        number, apps = boot["release"], versions(boot)
        assert self.maps.get(number, apps) == apps, f"release {number} is not {apps}"
        self.seen[url] = max(number, self.seen.get(url, 0))
        for path in {*NAMED.findall(page.text), *boot["integrity"]}:
            answer = client.get(f"{url}{path}")
            assert answer.status_code == 200, f"{answer.status_code} {path}"
            self.files += 1
        rest = client.get(f"{url}{boot['rest']['url']}")
        assert rest.status_code == 200, rest.text
        self.pages += 1


def boot_of(html: str) -> dict[str, Any]:
    found = BOOT.search(html)
    assert found is not None
    document: dict[str, Any] = json.loads(found[1])
    return document


def versions(boot: dict[str, Any]) -> Apps:
    return {app: described["version"] for app, described in boot["apps"].items()}


def switched(urls: tuple[str, ...], number: int) -> float:
    """How long until every replica shows a release that was just made."""
    began = time.monotonic()
    with httpx2.Client(timeout=30) as client:
        for url in urls:
            while shown(client, url) < number:
                assert time.monotonic() - began < 5, f"{url} is not at {number}"
                time.sleep(0.01)
    return time.monotonic() - began


def shown(client: httpx2.Client, url: str) -> int:
    """The release that a replica shows, 0 before it has heard of the first one."""
    answer = client.get(f"{url}/")
    return int(boot_of(answer.text)["release"]) if answer.status_code == 200 else 0
