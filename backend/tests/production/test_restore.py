"""What was lost comes back the same, and nobody is signed in any more."""

import hashlib
import re
from pathlib import Path

import httpx2
import pytest

from tests.production.stack import URL, command, compose, sign_in
from tests.scripts.test_prerequisites import ROOT

LISTS = (
    "/api/users?limit=1000",
    "/api/data?limit=1000",
    "/api/registry/apps?limit=1000",
    "/api/registry/channels/stable",
    "/api/registry/channels/stable/releases?limit=1000",
)
SEEN_AT = re.compile(r'"last_\w+":"[^"]+"')  # signing in to look changes them


def answers(admin: httpx2.Client) -> dict[str, str]:
    """Every list as text."""
    return {path: SEEN_AT.sub("", admin.get(path).raise_for_status().text) for path in LISTS}


def assets(admin: httpx2.Client) -> dict[str, str]:
    """The digest of each live app's files that its manifest and the page name."""
    live = admin.get("/api/registry/channels/stable").json()["apps"]
    found = {}
    for app, entry in live.items():
        for name in ("mf-manifest.json", "remoteEntry.js"):
            answer = httpx2.get(f"{URL}/mf/{app}/{entry['version']}/{name}").raise_for_status()
            found[f"{app}/{name}"] = hashlib.sha256(answer.content).hexdigest()
    return found


class TestWipedStack:
    def test_is_the_same_after_a_restore_and_everybody_is_signed_out(
        self, admin: httpx2.Client, password: str, tmp_path: Path
    ) -> None:
        before, files = answers(admin), assets(admin)
        file = tmp_path / "backup.tar.gz"
        command([str(ROOT / "scripts/backup.sh"), str(file)])
        assert file.stat().st_mode & 0o077 == 0

        compose("down", "--volumes")
        command([str(ROOT / "scripts/restore.sh"), str(file)])

        assert admin.get("/api/users").status_code == 401
        again = sign_in(password)
        assert answers(again) == before
        assert assets(again) == files
        again.close()

    def test_a_stack_in_use_is_not_written_over(self, admin: httpx2.Client, tmp_path: Path) -> None:
        file = tmp_path / "backup.tar.gz"
        command([str(ROOT / "scripts/backup.sh"), str(file)])

        with pytest.raises(AssertionError, match="There is a database already"):
            command([str(ROOT / "scripts/restore.sh"), str(file)])
        assert admin.get("/api/users").status_code == 200
