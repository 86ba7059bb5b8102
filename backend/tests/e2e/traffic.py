"""What a page asks for and what of it comes over the network, as the browser's own tools tell."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Page

# What a host that composes by looking things up would ask for.
DISCOVERY = ("mf-manifest", "/api/discovery", "/api/registry/channels", "/api/registry/apps")
# Of each app in the navigation its entry and its expose, which an idle page fetches ahead.
ALL_FETCHED_AHEAD = """
() => {
  const { apps } = JSON.parse(document.getElementById('intarsia-boot').textContent);
  const scripts = performance.getEntriesByType('resource')
    .map(({ name }) => name).filter((name) => name.endsWith('.js'));
  const isHere = ({ entry }) => {
    const folder = new URL('.', new URL(entry, location)).href;
    return scripts.filter((name) => name.startsWith(folder)).length >= 2;
  };
  return Object.values(apps).filter(({ nav }) => nav).every(isHere);
}
"""


@dataclass
class Asked:
    """One request of the page; times are seconds of a clock that only goes forward."""

    path: str
    is_script: bool
    began: float
    ended: float | None = None
    received: int = 0  # bytes from the network, headers included; 0 from the cache

    @property
    def is_discovery(self) -> bool:
        """Whether it looks for what there is to load."""
        return any(part in self.path for part in DISCOVERY)


@dataclass
class Traffic:
    """The requests of a page, in order."""

    by_id: dict[str, Asked] = field(default_factory=dict)

    @classmethod
    def of(cls, devtools: CDPSession) -> "Traffic":
        """Listen from now on."""
        traffic = cls()
        devtools.on("Network.requestWillBeSent", traffic.on_request)
        devtools.on("Network.loadingFinished", traffic.on_end)
        devtools.on("Network.loadingFailed", traffic.on_end)
        devtools.send("Network.enable")
        return traffic

    def on_request(self, event: dict[str, Any]) -> None:
        """Note an address, and whether it is a script; a preload is of another type."""
        parts = urlsplit(event["request"]["url"])
        is_script = event.get("type") == "Script" or parts.path.endswith((".js", ".mjs"))
        self.by_id[event["requestId"]] = Asked(parts.path, is_script, event["timestamp"])

    def on_end(self, event: dict[str, Any]) -> None:
        """Note what came."""
        if asked := self.by_id.get(event["requestId"]):
            asked.ended = event["timestamp"]
            asked.received = event.get("encodedDataLength", 0)

    @property
    def requests(self) -> list[Asked]:
        """All of them."""
        return list(self.by_id.values())

    def wait_for_scripts(self, page: Page) -> None:
        """Return when all that is fetched ahead is in, too."""
        page.wait_for_function(ALL_FETCHED_AHEAD)
        while any(each.is_script and each.ended is None for each in self.requests):
            page.wait_for_timeout(50)


def discovery(requests: list[Asked]) -> list[str]:
    """Return what was asked to find out what to load."""
    return [each.path for each in requests if each.is_discovery]


def script_bytes(requests: list[Asked]) -> int:
    """Return the bytes of script that came over the network."""
    return sum(each.received for each in requests if each.is_script)
