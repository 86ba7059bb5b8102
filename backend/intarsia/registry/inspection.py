"""Look at an unpacked bundle: is it fit to go live, and as what?"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from intarsia.registry.archive import StagedFile
from intarsia.registry.federation import snapshot_of
from intarsia.registry.findings import Finding, error, refuse_errors, warning
from intarsia.registry.index_html import INDEX_FILE, IndexPage, read_index
from intarsia.registry.manifest import (
    MANIFEST_FILE,
    MAX_MANIFEST_BYTES,
    Malformed,
    Manifest,
    read_manifest,
    served_manifest,
)
from intarsia.registry.manifest_checks import check_manifest
from intarsia.registry.metadata import METADATA_FILE, AppMetadata, read_metadata

SCAN_BYTES = 1024 * 1024
SCAN_OVERLAP = 64

Files = Mapping[str, StagedFile]


@dataclass
class Inspection:
    """What was learned from a bundle that may go live."""

    manifest: Manifest
    metadata: AppMetadata | None
    page: IndexPage | None
    served_manifest: dict[str, Any]
    findings: list[Finding] = field(default_factory=list)

    @property
    def snapshot(self) -> dict[str, Any]:
        """The app's entry in the federation snapshot."""
        return snapshot_of(self.served_manifest, self.manifest)

    @property
    def manifest_bytes(self) -> bytes:
        """The served manifest, always the same bytes for the same bundle."""
        return json.dumps(self.served_manifest, ensure_ascii=False, separators=(",", ":")).encode()


def inspect(files: Files, version: str) -> Inspection:
    """Check everything that must hold before anything goes live; raise Rejected otherwise."""
    metadata, findings = inspect_metadata(files)
    manifest, manifest_findings = inspect_manifest(files, version)
    findings += manifest_findings
    page = None
    if metadata is not None:
        findings += check_metadata(metadata, manifest, files)
    if metadata is not None and metadata.is_host:
        page, page_findings = inspect_page(files)
        findings += page_findings
    refuse_errors(findings)
    if manifest is None:
        raise AssertionError("no manifest, and no finding says so")
    return Inspection(
        manifest, metadata, page, served_manifest(manifest, files.__contains__), findings
    )


def inspect_metadata(files: Files) -> tuple[AppMetadata | None, list[Finding]]:
    """Read `intarsia.json`, if there is one."""
    file = files.get(METADATA_FILE)
    if file is None:
        hint = f"Add {METADATA_FILE} to show the app; now it is hosted only."
        return None, [warning("no_metadata", hint, METADATA_FILE)]
    return read_metadata(file.staged.read_bytes())


def inspect_manifest(files: Files, version: str) -> tuple[Manifest | None, list[Finding]]:
    """Read and check the manifest."""
    file = files.get(MANIFEST_FILE)
    if file is None:
        return None, [error("no_manifest", no_manifest_hint(files), MANIFEST_FILE)]
    if file.size > MAX_MANIFEST_BYTES:
        hint = f"A manifest may have {MAX_MANIFEST_BYTES} bytes."
        return None, [error("manifest", hint, MANIFEST_FILE)]
    try:
        manifest = read_manifest(file.staged.read_bytes())
    except Malformed as problem:
        return None, [error("manifest", f"{problem}.", MANIFEST_FILE)]
    code = scan(files.get(manifest.entry))
    return manifest, check_manifest(manifest, version, files.__contains__, code)


def no_manifest_hint(files: Files) -> str:
    """Say where the manifest is, when it is elsewhere."""
    elsewhere = [path for path in files if PurePosixPath(path).name == MANIFEST_FILE]
    if elsewhere:
        return f"There is one at {elsewhere[0][:200]!r}: pack the folder that it is in."
    return "Build with Module Federation and `manifest: true`, and pack the output folder."


def scan(file: StagedFile | None) -> Iterator[bytes]:
    """Yield a file in pieces that overlap, so that no match falls between two."""
    if file is None:
        return
    with file.staged.open("rb") as opened:
        tail = b""
        while chunk := opened.read(SCAN_BYTES):
            yield tail + chunk
            tail = chunk[-SCAN_OVERLAP:]


def check_metadata(metadata: AppMetadata, manifest: Manifest | None, files: Files) -> list[Finding]:
    """Hold `intarsia.json` against the bundle."""
    findings = []
    if metadata.icon is not None and metadata.icon not in files:
        hint = "The icon is not in the bundle; the app is shown without."
        findings.append(warning("missing_icon", hint, metadata.icon))
        metadata.icon = None
    if metadata.is_host != (metadata.route == "/"):
        hint = "The route `/` belongs to the host, and only to it."
        findings.append(error("route", hint, f"{METADATA_FILE}.route"))
    if manifest is not None and metadata.expose not in {e.path for e in manifest.exposes}:
        known = ", ".join(expose.path for expose in manifest.exposes[:20]) or "none"
        hint = f"The manifest exposes: {known}."
        findings.append(error("unknown_expose", hint, metadata.expose))
    return findings


def inspect_page(files: Files) -> tuple[IndexPage | None, list[Finding]]:
    """Read a host's page."""
    file = files.get(INDEX_FILE)
    if file is None:
        hint = "A host needs the page that loads its scripts."
        return None, [error("no_index", hint, INDEX_FILE)]
    return read_index(file.staged.read_bytes(), files.__contains__)
