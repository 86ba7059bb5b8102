from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intarsia.cli import app
from tests.redis_server import RedisServer, redis

Run = Callable[..., Result]
__all__ = ["redis"]  # a fixture


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `intarsia …` in an empty folder, on a port of nobody's."""
    monkeypatch.chdir(tmp_path_factory.mktemp("doctor"))

    def intarsia(*words: str, **environment: str) -> Result:
        return CliRunner().invoke(app, words, env={"PORT": "1", **environment})

    return intarsia


class TestDoctor:
    def test_finds_nothing_wrong_once_all_is_prepared(self, run: Run) -> None:
        run("secrets", "generate")
        run("db", "upgrade")

        done = run("doctor")

        assert done.exit_code == 0, done.output
        assert "FAIL" not in done.output
        assert "not running on port 1" in done.output

    def test_names_what_is_missing_and_what_to_do(self, run: Run) -> None:
        run("db", "upgrade")

        done = run("doctor")

        assert done.exit_code == 1
        assert "FAIL secrets" in done.output
        assert "Run `intarsia secrets generate`" in done.output
        assert "ok   database" in done.output

    def test_production_without_a_mail_server_is_not_well(self, run: Run) -> None:
        done = run("doctor", INTARSIA_ENV="production", BCRYPT_ROUNDS="12")

        assert "FAIL mail: written to data/mails, nobody gets them" in done.output
        assert "Set SMTP_URL" in done.output

    @pytest.mark.parametrize("url", ["smtp://u:hunter2@127.0.0.1:1", "u:hunter2@127.0.0.1"])
    def test_mail_server_that_is_away_or_wrong_is_told_without_its_password(
        self, run: Run, url: str
    ) -> None:
        done = run("doctor", SMTP_URL=url)

        assert "FAIL mail" in done.output
        assert "hunter2" not in done.output

    def test_tells_an_unreachable_database_without_its_password(self, run: Run) -> None:
        run("secrets", "generate")

        done = run("doctor", DATABASE_URL="postgresql+asyncpg://u:hunter2@127.0.0.1:1/none")

        assert done.exit_code == 1
        assert "Check DATABASE_URL" in done.output
        assert "hunter2" not in done.output


class TestProxies:
    def test_https_without_a_trusted_proxy_is_told(self, run: Run) -> None:
        done = run("doctor", PUBLIC_URL="https://example.com")

        assert "FAIL proxies" in done.output
        assert "Set TRUSTED_PROXIES" in done.output

    @pytest.mark.parametrize(("proxies", "mark"), [("10.0.0.0/8", "ok  "), ("0.0.0.0/0", "FAIL")])
    def test_trusting_everybody_is_told(self, run: Run, proxies: str, mark: str) -> None:
        done = run("doctor", PUBLIC_URL="https://example.com", TRUSTED_PROXIES=proxies)

        assert f"{mark} proxies" in done.output


class TestRedis:
    def test_that_does_not_answer_is_told(self, run: Run) -> None:
        done = run("doctor", REDIS_URL="redis://:hunter2@127.0.0.1:1")

        assert "FAIL redis" in done.output
        assert "hunter2" not in done.output

    def test_that_answers_is_well(self, run: Run, redis: RedisServer) -> None:
        assert "ok   redis: answers" in run("doctor", REDIS_URL=redis.url).output


class TestSessionStore:
    def test_that_does_not_answer_is_told(self, run: Run) -> None:
        done = run("doctor", SESSION_STORE_URL="redis://:hunter2@127.0.0.1:1")

        assert "FAIL session store: redis does not answer" in done.output
        assert "hunter2" not in done.output

    def test_that_answers_is_well(self, run: Run, redis: RedisServer) -> None:
        done = run("doctor", SESSION_STORE_URL=redis.url)

        assert "ok   session store: redis answers" in done.output

    def test_another_database_gets_its_tables(self, run: Run, tmp_path: Path) -> None:
        elsewhere = {"SESSION_STORE_URL": f"sqlite:///{tmp_path}/elsewhere.db"}
        assert "FAIL session store" in run("doctor", **elsewhere).output

        run("db", "upgrade", **elsewhere)

        assert "ok   session store: sqlite answers" in run("doctor", **elsewhere).output

    def test_that_is_away_is_told_by_the_upgrade(self, run: Run) -> None:
        done = run("db", "upgrade", SESSION_STORE_URL="redis://127.0.0.1:1")
        assert done.exit_code == 0  # Redis needs no tables

        done = run("db", "upgrade", SESSION_STORE_URL="postgresql://nobody@127.0.0.1:1/none")
        assert done.exit_code == 3
        assert "Check SESSION_STORE_URL" in done.output


class TestClock:
    def test_agrees_with_the_databases(self, run: Run) -> None:
        run("db", "upgrade")

        assert "ok   clock" in run("doctor").output


class TestSecretsCheck:
    def test_names_keys_by_their_public_ids_only(self, run: Run) -> None:
        run("secrets", "generate")

        done = run("secrets", "check")

        assert done.exit_code == 0
        assert "access tokens: signing with " in done.output

    def test_says_what_to_do_without_any(self, run: Run) -> None:
        done = run("secrets", "check")

        assert done.exit_code == 2
        assert "intarsia secrets generate" in done.stderr
