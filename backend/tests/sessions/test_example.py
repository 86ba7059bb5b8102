"""examples/shared-sessions, as its README says: Express and the API in processes of their own."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

from tests.conftest import SESSION_KEY, missing
from tests.e2e.server import free_port, wait_until
from tests.sessions.engines import form_of
from tests.sessions.real_express import FOLDER

EXAMPLE = Path(__file__).parents[3] / "examples" / "shared-sessions"
START_SECONDS = 60
WITH_EXPRESS = ["redis", "mongodb", "postgresql", "connect-pg-simple"]


@dataclass
class Example:
    web: str
    api: str


@contextmanager
def running(words: list[str], folder: Path, env: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(words, cwd=folder, env={**os.environ, **env})  # noqa: S603 (ours)
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


def answers(url: str) -> bool:
    try:
        httpx2.get(url)
    except httpx2.TransportError:
        return False
    return True


@pytest.fixture
def example(place: tuple[str, str], tmp_path: Path) -> Iterator[Example]:
    if not (FOLDER / "node_modules").is_dir():
        missing("everything up with `make setup`", "Express")
    name, url = place
    folder = shutil.copytree(EXAMPLE, tmp_path / "example")
    (folder / "node_modules").symlink_to(FOLDER / "node_modules")
    shared = {
        "SESSION_STORE_URL": url.replace("postgresql+asyncpg", "postgresql"),
        "SESSION_SQL_FORM": form_of(name),
        "SESSION_SECRET": f"{SESSION_KEY}\n",
    }
    ports = [str(free_port()), str(free_port())]
    uvicorn = [sys.executable, "-m", "uvicorn", "api:app", "--log-level", "warning"]
    with ExitStack() as stack:
        stack.enter_context(running(["node", "web.mjs"], folder, {**shared, "PORT": ports[0]}))
        stack.enter_context(running([*uvicorn, "--port", ports[1]], folder, shared))
        web, api = (f"http://127.0.0.1:{port}" for port in ports)
        for address in (web, api):
            wait_until(lambda address=address: answers(address), START_SECONDS)  # type: ignore[misc]
        yield Example(web, api)


@pytest.mark.parametrize("place", WITH_EXPRESS, indirect=True)
class TestReadme:
    def test_does_what_it_says(self, example: Example) -> None:
        web, api = example.web, example.api
        with httpx2.Client() as browser:
            refused = browser.get(f"{api}/api/visit")
            assert refused.status_code == 401
            assert refused.headers["Content-Type"] == "application/problem+json"

            assert browser.get(web).json() == {"views": 1, "theme": "none yet"}
            assert browser.get(f"{api}/api/visit").json() == {"views": 1, "theme": None}
            assert browser.put(f"{api}/api/theme/dark").status_code == 200
            assert browser.get(web).json() == {"views": 2, "theme": "dark"}

            assert browser.delete(f"{api}/api/session").status_code == 204
            assert browser.get(f"{api}/api/visit").status_code == 401
            assert browser.get(web).json() == {"views": 1, "theme": "none yet"}

    def test_express_ends_it_for_python(self, example: Example) -> None:
        with httpx2.Client() as browser:
            browser.get(example.web)
            value = browser.cookies["intarsia.sid"]
            browser.delete(f"{example.web}/session")

            cookie = {"Cookie": f"intarsia.sid={value}"}
            assert httpx2.get(f"{example.api}/api/visit", headers=cookie).status_code == 401


class TestPackages:
    def test_are_those_that_are_tested(self) -> None:
        ours, tested = (
            json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
            for folder in (EXAMPLE, FOLDER)
        )

        assert ours.items() <= tested.items()


class TestCommands:
    def test_each_store_has_its_file(self) -> None:
        files = {path.stem for path in (EXAMPLE / "stores").glob("*.env")}
        page = (EXAMPLE / "README.md").read_text(encoding="utf-8")

        assert files == set(WITH_EXPRESS)
        assert all(f"docker compose --env-file stores/{name}.env up" in page for name in files)
