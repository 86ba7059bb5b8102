"""Every setting, command and endpoint is documented, and nothing else is."""

import re
from pathlib import Path

import pytest
import typer
from starlette.testclient import TestClient

from intarsia.api import create_api
from intarsia.cli import app as tool
from intarsia.clock import SystemClock
from intarsia.config import Limits, Settings

DOCS = Path(__file__).parents[2] / "docs"
LEFT_TO_OTHERS = {"limits"}  # a group of settings of its own


def rows(file: str) -> list[list[str]]:
    """The cells of every table of a page, without its headings."""
    lines = (DOCS / file).read_text(encoding="utf-8").splitlines()
    cells = [re.split(r"(?<!\\) ?\| ?", line.strip())[1:-1] for line in lines if line[:1] == "|"]
    return [row for row in cells if row[0].startswith("`")]


def settings_of(model: type[Settings | Limits]) -> list[list[str]]:
    """The rows that document a model: name, default, meaning."""
    made = []
    for name, field in model.model_fields.items():
        if name in LEFT_TO_OTHERS:
            continue
        alias = field.validation_alias
        variable = str(alias.choices[0]) if alias else name.upper()  # type: ignore[union-attr]
        default = "" if field.default in (None, "") else f"`{field.default}`"
        made.append([f"`{variable}`", default, field.description or ""])
    return made


def commands_of(command: object, path: str) -> set[str]:
    parts: dict[str, object] | None = getattr(command, "commands", None)
    if parts is None:
        return {f"`{path}`"}
    return set().union(*(commands_of(part, f"{path} {name}") for name, part in parts.items()))


class TestSettings:
    def test_page_says_what_the_code_says(self) -> None:
        wanted = settings_of(Settings) + settings_of(Limits)

        assert rows("settings.md") == wanted

    def test_each_has_a_sentence(self) -> None:
        assert [name for name, _, text in settings_of(Settings) if not text.endswith(".")] == []


class TestCommands:
    def test_page_names_each_and_no_other(self) -> None:
        documented = {row[0] for row in rows("cli.md")}

        assert documented == commands_of(typer.main.get_command(tool), "intarsia")


@pytest.fixture(scope="module")
def paths() -> dict[str, dict[str, object]]:
    document = create_api(Settings(_env_file=None), SystemClock()).openapi()
    found: dict[str, dict[str, object]] = document["paths"]
    return found


class TestEndpoints:
    def test_page_names_each_and_no_other(self, paths: dict[str, dict[str, object]]) -> None:
        documented = {row[0] for row in rows("api.md")}

        assert documented == {
            f"`{method.upper()} {path}`" for path, methods in paths.items() for method in methods
        }

    def test_each_refuses_parameters_it_does_not_know(
        self, app: TestClient, paths: dict[str, dict[str, object]]
    ) -> None:
        for path, methods in paths.items():
            for method in methods:
                if path.startswith("/api/") and "{" not in path:
                    answer = app.request(method, f"{path}?misspelt=1")
                    assert answer.status_code == 422, f"{method} {path}"
                    assert answer.json()["errors"][0]["loc"] == ["query", "misspelt"]
