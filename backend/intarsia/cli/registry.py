"""`intarsia publish`, `releases`, `promote` and `rollback`: the registry from a terminal.

Exit codes: 0 done · 1 the platform refused (what it found is printed) · 2 wrong use, or no token ·
3 the platform can't be reached or is not ready · 4 somebody else changed the channel first.
"""

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from intarsia.cli.common import fail, out
from intarsia.cli.packing import NothingToPack, pack
from intarsia.cli.platform import connect, print_findings

Url = Annotated[str, typer.Option("--url", envvar="INTARSIA_URL", help="Where the platform is.")]
TokenFile = Annotated[
    Path, typer.Option("--token-file", help="File with the token; INTARSIA_TOKEN goes first.")
]
Note = Annotated[str, typer.Option("--note", help="Why, for the history.")]
DEFAULT_URL = "http://localhost:8000"
DEFAULT_TOKEN_FILE = Path("secrets/deploy_token.txt")


def publish(
    dist: Annotated[Path, typer.Argument(help="The build folder.")],
    app_id: Annotated[str, typer.Option("--app", help="App id, for example `data-grid`.")],
    version: Annotated[str, typer.Option("--version", help="Semantic version.")],
    channel: Annotated[str | None, typer.Option("--channel", help="Release it there.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only.")] = False,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Publish a build folder; the same files again are fine."""
    query = {"dry_run": "true"} if dry_run else {}
    if channel is not None:
        query["channel"] = channel
    with connect(url, token_file) as platform, tempfile.TemporaryFile() as packed:
        try:
            pack(dist, packed)
        except (NothingToPack, OSError) as problem:
            fail(str(problem), code=2)
        answer = platform.upload(f"apps/{app_id}/versions/{version}", query, packed)
    print_findings(answer["findings"])
    print_published(answer)


def releases(
    channel: Annotated[str, typer.Argument(help="The channel.")] = "stable",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 20,
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """List a channel's releases, the newest first."""
    with connect(url, token_file) as platform:
        answer = platform.get(f"channels/{channel}/releases", {"limit": str(limit)})
    table = Table("release", "when (UTC)", "by", "apps", "note", box=None)
    for release in answer["items"]:
        table.add_row(
            str(release["number"]),
            release["created_at"][:16].replace("T", " "),  # UTC, to the minute
            release["created_by"],
            listed(release["apps"]),
            release["note"],
        )
    out.print(table)


def promote(
    channel: Annotated[str, typer.Argument(help="The channel.")],
    changes: Annotated[list[str], typer.Argument(help="APP=VERSION …; APP= takes it out.")],
    note: Note = "",
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Make published versions live on a channel, all in one release."""
    body = {"changes": dict(map(parse_change, changes)), "note": note}
    with connect(url, token_file) as platform:
        print_release(platform.change_channel(channel, body))


def rollback(
    channel: Annotated[str, typer.Argument(help="The channel.")],
    to: Annotated[int | None, typer.Option("--to", help="Number of an earlier release.")] = None,
    app_id: Annotated[str | None, typer.Option("--app", help="Only this app.")] = None,
    note: Note = "",
    url: Url = DEFAULT_URL,
    token_file: TokenFile = DEFAULT_TOKEN_FILE,
) -> None:
    """Make an earlier release, or an app's version before its last change, live again."""
    if (to is None) == (app_id is None):
        fail("Say either --to NUMBER or --app ID.", code=2)
    target: dict[str, Any] = {"release": to} if to is not None else {"app": app_id}
    with connect(url, token_file) as platform:
        print_release(platform.post(f"channels/{channel}/rollback", {**target, "note": note}))


def parse_change(text: str) -> tuple[str, dict[str, str] | None]:
    """Read `app=1.2.3`, or `app=` for taking it out."""
    app_id, equals, version = text.partition("=")
    if not equals or not app_id:
        fail(f"{text!r} is not APP=VERSION.", code=2)
    return app_id, {"version": version} if version else None


def print_published(answer: dict[str, Any]) -> None:
    """Say what came of it."""
    name = f"{answer['app']} {answer['version']}"
    if answer["dry_run"]:
        out.print(f"{name} could be published.", markup=False)
        return
    outcome = "published" if answer["created"] else "was published before, unchanged"
    out.print(f"{name} {outcome}: {answer['path']}", markup=False)
    if answer["release"] is not None:
        print_release(answer["release"])


def print_release(release: dict[str, Any]) -> None:
    """Say what is live now."""
    print_findings(release["findings"])
    text = f"{release['channel']} is at release {release['number']}: {listed(release['apps'])}"
    out.print(text, markup=False)


def listed(apps: dict[str, dict[str, str]]) -> str:
    """Return the map of a release on one line."""
    return " ".join(f"{app_id}={entry['version']}" for app_id, entry in sorted(apps.items()))
