"""The names that publishers choose, and what they may look like."""

import re
from typing import Annotated

from fastapi import Path
from pydantic import StringConstraints

APP_ID = r"^[a-z0-9][a-z0-9._-]{0,63}$"
CHANNEL = r"^[a-z0-9][a-z0-9-]{0,31}$"
# What is live on a channel, or one release of it by its number: `stable`, `stable@41`.
RELEASE = r"^[a-z0-9][a-z0-9-]{0,31}(@[1-9][0-9]{0,8})?$"
# semver.org's own expression for version 2.0.0.
SEMVER = (
    r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)"
    r"(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
    r"(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$"
)
MAX_VERSION = 128
MAX_FEDERATION_NAME = 128

# First segments of addresses that the platform or the host answer themselves.
RESERVED_PREFIXES = frozenset(
    {
        "api",
        "mf",
        "login",
        "logout",
        "register",
        "forgotten-password",
        "password-reset",
        "reset-password",
        "verify-email",
        "profile",
        "security",
        "health",
        "ready",
        "metrics",
        "user",
        "remotes",
        ".backstage",
        ".well-known",
        "favicon.ico",
        "robots.txt",
    }
)

AppId = Annotated[str, StringConstraints(pattern=APP_ID, max_length=64)]
Version = Annotated[str, StringConstraints(pattern=SEMVER, max_length=MAX_VERSION)]
ChannelName = Annotated[str, StringConstraints(pattern=CHANNEL, max_length=32)]

ReleaseName = Annotated[str, StringConstraints(pattern=RELEASE, max_length=42)]

AppIdPath = Annotated[str, Path(pattern=APP_ID, max_length=64)]
VersionPath = Annotated[str, Path(pattern=SEMVER, max_length=MAX_VERSION)]
ChannelPath = Annotated[str, Path(pattern=CHANNEL, max_length=32)]

_app_id = re.compile(APP_ID)
_semver = re.compile(SEMVER)


def is_app_id(text: str) -> bool:
    """Whether a path segment may be an app's id."""
    return _app_id.fullmatch(text) is not None


def is_version(text: str) -> bool:
    """Whether a path segment is a semantic version."""
    return len(text) <= MAX_VERSION and _semver.fullmatch(text) is not None


def is_federation_name(name: str) -> bool:
    """Whether a name is a JavaScript identifier: bundlers make a global variable of it."""
    return len(name) <= MAX_FEDERATION_NAME and name.replace("$", "_").isidentifier()


def is_reserved(route: str) -> bool:
    """Whether a route lies where the platform answers itself."""
    return route.split("/")[1] in RESERVED_PREFIXES
