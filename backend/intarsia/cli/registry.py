"""`intarsia publish`: a build folder becomes a version.

Exit codes of all commands that talk to a platform: 0 done · 1 the platform refused (what it found
is printed) · 2 wrong use, or no token · 3 the platform can't be reached or is not ready · 4
somebody else changed the channel first.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from intarsia.cli.common import err, fail, print_json
from intarsia.cli.options import DEFAULT_TOKEN_FILE, DEFAULT_URL, AsJson, TokenFile, Url
from intarsia.cli.packing import NothingToPack, pack
from intarsia.cli.platform import connect, print_findings
from intarsia.cli.printing import print_published


def publish(
    dist: Annotated[Path, typer.Argument(help="The build folder.")],
    app_id: Annotated[str, typer.Option("--app", help="App id, for example `data-grid`.")],
    version: Annotated[str, typer.Option("--version", help="Semantic version.")],
    channel: Annotated[str | None, typer.Option("--channel", help="Release it there.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only.")] = False,
    as_json: AsJson = False,
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
        with bar(f"{app_id} {version}", packed.tell()) as told:
            path = f"apps/{app_id}/versions/{version}"
            answer = platform.upload(path, query, packed, told)
    if as_json:
        print_json(answer)
        return
    print_findings(answer["findings"])
    print_published(answer)


@contextmanager
def bar(title: str, size: int) -> Iterator[Callable[[int], None]]:
    """Show how much is sent, where somebody is looking; an attempt that fails begins anew."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    hidden = not sys.stderr.isatty()
    with Progress(*columns, console=err, transient=True, disable=hidden) as progress:
        task = progress.add_task(title, total=size)
        yield lambda sent: progress.update(task, completed=sent)
