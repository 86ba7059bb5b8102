"""`mf-manifest.json`: what a Module Federation build says about its own files.

Read leniently in its form (bundlers differ), strictly in what it claims. What is served is
rewritten once: `publicPath: "auto"`, no built-in remotes, no types that are not there.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from intarsia.registry.strict_json import NotJson, parse_json

MANIFEST_FILE = "mf-manifest.json"
MAX_MANIFEST_BYTES = 4 * 1024 * 1024
MODULE_TYPES = {"module", "esm", "import", "system"}


class Malformed(Exception):
    """The manifest is not one."""


@dataclass(frozen=True)
class Assets:
    """Files of an expose or a shared package, by when they are needed."""

    js: dict[str, list[str]]
    css: dict[str, list[str]]

    def all(self) -> Iterator[str]:
        """Yield every file."""
        for group in (self.js, self.css):
            for paths in group.values():
                yield from paths

    def dumped(self) -> dict[str, Any]:
        """Return it as manifests have it."""
        return {"js": self.js, "css": self.css}


@dataclass(frozen=True)
class Expose:
    """A module that others may load."""

    name: str
    path: str
    assets: Assets


@dataclass(frozen=True)
class Shared:
    """A package that this app offers and needs."""

    name: str
    version: str
    singleton: bool
    required_version: str
    assets: Assets


@dataclass
class Manifest:
    """The parts that the platform works with; `raw` is all of it."""

    name: str
    global_name: str
    build_version: str
    public_path: str
    entry: str
    entry_type: str
    exposes: list[Expose]
    shared: list[Shared]
    raw: dict[str, Any]

    @property
    def type(self) -> str:
        """How the entry is loaded: as a classic script or as a module."""
        return "module" if self.entry_type in MODULE_TYPES else "global"


def read_manifest(raw: bytes) -> Manifest:
    """Parse a manifest; raise Malformed with what is missing."""
    try:
        document = an_object(parse_json(raw, MAX_MANIFEST_BYTES), "the manifest")
    except NotJson as problem:
        raise Malformed(str(problem)) from None
    meta = an_object(document.get("metaData"), "metaData")
    entry = an_object(meta.get("remoteEntry"), "metaData.remoteEntry")
    name = a_text(meta.get("name", document.get("name")), "metaData.name")
    build = meta.get("buildInfo")
    return Manifest(
        name=name,
        global_name=a_text(meta.get("globalName", name), "metaData.globalName"),
        build_version=a_text(build.get("buildVersion", ""), "metaData.buildInfo.buildVersion")
        if isinstance(build, dict)
        else "",
        public_path=a_text(meta.get("publicPath", "auto"), "metaData.publicPath"),
        entry=joined(a_text(entry.get("path", ""), "path"), a_text(entry.get("name"), "entry")),
        entry_type=a_text(entry.get("type", "global"), "metaData.remoteEntry.type"),
        exposes=[an_expose(item) for item in a_list(document.get("exposes", []), "exposes")],
        shared=[a_shared(item) for item in a_list(document.get("shared", []), "shared")],
        raw=document,
    )


def an_expose(item: object) -> Expose:
    """Read one expose."""
    found = an_object(item, "exposes[]")
    name = a_text(found.get("name"), "exposes[].name")
    path = a_text(found.get("path", f"./{name}"), "exposes[].path")
    return Expose(name, path, read_assets(found.get("assets", {})))


def a_shared(item: object) -> Shared:
    """Read one shared package."""
    found = an_object(item, "shared[]")
    required = found.get("requiredVersion") or ""
    return Shared(
        name=a_text(found.get("name"), "shared[].name"),
        version=a_text(found.get("version") or "", "shared[].version"),
        singleton=found.get("singleton") is True,
        required_version=a_text(required, "shared[].requiredVersion"),
        assets=read_assets(found.get("assets", {})),
    )


def read_assets(item: object) -> Assets:
    """Read lists of files; a leading slash would make the runtime ask for `//`."""
    found = an_object(item, "assets")

    def group(kind: str) -> dict[str, list[str]]:
        times = an_object(found.get(kind) or {}, f"assets.{kind}")
        return {
            time: [a_text(path, "an asset") for path in a_list(times.get(time, []), "assets")]
            for time in ("sync", "async")
        }

    return Assets(group("js"), group("css"))


def an_object(value: object, what: str) -> dict[str, Any]:
    """Return a JSON object or raise Malformed."""
    if not isinstance(value, dict):
        raise Malformed(f"{what} is not an object")
    return value


def a_list(value: object, what: str) -> list[Any]:
    """Return a JSON list of sane length or raise Malformed."""
    if not isinstance(value, list) or len(value) > 10_000:
        raise Malformed(f"{what} is not a list")
    return value


def a_text(value: object, what: str) -> str:
    """Return text of sane length or raise Malformed."""
    if not isinstance(value, str) or len(value) > 2000:
        raise Malformed(f"{what} is not a text")
    return value


def in_bundle(path: str) -> str:
    """Take `./` and slashes off the front: the runtime appends the rest to the public path."""
    return path.removeprefix("./").lstrip("/")


def joined(folder: str, name: str) -> str:
    """Join as the runtime does (`simpleJoinRemoteEntry`)."""
    return str(PurePosixPath(folder.lstrip("/"), name)) if folder.strip("./") else name


def served_manifest(manifest: Manifest, has: Callable[[str], bool]) -> dict[str, Any]:
    """Return the manifest as it is served; the original's bytes are kept beside it."""
    meta = dict(manifest.raw["metaData"])
    meta["publicPath"] = "auto"
    meta["types"] = served_types(meta.get("types"), has)
    return {
        **manifest.raw,
        "metaData": meta,
        "remotes": [],
        "exposes": with_assets(manifest.raw.get("exposes", []), manifest.exposes),
        "shared": with_assets(manifest.raw.get("shared", []), manifest.shared),
    }


def served_types(types: object, has: Callable[[str], bool]) -> dict[str, str]:
    """Return where types are, or nothing at all unless every named file is there."""
    found = types if isinstance(types, dict) else {}
    texts = {key: found.get(key) for key in ("path", "name", "zip", "api")}
    known = {key: value if isinstance(value, str) else "" for key, value in texts.items()}
    named = [known[key] for key in ("name", "zip", "api") if known[key]]
    if not all(has(joined(known["path"], name)) for name in named):
        return dict.fromkeys(known, "")
    return known


def with_assets(raw: list[Any], owners: Sequence[Expose | Shared]) -> list[Any]:
    """Return raw items with relative asset paths."""
    return [
        {**item, "assets": relative(owner.assets).dumped()}
        for item, owner in zip(raw, owners, strict=True)
    ]


def relative(assets: Assets) -> Assets:
    """Return assets by their paths in the bundle."""

    def group(times: dict[str, list[str]]) -> dict[str, list[str]]:
        return {time: [in_bundle(path) for path in paths] for time, paths in times.items()}

    return Assets(group(assets.js), group(assets.css))
