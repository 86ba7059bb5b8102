"""The one command-line tool: `intarsia`."""

import typer

from intarsia.cli.lazy import lazy_group

COMMANDS = {
    "serve": ("serve", "serve"),
    "openapi": ("serve", "openapi"),
    "publish": ("registry", "publish"),
    "init": ("init", "init"),
    "apps": ("versions", "apps"),
    "versions": ("versions", "versions"),
    "diff": ("versions", "diff"),
    "deprecate": ("versions", "deprecate"),
    "withdraw": ("versions", "withdraw"),
    "activate": ("versions", "activate"),
    "channels": ("channels", "channels"),
    "releases": ("channels", "releases"),
    "promote": ("channels", "promote"),
    "rollback": ("channels", "rollback"),
    "lock": ("channels", "lock"),
    "unlock": ("channels", "unlock"),
    "gc": ("gc", "gc"),
    "users": ("users", "app"),
    "db": ("db", "app"),
    "backup": ("backup", "backup"),
    "restore": ("backup", "restore"),
    "secrets": ("secrets", "app"),
    "doctor": ("doctor", "doctor"),
}

app = typer.Typer(
    cls=lazy_group(COMMANDS),
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # they would print secrets
)


@app.callback()
def main() -> None:
    """Run and steer an Intarsia platform."""
