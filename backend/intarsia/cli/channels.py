"""`intarsia channels`, `releases`, `promote`, `rollback`, `lock` and `unlock`."""

from typing import Annotated, Any

import typer

from intarsia.cli.common import fail, out, print_json
from intarsia.cli.options import (
    DEFAULT_TOKEN_FILE,
    DEFAULT_URL,
    AsJson,
    Channel,
    Limit,
    Note,
    Reason,
    TokenFile,
    Url,
)
from intarsia.cli.platform import Platform, connect
from intarsia.cli.printing import print_release, show


def channels(
    limit: Limit = 100,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """List channels, what they point at, and who locked them."""
    with connect(url, token_file) as platform:
        answer = platform.get("channels", {"limit": str(limit)})
    show(answer, as_json, "name", "release", "locked_at", "locked_by", "locked_reason")


def releases(
    channel: Channel = "stable",
    limit: Limit = 20,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """List a channel's releases, the newest first."""
    with connect(url, token_file) as platform:
        answer = platform.get(f"channels/{channel}/releases", {"limit": str(limit)})
    show(answer, as_json, "number", "created_at", "created_by", "apps", "note")


def promote(
    channel: Channel,
    changes: Annotated[
        list[str] | None,
        typer.Argument(help="APP=VERSION …, APP= takes it out; with --from APP …"),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--from", help="Take versions from this channel; all without APP.")
    ] = None,
    note: Note = "",
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Make published versions live on a channel, all in one release."""
    if not changes and source is None:
        fail("Say APP=VERSION, or --from CHANNEL.", code=2)
    with connect(url, token_file) as platform:
        if source is None:
            wanted = dict(map(parse_change, changes or ()))
        else:
            wanted, origin = take_from(platform, source, changes or [])
            note = note or f"from {origin}"
        body = {"changes": wanted, "note": note}
        print_release(platform.change_channel(channel, body), as_json)


def rollback(
    channel: Channel,
    to: Annotated[int | None, typer.Option("--to", help="Number of an earlier release.")] = None,
    app_id: Annotated[str | None, typer.Option("--app", help="Only this app.")] = None,
    note: Note = "",
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Make an earlier release, or an app's version before its last change, live again."""
    if (to is None) == (app_id is None):
        fail("Say either --to NUMBER or --app ID.", code=2)
    target: dict[str, Any] = {"release": to} if to is not None else {"app": app_id}
    with connect(url, token_file) as platform:
        answer = platform.call("POST", f"channels/{channel}/rollback", {**target, "note": note})
    print_release(answer, as_json)


def lock(
    channel: Channel,
    reason: Reason,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Close a channel to releases; rolling back and withdrawing go on."""
    with connect(url, token_file) as platform:
        answer = platform.call("PUT", f"channels/{channel}/lock", {"reason": reason})
    if as_json:
        print_json(answer)
    else:
        out.print(f"{channel} is locked: {answer['locked_reason']}", markup=False)


def unlock(
    channel: Channel,
    as_json: AsJson = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Open a channel again, whoever closed it."""
    with connect(url, token_file) as platform:
        platform.call("DELETE", f"channels/{channel}/lock")
    if as_json:
        print_json({"name": channel, "locked_at": None})
    else:
        out.print(f"{channel} is open.", markup=False)


def parse_change(text: str) -> tuple[str, dict[str, str] | None]:
    """Read `app=1.2.3`, or `app=` for taking it out."""
    app_id, equals, version = text.partition("=")
    if not equals or not app_id:
        fail(f"{text!r} is not APP=VERSION.", code=2)
    return app_id, {"version": version} if version else None


def take_from(
    platform: Platform, source: str, wanted: list[str]
) -> tuple[dict[str, dict[str, str] | None], str]:
    """Return versions of some or all apps that are live on a channel, and its release's name."""
    live = platform.get(f"channels/{source}")
    missing = [app_id for app_id in wanted if app_id not in live["apps"]]
    if missing:
        fail(f"{missing[0]!r} is not released on {source}.", code=1)
    apps = wanted or list(live["apps"])
    changes = {app_id: {"version": live["apps"][app_id]["version"]} for app_id in apps}
    return dict(changes), f"{source}@{live['number']}"
