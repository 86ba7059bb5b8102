import stat
from pathlib import Path
from typing import Literal

import pytest
from pydantic import SecretStr

from intarsia.auth.keys import WeakSecret, generate_secret_files, load_secrets
from intarsia.config import Settings

Environment = Literal["development", "production"]
FIRST = "first-key-0123456789-0123456789-0123456789"
SECOND = "second-key-0123456789-0123456789-012345678"


def settings(folder: Path, env: Environment = "development", key: str | None = None) -> Settings:
    return Settings(
        _env_file=None,
        data_dir=folder,
        jwt_secret_key_file=folder / "access.txt",
        jwt_refresh_secret_key_file=folder / "refresh.txt",
        session_secret_file=folder / "session.txt",
        deploy_token_file=folder / "deploy.txt",
        env=env,
        jwt_secret_key=SecretStr(key) if key else None,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    generate_secret_files(settings(tmp_path))
    return tmp_path


class TestLoadSecrets:
    def test_first_line_signs_and_all_verify(self, folder: Path) -> None:
        (folder / "access.txt").write_text(f"{FIRST}\n{SECOND}\n")

        ring = load_secrets(settings(folder)).access

        assert ring.signing_key == FIRST
        assert set(ring.by_kid.values()) == {FIRST, SECOND}
        assert ring.signing_kid not in FIRST

    def test_one_trailing_newline_is_not_part_of_the_key(self, folder: Path) -> None:
        (folder / "access.txt").write_text(f"{FIRST}\n")
        with_newline = load_secrets(settings(folder)).access
        (folder / "access.txt").write_text(FIRST)

        assert load_secrets(settings(folder)).access == with_newline

    @pytest.mark.parametrize("weak", ["", "\n", "short", "x" * 31, "changeme", f"{FIRST}\nshort"])
    def test_refuses_a_weak_key_and_says_what_to_do(self, folder: Path, weak: str) -> None:
        (folder / "access.txt").write_text(weak)

        with pytest.raises(WeakSecret, match="intarsia secrets generate"):
            load_secrets(settings(folder))

    def test_refuses_a_known_default_however_long(self, folder: Path) -> None:
        (folder / "access.txt").write_text("Your-Secret-Key-Change-In-Production")

        with pytest.raises(WeakSecret, match="known default"):
            load_secrets(settings(folder))

    def test_refuses_a_missing_file(self, folder: Path) -> None:
        (folder / "refresh.txt").unlink()

        with pytest.raises(WeakSecret, match="JWT_REFRESH_SECRET_KEY is not set"):
            load_secrets(settings(folder))

    def test_refuses_one_key_for_both_kinds_of_token(self, folder: Path) -> None:
        (folder / "access.txt").write_text(FIRST)
        (folder / "refresh.txt").write_text(f"{SECOND}\n{FIRST}\n")

        with pytest.raises(WeakSecret, match="share a key"):
            load_secrets(settings(folder))

    @pytest.mark.parametrize("other", ["access.txt", "refresh.txt"])
    def test_refuses_a_session_secret_that_signs_tokens_too(self, folder: Path, other: str) -> None:
        (folder / "session.txt").write_text((folder / other).read_text())

        with pytest.raises(WeakSecret, match="SESSION_SECRET shares a key"):
            load_secrets(settings(folder))

    def test_refuses_a_weak_session_secret(self, folder: Path) -> None:
        (folder / "session.txt").write_text("short")

        with pytest.raises(WeakSecret, match="SESSION_SECRET is a known default"):
            load_secrets(settings(folder))

    def test_refuses_a_weak_deploy_token(self, folder: Path) -> None:
        (folder / "deploy.txt").write_text("short")

        with pytest.raises(WeakSecret, match="DEPLOY_TOKEN"):
            load_secrets(settings(folder))

    def test_does_without_a_deploy_token(self, folder: Path) -> None:
        (folder / "deploy.txt").unlink()

        assert load_secrets(settings(folder)).deploy_token is None

    def test_refuses_a_file_that_everybody_can_read_in_production(self, folder: Path) -> None:
        (folder / "access.txt").chmod(0o644)

        load_secrets(settings(folder))
        with pytest.raises(WeakSecret, match="readable by everybody"):
            load_secrets(settings(folder, env="production"))

    def test_says_so_when_a_file_is_no_text(self, folder: Path) -> None:
        (folder / "access.txt").write_bytes(b"\xff" * 40)

        with pytest.raises(WeakSecret, match="can't be read"):
            load_secrets(settings(folder))

    def test_prefers_the_value_to_the_file(self, folder: Path) -> None:
        ring = load_secrets(settings(folder, key=FIRST)).access

        assert ring.keys == (FIRST,)


class TestGenerateSecretFiles:
    def test_writes_256_bits_that_others_can_not_read(self, folder: Path) -> None:
        for name in ("access.txt", "refresh.txt", "session.txt", "deploy.txt"):
            assert len((folder / name).read_text().strip()) == 43
            assert not stat.S_IMODE((folder / name).stat().st_mode) & stat.S_IRWXO

    def test_never_overwrites_and_leaves_nothing_else(self, folder: Path) -> None:
        before = (folder / "access.txt").read_text()
        (folder / "deploy.txt").unlink()

        written = generate_secret_files(settings(folder))

        assert written == [folder / "deploy.txt"]
        assert (folder / "access.txt").read_text() == before
        assert len(list(folder.iterdir())) == 4
