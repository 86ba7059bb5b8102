import contextlib
import json
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from intarsia.cli import app

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `intarsia …` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def intarsia(*words: str, **environment: str) -> Result:
        return CliRunner().invoke(app, words, env={"BCRYPT_ROUNDS": "4", **environment})

    return intarsia


def one_sentence(done: Result) -> str:
    assert isinstance(done.exception, SystemExit)
    assert done.stderr.startswith("intarsia: ")
    return done.stderr


class TestServe:
    def test_without_secrets_says_how_to_make_them(self, run: Run) -> None:
        done = run("serve")

        assert done.exit_code == 2
        assert "intarsia secrets generate" in one_sentence(done)

    @pytest.mark.attack(11)
    @pytest.mark.parametrize("name", ["JWT_SECRET_KEY", "JWT_REFRESH_SECRET_KEY", "SESSION_SECRET"])
    @pytest.mark.parametrize("weak", ["short", "x" * 31, "Your-Secret-Key-Change-In-Production"])
    def test_refuses_to_start_on_a_weak_key(self, run: Run, name: str, weak: str) -> None:
        run("secrets", "generate")
        done = run("serve", **{name: weak})

        assert done.exit_code == 2
        assert f"{name} is a known default or under 32 bytes" in one_sentence(done)
        assert weak not in done.stderr

    def test_without_migration_says_what_to_run(self, run: Run, tmp_path: Path) -> None:
        run("secrets", "generate")
        (tmp_path / "data").mkdir()
        done = run("serve")

        assert done.exit_code == 3
        assert "intarsia db upgrade" in one_sentence(done)

    def test_without_a_data_folder_says_what_to_run(self, run: Run) -> None:
        run("secrets", "generate")
        done = run("serve")

        assert done.exit_code == 3
        assert "intarsia db upgrade" in one_sentence(done)

    def test_without_its_database_says_so(self, run: Run) -> None:
        run("secrets", "generate")
        done = run("serve", DATABASE_URL="postgresql+asyncpg://nobody:hunter2@127.0.0.1:1/none")

        assert done.exit_code == 3
        assert "DATABASE_URL" in one_sentence(done)
        assert "hunter2" not in done.stderr

    def test_taken_port_is_named(self, run: Run) -> None:
        run("secrets", "generate")
        run("db", "upgrade")
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            port = str(holder.getsockname()[1])
            done = run("serve", PORT=port)

        assert done.exit_code == 4
        assert f"Port {port} is taken" in one_sentence(done)

    def test_wrong_mail_server_is_named_and_its_password_is_not(self, run: Run) -> None:
        run("secrets", "generate")
        done = run("serve", SMTP_URL="u:hunter2@mail.example.com")

        assert done.exit_code == 2
        assert "SMTP_URL" in one_sentence(done)
        assert "hunter2" not in done.stderr

    def test_a_slip_in_the_dotenv_file_is_named(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / ".env").write_text("DATABSE_URL=x\nCOMPOSE_PROJECT_NAME=y\n")
        done = run("serve")

        assert done.exit_code == 2
        assert "Was DATABASE_URL meant?" in one_sentence(done)

    def test_wrong_setting_is_named_and_secrets_are_not(self, run: Run) -> None:
        done = run("serve", PORT="none", JWT_SECRET_KEY="hunter2")

        assert done.exit_code == 2
        assert "PORT" in one_sentence(done)
        assert "hunter2" not in done.stderr


PRODUCTION = {
    "INTARSIA_ENV": "production",
    "PUBLIC_URL": "https://intarsia.example",
    "BCRYPT_ROUNDS": "12",
}


class TestServeInProduction:
    @pytest.fixture
    def taken(self) -> Iterator[str]:
        """A port that is taken: a server that would start gets no further."""
        with socket.socket() as holder:
            holder.bind(("127.0.0.1", 0))
            holder.listen()
            yield str(holder.getsockname()[1])

    def test_refuses_while_demo_users_can_sign_in(
        self, run: Run, empty_database_url: str, taken: str
    ) -> None:
        database = {"DATABASE_URL": empty_database_url}
        run("secrets", "generate")
        run("db", "upgrade", **database)
        run("db", "seed", **database)

        done = run("serve", **database, **PRODUCTION, PORT=taken)

        assert done.exit_code == 2
        said = one_sentence(done)
        assert "admin@example.com, user@example.com, viewer@example.com" in said
        assert "users deactivate" in said

    def test_starts_once_they_cannot(
        self, run: Run, empty_database_url: str, taken: str, tmp_path: Path
    ) -> None:
        database = {"DATABASE_URL": empty_database_url}
        (tmp_path / "password.txt").write_text("marquetry-9-veneers\n")
        run("secrets", "generate")
        run("db", "upgrade", **database)
        run("db", "seed", **database)
        words = ("users", "create-admin", "ann@intarsia.example", "--password-file", "password.txt")
        assert run(*words, **database).exit_code == 0
        for role in ("admin", "user", "viewer"):
            login = f"{role}@example.com"
            assert run("users", "deactivate", login, **database).exit_code == 0

        done = run("serve", **database, **PRODUCTION, PORT=taken)

        assert f"Port {taken} is taken" in one_sentence(done)


