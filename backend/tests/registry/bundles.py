"""Tiny bundles that have the form of real Module Federation builds."""

import gzip
import io
import json
import tarfile
from collections.abc import Mapping
from typing import Any

Files = dict[str, bytes]

ENTRY = b"var %s;(()=>{%s={init(){},get(){}}})();"
CHUNK = b"/* a chunk */ console.log('%s');" + b" // padding that compresses well" * 40


def manifest(
    name: str = "dataApp", expose: str = "DataGrid", meta: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    def assets(*js: str) -> dict[str, Any]:
        return {"js": {"sync": list(js), "async": []}, "css": {"sync": [], "async": []}}

    return {
        "id": name,
        "name": name,
        "metaData": {
            "name": name,
            "globalName": name,
            "buildInfo": {"buildVersion": "1.0.0", "buildName": name},
            "publicPath": "auto",
            "remoteEntry": {"name": "remoteEntry.js", "path": "", "type": "global"},
            "types": {"path": "", "name": "", "zip": "", "api": ""},
            "pluginVersion": "2.9.2",
        }
        | dict(meta or {}),
        "shared": [
            {
                "id": f"{name}:react",
                "name": "react",
                "version": "19.3.1",
                "singleton": True,
                "requiredVersion": "^19.3.0",
                "assets": assets("static/js/react.js"),
            }
        ],
        "remotes": [],
        "exposes": [
            {
                "id": f"{name}:{expose}",
                "name": expose,
                "path": f"./{expose}",
                "assets": assets("static/js/expose.js"),
            }
        ],
    }


def metadata(**changes: object) -> dict[str, Any]:
    return {
        "title": "Data",
        "description": "Records.",
        "route": "/data",
        "expose": "./DataGrid",
        "mount": "react",
        "nav": {"order": 20, "section": "Workspace"},
    } | changes


def remote(
    name: str = "dataApp",
    *,
    described: Mapping[str, Any] | None = None,
    exposed: str = "DataGrid",
    content: bytes = b"",
    meta: Mapping[str, Any] | None = None,
) -> Files:
    """A remote; other `content` makes another tree."""
    return {
        "mf-manifest.json": json.dumps(manifest(name, exposed, meta)).encode(),
        "intarsia.json": json.dumps(described or metadata()).encode(),
        "remoteEntry.js": ENTRY.replace(b"%s", name.encode()) + content,
        "static/js/expose.js": CHUNK.replace(b"%s", name.encode()),
        "static/js/expose.js.map": b'{"version":3}',
        "static/js/react.js": CHUNK.replace(b"%s", b"react"),
        "index.html": b"<!doctype html><script>alert(1)</script>",
    }


INDEX = b"""<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>Platform &amp; co</title>
<link href="static/main.css" rel="stylesheet"><link rel="preload" as="script" href="static/b.js">
<script defer src="static/js/react.js"></script>
<script defer src="./static/js/expose.js" integrity="sha384-old"></script>
</head><body><div id="root"></div></body></html>"""


def host(name: str = "container", **changes: object) -> Files:
    described = metadata(
        kind="host", title="Platform", route="/", expose="./sharedUI", nav=False, **changes
    )
    files = remote(name, described=described, exposed="sharedUI")
    return files | {
        "index.html": INDEX,
        "static/main.css": b"body { margin: 0 }" * 40,
        "static/b.js": b"async chunk",
    }


def packed(files: Mapping[str, bytes], top: str = "") -> bytes:
    """A gzip tar as any tool would write it."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for path, body in files.items():
            entry = tarfile.TarInfo(top + path)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return gzip.compress(buffer.getvalue(), mtime=0)


def tar_of(*entries: tuple[tarfile.TarInfo, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A plain tar of entries that may be strange."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        for entry, body in entries:
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return buffer.getvalue()


def entry(name: str, **fields: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    for field, value in fields.items():
        setattr(info, field, value)
    return info
