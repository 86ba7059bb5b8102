"""What a registry of 10, 100 and 1,000 apps with 100 versions each and 5,000 releases costs.

    python -m benchmarks.registry [--sizes 10 100 1000] [--requests 1000] [--rounds 5]

All sizes run side by side and are measured in turns; README.md has figures. The front ends must be
built.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.registry.subject import ASSET, BR, HTML, LISTED, Subject

FIRST_PORT = 18_700
LOOK_UPS = 100  # a round; the smallest registry has 1,000 versions, each looked up once at most
MUST_RATIO, MUST_SECONDS, MUST_MEGABYTES = 1.1, 1.0, 60.0


def say(text: str = "") -> None:
    """Print a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def measure_start(subjects: Sequence[Subject], rounds: int) -> None:
    """Start each in turns; they stay up after the last round."""
    for number in range(rounds):
        for subject in subjects:
            if number:
                subject.server.stop()
            subject.start()


def measure_requests(subjects: Sequence[Subject], rounds: int, count: int) -> None:
    """Files and pages while every app is live, and the registry's lists."""
    for _ in range(rounds):
        for each in subjects:
            each.cpu("file in memory", [ASSET], BR, count)
            each.cpu("first file of a version", each.unseen(LOOK_UPS), BR, LOOK_UPS)
            each.cpu("page, all apps listed", ["/data"], HTML, count // 5)
            each.lists(count // 20)


def measure_few(subjects: Sequence[Subject], rounds: int, count: int) -> None:
    """Pages that list the same number of apps at every size."""
    for each in subjects:
        if each.apps > LISTED - 2:
            each.list_few()
    for _ in range(rounds):
        for each in subjects:
            each.cpu(f"page, {LISTED} apps listed", ["/data"], HTML, count)


def table(subjects: Sequence[Subject]) -> None:
    """Print the least of all measurements: what the work itself takes on a shared machine."""
    say("\n| | " + " | ".join(f"{each.apps} apps" for each in subjects) + " |")
    say("|---" + "|---:" * len(subjects) + "|")
    for what in subjects[0].figures:
        digits = 2 if what.endswith(" s") else 0
        values = " | ".join(f"{each.least(what):.{digits}f}" for each in subjects)
        say(f"| {what} | {values} |")


def verdicts(subjects: Sequence[Subject]) -> bool:
    """Say whether what must not grow does not; return whether all of it is so."""
    first, *_, last = subjects

    def ratio(what: str) -> float:
        return last.least(what) / first.least(what)

    def more(what: str) -> float:
        return last.least(what) - first.least(what)

    checks = [
        ("file in memory, ratio", ratio("file in memory, CPU µs"), MUST_RATIO),
        ("page of as many apps, ratio", ratio(f"page, {LISTED} apps listed, CPU µs"), MUST_RATIO),
        ("start, s more", more("start, s"), MUST_SECONDS),
        ("memory, MB more", more("memory, MB"), MUST_MEGABYTES),
    ]
    say(f"\n{last.apps} beside {first.apps} apps:")
    for what, value, must in checks:
        say(f"- {what}: {value:.2f} (must ≤ {must}): {'met' if value <= must else 'MISSED'}")
    return all(value <= must for _, value, must in checks)


def main() -> int:
    """Generate, start, measure."""
    options = argparse.ArgumentParser(description="What a large registry costs.")
    options.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000])
    options.add_argument("--requests", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        subjects = []
        for port, apps in enumerate(sorted(asked.sizes), FIRST_PORT):
            began = time.perf_counter()
            subjects.append(Subject.prepare(folder, port, apps))
            say(f"{apps} apps made in {time.perf_counter() - began:.0f} s")
            stack.callback(subjects[-1].server.stop)
        measure_start(subjects, asked.rounds)
        measure_requests(subjects, asked.rounds, asked.requests)
        for _ in range(asked.rounds):
            for each in subjects:
                each.change()
        measure_few(subjects, asked.rounds, asked.requests)
        table(subjects)
        return 0 if verdicts(subjects) else 1


if __name__ == "__main__":
    sys.exit(main())
