import shutil
from pathlib import Path

import pytest

from tests.registry.bundles import host, remote
from tests.registry.conftest import Publish, Release, publish, release

__all__ = ["publish", "release"]


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Hosting reads through the registry's service, whose own tests run on every engine."""
    shutil.copyfile(sqlite_template, tmp_path / "intarsia.db")
    return f"sqlite+aiosqlite:///{tmp_path}/intarsia.db"


@pytest.fixture
def released(publish: Publish, release: Release) -> None:
    """A host and a remote, live."""
    publish("container", "1.0.0", host())
    publish("data-grid", "1.0.0", remote())
    release({"container": "1.0.0", "data-grid": "1.0.0"})
