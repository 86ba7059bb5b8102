import json
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
import uvicorn
from typer.testing import CliRunner, Result

from intarsia.cli import app
from intarsia.config import Settings
from intarsia.main import create_app
from tests.conftest import DEPLOY_TOKEN, make_settings
from tests.registry.bundles import host, remote


@pytest.fixture
def settings(tmp_path: Path, sqlite_template: Path) -> Settings:
    (tmp_path / "intarsia.db").write_bytes(sqlite_template.read_bytes())
    return make_settings(f"sqlite+aiosqlite:///{tmp_path}/intarsia.db", tmp_path)


@pytest.fixture
def url(settings: Settings) -> Iterator[str]:
    """A platform that listens."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(settings), log_config=None, lifespan="on", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()
    listener.close()


def build(folder: Path, files: Mapping[str, bytes]) -> str:
    for path, body in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(body)
    return str(folder)


def personal_token(url: str, *scopes: str) -> str:
    """Make one of the admin's, which the server's own clock finds good."""
    with httpx2.Client(base_url=url) as client:
        body = {"username": "admin", "password": "admin123"}
        access = client.post("/api/auth/login", json=body).json()["access_token"]
        expires = datetime.now(UTC) + timedelta(hours=1)
        asked = {"name": "cli", "scopes": scopes, "expires_at": expires.isoformat()}
        headers = {"Authorization": f"Bearer {access}"}
        return str(client.post("/api/tokens", json=asked, headers=headers).json()["token"])


class Cli:
    """The command line, against one platform."""

    def __init__(self, url: str) -> None:
        self.url = url

    def __call__(self, *arguments: str, token: str = DEPLOY_TOKEN) -> Result:
        environment = {"INTARSIA_URL": self.url, "INTARSIA_TOKEN": token}
        return CliRunner().invoke(app, arguments, env=environment)


@pytest.fixture
def cli(url: str) -> Cli:
    return Cli(url)


class TestPublish:
    def test_packs_sends_and_releases(self, cli: Cli, tmp_path: Path) -> None:
        dist = build(tmp_path / "dist", host())
        sent = ("publish", dist, "--app", "container", "--version", "1.0.0", "--channel", "stable")

        first, again = cli(*sent), cli(*sent)

        assert first.exit_code == 0, first.output
        assert "container 1.0.0 published: /mf/container/1.0.0/" in first.output
        assert "stable is at release 1: container=1.0.0" in first.output
        assert "was published before, unchanged" in again.output

    def test_says_what_was_found(self, cli: Cli, tmp_path: Path) -> None:
        dist = build(tmp_path / "dist", remote() | {"intarsia.json": b'{"title": "x"}'})

        refused = cli("publish", dist, "--app", "data", "--version", "1.0.0")

        assert refused.exit_code == 1
        assert "error metadata intarsia.json.route: Field required" in refused.output

    @pytest.mark.parametrize(
        ("app_id", "version", "told"),
        [
            ("shop", "1.0", "path.version: Use a semantic version, such as 1.0.0"),
            ("Shop", "1.0.0", "path.app: Use lower-case letters"),
        ],
    )
    def test_says_what_a_name_must_look_like(
        self, cli: Cli, tmp_path: Path, app_id: str, version: str, told: str
    ) -> None:
        dist = build(tmp_path / "dist", remote())

        done = cli("publish", dist, "--app", app_id, "--version", version)

        assert done.exit_code == 1
        assert told in " ".join(done.output.split())

    def test_a_dry_run_publishes_nothing(self, cli: Cli, tmp_path: Path) -> None:
        dist = build(tmp_path / "dist", remote())

        dry = cli("publish", dist, "--app", "data", "--version", "1.0.0", "--dry-run")
        promoted = cli("promote", "stable", "data=1.0.0")

        assert "data 1.0.0 could be published." in dry.output
        assert (promoted.exit_code, "unknown_version" in promoted.output) == (1, True)

    @pytest.mark.parametrize("folder", ["missing", "empty"])
    def test_needs_a_build_folder(self, cli: Cli, tmp_path: Path, folder: str) -> None:
        (tmp_path / "empty").mkdir()

        answer = cli("publish", str(tmp_path / folder), "--app", "a", "--version", "1.0.0")

        assert answer.exit_code == 2

    def test_needs_a_token(self, cli: Cli, tmp_path: Path) -> None:
        dist = build(tmp_path / "dist", remote())
        sent = ("publish", dist, "--app", "data", "--version", "1.0.0")

        none = cli(*sent, "--token-file", str(tmp_path / "none"), token="")
        wrong = cli(*sent, token="wrong")

        assert (none.exit_code, "INTARSIA_TOKEN" in none.output) == (2, True)
        assert (wrong.exit_code, "401" in wrong.output) == (1, True)

    def test_takes_a_personal_token_within_its_scopes(self, cli: Cli, tmp_path: Path) -> None:
        dist = build(tmp_path / "dist", host())
        publish = ("publish", dist, "--app", "container", "--version", "1.0.0")
        may_publish = personal_token(cli.url, "registry:publish")
        may_read = personal_token(cli.url, "registry:read")

        refused = cli(*publish, token=may_read)
        done = cli(*publish, token=may_publish)
        beyond = cli("promote", "stable", "container=1.0.0", token=may_publish)

        assert (refused.exit_code, "registry:publish" in refused.output) == (1, True)
        assert done.exit_code == 0, done.output
        assert (beyond.exit_code, "registry:release" in beyond.output) == (1, True)

    def test_tries_again_and_then_says_so(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waits: list[float] = []
        monkeypatch.setattr("intarsia.cli.platform.time.sleep", waits.append)
        dist = build(tmp_path / "dist", remote())

        away = Cli("http://127.0.0.1:9")("publish", dist, "--app", "a", "--version", "1.0.0")

        assert (away.exit_code, waits) == (3, [0.5, 1.0, 2.0, 4.0])
        assert "No answer from the platform" in away.output


class TestPromoteAndRollback:
    def test_move_a_channel_and_keep_its_history(self, cli: Cli, tmp_path: Path) -> None:
        for version in ("1.0.0", "1.1.0"):
            dist = build(tmp_path / version, remote(content=version.encode()))
            cli("publish", dist, "--app", "data", "--version", version)

        outputs = [
            cli("promote", "stable", "data=1.0.0", "--note", "first").output,
            cli("promote", "stable", "data=1.1.0").output,
            cli("rollback", "stable", "--to", "1").output,
            cli("promote", "stable", "data=").output,
            cli("rollback", "stable", "--app", "data").output,
        ]
        history = cli("releases", "stable").output

        assert [line.split(": ")[1].strip() for line in outputs] == [
            "data=1.0.0",
            "data=1.1.0",
            "data=1.0.0",
            "",
            "data=1.0.0",
        ]
        assert len(history.splitlines()) == 6
        assert "first" in history

    @pytest.mark.parametrize(
        "arguments",
        [
            ("promote", "stable"),
            ("promote", "stable", "data"),
            ("promote", "stable", "=1.0.0"),
            ("rollback", "stable"),
            ("rollback", "stable", "--to", "1", "--app", "data"),
        ],
    )
    def test_say_how_they_are_used(self, cli: Cli, arguments: tuple[str, ...]) -> None:
        assert cli(*arguments).exit_code == 2


class TestVersions:
    @pytest.fixture
    def published(self, cli: Cli, tmp_path: Path) -> None:
        for version in ("1.0.0", "1.1.0"):
            dist = build(tmp_path / version, remote(content=version.encode()))
            cli("publish", dist, "--app", "data", "--version", version, "--channel", "next")

    @pytest.mark.usefixtures("published")
    def test_change_their_states_with_a_reason(self, cli: Cli) -> None:
        outputs = [
            cli("deprecate", "data", "1.1.0", "--reason", "slow").output,
            cli("withdraw", "data", "1.1.0", "--reason", "broken", "--force").output,
            cli("activate", "data", "1.0.0", "--reason", "good").output,
        ]
        refused = cli("promote", "next", "data=1.1.0")

        assert outputs == [
            "data 1.1.0 is deprecated.\n",
            "data 1.1.0 is withdrawn.\n",
            "data 1.0.0 is active.\n",
        ]
        assert (refused.exit_code, "data@1.1.0" in refused.output) == (1, True)
        listed = " ".join(cli("versions", "data").output.split())
        assert "1.1.0 withdrawn" in listed
        assert "broken" in listed
        assert cli("withdraw", "data", "1.1.0").exit_code == 2

    @pytest.mark.usefixtures("published")
    def test_move_from_channel_to_channel(self, cli: Cli) -> None:
        moved = cli("promote", "stable", "--from", "next").output
        again = cli("promote", "stable", "--from", "next", "data").output
        missing = cli("promote", "stable", "--from", "next", "other")

        assert moved == again == "stable is at release 1: data=1.1.0\n"
        assert (missing.exit_code, "not released on next" in missing.output) == (1, True)
        assert "from next@2" in cli("releases", "stable").output

    @pytest.mark.usefixtures("published")
    def test_and_releases_are_compared(self, cli: Cli) -> None:
        releases = cli("diff", "next@1", "next").output
        versions = cli("diff", "1.0.0", "1.1.0", "--app", "data").output
        same = cli("diff", "next", "next").output

        assert releases == "next@1 → next@2\n  data 1.0.0 → 1.1.0\n"
        assert versions.startswith("Compared with 1.0.0:\n  all files: ")
        assert same.endswith("the same\n")

    @pytest.mark.usefixtures("published")
    def test_stay_where_they_are_while_a_channel_is_locked(self, cli: Cli) -> None:
        locked = cli("lock", "next", "--reason", "fair").output
        refused = cli("promote", "next", "data=1.0.0")
        listed = cli("channels").output
        unlocked = cli("unlock", "next").output

        assert (locked, unlocked) == ("next is locked: fair\n", "next is open.\n")
        assert (refused.exit_code, "423 deploy-token locked" in refused.output) == (1, True)
        assert "fair" in listed
        assert cli("promote", "next", "data=1.0.0").exit_code == 0


class TestJson:
    def test_is_all_that_a_program_reads(self, cli: Cli, tmp_path: Path) -> None:
        dist = build(tmp_path / "dist", remote())
        commands = [
            ("publish", dist, "--app", "data", "--version", "1.0.0", "--channel", "stable"),
            ("apps",),
            ("versions", "data"),
            ("deprecate", "data", "1.0.0", "--reason", "slow"),
            ("activate", "data", "1.0.0", "--reason", "good"),
            ("channels",),
            ("releases", "stable"),
            ("promote", "next", "data=1.0.0"),
            ("diff", "stable", "next"),
            ("lock", "next", "--reason", "fair"),
            ("unlock", "next"),
            ("rollback", "stable", "--to", "1"),
            ("withdraw", "data", "1.0.0", "--reason", "broken"),
        ]
        for command in commands:
            done = cli(*command, "--json")
            assert (done.exit_code, command) == (0, command), done.output
            assert isinstance(json.loads(done.stdout), dict)


class TestInit:
    def test_writes_a_remote_named_after_its_folder(self, cli: Cli, tmp_path: Path) -> None:
        done = cli("init", str(tmp_path / "shop-cart"), "--title", 'The "cart"')
        again = cli("init", str(tmp_path / "shop-cart"))

        metadata = json.loads((tmp_path / "shop-cart/public/intarsia.json").read_text())
        config = (tmp_path / "shop-cart/rsbuild.config.mjs").read_text()
        assert done.exit_code == 0, done.output
        assert (metadata["title"], metadata["route"]) == ("The  cart", "/shop-cart")
        assert "name: 'shopCartApp'" in config
        assert "'./ShopCart': './src/app.jsx'" in config
        assert (tmp_path / "shop-cart/.gitignore").is_file()
        assert "@@" not in config
        assert (again.exit_code, "is not empty" in again.output) == (1, True)

    @pytest.mark.parametrize("name", ["Shop", "api", "a b"])
    def test_refuses_what_can_be_no_app(self, cli: Cli, tmp_path: Path, name: str) -> None:
        assert cli("init", str(tmp_path / name)).exit_code == 2
