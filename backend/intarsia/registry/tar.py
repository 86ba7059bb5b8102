"""A strict reader of tar streams.

Python's `tarfile` takes a bad checksum, a bad size field and a cut header for a clean end, reads
headers of any size into memory, recurses once per extension header, and in patch releases that are
still in use backtracks quadratically in PAX headers (CVE-2024-6232) and loops on negative sizes
(CVE-2025-8194). Here each of these is an error, in one pass and bounded memory.
POSIX.1-2001 (ustar, pax) with GNU long names and base-256 numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

BLOCK = 512
CHUNK = 1024 * 1024
MAX_EXTENSION_BYTES = 64 * 1024
MAX_EXTENSIONS_BYTES = 16 * 1024 * 1024  # all together; parsing them is what costs time
END_BYTES = 2 * BLOCK

Kind = Literal["file", "directory", "link", "device", "unsupported"]
KINDS: dict[bytes, Kind] = {
    b"0": "file",
    b"\0": "file",
    b"7": "file",
    b"5": "directory",
    b"1": "link",
    b"2": "link",
    b"3": "device",
    b"4": "device",
    b"6": "device",
}


class Damaged(Exception):
    """The stream is no complete tar archive."""


class Source(Protocol):
    """Where the bytes come from."""

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, none only at the end."""
        ...


@dataclass(frozen=True)
class Header:
    """One block that describes what follows it."""

    name: bytes
    size: int
    type: bytes


@dataclass
class Member:
    """One entry; its data must be read before the next entry is asked for."""

    name: bytes
    kind: Kind
    size: int
    reader: "TarReader"

    def chunks(self) -> Iterator[bytes]:
        """Yield the data of a file."""
        yield from self.reader.data()


class TarReader:
    """Iterate over the entries of an archive."""

    def __init__(self, source: Source, max_headers: int) -> None:
        self.source = source
        self.headers_left = max_headers
        self.extensions_left = MAX_EXTENSIONS_BYTES
        self.data_left = 0
        self.padding = 0

    def __iter__(self) -> Iterator[Member]:
        """Yield each entry; raise Damaged unless the archive ends as it should."""
        long_name: bytes | None = None
        pax: dict[bytes, bytes] = {}
        while (header := self.next_header()) is not None:
            if header.type == b"L":
                long_name = self.extension(header).split(b"\0", 1)[0]
            elif header.type == b"K":
                self.extension(header)  # the target of a link, which is refused anyway
            elif header.type == b"x":
                pax = parse_pax(self.extension(header))
            elif header.type == b"g":
                refuse_global_overrides(parse_pax(self.extension(header)))
            else:
                yield self.member(header, long_name, pax)
                for _ in self.data():
                    pass  # what the caller left unread
                long_name, pax = None, {}
        if long_name is not None or pax:
            raise Damaged("a long name is not followed by its entry")

    def member(self, header: Header, long_name: bytes | None, pax: dict[bytes, bytes]) -> Member:
        """Put together what the blocks before an entry say about it."""
        name = pax.get(b"path", long_name if long_name is not None else header.name)
        size = decimal(pax[b"size"]) if b"size" in pax else header.size
        kind = KINDS.get(header.type, "unsupported")
        if any(key.startswith(b"GNU.sparse.") for key in pax):
            kind = "unsupported"
        if kind == "file" and name.endswith(b"/"):
            kind = "directory"  # as V7 tar wrote them
        self.expect(0 if kind in ("directory", "link", "device") else size)
        return Member(name, kind, size, self)

    def next_header(self) -> Header | None:
        """Return the next header, or None at the proper end."""
        block = self.source_exactly(BLOCK, "the archive ends without its end mark")
        if not any(block):
            self.check_end(len(block))
            return None
        self.headers_left -= 1
        if self.headers_left < 0:
            raise Damaged("the archive has too many entries")
        return parse_header(block)

    def check_end(self, seen: int) -> None:
        """Two zero blocks end an archive, and only zeros may follow."""
        while chunk := self.source.read(CHUNK):
            if chunk.count(0) != len(chunk):
                raise Damaged("there is data after the end mark")
            seen += len(chunk)
        if seen < END_BYTES:
            raise Damaged("the end mark is cut short")

    def expect(self, size: int) -> None:
        """Note how many bytes of data follow the header."""
        self.data_left, self.padding = size, -size % BLOCK

    def data(self) -> Iterator[bytes]:
        """Yield what is left of the current entry's data, then skip its padding."""
        while self.data_left:
            chunk = self.source.read(min(self.data_left, CHUNK))
            if not chunk:
                raise Damaged("the archive ends within a file")
            self.data_left -= len(chunk)
            yield chunk
        self.source_exactly(self.padding, "the archive ends within a file")
        self.padding = 0

    def extension(self, header: Header) -> bytes:
        """Return the data of a long name or of PAX records."""
        if header.size > MAX_EXTENSION_BYTES:
            raise Damaged(f"an extended header is larger than {MAX_EXTENSION_BYTES} bytes")
        self.extensions_left -= header.size
        if self.extensions_left < 0:
            raise Damaged("the extended headers are too large")
        self.expect(header.size)
        return b"".join(self.data())

    def source_exactly(self, size: int, otherwise: str) -> bytes:
        """Return exactly `size` bytes or raise Damaged."""
        parts: list[bytes] = []
        while size:
            chunk = self.source.read(size)
            if not chunk:
                raise Damaged(otherwise)
            parts.append(chunk)
            size -= len(chunk)
        return parts[0] if len(parts) == 1 else b"".join(parts)


