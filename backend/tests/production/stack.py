"""What operators do with the stack, by the same scripts."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Sequence

import httpx2

from tests.scripts.test_prerequisites import ROOT

URL = os.environ.get("PUBLIC_URL", "http://localhost")
ADMIN = "operator@example.com"
PATIENCE_SECONDS = 600


def compose(*words: str, given: str | None = None) -> str:
    """Run Docker Compose on the production stack; return what it printed."""
    return command([str(ROOT / "scripts/compose"), "prod", *words], given)


def make(target: str) -> str:
    """Run one of our own targets."""
    return command([shutil.which("make") or "make", target])


def docker(*words: str) -> str:
    return command([shutil.which("docker") or "docker", *words])


def command(words: Sequence[str], given: str | None = None) -> str:
    done = subprocess.run(  # noqa: S603 (the project's own scripts)
        words,
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert done.returncode == 0, f"{words}\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout


def containers(service: str) -> list[str]:
    """The ids of a service's containers, ended ones too."""
    return compose("ps", "--all", "--quiet", service).split()


def make_admin() -> str:
    """Make the administrator by the command line, or give them a new password; return it."""
    password = secrets.token_urlsafe(18)
    known = ADMIN in compose("exec", "-T", "backend", "intarsia", "users", "list", "--q", ADMIN)
    verb = "reset-password" if known else "create-admin"
    words = ("exec", "-T", "backend", "intarsia", "users", verb, ADMIN, "--password-file", "-")
    compose(*words, given=password)
    return password


def sign_in(password: str) -> httpx2.Client:
    """Return an API client that is the administrator."""
    client = httpx2.Client(base_url=URL, timeout=30)
    answer = client.post("/api/auth/login", json={"email": ADMIN, "password": password})
    answer.raise_for_status()
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client
