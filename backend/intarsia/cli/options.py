"""Options that every command of the registry has."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_URL = "http://localhost:8000"
DEFAULT_TOKEN_FILE = Path("secrets/deploy_token.txt")

Url = Annotated[str, typer.Option("--url", envvar="INTARSIA_URL", help="Where the platform is.")]
TokenFile = Annotated[
    Path, typer.Option("--token-file", help="File with the token; INTARSIA_TOKEN goes first.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the platform's answer, for programs.")]
Note = Annotated[str, typer.Option("--note", help="Why, for the history.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for everybody to read.")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many.")]
Channel = Annotated[str, typer.Argument(help="The channel.")]
App = Annotated[str, typer.Argument(help="App id, for example `data-grid`.")]
Version = Annotated[str, typer.Argument(help="Semantic version.")]
