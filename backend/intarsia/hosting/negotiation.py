"""Which form of a file a request gets, and which part of it (RFC 9110 §12.5.3, §13, §14)."""

import re
from functools import lru_cache

SERVER_ORDER = ("br", "gzip", "identity")
RANGE = re.compile(rb"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.IGNORECASE)
WEIGHT = re.compile(rb"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)", re.IGNORECASE)


class Unsatisfiable(Exception):
    """The range lies outside the file."""


@lru_cache(maxsize=512)  # browsers send a handful of different values
def acceptable(accept_encoding: bytes) -> tuple[str, ...]:
    """Return the encodings a client takes, the best first; ours decides among equals."""
    weights: dict[str, float] = {}
    for item in accept_encoding.split(b","):
        name, _, parameters = item.partition(b";")
        stated = WEIGHT.fullmatch(parameters.strip()) if parameters.strip() else None
        weight = float(stated[1]) if stated else 1.0
        weights[name.strip().lower().decode("latin-1")] = weight
    others = weights.get("*")
    if others is not None:
        for encoding in SERVER_ORDER:
            weights.setdefault(encoding, others)
    # Identity is fine unless it is excluded, but whatever was asked for is better.
    weights.setdefault("identity", 0.0005)
    wanted = [encoding for encoding in SERVER_ORDER if weights.get(encoding, 0) > 0]
    return tuple(sorted(wanted, key=lambda encoding: -weights[encoding]))


def matches(if_none_match: bytes, etag: bytes) -> bool:
    """Whether a list of entity tags names this one; by weak comparison."""
    if if_none_match == etag or if_none_match.strip() == b"*":
        return True
    return any(tag.strip().removeprefix(b"W/") == etag for tag in if_none_match.split(b","))


def wanted_range(header: bytes, size: int) -> tuple[int, int] | None:
    """Return the first byte and the one after the last, None for the whole file.

    What is malformed, or several ranges, gets the whole; raise Unsatisfiable for one outside.
    """
    match = RANGE.fullmatch(header.strip())
    if match is None or match.groups() == (b"", b""):
        return None
    first, last = match.groups()
    if not first:  # a suffix: the last so many bytes
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise Unsatisfiable
    return start, stop
