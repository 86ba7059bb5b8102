"""The Makefile has what people are told of, and says in one sentence what is missing."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.scripts.test_prerequisites import ROOT

TARGETS = """help run up down restart logs build rebuild prod-build prod-up prod-down clean prune ps
    stats health shell-backend shell-container test lint up-% down-% restart-% logs-%"""
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "scripts").glob("*.md")]
TOLD = re.compile(r"(?:`|^)make ([a-z][a-z-]*)", re.MULTILINE)
RULE = re.compile(r"^([a-z%-]+):.*## (.+)$", re.MULTILINE)
RULES = dict(RULE.findall((ROOT / "Makefile").read_text()))
IN_DOCKER = ("up", "down", "prod-build", "prod-up", "health", "logs", "shell-backend")


def make(*words: str, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603 (our own Makefile)
        [shutil.which("make") or "make", *words],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


class TestTargets:
    def test_there_are_all(self) -> None:
        assert set(TARGETS.split()) <= set(RULES)

    def test_those_that_pages_name_exist(self) -> None:
        for page in PAGES:
            for target in TOLD.findall(page.read_text(encoding="utf-8")):
                patterns = {f"{start}-%" for start in ("up", "down", "restart", "logs")}
                of_one = target.partition("-")[0] + "-%"
                assert target in RULES or of_one in patterns, f"{page.name}: make {target}"

    def test_help_lists_each(self) -> None:
        said = make("help", PATH="/usr/bin:/bin").stdout

        for target, text in RULES.items():
            assert target.replace("%", "SERVICE") in said
            assert text in said


class TestWithoutDocker:
    @pytest.fixture
    def machine(self, tmp_path: Path) -> Path:
        for tool in ("bash", "env", "dirname", "make", "sort", "grep", "sed", "id"):
            found = shutil.which(tool)
            assert found is not None
            (tmp_path / tool).symlink_to(found)
        return tmp_path

    @pytest.mark.parametrize("target", IN_DOCKER)
    def test_says_so_in_one_sentence(self, machine: Path, target: str, tmp_path: Path) -> None:
        done = make(target, PATH=str(machine), SECRETS_DIR=str(tmp_path))

        assert done.returncode != 0
        lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
        assert len(lines) == 1, done.stderr
        assert lines[0].startswith("This needs Docker: install")
