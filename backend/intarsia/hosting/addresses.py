"""Addresses of published files."""

from urllib.parse import quote

# What RFC 3986 allows in a path besides letters and digits.
PATH_SAFE = "/~!$&'()*+,;=:@-._"


def folder_url(base: str, app: str, version: str) -> str:
    """Return where a version's files are, with a slash at the end; `base` is empty or an origin."""
    return f"{base}/mf/{app}/{version}/"


def file_url(base: str, app: str, version: str, path: str) -> str:
    """Return the address of one file."""
    return folder_url(base, app, version) + quote(path, safe=PATH_SAFE)
