"""Import a command when it is called: publishing should not wait for a web framework to load."""

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup


class LazyCommands(MutableMapping[str, Any]):
    """Commands by name, each made when it is first asked for.

    `places` says where: a module of this package, and its function or `typer.Typer`.
    """

    def __init__(self, places: Mapping[str, tuple[str, str]]) -> None:
        self.places = dict(places)
        self.made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 (typer keeps its command class private)
        if name not in self.made:
            module, attribute = self.places[name]
            self.made[name] = make(
                name, getattr(import_module(f"intarsia.cli.{module}"), attribute)
            )
        return self.made[name]

    def __setitem__(self, name: str, command: object) -> None:
        self.places.setdefault(name, ("", ""))
        self.made[name] = command

    def __delitem__(self, name: str) -> None:
        del self.places[name]
        self.made.pop(name, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


def make(name: str, source: Any) -> Any:  # noqa: ANN401 (as above)
    """Return the command that a function or a group of commands stands for."""
    if not isinstance(source, typer.Typer):
        group = typer.Typer(add_completion=False)
        group.command(name)(source)
        source = group
    command = typer.main.get_command(source)
    command.name = name
    return command


def lazy_group(places: Mapping[str, tuple[str, str]]) -> type[TyperGroup]:
    """Return a class for `typer.Typer(cls=…)` whose commands are loaded when called."""

    class LazyGroup(TyperGroup):
        def __init__(self, **attributes: Any) -> None:  # noqa: ANN401 (handed on unseen)
            super().__init__(**attributes)
            self.commands = LazyCommands(places)

    return LazyGroup