def parse_header(block: bytes) -> Header:
    """Read the fields of a ustar, GNU or V7 header after its checksum held."""
    stated = number(block[148:156])
    blanked = block[:148] + b" " * 8 + block[156:]
    if stated != sum(blanked) and stated != signed_sum(blanked):
        raise Damaged("the checksum of a header is wrong")
    name = block[:100].split(b"\0", 1)[0]
    if block[257:263] == b"ustar\0":
        prefix = block[345:500].split(b"\0", 1)[0]
        name = prefix + b"/" + name if prefix else name
    return Header(name, number(block[124:136]), block[156:157])


def signed_sum(block: bytes) -> int:
    """Add up bytes as some old implementations did."""
    return sum(byte - 256 if byte > 127 else byte for byte in block)


def number(field: bytes) -> int:
    """Read an octal or GNU base-256 number that is not negative."""
    if field[0] == 0x80:
        return int.from_bytes(field[1:], "big")
    digits = field.strip(b" \0") or b"0"
    if any(digit not in b"01234567" for digit in digits):
        raise Damaged("a number in a header is malformed")
    return int(digits, 8)


def decimal(value: bytes) -> int:
    """Read a number of a PAX record."""
    if not value.isdigit() or len(value) > 20:
        raise Damaged("a number in an extended header is malformed")
    return int(value)


def parse_pax(data: bytes) -> dict[bytes, bytes]:
    """Read `length keyword=value\\n` records."""
    records: dict[bytes, bytes] = {}
    position = 0
    while position < len(data) and data[position]:
        length, _, _ = data[position : position + 20].partition(b" ")
        end = position + decimal(length)
        record = data[position + len(length) + 1 : end]
        keyword, equals, value = record.partition(b"=")
        if not equals or end > len(data) or not value.endswith(b"\n"):
            raise Damaged("an extended header is malformed")
        records[keyword] = value[:-1]
        position = end
    return records


def refuse_global_overrides(records: dict[bytes, bytes]) -> None:
    """A comment for all entries is fine, one path or size for all of them is not."""
    if records.keys() & {b"path", b"size"} or any(k.startswith(b"GNU.sparse.") for k in records):
        raise Damaged("a global header sets the path or size of every entry")
