"""Keys change under a running process, and nobody is signed out by it (docs/keys.md)."""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from intarsia.auth import key_files, live_secrets
from intarsia.auth.key_files import NAMES, SETTLE, Step
from intarsia.auth.keys import generate_secret_files, new_key
from intarsia.auth.live_secrets import LiveSecrets
from intarsia.auth.tokens import Claims, InvalidToken, TokenService
from intarsia.config import Settings
from intarsia.main import create_app
from tests.conftest import ORIGIN, FakeClock

LAG = 30  # seconds until the other replica has the file
LIFE = timedelta(days=7)
CLAIMS = Claims("user-1", "sid-1", 0, 1_700_000_000, 1_700_000_900, "user", 0)


def with_files(settings: Settings, folder: Path) -> Settings:
    return settings.model_copy(
        update={
            "jwt_secret_key": None,
            "jwt_refresh_secret_key": None,
            "session_secret": None,
            "jwt_secret_key_file": folder / "access.txt",
            "jwt_refresh_secret_key_file": folder / "refresh.txt",
            "session_secret_file": folder / "session.txt",
            "deploy_token_file": folder / "deploy.txt",
        }
    )


@pytest.fixture
def keyed(tmp_path: Path) -> Settings:
    """Settings whose keys are files, without a database."""
    settings = with_files(Settings(_env_file=None, data_dir=tmp_path), tmp_path)
    generate_secret_files(settings)
    return settings


def write_access_keys(settings: Settings, *keys: str) -> None:
    settings.jwt_secret_key_file.write_text("\n".join(keys) + "\n")


