"""The compose files as Docker reads them, as far as YAML alone tells."""

from typing import Any

import yaml  # type: ignore[import-untyped]

from tests.scripts.test_prerequisites import ROOT

Service = dict[str, Any]


def stack(name: str) -> dict[str, Any]:
    """A compose file, its merge keys resolved."""
    document: dict[str, Any] = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    return document


PRODUCTION = stack("docker-compose.prod.yml")
SERVICES: dict[str, Service] = PRODUCTION["services"]
