"""The table of docs/sessions.md that says what Express and Python share, made from a run."""

import json
import os
from pathlib import Path
from types import ModuleType

import pytest

from tests.sessions.engines import NAMES

PAGE = Path(__file__).parents[3] / "docs" / "sessions.md"
PACKAGES = Path(__file__).parents[1] / "express" / "package.json"
BEGIN, END = "<!-- interop: made by the test suite -->", "<!-- interop: end -->"
COLUMNS = {
    "sqlite": "connect-session-sequelize, SQLite",
    "postgresql": "connect-session-sequelize, PostgreSQL",
    "connect-pg-simple": "connect-pg-simple",
    "redis": "connect-redis",
    "mongodb": "connect-mongo",
}
OUTCOMES = pytest.StashKey[dict[tuple[str, str], bool]]()


def note(item: pytest.Item, *, passed: bool) -> None:
    """Remember what became of a row's cell."""
    assert isinstance(item, pytest.Function)
    if hasattr(item, "callspec"):
        key = (title_of(item.function), str(item.callspec.params["place"]))
        outcomes = item.session.stash.setdefault(OUTCOMES, {})
        outcomes[key] = passed and outcomes.get(key, True)


def check(session: pytest.Session, module: ModuleType) -> None:
    """Compare the page with what ran, or write it; a row counts once all its cells ran."""
    outcomes = session.stash.get(OUTCOMES, {})
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    found, _, after = rest.partition(END)
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(f"{before}{BEGIN}\n{table(outcomes)}{END}{after}", encoding="utf-8")
        return
    whole = {
        row: ran for row, ran in outcomes.items() if all((row[0], n) in outcomes for n in NAMES)
    }
    assert set(table(whole).splitlines()) <= set(found.splitlines())
    assert [line.split(" | ")[0].removeprefix("| ") for line in found.splitlines()[3:]] == [
        title_of(test)
        for name, group in vars(module).items()
        if name.startswith("Test")
        for test_name, test in vars(group).items()
        if test_name.startswith("test_")
    ]


def title_of(test: object) -> str:
    """Return the first line of a test's docstring."""
    return (test.__doc__ or "").strip().splitlines()[0]


def table(outcomes: dict[tuple[str, str], bool]) -> str:
    """Return the table in Markdown."""
    versions = json.loads(PACKAGES.read_text(encoding="utf-8"))["dependencies"]
    heads = [COLUMNS[name] for name in NAMES]
    packages = [head.partition(",")[0] for head in heads]
    heads = [
        head.replace(package, f"{package} {versions[package]}")
        for head, package in zip(heads, packages, strict=True)
    ]
    titles = dict.fromkeys(title for title, _ in outcomes)
    rows = [
        [title, *("yes" if outcomes.get((title, name)) else "**no**" for name in NAMES)]
        for title in titles
    ]
    lines = [[f"With Express {versions['express']}", *heads], ["---"] * (len(heads) + 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
