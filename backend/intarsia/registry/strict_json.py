"""JSON from strangers."""

import json
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 64


class NotJson(ValueError):
    """The bytes are no JSON that anybody would write."""


def parse_json(raw: bytes, max_bytes: int) -> object:
    """Parse UTF-8 JSON of limited size; raise NotJson for everything else.

    `json` raises RecursionError on deep nesting, accepts NaN, and keeps the last of several equal
    keys where another reader may keep the first.
    """
    if len(raw) > max_bytes:
        raise NotJson(f"larger than {max_bytes} bytes")
    try:
        value = json.loads(
            raw.decode("utf-8-sig"), parse_constant=refuse, object_pairs_hook=without_doubles
        )
    except NotJson:
        raise
    except RecursionError:
        raise NotJson("nested too deeply") from None
    except ValueError as problem:
        raise NotJson(f"not valid JSON: {problem}") from None
    for text in texts_in(value):
        refuse_unstorable(text)
    return value


def refuse(constant: str) -> None:
    """Refuse NaN and the infinities."""
    raise NotJson(f"{constant} is not JSON")


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse objects with two equal keys."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotJson("a key appears twice in one object")
    return found


def texts_in(value: object) -> Iterator[str]:
    """Yield every string of a JSON value, keys too, without recursion."""
    waiting = [(value, 0)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise NotJson("nested too deeply")
        if isinstance(item, str):
            yield item
        elif isinstance(item, list):
            waiting += [(child, depth + 1) for child in item]
        elif isinstance(item, dict):
            yield from item
            waiting += [(child, depth + 1) for child in item.values()]


def refuse_unstorable(text: str) -> None:
    """PostgreSQL keeps no NUL, and UTF-8 has no lone surrogates."""
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise NotJson("a text has a character that can't be stored")
