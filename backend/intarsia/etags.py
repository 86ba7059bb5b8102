"""Optimistic concurrency: a single resource carries an `ETag`, a change may carry `If-Match`."""

from typing import Annotated

from fastapi import Header

from intarsia.errors import Stale

IfMatch = Annotated[
    str | None, Header(description="The ETag the change was made from; 412 if it is stale.")
]


def etag(revision: int) -> str:
    """Return the entity tag of a revision."""
    return f'"{revision}"'


def names(tags: str, current: str) -> bool:
    """Whether `If-Match` or `If-None-Match` names the current tag; `*` names any."""
    return tags.strip() == "*" or current in (tag.strip() for tag in tags.split(","))


def require_match(if_match: str | None, current: str) -> None:
    """Raise Stale unless the header is absent, `*` or names the current tag (RFC 9110 §13.1.1)."""
    if if_match is not None and not names(if_match, current):
        raise Stale("Somebody else changed this first. Load it again.")
