"""A backup is restored to a fresh place and served from there, on each engine."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import ENGINES, postgres_database
from tests.e2e.server import Server
from tests.registry.bundles import remote

ADMIN = {"username": "admin", "password": "admin123"}


@contextlib.contextmanager
def empty_database(engine: str) -> Iterator[dict[str, str]]:
    """The settings that name a database of its own."""
    if engine == "sqlite":
        yield {}
        return
    with postgres_database() as url:
        yield {"DATABASE_URL": url}


def write_bundle(folder: Path) -> Path:
    for name, content in remote().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(params=ENGINES)
def used(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    """A platform with demo users, a released bundle, and somebody who is signed in."""
    with empty_database(request.param) as database:
        server = Server(tmp_path / "used", {"BCRYPT_ROUNDS": "4", **database})
        server.prepare()
        server.start()
        server.publish("data-grid", write_bundle(tmp_path / "dist"), "1.0.0")
        server.promote(data_grid="1.0.0")
        yield server
        server.stop()


@pytest.fixture
def fresh(used: Server, tmp_path: Path) -> Iterator[Server]:
    """Nothing yet, but for the same keys: the hardest case, in which old tokens would verify."""
    engine = "postgresql" if "DATABASE_URL" in used.settings else "sqlite"
    with empty_database(engine) as database:
        server = Server(tmp_path / "fresh", {"BCRYPT_ROUNDS": "4", **database})
        server.folder.mkdir()
        (server.folder / "secrets").symlink_to(used.folder / "secrets")
        server.settings["PUBLIC_URL"] = used.url  # whose tokens name it
        yield server
        server.stop()


class TestRestore:
    def test_is_served_as_it_was_and_signs_everybody_out(
        self, used: Server, fresh: Server, tmp_path: Path
    ) -> None:
        session = httpx2.post(f"{used.url}/api/auth/login", json=ADMIN).json()
        headers = {"Authorization": f"Bearer {session['access_token']}"}
        items = httpx2.get(f"{used.url}/api/data?limit=1000", headers=headers).json()
        folder = str(tmp_path / "backup")
        used.run("backup", folder)
        role = {"role": "user"}
        ids = httpx2.get(f"{used.url}/api/users?q=viewer@", headers=headers).json()["items"]
        httpx2.patch(f"{used.url}/api/users/{ids[0]['id']}", json=role, headers=headers)

        assert "1 sign-ins were ended" in fresh.run("restore", folder)
        fresh.start()

        refused = httpx2.get(f"{fresh.url}/api/data", headers=headers)
        assert refused.status_code == 401
        token = {"refresh_token": session["refresh_token"]}
        again = httpx2.post(f"{fresh.url}/api/auth/refresh", json=token)
        assert (again.status_code, again.json()["code"]) == (401, "session_revoked")
        session = httpx2.post(f"{fresh.url}/api/auth/login", json=ADMIN).json()
        headers = {"Authorization": f"Bearer {session['access_token']}"}
        assert httpx2.get(f"{fresh.url}/api/data?limit=1000", headers=headers).json() == items
        channel = httpx2.get(f"{fresh.url}/api/registry/channels/stable", headers=headers).json()
        assert channel["apps"]["data-grid"]["version"] == "1.0.0"
        path = "/mf/data-grid/1.0.0/remoteEntry.js"
        served = httpx2.get(f"{fresh.url}{path}")
        assert served.status_code == 200
        assert served.content == httpx2.get(f"{used.url}{path}").content

    def test_refuses_what_it_would_overwrite_and_what_is_not_whole(
        self, used: Server, fresh: Server, tmp_path: Path
    ) -> None:
        folder = tmp_path / "backup"
        used.run("backup", str(folder))
        assert "exists already" in used.run("backup", str(folder), expect=2)
        assert "a database already" in used.run("restore", str(folder), expect=2)

        blob = next((folder / "blobs").iterdir())
        content = blob.read_bytes()
        blob.write_bytes(content + b"x")
        assert "is damaged" in fresh.run("restore", str(folder), expect=3)
        blob.write_bytes(content)
        about = folder / "backup.json"
        text = about.read_text()
        about.write_text(json.dumps({**json.loads(text), "format": 99}))
        assert "another version" in fresh.run("restore", str(folder), expect=2)
        about.unlink()
        assert "no whole backup" in fresh.run("restore", str(folder), expect=2)
