"""The boot document: a release resolved into addresses, so that the page asks for nothing."""

import base64
import hashlib
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import brotli  # type: ignore[import-untyped]  # has no stubs
import structlog

from intarsia.hosting.addresses import file_url, folder_url
from intarsia.registry.content_types import needs_integrity
from intarsia.registry.manifest import MANIFEST_FILE
from intarsia.registry.maps import version_of
from intarsia.registry.tables import ReleaseRow, VersionRow

SCHEMA = 1
REST_BROTLI = 5  # made while a release switches; level 11 would take a second for a large one

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class LiveApp:
    """One app of a release, resolved."""

    id: str
    version: str
    name: str
    described: dict[str, Any]
    snapshot: dict[str, Any]
    integrity: dict[str, str]
    preloads: tuple[tuple[str, str], ...]  # (`script` | `style`, path in the bundle)
    page: dict[str, Any] | None
    base: str

    @property
    def route(self) -> str | None:
        """Where it is shown, if anywhere."""
        route: str | None = self.described["route"]
        return route

    @property
    def claims(self) -> set[tuple[str, str]]:
        """What only one app of a page can have, as the gate sees to for releases."""
        claimed = {("name", self.name)}
        if self.route is not None:
            claimed.add(("route", self.route))
        if self.page is not None:
            claimed.add(("page", "the host's"))
        return claimed

    @property
    def is_module(self) -> bool:
        """Whether its code is ES modules."""
        return bool(self.described["type"] == "module")

    def url(self, path: str) -> str:
        """Return the address of one of its files."""
        return file_url(self.base, self.id, self.version, path)


@dataclass(frozen=True)
class Boot:
    """A release as the page needs it."""

    channel: str
    number: int
    apps: dict[str, LiveApp]
    host: LiveApp | None
    is_safe: bool = False

    @cached_property
    def described(self) -> dict[str, Any]:
        """What the document says about every app."""
        return {app.id: app.described for app in self.apps.values()}

    def snapshot(self, *wanted: LiveApp) -> dict[str, Any]:
        """Return `moduleInfo` of some apps; the host's entry says where all others are."""
        found = {f"{app.name}:{app.version}": app.snapshot for app in wanted if app != self.host}
        if self.host is not None:
            remotes = {
                app.name: {"matchedVersion": app.version}
                for app in self.apps.values()
                if app is not self.host
            }
            found[self.host.name] = {**self.host.snapshot, "remotesInfo": remotes}
        return found

    @cached_property
    def rest(self) -> "Rest":
        """Snapshot and integrity of every app."""
        apps = self.apps.values()
        integrity = {url: value for app in apps for url, value in app.integrity.items()}
        return Rest.of(to_json({"snapshot": self.snapshot(*apps), "integrity": integrity}))


@dataclass(frozen=True)
class Rest:
    """One immutable file, addressed by its content."""

    hash: str
    integrity: str
    bodies: dict[str, bytes]

    @classmethod
    def of(cls, body: bytes) -> "Rest":
        """Compress and name it."""
        bodies = {
            "identity": body,
            "br": bytes(brotli.compress(body, quality=REST_BROTLI)),
            "gzip": zlib.compress(body, 6, wbits=31),
        }
        return cls(hashlib.sha256(body).hexdigest()[:32], sha384(body), bodies)

    @property
    def url(self) -> str:
        """Where it is served."""
        return f"/api/registry/boot/{self.hash}.json"


def build(
    release: ReleaseRow,
    versions: Mapping[str, VersionRow],
    base: str,
    known: Mapping[str, LiveApp],
    *,
    is_safe: bool = False,
) -> Boot:
    """Resolve a release; an app that can't be is logged and left out, the others stay.

    What was resolved of the same version for another release is taken over. Of an earlier release
    some versions may have been collected: they are in neither.
    """
    apps = {
        app: live
        for app, live in known.items()
        if app not in versions and version_of(release.apps, app) == live.version
    }
    for app, row in versions.items():
        try:
            apps[app] = resolve(row, base)
        except (KeyError, TypeError, ValueError) as problem:
            log.exception("hosting.app_skipped", app=app, exc_info=problem)
    apps = without_outdone(apps)
    hosts = [app for app in apps.values() if app.page is not None]
    return Boot(release.channel, release.number, apps, hosts[0] if hosts else None, is_safe)


def without_outdone(apps: Mapping[str, LiveApp]) -> dict[str, LiveApp]:
    """Leave out apps whose name, route or part as host an earlier one (by id) has.

    No release is made like that, but rolling back is never refused for it.
    """
    taken: set[tuple[str, str]] = set()
    kept = {}
    for app, live in sorted(apps.items()):
        if live.claims & taken:
            log.error("hosting.app_collides", app=app)
        else:
            taken |= live.claims
            kept[app] = live
    return kept


def resolve(row: VersionRow, base: str) -> LiveApp:
    """Work out everything about one app that does not depend on the others."""
    metadata = row.metadata_ or {}
    folder = folder_url(base, row.app, row.version)
    return LiveApp(
        id=row.app,
        version=row.version,
        name=row.name,
        described=describe(row, metadata, base),
        snapshot={**row.snapshot, "version": row.version, "publicPath": folder},
        integrity={
            file_url(base, row.app, row.version, path): entry["integrity"]
            for path, entry in row.files.items()
            if "integrity" in entry and needs_integrity(path)
        },
        preloads=tuple(preloads(row, metadata.get("expose"))),
        page=row.page if metadata.get("kind") == "host" else None,
        base=base,
    )


def describe(row: VersionRow, metadata: Mapping[str, Any], base: str) -> dict[str, Any]:
    """Return the app's entry in the boot document."""
    described = {
        "version": row.version,
        "name": row.name,
        "entry": file_url(base, row.app, row.version, MANIFEST_FILE),
        "type": row.type,
        "globalName": metadata.get("globalName") or row.snapshot["globalName"],
        "expose": metadata.get("expose"),
        "mount": metadata.get("mount"),
        "title": metadata.get("title", row.app),
        "route": metadata.get("route"),
        "nav": metadata.get("nav", False),
        "roles": metadata.get("roles"),
    }
    if metadata.get("description"):
        described["description"] = metadata["description"]
    if metadata.get("icon"):
        described["icon"] = file_url(base, row.app, row.version, metadata["icon"])
    return described


def preloads(row: VersionRow, expose: str | None) -> list[tuple[str, str]]:
    """Return what showing an app needs at once: its entry and its expose's own chunks."""
    found = [("script", row.snapshot["remoteEntry"])]
    for module in row.snapshot["modules"]:
        if module["modulePath"] == expose:
            found += [("script", path) for path in module["assets"]["js"]["sync"]]
            found += [("style", path) for path in module["assets"]["css"]["sync"]]
    return list(dict.fromkeys(found))


def sha384(body: bytes) -> str:
    """Return an integrity value."""
    return "sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode()


def to_json(value: object) -> bytes:
    """Return compact JSON that can stand within a `<script>`."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").encode()
