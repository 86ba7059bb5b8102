"""What every command needs: settings, and a way to stop with one sentence."""

import asyncio
import json
from collections.abc import Coroutine
from typing import Any, NoReturn, TypeVar

import typer
from dotenv import dotenv_values
from pydantic import ValidationError
from rich.console import Console

from intarsia.config import Settings
from intarsia.slips import misspelt

T = TypeVar("T")

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)


def fail(message: str, code: int = 1) -> NoReturn:
    """Print what is wrong and what to do, and stop."""
    err.print(f"[bold red]intarsia:[/] {message}")
    raise typer.Exit(code)


def print_json(document: object) -> None:
    """Print what a program reads: one document, nothing wrapped or coloured."""
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run what needs the database; one that is away or not prepared is told in one sentence."""
    from sqlalchemy.exc import SQLAlchemyError  # here: most commands need no database

    try:
        return asyncio.run(work)
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        fail(f"The database says: {reason}. Check DATABASE_URL and run `intarsia db upgrade`.", 3)


def load_settings() -> Settings:
    """Read the settings, or say which one is wrong."""
    for name, meant in misspelt(dotenv_values(".env")).items():
        fail(f"`.env` sets {name}, which is no setting. Was {meant} meant?", code=2)
    try:
        return Settings()
    except ValidationError as error:
        problems = [
            f"{'.'.join(str(part) for part in item['loc']).upper() or 'settings'}: {item['msg']}"
            for item in error.errors()
        ]
        fail("; ".join(problems), code=2)
