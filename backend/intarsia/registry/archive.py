"""Unpack a gzip tar of a build folder into a staging folder, within limits."""

import hashlib
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from intarsia.config import Limits, MiB
from intarsia.registry.findings import MAX_LISTED, Finding, Rejected, error
from intarsia.registry.tar import Damaged, Member, TarReader

RATIO_FLOOR = 16 * MiB  # small archives of long runs are honest at any ratio
GZIP = 31  # zlib: expect a gzip header, check CRC and length
MAX_GZIP_MEMBERS = 10_000  # a 256 MiB file as bgzip writes it has 4,096
READ = 256 * 1024
# Whose names mean something to builds, so that they are never a wrapper around one.
MEANINGFUL_FOLDERS = {"static", "assets"}
BAD_KINDS = {
    "link": ("link", "Links are refused: pack the file itself."),
    "device": ("device", "Devices and pipes are refused."),
    "unsupported": ("unsupported_entry", "Pack with plain `tar -czf`, without sparse files."),
}


class OverLimit(Exception):
    """The archive unpacks to more than a setting allows."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.hint)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One unpacked file and what its bytes are known by."""

    staged: Path
    size: int
    sha256: str
    sha384: bytes


@dataclass
class Gunzip:
    """Bytes of one or more concatenated gzip members; CRC, length and end are checked."""

    file: BinaryIO
    packed: int
    limits: Limits
    unpacked: int = 0
    members: int = 1
    pending: bytes = b""
    inflate: "zlib._Decompress" = field(default_factory=lambda: zlib.decompressobj(GZIP))

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none only at the end; raise Damaged or OverLimit."""
        while not self.inflate.eof or self.next_member():
            data = self.pending or self.file.read(READ)
            if not data:
                raise Damaged("the gzip stream is cut short")
            try:
                chunk = self.inflate.decompress(data, size)
            except zlib.error as problem:
                raise Damaged(f"the gzip stream is damaged: {problem}") from None
            self.pending = self.inflate.unconsumed_tail
            if self.inflate.eof:
                self.pending = self.inflate.unused_data
            if chunk:
                return self.counted(chunk)
        return b""

    def next_member(self) -> bool:
        """Start on the next gzip member, if one follows; zero padding is not one."""
        self.pending = (self.pending or self.file.read(READ)).lstrip(b"\0")
        while not self.pending:
            data = self.file.read(READ)
            if not data:
                return False
            self.pending = data.lstrip(b"\0")
        self.members += 1
        if self.members > MAX_GZIP_MEMBERS:
            raise Damaged("the gzip stream has too many members")
        self.inflate = zlib.decompressobj(GZIP)
        return True

    def counted(self, chunk: bytes) -> bytes:
        """Refuse bombs while they unfold."""
        self.unpacked += len(chunk)
        limits = self.limits
        if self.unpacked > limits.bundle_max_unpacked_bytes:
            hint = f"Unpacked it is larger than {limits.bundle_max_unpacked_bytes} bytes."
            raise OverLimit(error("too_large_unpacked", hint))
        if self.unpacked > max(RATIO_FLOOR, self.packed * limits.bundle_max_ratio):
            hint = f"It unpacks to more than {limits.bundle_max_ratio} times its size."
            raise OverLimit(error("ratio", hint))
        return chunk


def unpack(packed: Path, into: Path, limits: Limits) -> dict[str, StagedFile]:
    """Unpack into numbered files of a folder; return them by their path in the bundle.

    Names of the archive are never used as names on disk. Raise Rejected with what was found.
    """
    unpacking = Unpacking(into, limits)
    try:
        with packed.open("rb") as file:
            stream = Gunzip(file, packed.stat().st_size, limits)
            # Folders and long names are entries too; more than three to a file is no build.
            for member in TarReader(stream, max_headers=3 * limits.bundle_max_files + 100):
                unpacking.take(member)
    except Damaged as damage:
        raise Rejected([*unpacking.findings, error("archive_damaged", f"{damage}.")]) from None
    except OverLimit as excess:
        raise Rejected([*unpacking.findings, excess.finding]) from None
    return unpacking.finish()


@dataclass
class Unpacking:
    """The work in progress: files so far, and what is wrong so far."""

    into: Path
    limits: Limits
    files: dict[str, StagedFile] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)

    def take(self, member: Member) -> None:
        """Stage a file; note why an entry is refused."""
        path, finding = clean_path(
            member.name, self.limits.bundle_max_path_bytes, is_file=member.kind == "file"
        )
        if member.kind in BAD_KINDS:
            rule, hint = BAD_KINDS[member.kind]
            finding = error(rule, hint, path)
        if member.kind != "directory" and finding is None:
            finding = self.refusal(path, member.size)
        if finding is not None:
            self.findings.append(finding)
            if len(self.findings) >= MAX_LISTED:
                raise OverLimit(error("too_many_findings", "Mend these first."))
        elif member.kind == "file":
            self.files[path] = self.stage(member.chunks())

    def refusal(self, path: str, size: int) -> Finding | None:
        """Return why a file can't be taken, if so."""
        key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
        if (other := self.seen.setdefault(key, path)) != path or path in self.files:
            return error("same_name", f"Equal to {other!r} on some file systems.", path)
        if size > self.limits.bundle_max_file_bytes:
            hint = f"A file may have {self.limits.bundle_max_file_bytes} bytes."
            return error("file_too_large", hint, path)
        if len(self.files) >= self.limits.bundle_max_files:
            hint = f"A bundle may have {self.limits.bundle_max_files} files."
            raise OverLimit(error("too_many_files", hint))
        return None

    def stage(self, chunks: Iterator[bytes]) -> StagedFile:
        """Write a file under the next number and hash it on the way."""
        staged = self.into / f"{len(self.files)}.file"
        sha256, sha384, size = hashlib.sha256(), hashlib.sha384(), 0
        with staged.open("xb") as file:
            for chunk in chunks:
                file.write(chunk)
                sha256.update(chunk)
                sha384.update(chunk)
                size += len(chunk)
        return StagedFile(staged, size, sha256.hexdigest(), sha384.digest())

    def finish(self) -> dict[str, StagedFile]:
        """Return the files without their common top folder."""
        if self.findings:
            raise Rejected(self.findings)
        if not self.files:
            raise Rejected([error("empty", "The archive has no files: pack the build folder.")])
        top = common_top(self.files)
        return {path.removeprefix(top): file for path, file in sorted(self.files.items())}


