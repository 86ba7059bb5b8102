"""The simulation runs, and the page shows the rows that it prints."""

import subprocess
import sys
from pathlib import Path

BACKEND = Path(__file__).parents[2]
PAGE = BACKEND.parent / "docs" / "refresh.md"


def test_page_shows_what_the_simulation_compares() -> None:
    done = subprocess.run(
        [sys.executable, "benchmarks/rotation_simulation.py", "1"],
        cwd=BACKEND,
        capture_output=True,
        text=True,
        check=True,
    )
    compared = [line.split("|")[1].strip() for line in done.stdout.splitlines()]
    page = PAGE.read_text(encoding="utf-8").splitlines()
    start = page.index(done.stdout.splitlines()[0])

    shown = [line.split("|")[1].strip() for line in page[start : start + len(compared)]]

    assert shown == compared
