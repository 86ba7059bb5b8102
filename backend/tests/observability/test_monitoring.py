"""Alerts and the dashboard ask for metrics that there are, and each alert has a runbook."""

import json
import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from intarsia.api import create_api
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.observability.metrics import Metrics
from tests.scripts.test_prerequisites import ROOT

FOLDER = ROOT / "deploy/monitoring"
RULES: list[dict[str, Any]] = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"][0][
    "rules"
]
PANELS: list[dict[str, Any]] = json.loads((FOLDER / "dashboard.json").read_text())["panels"]
ASKED = {
    **{rule["alert"]: rule["expr"] for rule in RULES},
    **{panel["title"]: " ".join(each["expr"] for each in panel["targets"]) for panel in PANELS},
}


@pytest.fixture(scope="module")
def names() -> dict[str, set[str]]:
    """Every sample that `/metrics` may have, with its labels."""
    metrics = Metrics()
    metrics.answered("GET", "/api/auth/me", 200, 0.1)
    metrics.alarms.labels("reuse_detected").inc()
    metrics.release.labels("stable").set(1)
    families = metrics.registry.collect()
    return {sample.name: set(sample.labels) for family in families for sample in family.samples}


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
class TestQueries:
    def test_name_metrics_that_there_are(self, asked: str, names: dict[str, set[str]]) -> None:
        found = set(re.findall(r"\bintarsia_\w+", asked))
        assert found <= set(names)
        assert found or asked.startswith("up{")

    def test_choose_by_labels_that_they_have(self, asked: str, names: dict[str, set[str]]) -> None:
        for metric, label in re.findall(r"(intarsia_\w+)\{(\w+)", asked):
            assert label in names[metric]


class TestAlerts:
    def test_each_has_its_runbook_and_each_runbook_its_alert(self) -> None:
        page = (ROOT / "docs/runbooks.md").read_text()
        titles = re.findall(r"^## (\w+)$", page, re.MULTILINE)

        assert titles == [rule["alert"] for rule in RULES]
        for rule in RULES:
            anchor = rule["alert"].lower()
            assert rule["annotations"]["runbook"] == f"docs/runbooks.md#{anchor}"

    def test_alarms_are_those_that_the_protocol_raises(self) -> None:
        told = (ROOT / "docs/settings.md").read_text()
        for name in re.findall(r'alarms_total\{name="(\w+)"', " ".join(ASKED.values())):
            assert f"`{name}`" in told


class TestDashboard:
    def test_watches_routes_that_there_are(self) -> None:
        paths = set(create_api(Settings(_env_file=None), SystemClock()).openapi()["paths"])
        watched = re.search(r'route=~"/api/auth/\(([\w|]+)\)"', " ".join(ASKED.values()))
        assert watched
        assert {f"/api/auth/{name}" for name in watched[1].split("|")} <= paths