class TestDb:
    def test_upgrade_and_seed_do_nothing_twice(self, run: Run) -> None:
        assert run("db", "upgrade").exit_code == 0
        assert "3 demo users, 500 rows" in run("db", "seed").stdout
        assert run("db", "upgrade").exit_code == 0
        assert "0 demo users, 0 rows and 0 events" in run("db", "seed").stdout

    def test_backup_is_whole_and_overwrites_nothing(self, run: Run, tmp_path: Path) -> None:
        run("db", "upgrade")
        run("db", "seed")
        copy = tmp_path / "copy.db"
        assert run("db", "backup", str(copy)).exit_code == 0
        with contextlib.closing(sqlite3.connect(copy)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("SELECT count(*) FROM data_items").fetchone() == (500,)

        assert run("db", "backup", str(copy)).exit_code == 2

    def test_backup_of_postgresql_names_its_own_tool(self, run: Run) -> None:
        url = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
        done = run("db", "backup", "copy.db", DATABASE_URL=url)

        assert done.exit_code == 2
        assert "pg_dump" in one_sentence(done)

    def test_seed_before_upgrade_says_what_to_run(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "data").mkdir()
        done = run("db", "seed")

        assert done.exit_code == 3
        assert "intarsia db upgrade" in one_sentence(done)

    def test_seed_refuses_production(self, run: Run) -> None:
        done = run(
            "db", "seed",
            INTARSIA_ENV="production", PUBLIC_URL="https://example.com", BCRYPT_ROUNDS="12",
        )  # fmt: skip

        assert done.exit_code == 2
        assert "create-admin" in one_sentence(done)


class TestSecrets:
    def test_generate_never_overwrites(self, run: Run, tmp_path: Path) -> None:
        assert run("secrets", "generate").stdout.count("wrote ") == 4
        before = {path: path.read_text() for path in (tmp_path / "secrets").iterdir()}

        done = run("secrets", "generate")

        assert "there already" in done.stdout
        assert {path: path.read_text() for path in (tmp_path / "secrets").iterdir()} == before


class TestOpenapi:
    def test_prints_the_document_without_secrets_or_database(self, run: Run) -> None:
        assert json.loads(run("openapi").stdout)["info"]["title"] == "Intarsia"


class TestUsers:
    @pytest.fixture
    def password(self, run: Run, tmp_path: Path) -> str:
        """The file with a password, beside a database that is ready."""
        run("db", "upgrade")
        (tmp_path / "password.txt").write_text("marquetry-9-veneers\n")
        return "password.txt"

    def test_created_admin_is_listed(self, run: Run, password: str) -> None:
        done = run("users", "create-admin", "ann@example.com", "--password-file", password)

        assert (done.exit_code, done.stdout) == (0, "ann@example.com can sign in as ann.\n")
        listed = run("users", "list").stdout
        assert "ann@example.com" in listed
        assert "admin" in listed

    def test_taken_address_is_told_in_one_sentence(self, run: Run, password: str) -> None:
        words = ("users", "create-admin", "ann@example.com", "--password-file", password)
        run(*words)
        done = run(*words)

        assert done.exit_code == 1
        assert "taken" in one_sentence(done)

    def test_weak_password_is_refused_and_not_repeated(
        self, run: Run, password: str, tmp_path: Path
    ) -> None:
        (tmp_path / password).write_text("password1\n")
        for words in (("create-admin", "ann@example.com"), ("reset-password", "ann")):
            done = run("users", *words, "--password-file", password)

            assert done.exit_code == 2
            assert "password: " in one_sentence(done)
            assert "password1" not in done.stderr

    def test_reset_password_ends_sign_ins(self, run: Run, password: str) -> None:
        run("users", "create-admin", "ann@example.com", "--password-file", password)
        done = run("users", "reset-password", "ANN", "--password-file", password)

        assert "signed out everywhere" in done.stdout
        unknown = run("users", "reset-password", "bo", "--password-file", password)
        assert unknown.exit_code == 1
        assert "no such user" in one_sentence(unknown)

    def test_deactivated_user_comes_back_and_the_last_admin_stays(
        self, run: Run, password: str
    ) -> None:
        for name in ("ann", "bo"):
            run("users", "create-admin", f"{name}@example.com", "--password-file", password)

        assert "can't sign in" in run("users", "deactivate", "bo").stdout
        for words in (("deactivate", "ann"), ("set-role", "ann", "viewer")):
            last = run("users", *words)
            assert last.exit_code == 1
            assert "last active admin" in one_sentence(last)
        assert "can sign in" in run("users", "activate", "bo@example.com").stdout
        assert "is viewer now" in run("users", "set-role", "ANN", "viewer").stdout
        assert run("users", "set-role", "ann", "emperor").exit_code == 2

    def test_without_a_database_says_what_to_run(self, run: Run) -> None:
        done = run("users", "list")

        assert done.exit_code == 3
        assert "intarsia db upgrade" in one_sentence(done)


class TestGc:
    def test_collects_as_the_daily_job_does(self, run: Run) -> None:
        run("secrets", "generate")
        run("db", "upgrade")

        dry, done = run("gc", "--dry-run", "--json"), run("gc")

        wanted = {"dry_run": True, "versions": [], "blobs": 0, "size": 0, "strays": 0}
        assert json.loads(dry.stdout) == wanted
        assert (done.exit_code, done.stdout) == (0, "0 versions and 0 files of 0.0 MiB gone.\n")

    def test_leaves_it_to_another_process_that_is_at_it(self, run: Run, tmp_path: Path) -> None:
        run("secrets", "generate")
        run("db", "upgrade")
        run("gc")
        with contextlib.closing(sqlite3.connect(tmp_path / "data" / "intarsia.db")) as database:
            database.execute("UPDATE jobs SET leased_by = 'other', leased_until = '2999-01-01'")
            database.commit()

        done = run("gc")

        assert (done.exit_code, "Another process" in one_sentence(done)) == (4, True)
