import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from intarsia.config import Settings
from intarsia.slips import misspelt

Configure = Callable[..., Settings]


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Configure:
    """Return a function from environment variables to settings."""
    monkeypatch.chdir(tmp_path)

    def build(**environment: str) -> Settings:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return Settings()

    return build


class TestDefaults:
    def test_everything_lies_in_the_data_folder(self, configure: Configure, tmp_path: Path) -> None:
        settings = configure(DATA_DIR=str(tmp_path / "elsewhere"))

        assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/elsewhere/intarsia.db"
        assert settings.bundle_store_url == f"file://{tmp_path}/elsewhere/bundles"

    def test_empty_variable_is_an_unset_one(self, configure: Configure) -> None:
        settings = configure(PORT="", JWT_SECRET_KEY="", DATABASE_URL="")

        assert settings.port == 8000
        assert settings.jwt_secret_key is None

    def test_reads_a_dotenv_file(self, configure: Configure, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("PORT=9000\nMAX_BODY_BYTES=7\nUNKNOWN=1\n")

        assert configure().port == 9000
        assert configure().limits.max_body_bytes == 7

    def test_strangers_may_register_in_development_and_not_in_production(
        self, configure: Configure
    ) -> None:
        assert configure().is_registration_open
        assert not configure(REGISTRATION_OPEN="false").is_registration_open
        there = {"INTARSIA_ENV": "production", "PUBLIC_URL": "https://intarsia.example"}
        assert not configure(**there, REGISTRATION_OPEN="").is_registration_open
        assert configure(**there, REGISTRATION_OPEN="true").is_registration_open

    def test_mails_come_from_the_public_host(self, configure: Configure) -> None:
        assert configure(PUBLIC_URL="https://a.example:8443").mail_from == "no-reply@a.example"
        assert configure(MAIL_FROM="post@b.example").mail_from == "post@b.example"

    def test_never_shows_a_secret(self, configure: Configure) -> None:
        assert "hunter2" not in repr(configure(JWT_SECRET_KEY="hunter2"))


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORT", "0"),
            ("PORT", "70000"),
            ("PORT", "x"),
            ("INTARSIA_ENV", "staging"),
            ("PUBLIC_URL", "localhost:8000"),
            ("PUBLIC_URL", "https://example.com/path"),
            ("REFRESH_GRACE", "9"),
            ("REFRESH_GRACE", "121"),
            ("ACCESS_TOKEN_TTL", "0"),
            ("LOG_LEVEL", "loud"),
        ],
    )
    def test_refuses_what_can_not_be_meant(
        self, configure: Configure, name: str, value: str
    ) -> None:
        with pytest.raises(ValidationError):
            configure(**{name: value})

    @pytest.mark.parametrize(
        ("environment", "named"),
        [
            ({"DATABASE_URL": "postgresql://a/b"}, "postgresql+asyncpg://"),
            ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL"),
            ({"DATABASE_URL": "sqlite+aiosqlite:///"}, "name a file"),
            ({"REDIS_URL": "localhost:6379"}, "redis://"),
            ({"COMPAT_USER_ROUTES": "true"}, "set SESSION_STORE_URL to redis://"),
            ({"ACCESS_TOKEN_TTL": "700000"}, "REFRESH_TOKEN_TTL"),
            ({"PUBLIC_URL": "http://a.example", "ASSET_URL": "http://a.example"}, "ASSET_URL"),
        ],
        ids=str,
    )
    def test_refuses_contradictions_and_what_no_engine_serves(
        self, configure: Configure, environment: dict[str, str], named: str
    ) -> None:
        with pytest.raises(ValidationError, match=re.escape(named)):
            configure(**environment)

    @pytest.mark.parametrize(
        "environment",
        [
            {"PUBLIC_URL": "http://example.com"},
            {"PUBLIC_URL": "http://localhost.evil.example"},
            {"PUBLIC_URL": "https://example.com", "INSECURE_COOKIES": "true"},
            {"PUBLIC_URL": "https://example.com", "BCRYPT_ROUNDS": "11"},
        ],
        ids=str,
    )
    def test_production_refuses_what_development_may(
        self, configure: Configure, environment: dict[str, str]
    ) -> None:
        configure(**environment)

        with pytest.raises(ValidationError):
            configure(**environment, INTARSIA_ENV="production")

    @pytest.mark.parametrize(
        "url", ["https://example.com", "http://localhost:8000", "http://127.0.0.1", "http://[::1]"]
    )
    def test_production_takes_https_and_localhost(self, configure: Configure, url: str) -> None:
        assert configure(INTARSIA_ENV="production", PUBLIC_URL=url).is_production


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "url"),
        [
            ("DATABASE_URL", "postgresql+asyncpg://u:hunter2@db/x"),
            ("REDIS_URL", "redis://:hunter2@r"),
        ],
    )
    def test_a_url_with_a_password_can_lie_in_a_file(
        self, configure: Configure, tmp_path: Path, name: str, url: str
    ) -> None:
        (tmp_path / "url.txt").write_text(f"{url}\n")

        settings = configure(**{f"{name}_FILE": str(tmp_path / "url.txt")})

        assert getattr(settings, name.lower()) == url
        assert "hunter2" not in repr(settings)

    def test_production_refuses_one_that_everybody_can_read(
        self, configure: Configure, tmp_path: Path
    ) -> None:
        file = tmp_path / "url.txt"
        file.write_text("redis://:hunter2@r")
        there = {"INTARSIA_ENV": "production", "PUBLIC_URL": "https://a.example"}
        file.chmod(0o640)
        assert configure(**there, REDIS_URL_FILE=str(file)).redis_url

        file.chmod(0o644)
        with pytest.raises(ValidationError, match="chmod o-r"):
            configure(**there, REDIS_URL_FILE=str(file))


class TestMisspelt:
    def test_names_what_was_meant_and_leaves_others_alone(self) -> None:
        names = ("DATABSE_URL", "INTARSIA_ENV", "PORT", "MAX_BODY_BYTE", "POSTGRES_PASSWORD", "TZ")

        assert misspelt(names) == {
            "DATABSE_URL": "DATABASE_URL",
            "MAX_BODY_BYTE": "MAX_BODY_BYTES",
        }


class TestSessionStore:
    def test_is_the_database_unless_told_otherwise(self, configure: Configure) -> None:
        assert configure().session_store_url == ""
        assert configure(SESSION_STORE_URL="rediss://h/0").session_store_url == "rediss://h/0"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"SESSION_STORE_URL": "memcached://x"},
            {"SESSION_STORE_URL": "sqlite:///x.db", "SESSION_SQL_FORM": "connect-pg-simple"},
            {"SESSION_SQL_FORM": "connect-pg-simple"},
        ],
    )
    def test_what_no_engine_has_is_refused(
        self, configure: Configure, wrong: dict[str, str]
    ) -> None:
        with pytest.raises(ValidationError, match="SESSION_STORE_URL"):
            configure(**wrong)

    def test_file_holds_a_url_with_a_password(self, configure: Configure, tmp_path: Path) -> None:
        (tmp_path / "secrets").mkdir()
        (tmp_path / "secrets" / "session_store_url.txt").write_text("redis://:hunter2@h\n")

        assert configure().session_store_url == "redis://:hunter2@h"
        assert "hunter2" not in repr(configure())
