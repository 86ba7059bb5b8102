import os
import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intarsia.auth.keys import kid_of
from intarsia.cli import app
from intarsia.cli import secrets as commands
from tests.conftest import FakeClock

Run = Callable[..., Result]
ACCESS = "JWT_SECRET_KEY"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The commands' clock."""
    fake = FakeClock()
    monkeypatch.setattr(commands, "SystemClock", lambda: fake)
    return fake


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "secrets"


@pytest.fixture
def run(folder: Path, clock: FakeClock) -> Run:
    """Return a function that runs `intarsia secrets …` beside fresh keys."""

    def intarsia(*words: str, **environment: str) -> Result:
        return CliRunner().invoke(app, ("secrets", *words), env=environment)

    intarsia("generate")
    then = clock.now().timestamp()
    for path in folder.iterdir():
        os.utime(path, (then, then))
    return intarsia


def keys(folder: Path, name: str = "jwt_secret_key") -> list[str]:
    return (folder / f"{name}.txt").read_text().splitlines()


def refused(done: Result, *words: str) -> None:
    assert done.exit_code != 0
    said = re.sub(r"\s+", " ", done.stderr)
    assert said.startswith("intarsia: ")
    for word in words:
        assert word in said


class TestRotate:
    def test_appends_a_key_to_each_file(self, run: Run, folder: Path) -> None:
        before = keys(folder)
        done = run("rotate")

        assert done.exit_code == 0, done.output
        for name in ("jwt_secret_key", "jwt_refresh_secret_key", "session_secret"):
            assert len(keys(folder, name)) == 2
        assert keys(folder)[0] == before[0]
        assert kid_of(keys(folder)[1]) in done.stdout
        assert keys(folder)[1] not in done.stdout

    def test_leaves_other_keys_alone_when_told_which(self, run: Run, folder: Path) -> None:
        run("rotate", ACCESS)

        assert len(keys(folder)) == 2
        assert len(keys(folder, "session_secret")) == 1

    def test_twice_is_refused(self, run: Run, folder: Path) -> None:
        run("rotate")
        refused(run("rotate"), "waits already")

        assert len(keys(folder)) == 2

    def test_keeps_mode_and_owner_and_one_newline(self, run: Run, folder: Path) -> None:
        path = folder / "jwt_secret_key.txt"
        path.chmod(0o440)
        before = path.stat()
        run("rotate")

        after = path.stat()
        assert stat.S_IMODE(after.st_mode) == 0o440
        assert (after.st_uid, after.st_gid) == (before.st_uid, before.st_gid)
        assert re.fullmatch(r"\S{43}\n\S{43}\n", path.read_text())
        assert not [each for each in folder.iterdir() if each.name.startswith(".")]

    def test_follows_a_link_to_the_file(self, run: Run, folder: Path, tmp_path: Path) -> None:
        path = folder / "jwt_secret_key.txt"
        path.rename(tmp_path / "elsewhere.txt")
        path.symlink_to(tmp_path / "elsewhere.txt")
        run("rotate")

        assert path.is_symlink()
        assert len(keys(folder)) == 2

    def test_value_is_no_file(self, run: Run, folder: Path) -> None:
        refused(run("rotate", JWT_SECRET_KEY="k" * 43), "JWT_SECRET_KEY is set as a value")

        assert len(keys(folder, "session_secret")) == 1

    def test_missing_file_and_unknown_name_are_told(self, run: Run, folder: Path) -> None:
        refused(run("rotate", "PASSWORD"), "No such key: PASSWORD")
        (folder / "session_secret.txt").unlink()
        refused(run("rotate"), "does not exist", "intarsia secrets generate")


class TestPromote:
    def test_waits_until_every_replica_may_have_the_key(
        self, run: Run, folder: Path, clock: FakeClock
    ) -> None:
        old = keys(folder)
        run("rotate")
        refused(run("promote"), "replicas may not have")
        clock.advance(seconds=60)

        assert run("promote").exit_code == 0
        assert keys(folder)[1:] == old

    def test_at_once_when_forced(self, run: Run, folder: Path) -> None:
        old = keys(folder)
        run("rotate")
        run("promote", "--force")

        assert keys(folder)[1:] == old

    def test_twice_never_brings_the_old_key_back(self, run: Run, folder: Path) -> None:
        run("rotate")
        run("promote", "--force")
        after = keys(folder)
        refused(run("promote", "--force"), "nothing to do")

        assert keys(folder) == after


class TestRetire:
    @pytest.fixture
    def promoted(self, run: Run, clock: FakeClock) -> Run:
        run("rotate")
        clock.advance(seconds=60)
        run("promote")
        return run

    def test_waits_for_the_last_sign_in(
        self, promoted: Run, folder: Path, clock: FakeClock
    ) -> None:
        clock.advance(days=7, seconds=59)
        refused(promoted("retire"), "sign-ins of the old keys may live until 2026-11-28 12:02")
        assert len(keys(folder)) == 2
        clock.advance(seconds=1)

        assert promoted("retire").exit_code == 0
        assert len(keys(folder)) == 1

    def test_at_once_when_forced(self, promoted: Run, folder: Path) -> None:
        signing = keys(folder)[0]
        promoted("retire", "--force")

        assert keys(folder) == [signing]

    def test_keeps_the_key_that_waits(self, promoted: Run, folder: Path, clock: FakeClock) -> None:
        clock.advance(days=8)
        promoted("rotate")
        signing, _, waiting = keys(folder)
        promoted("retire")

        assert keys(folder) == [signing, waiting]

    def test_without_dates_the_files_own_time_counts(
        self, run: Run, folder: Path, clock: FakeClock
    ) -> None:
        path = folder / "jwt_secret_key.txt"
        path.write_text("n" * 43 + "\n" + path.read_text())
        edited = datetime(2026, 11, 21, tzinfo=UTC)
        os.utime(path, (edited.timestamp(), edited.timestamp()))
        clock.time = edited + timedelta(days=7)
        refused(run("retire"), "may live until")
        clock.advance(seconds=60)

        assert run("retire").exit_code == 0
        assert keys(folder) == ["n" * 43]

    def test_with_nothing_old_does_nothing(self, run: Run) -> None:
        refused(run("retire"), "nothing to do")


class TestCheck:
    def test_tells_how_things_stand(self, run: Run, folder: Path, clock: FakeClock) -> None:
        run("rotate")
        waiting = kid_of(keys(folder)[1])
        assert f"{waiting} waits to be promoted" in run("check").stdout
        run("promote", "--force")

        said = run("check").stdout
        assert f"access tokens: signing with {waiting} since 2026-11-21 12:00 UTC" in said
        assert "may be retired after 2026-11-28 12:01 UTC" in said
        assert not any(key in said for key in keys(folder))

    @pytest.mark.attack(11)
    def test_weak_key_and_broken_dates_are_told(self, run: Run, folder: Path) -> None:
        (folder / "session_secret.txt").write_text("short\n")
        refused(run("check"), "SESSION_SECRET is a known default or under 32 bytes")
        refused(run("rotate"), "SESSION_SECRET is a known default or under 32 bytes")
        (folder / "jwt_secret_key.dates.json").write_text("{")
        refused(run("rotate", ACCESS), "dates can't be read")
