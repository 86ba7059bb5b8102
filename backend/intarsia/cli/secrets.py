"""`intarsia secrets …`."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated

import typer

from intarsia.auth import key_files
from intarsia.auth.key_files import KeyFile, Refused, Step
from intarsia.auth.keys import WeakSecret, generate_secret_files, load_secrets
from intarsia.cli.common import fail, load_settings, out
from intarsia.clock import SystemClock
from intarsia.config import Settings

app = typer.Typer(no_args_is_help=True, help="Signing keys and the deploy token.")

Names = Annotated[
    list[str] | None,
    typer.Argument(help=f"Some of {', '.join(key_files.NAMES)}; all of them by default."),
]
Force = Annotated[bool, typer.Option(help="Do it although it may sign people out.")]


@app.command("generate")
def generate() -> None:
    """Write the secret files that are missing, 256 bits each; never overwrites one."""
    written = generate_secret_files(load_settings())
    for path in written:
        out.print(f"wrote {path}")
    if not written:
        out.print("All secret files are there already.")


@app.command("check")
def check() -> None:
    """Say which keys there are, by their public ids, how old, and whether they are strong."""
    settings = load_settings()
    try:
        secrets = load_secrets(settings)
    except WeakSecret as problem:
        fail(str(problem), code=2)
    rings = (secrets.access, secrets.refresh, secrets.session)
    for what, name, ring in zip(WHAT, key_files.NAMES, rings, strict=True):
        out.print(f"{what}: signing with {ring.signing_kid}{history(settings, name)}")
    out.print(f"deploy token: {'set' if secrets.deploy_token else 'not set'}")


WHAT = ("access tokens", "refresh tokens", "cookies")


def history(settings: Settings, name: str) -> str:
    """Return what the file tells about its keys; nothing for a value."""
    try:
        file = key_files.read(settings, name)
    except Refused:
        return " (set as a value)"
    words = f" since {file.signing_since:%Y-%m-%d %H:%M} UTC"
    if file.waiting is not None:
        words += f"; {file.waiting.kid} waits to be promoted"
    if file.old:
        until = file.retirable_at(life_of(settings))
        kids = ", ".join(key.kid for key in file.old)
        words += f"; {kids} may be retired after {until:%Y-%m-%d %H:%M} UTC"
    return words


@app.command("rotate")
def rotate(names: Names = None) -> None:
    """Append a new key that only verifies: the first step of three (docs/keys.md)."""
    for file in take(key_files.rotate, names):
        out.print(f"{file.name}: {file.keys[-1].kid} was added and verifies.")
    out.print("Promote it once every replica has the file, in a minute or more.")


@app.command("promote")
def promote(names: Names = None, force: Force = False) -> None:
    """Let the newest key sign, once every replica has it."""
    step = key_files.promote_at_once if force else key_files.promote
    for file in take(step, names):
        out.print(f"{file.name}: {file.keys[0].kid} signs now.")
    out.print("Retire the old keys when the last sign-in of theirs has ended.")


@app.command("retire")
def retire(names: Names = None, force: Force = False) -> None:
    """Remove keys that only verify, once nothing is left that they have signed."""
    due = partial(key_files.retire, life=life_of(load_settings()))
    for file in take(key_files.retire_at_once if force else due, names):
        out.print(f"{file.name}: only {', '.join(key.kid for key in file.keys)} verifies now.")


def take(step: Step, names: list[str] | None) -> list[KeyFile]:
    """Take a step with all files or none of them; those with nothing to do are left alone."""
    settings, now = load_settings(), SystemClock().now()
    refuse_unknown(names or [])
    try:
        taken = [plan(step, settings, name, now) for name in names or key_files.NAMES]
        changed = [file for file in taken if file is not None]
        for file in changed:
            key_files.save(file)
    except WeakSecret as problem:
        fail(str(problem), code=2)
    except (Refused, OSError) as problem:
        fail(str(problem))
    if not changed:
        fail("There is nothing to do. `intarsia secrets check` tells how things stand.")
    return changed


def plan(step: Step, settings: Settings, name: str, now: datetime) -> KeyFile | None:
    """Return a file as the step leaves it; nothing is written yet."""
    return step(key_files.read(settings, name), now)


def refuse_unknown(names: list[str]) -> None:
    """Stop at a name that is none of ours."""
    if unknown := sorted(set(names) - set(key_files.NAMES)):
        fail(f"No such key: {', '.join(unknown)}. Known: {', '.join(key_files.NAMES)}.", code=2)


def life_of(settings: Settings) -> timedelta:
    """Return how long the longest-lived thing that a key signs may live."""
    return timedelta(seconds=settings.refresh_token_ttl)
