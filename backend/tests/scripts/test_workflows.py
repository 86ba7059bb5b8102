"""The workflows of continuous integration name what there is."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from tests.scripts.test_prerequisites import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
MADE_BY_SETUP = {"backend/.venv/bin/playwright"}
FILE = re.compile(r"(?<![\w./$-])(?:backend|frontend|scripts|docs)/[\w./-]+")
TARGET = re.compile(r"\bmake ([a-z-]+)")


def steps_in(document: dict[Any, Any]) -> list[dict[str, Any]]:
    """The steps of every job, and of the project's own actions."""
    jobs = document.get("jobs", {"": document.get("runs", {})})
    return [step for job in jobs.values() for step in job.get("steps", [])]


def read(path: Path) -> dict[Any, Any]:
    document: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return document


@pytest.fixture(
    params=[*WORKFLOWS, *GITHUB.glob("actions/*/action.yml")],
    ids=lambda p: p.parent.name + "-" + p.stem,
)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


class TestEveryFile:
    def test_names_targets_that_the_makefile_has(self, path: Path) -> None:
        made = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
        asked = {
            name for step in steps_in(read(path)) for name in TARGET.findall(step.get("run", ""))
        }

        assert asked <= made

    def test_names_files_that_are_there(self, path: Path) -> None:
        named = set(FILE.findall(path.read_text(encoding="utf-8"))) - MADE_BY_SETUP

        assert [name for name in named if not (ROOT / name).exists()] == []

    def test_uses_actions_of_a_version_or_its_own(self, path: Path) -> None:
        for step in steps_in(read(path)):
            used = step.get("uses", "./.github")
            own = used.startswith("./") and (ROOT / used).is_dir()
            assert own or re.fullmatch(r"[\w-]+/[\w-]+@(v\d+|[0-9a-f]{40})", used), used

    def test_hands_an_own_action_what_it_asks_for(self, path: Path) -> None:
        for step in steps_in(read(path)):
            if step.get("uses", "").startswith("./"):
                inputs = read(ROOT / step["uses"] / "action.yml")["inputs"]
                assert set(step["with"]) == set(inputs)


class TestMatrix:
    def test_begins_at_the_oldest_versions_that_are_promised(self) -> None:
        matrix = read(GITHUB / "workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]
        project = tomllib.loads((ROOT / "backend/pyproject.toml").read_text())["project"]
        engines = json.loads((ROOT / "frontend/package.json").read_text())["engines"]

        assert project["requires-python"] == f">={matrix['python'][0]}"
        assert engines["node"].startswith(f">={matrix['node'][0]}.")

    def test_everything_runs_on_each_push_and_the_long_tests_each_night(self) -> None:
        runs = {path.stem: steps_in(read(path))[-1].get("run") for path in WORKFLOWS}

        assert (runs["ci"], runs["nightly"]) == ("make test", "make test-long")
        night = read(GITHUB / "workflows/nightly.yml")
        assert "schedule" in night[True]  # YAML 1.1 reads the key `on` as a boolean
