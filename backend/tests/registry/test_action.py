"""The script behind `action.yml`, run as GitHub runs it, against a real server."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DEPLOY_TOKEN
from tests.registry.bundles import remote
from tests.registry.test_cli import build, settings, url

__all__ = ["settings", "url"]

ROOT = Path(__file__).parents[3]
SCRIPT = ROOT / "scripts" / "publish_action.py"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(url: str, tmp_path: Path) -> Run:
    def publish(**inputs: str) -> "subprocess.CompletedProcess[str]":
        usual = {
            "INTARSIA_URL": url,
            "INTARSIA_TOKEN": DEPLOY_TOKEN,
            "INTARSIA_APP": "data",
            "INTARSIA_VERSION": "1.0.0",
            "INTARSIA_DIST": "dist",
            "INTARSIA_CHANNEL": "",
            "INTARSIA_DRY_RUN": "false",
            "GITHUB_OUTPUT": str(tmp_path / "output"),
        }
        return subprocess.run(  # noqa: S603 (our own script)
            [sys.executable, SCRIPT],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"]} | usual | inputs,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return publish


class TestPublish:
    def test_publishes_and_tells_the_steps_that_follow(self, run: Run, tmp_path: Path) -> None:
        build(tmp_path / "dist", remote())

        first, again = run(INTARSIA_CHANNEL="next"), run()

        assert first.stdout == "data 1.0.0 published at /mf/data/1.0.0/, release 1 of next\n"
        assert (first.returncode, again.returncode) == (0, 0)
        outputs = (tmp_path / "output").read_text().splitlines()
        assert outputs[:3] == ["path=/mf/data/1.0.0/", "release=1", "created=true"]
        assert outputs[-1] == "created=false"

    def test_shows_findings_as_annotations(self, run: Run, tmp_path: Path) -> None:
        build(tmp_path / "dist", remote() | {"intarsia.json": b'{"title": "x"}'})

        refused = run()

        assert refused.returncode == 1
        assert "::error title=metadata::metadata intarsia.json.route: Field required" in (
            refused.stdout
        )
        assert "::error title=Not published::422 " in refused.stdout

    def test_a_dry_run_only_checks(self, run: Run, tmp_path: Path) -> None:
        build(tmp_path / "dist", remote())

        assert run(INTARSIA_DRY_RUN="true").stdout == "data 1.0.0 could be published\n"

    @pytest.mark.parametrize(
        ("inputs", "code", "told"),
        [
            ({"INTARSIA_TOKEN": ""}, 2, "INTARSIA_TOKEN is not set"),
            ({"INTARSIA_URL": "file:///etc"}, 2, "INTARSIA_URL is not set"),
            ({"INTARSIA_DIST": "missing"}, 2, "missing is no folder"),
            ({"INTARSIA_TOKEN": "wrong"}, 1, "401"),
        ],
    )
    def test_says_what_is_wrong(
        self, run: Run, tmp_path: Path, inputs: dict[str, str], code: int, told: str
    ) -> None:
        build(tmp_path / "dist", remote())

        done = run(**inputs)

        assert (done.returncode, told in done.stdout) == (code, True)


def test_the_action_hands_over_what_the_script_reads() -> None:
    action = (ROOT / "action.yml").read_text()
    read = set(re.findall(r"\"(INTARSIA_\w+)\"", SCRIPT.read_text()))

    assert set(re.findall(r"(INTARSIA_\w+): \$", action)) == read
