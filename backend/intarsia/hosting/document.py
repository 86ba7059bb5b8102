"""The host page's HTML, prepared in parts that are joined with a nonce for each request."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from intarsia.hosting.boot import SCHEMA, Boot, LiveApp, to_json
from intarsia.hosting.page_headers import NONCE

# The mark for the nonce can't come from a publisher: all their text is escaped or, in JSON, without
# any `<`.
NEEDS_SCRIPT = "This page needs JavaScript."


@dataclass(frozen=True, slots=True)
class Document:
    """The page of one route: everything but the nonce."""

    parts: tuple[bytes, ...]

    def render(self, nonce: bytes) -> bytes:
        """Return the page for one request."""
        return nonce.join(self.parts)


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of all routes of a release have in common."""

    boot: Boot
    host: LiveApp
    opening: str
    host_links: str
    shared_json: str
    closing: str

    def document(self, app: LiveApp | None) -> Document:
        """Put together the page of one app's route, or of one that belongs to the host."""
        html = "".join(
            (
                self.opening,
                preload_links(app) if app is not None and app is not self.host else "",
                self.host_links,
                f'<script type="application/json" id="intarsia-boot" nonce="{NONCE}">',
                self.shared_json,
                self.route_json(app),
                "</script>",
                self.closing,
            )
        )
        return Document(tuple(part.encode() for part in html.split(NONCE)))

    def route_json(self, app: LiveApp | None) -> str:
        """Return the second half of the boot document."""
        wanted = [self.host] if app is None or app is self.host else [self.host, app]
        rest = self.boot.rest
        half = {
            "snapshot": self.boot.snapshot(*wanted),
            "integrity": {url: value for one in wanted for url, value in one.integrity.items()},
            "rest": {"url": rest.url, "integrity": rest.integrity},
        }
        return "," + to_json(half).decode().removeprefix("{")


def frame_of(boot: Boot, host: LiveApp) -> Frame:
    """Prepare what all routes share."""
    page = host.page or {}
    head = {
        "schema": SCHEMA,
        "channel": boot.channel,
        "release": boot.number,
        "safe": boot.is_safe,
        "apps": boot.described,
    }
    return Frame(
        boot=boot,
        host=host,
        opening=opening(page),
        host_links="".join(host_link(host, link) for link in page.get("links", [])),
        shared_json=to_json(head).decode().removesuffix("}"),
        closing=closing(boot, host, page),
    )


def opening(page: Mapping[str, Any]) -> str:
    """Return the page up to where links begin."""
    metas = "".join(f"<meta{attributes(meta)}>" for meta in page.get("metas", []))
    return (
        f'<!doctype html><html lang="{escape(page.get("lang", "en"))}"><head>'
        f'<meta charset="utf-8">{metas}<title>{escape(page.get("title", ""))}</title>'
        f'<meta name="csp-nonce" nonce="{NONCE}">'
    )


def closing(boot: Boot, host: LiveApp, page: Mapping[str, Any]) -> str:
    """Return the page from after the boot document on."""
    scripts = "".join(host_script(host, script) for script in page.get("scripts", []))
    roots = "".join(f'<div id="{escape(root)}"></div>' for root in page.get("roots", []))
    return (
        f"{import_map(boot.apps.values())}{scripts}</head>"
        f"<body>{roots}<noscript>{NEEDS_SCRIPT}</noscript></body></html>"
    )


def import_map(apps: Iterable[LiveApp]) -> str:
    """ES modules have no attribute for their imports' integrity; an import map carries it."""
    integrity = {
        url: value
        for app in apps
        if app.is_module
        for url, value in app.integrity.items()
        if not url.endswith((".css", ".json"))
    }
    if not integrity:
        return ""
    text = to_json({"integrity": integrity}).decode()
    return f'<script type="importmap" nonce="{NONCE}">{text}</script>'


def preload_links(app: LiveApp) -> str:
    """Return links that let the browser fetch a route's app beside the host."""
    return "".join(link(app, path, preload(app, kind)) for kind, path in app.preloads)


def preload(app: LiveApp, kind: str) -> dict[str, str]:
    """Return how a file is fetched ahead; modules are parsed ahead too."""
    if kind == "script" and app.is_module:
        return {"rel": "modulepreload"}
    return {"rel": "preload", "as": kind}


def host_link(host: LiveApp, tag: Mapping[str, str]) -> str:
    """Return a link of the host's own page."""
    kept = {name: value for name, value in tag.items() if name != "path"}
    return link(host, tag["path"], kept)


def host_script(host: LiveApp, tag: Mapping[str, str]) -> str:
    """Return a script of the host's own page."""
    path = tag["path"]
    kept = {"src": host.url(path)} | {name: tag[name] for name in tag if name != "path"}
    return f"<script{attributes(kept)}{sealed(host, path)}></script>"


def link(app: LiveApp, path: str, kept: Mapping[str, str]) -> str:
    """Return a link with the integrity of its file."""
    return f"<link{attributes({'href': app.url(path), **kept})}{sealed(app, path)}>"


def sealed(app: LiveApp, path: str) -> str:
    """Return integrity and crossorigin; they must be equal on a preload and on its use."""
    integrity = app.integrity.get(app.url(path))
    if integrity is None:
        return ' crossorigin="anonymous"' if path.endswith((".woff2", ".woff")) else ""
    return f' integrity="{integrity}" crossorigin="anonymous"'


def attributes(values: Mapping[str, str]) -> str:
    """Return attributes with a space before each."""
    return "".join(
        f' {name}="{escape(value)}"' if value else f" {name}" for name, value in values.items()
    )
