"""`make run`: from a fresh clone to a served product.

Publishing is the real way in: each front end goes through the public publish API into a release.
What has not changed since the last run is not done again.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import frontends
import setup
from stamps import ROOT, digest, once

START_SECONDS = 60
CHANNEL = "stable"
DEMO = "admin@example.com / admin123, user@example.com / user123, viewer@example.com / viewer123"


def main() -> None:
    """Prepare, serve, publish, then stay until Ctrl+C."""
    port = setting("PORT", "8000")
    url = f"http://localhost:{port}"
    require_free(port)
    setup.install(dev=False)
    prepare()
    env = {"PUBLIC_URL": setting("PUBLIC_URL", url), "PORT": port} | os.environ
    server = subprocess.Popen([intarsia(), "serve"], cwd=ROOT, env=env, start_new_session=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        wait_until_ready(url, lambda: stop_with(server))
        publish(url)
        print(f"\nIntarsia is served at {url}\nSign in as {DEMO}\nCtrl+C ends it.\n", flush=True)
        server.wait()
        stop_with(server)
    except KeyboardInterrupt:
        print("\nEnding …", flush=True)
    finally:
        end(server)


def setting(name: str, default: str) -> str:
    """Return a setting from the environment or `.env`, as the server reads it."""
    if name in os.environ:
        return os.environ[name]
    file = ROOT / ".env"
    lines = file.read_text().splitlines() if file.is_file() else []
    pairs = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return pairs.get(name, default).strip().strip("\"'")


def require_free(port: str) -> None:
    """Stop at once when it is no port, or something else listens."""
    if not (port.isascii() and port.isdigit() and 1 <= int(port) <= 65535):
        sys.exit(f"PORT is {port!r}: use a number from 1 to 65535, as in `make run PORT=8001`.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except PermissionError:
            sys.exit(f"Port {port} is for root: use a higher one, as in `make run PORT=8001`.")
        except OSError:
            sys.exit(f"Port {port} is taken: end what uses it, or use `make run PORT=8001`.")


def intarsia() -> Path:
    """Return the command-line tool."""
    return setup.BIN / "intarsia"


def prepare() -> None:
    """Make secrets, schema and demo data."""
    tell = {"cwd": ROOT, "check": True, "stdout": subprocess.DEVNULL}
    if not all((ROOT / "secrets" / f"{name}.txt").exists() for name in SECRETS):
        subprocess.run([intarsia(), "secrets", "generate"], **tell)

    def migrate() -> None:
        subprocess.run([intarsia(), "db", "upgrade"], **tell)
        subprocess.run([intarsia(), "db", "seed"], **tell)

    database = Path(setting("DATA_DIR", str(ROOT / "data"))) / "intarsia.db"
    state = digest([setup.BACKEND / "intarsia" / "migrations"], setting("DATABASE_URL", ""))
    once("database", state, database.exists() or bool(setting("DATABASE_URL", "")), migrate)


SECRETS = ("jwt_secret_key", "jwt_refresh_secret_key", "session_secret", "deploy_token")


def stop_with(server: "subprocess.Popen[bytes]") -> None:
    """Stop when the server has stopped; it has said why, unless it was killed."""
    code = server.poll()
    if code is None:
        return
    if code < 0:
        how = signal.Signals(-code).name
        sys.exit(f"The server was killed ({how}). `make run` starts it again.")
    sys.exit(code)


def wait_until_ready(url: str, check: Callable[[], None] = lambda: None) -> None:
    """Return when the server is ready; `check` may stop the waiting."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        check()
        if get(f"{url}/ready") is not None:
            return
        time.sleep(0.05)
    sys.exit(f"The server was not ready within {START_SECONDS} s.")


def publish(url: str) -> None:
    """Publish and release what is built from other sources than what is live."""
    wanted = frontends.versions()
    live = (get(f"{url}/api/registry/channels/{CHANNEL}", deploy_token()) or {}).get("apps", {})
    changed = {app: version for app, version in wanted.items() if version != version_in(live, app)}
    if not changed:
        return
    frontends.build(changed)
    for app, version in changed.items():
        command(
            "publish", frontends.APPS / app / "dist", "--app", app, "--version", version, url=url
        )
    pairs = [f"{app}={version}" for app, version in changed.items()]
    command("promote", CHANNEL, *pairs, "--note", "make run", url=url)


def version_in(live: dict[str, dict[str, str]], app: str) -> str | None:
    """Return the live version of an app."""
    return live.get(app, {}).get("version")


def command(*words: "str | Path", url: str) -> None:
    """Run one of our own commands against the running platform."""
    subprocess.run([intarsia(), *words, "--url", url], cwd=ROOT, check=True)


def deploy_token() -> str:
    """Return the token that lets the stack's own publisher in."""
    return (ROOT / "secrets" / "deploy_token.txt").read_text().strip()


def get(url: str, token: str = "") -> "dict[str, dict[str, dict[str, str]]] | None":
    """Return the JSON at a URL of our own server, None while it has none."""
    request = urllib.request.Request(
        url, headers={"Authorization": f"Bearer {token}"} if token else {}
    )
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return dict(json.load(answer))
    except (urllib.error.URLError, OSError):
        return None


def end(server: "subprocess.Popen[bytes]") -> None:
    """Let the server finish what it does, then make sure that it is gone."""
    if server.poll() is None:
        server.terminate()
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        sys.exit(f"This step failed (see above): {' '.join(map(str, error.cmd))}")