class TestLook:
    async def test_new_keys_are_there_for_everybody_who_asks(self, keyed: Settings) -> None:
        secrets = LiveSecrets(keyed)
        tokens = TokenService(secrets, ORIGIN)
        old, new = secrets.access.signing_key, new_key()
        token = tokens.mint_access(CLAIMS, "1")
        write_access_keys(keyed, new, old)
        await secrets.look()

        assert secrets.access.keys == (new, old)
        assert tokens.read_access(token) == CLAIMS
        assert tokens.mint_access(CLAIMS, "1") != token

    async def test_same_keys_are_not_replaced(self, keyed: Settings) -> None:
        secrets = LiveSecrets(keyed)
        before = secrets.current
        await secrets.look()

        assert secrets.current is before

    @pytest.mark.attack(11)
    async def test_what_a_retired_key_signed_is_refused_though_it_was_remembered(
        self, keyed: Settings
    ) -> None:
        secrets = LiveSecrets(keyed)
        tokens = TokenService(secrets, ORIGIN)
        token = tokens.mint_access(CLAIMS, "1")
        assert tokens.read_access(token) == CLAIMS
        write_access_keys(keyed, new_key())
        await secrets.look()

        with pytest.raises(InvalidToken):
            tokens.read_access(token)

    @pytest.mark.attack(11)
    @pytest.mark.parametrize("text", [None, "", "short\n", b"\xff" * 40], ids=str)
    async def test_broken_file_is_told_once_and_changes_nothing(
        self, keyed: Settings, text: str | bytes | None, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said: list[str] = []
        monkeypatch.setattr(live_secrets.log, "error", lambda event, **_: said.append(event))
        secrets = LiveSecrets(keyed)
        before, path = secrets.current, keyed.jwt_secret_key_file
        path.unlink()
        if text is not None:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        await secrets.look()
        await secrets.look()

        assert secrets.current is before
        assert said == ["secrets.refused"]
        write_access_keys(keyed, new := new_key())
        await secrets.look()
        assert secrets.access.keys == (new,)

    async def test_running_process_looks_by_itself(
        self, keyed: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(live_secrets, "LOOK_SECONDS", 0.01)
        secrets = LiveSecrets(keyed)
        async with live_secrets.watching(secrets):
            write_access_keys(keyed, new := new_key())
            async for keys in following(secrets):
                if keys == (new,):
                    break


async def following(secrets: LiveSecrets) -> AsyncIterator[tuple[str, ...]]:
    async with asyncio.timeout(20):
        while True:
            yield secrets.access.keys
            await asyncio.sleep(0.01)


@dataclass
class Replica:
    """One process with key files of its own, as a distributed secret arrives at each."""

    client: TestClient
    settings: Settings

    def receive(self, files: Settings) -> None:
        """Get the files as they are now, and look at them."""
        for name in NAMES:
            target = getattr(self.settings, f"{name.lower()}_file")
            shutil.copyfile(getattr(files, f"{name.lower()}_file"), target)
        portal = self.client.portal
        assert portal is not None
        portal.call(self.client.app_state["secrets"].look)

    def sign_in(self) -> "Person":
        body = {"username": "user", "password": "user123"}
        return Person(self.client.post("/api/auth/login", json=body).json())


@dataclass
class Person:
    """Somebody signed in, who uses and refreshes their tokens at any replica."""

    tokens: dict[str, Any]

    def visit(self, replica: Replica) -> None:
        self.refresh(replica)
        bearer = {"Authorization": f"Bearer {self.tokens['access_token']}"}
        answer = replica.client.get("/api/auth/me", headers=bearer)
        assert answer.status_code == 200, answer.text

    def refresh(self, replica: Replica) -> None:
        answer = self.try_refresh(replica)
        assert answer.status_code == 200, answer.text
        self.tokens = answer.json()

    def try_refresh(self, replica: Replica) -> httpx2.Response:
        body = {"refresh_token": self.tokens["refresh_token"]}
        return replica.client.post("/api/auth/refresh", json=body)


@dataclass
class Cluster:
    """Two replicas over one database; the operator's files reach the second one later."""

    files: Settings
    early: Replica
    late: Replica
    clock: FakeClock

    def take(self, step: Step) -> None:
        """Change the operator's files, for all three keys."""
        for name in NAMES:
            changed = step(key_files.read(self.files, name), self.clock.now())
            assert changed is not None
            key_files.save(changed)

    def distribute(self) -> "list[Person]":
        """Let one replica have the files now and the other 30 s later, with visits all along."""
        people = [self.early.sign_in(), self.late.sign_in()]
        self.early.receive(self.files)
        people += [self.early.sign_in(), self.late.sign_in()]
        for _ in range(3):
            self.clock.advance(seconds=LAG / 3)
            self.visit_each(people)
        self.late.receive(self.files)
        people += [self.early.sign_in(), self.late.sign_in()]
        self.visit_each(people)
        return people

    def visit_each(self, people: "list[Person]") -> None:
        for person in people:
            for replica in (self.early, self.late, self.early):
                person.visit(replica)


@pytest.fixture
def cluster(settings: Settings, clock: FakeClock, tmp_path: Path) -> Iterator[Cluster]:
    folders = [tmp_path / name for name in ("operator", "early", "late")]
    files, *own = (with_files(settings, folder) for folder in folders)
    generate_secret_files(files)
    with contextlib.ExitStack() as stack:

        def start(own: Settings) -> Replica:
            shutil.copytree(folders[0], own.jwt_secret_key_file.parent)
            client = TestClient(create_app(own, clock), base_url=ORIGIN)
            return Replica(stack.enter_context(client), own)

        yield Cluster(files, start(own[0]), start(own[1]), clock)


def retire(file: key_files.KeyFile, now: datetime) -> key_files.KeyFile | None:
    return key_files.retire(file, now, LIFE)


@pytest.mark.attack(11, 30)
class TestRotation:
    def test_signs_nobody_out_while_replicas_see_it_30_seconds_apart(
        self, cluster: Cluster
    ) -> None:
        before = [cluster.early.sign_in(), cluster.late.sign_in()]
        cluster.take(key_files.rotate)
        people = before + cluster.distribute()
        cluster.clock.advance(seconds=SETTLE.total_seconds())
        cluster.take(key_files.promote)
        people += cluster.distribute()
        cluster.clock.advance(days=6)
        recent = [cluster.early.sign_in(), cluster.late.sign_in()]
        cluster.visit_each(people + recent)
        cluster.clock.advance(days=1, seconds=SETTLE.total_seconds())
        cluster.take(retire)
        recent += cluster.distribute()
        cluster.visit_each(recent)

        assert {person.try_refresh(cluster.early).json()["code"] for person in people} <= {
            "session_expired",
            "invalid_token",  # the end of a sign-in came before its key's
        }

    def test_promoting_before_every_replica_has_the_key_would(self, cluster: Cluster) -> None:
        cluster.take(key_files.rotate)
        cluster.early.receive(cluster.files)
        with pytest.raises(key_files.Refused):
            cluster.take(key_files.promote)
        cluster.take(key_files.promote_at_once)
        cluster.early.receive(cluster.files)

        answer = cluster.early.sign_in().try_refresh(cluster.late)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")

    def test_retiring_while_sign_ins_of_the_old_key_live_would(self, cluster: Cluster) -> None:
        cluster.take(key_files.rotate)
        cluster.distribute()
        cluster.clock.advance(seconds=SETTLE.total_seconds())
        sleeper = cluster.early.sign_in()
        cluster.take(key_files.promote)
        cluster.distribute()
        cluster.clock.advance(days=6)
        with pytest.raises(key_files.Refused):
            cluster.take(retire)
        cluster.take(key_files.retire_at_once)
        cluster.early.receive(cluster.files)

        answer = sleeper.try_refresh(cluster.early)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
