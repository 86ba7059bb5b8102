"""`intarsia apps`, `versions`, `diff`, and what one does to a version."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from intarsia.cli.common import out, print_json
from intarsia.cli.options import (
    DEFAULT_TOKEN_FILE,
    DEFAULT_URL,
    App,
    AsJson,
    Limit,
    Reason,
    TokenFile,
    Url,
    Version,
)
from intarsia.cli.platform import connect
from intarsia.cli.printing import print_difference, print_version_difference, show

Body = Mapping[str, object]


def apps(
    limit: Limit = 100,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """List apps that were published at least once."""
    with connect(url, token_file) as platform:
        answer = platform.get("apps", {"limit": str(limit)})
    show(answer, as_json, "id", "created_at", "created_by")


def versions(
    app_id: App,
    limit: Limit = 20,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """List an app's versions, the newest first."""
    with connect(url, token_file) as platform:
        answer = platform.get(f"apps/{app_id}/versions", {"limit": str(limit)})
    show(answer, as_json, "version", "state", "published_at", "published_by", "state_reason")


def diff(
    before: Annotated[str, typer.Argument(help="`stable@41`, `stable`; with --app a version.")],
    after: Annotated[str, typer.Argument(help="The same.")],
    app_id: Annotated[str | None, typer.Option("--app", help="Compare its versions.")] = None,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Compare two releases, of one channel or of two, or two versions of an app."""
    with connect(url, token_file) as platform:
        if app_id is None:
            answer = platform.get("differences", {"before": before, "after": after})
        else:
            path = f"apps/{app_id}/versions/{after}/difference"
            answer = platform.get(path, {"against": before})
    if as_json:
        print_json(answer)
    elif app_id is None:
        print_difference(answer)
    else:
        print_version_difference(answer)


def withdraw(
    app_id: App,
    version: Version,
    reason: Reason,
    force: Annotated[bool, typer.Option("--force", help="Open pages reload at once.")] = False,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Take a version off every channel, at once; it can't be released any more."""
    body = {"state": "withdrawn", "reason": reason, "force": force}
    set_state(app_id, version, body, as_json, url, token_file)


def deprecate(
    app_id: App,
    version: Version,
    reason: Reason,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Advise against a version: releases with it carry a warning."""
    body = {"state": "deprecated", "reason": reason}
    set_state(app_id, version, body, as_json, url, token_file)


def activate(
    app_id: App,
    version: Version,
    reason: Reason,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Let a withdrawn or deprecated version be released again; releases nothing."""
    body = {"state": "active", "reason": reason}
    set_state(app_id, version, body, as_json, url, token_file)


def set_state(
    app_id: str,
    version: str,
    body: Body,
    as_json: bool,
    url: str,
    token_file: Path,
) -> None:
    """Give a version another state, and say so."""
    with connect(url, token_file) as platform:
        answer = platform.call("PATCH", f"apps/{app_id}/versions/{version}", body)
    if as_json:
        print_json(answer)
    else:
        out.print(f"{app_id} {version} is {answer['state']}.", markup=False)