def clean_path(name: bytes, max_bytes: int, *, is_file: bool) -> tuple[str, Finding | None]:
    """Return a path of plain segments, and why it is refused, if so."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        shown = name.decode("utf-8", "backslashreplace")
        return shown, error("path_encoding", "Paths must be UTF-8.", shown)
    path = "/".join(segment for segment in text.split("/") if segment not in ("", "."))
    for rule, is_broken, hint in (
        ("path_empty", is_file and not path, "A file needs a name."),
        ("path_absolute", text.startswith("/"), "Pack relative paths: `tar -C dist -czf … .`"),
        ("path_parent", ".." in path.split("/"), "Paths must not contain `..`."),
        ("path_characters", has_bad_characters(text), "No control characters or backslashes."),
        ("path_too_long", len(path.encode()) > max_bytes, f"A path may have {max_bytes} bytes."),
    ):
        if is_broken:
            return path, error(rule, hint, text)
    return path, None


def has_bad_characters(text: str) -> bool:
    """Whether a path has control characters, separators, or what browsers take for a slash."""
    return any(char == "\\" or unicodedata.category(char) in ("Cc", "Zl", "Zp") for char in text)


def common_top(paths: Iterable[str]) -> str:
    """Return `dist/` when that is the one folder at the top, or an empty string."""
    tops = {path.partition("/")[0] if "/" in path else "" for path in paths}
    top = tops.pop() if len(tops) == 1 else ""
    return f"{top}/" if top and top not in MEANINGFUL_FOLDERS else ""


def tree_hash(files: dict[str, StagedFile]) -> str:
    """Return one hash of all paths and contents, whatever the archive around them."""
    tree = hashlib.sha256()
    for path in sorted(files):
        tree.update(f"{files[path].sha256}  {path}\n".encode())
    return tree.hexdigest()
