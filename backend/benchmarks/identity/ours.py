"""The platform under measurement: production profile, real keys, one user, tokens at will."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.identity.servers import Server
from intarsia.auth.keys import load_secrets
from intarsia.auth.store import AuthSessionRow
from intarsia.auth.tokens import Claims, TokenService
from intarsia.config import Settings
from intarsia.database import new_id, open_engine, writers
from intarsia.users import service as users

USER, PASSWORD = "bench", "marquetry-9-veneers"
HERE = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


@dataclass
class Platform:
    """`intarsia serve` in a folder of its own."""

    folder: Path
    port: int
    database_url: str
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def env(self) -> dict[str, str]:
        """Its settings; limits are off, because all requests come from one address."""
        return {
            "DATABASE_URL": self.database_url,
            "DATA_DIR": str(self.folder),
            "INTARSIA_ENV": "production",
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "warning",
            "PUBLIC_URL": f"http://localhost:{self.port}",
            "RATE_LIMITS": "false",
            **self.more,
        }

    def prepare(self) -> None:
        """Make keys, tables, and somebody who signs in."""
        self.folder.mkdir(parents=True, exist_ok=True)
        secret = self.folder / "password.txt"
        secret.write_text(PASSWORD, encoding="utf-8")
        who = ["bench@example.com", "--username", USER, "--password-file", str(secret)]
        for words in (["secrets", "generate"], ["db", "upgrade"], ["users", "create-admin", *who]):
            subprocess.run(  # noqa: S603 (our own command)
                [BIN / "intarsia", *words],
                cwd=self.folder,
                env=os.environ | self.env,
                check=True,
                stdout=subprocess.DEVNULL,
            )

    def server(self, name: str) -> Server:
        """Return the process, not started yet."""
        command = [str(BIN / "intarsia"), "serve"]
        return Server(name, command, self.port, self.env, self.folder, ready="/ready")

    def normal(self, name: str) -> Server:
        """Return the same with SQLite's synchronous=NORMAL."""
        command = [sys.executable, "-m", "benchmarks.identity.normal", "serve"]
        env = self.env | {"PYTHONPATH": str(HERE)}
        return Server(name, command, self.port, env, self.folder, ready="/ready")

    def tokens(self, count: int) -> list[tuple[str, str]]:
        """Sign the user in so many times; return access and refresh tokens."""
        return asyncio.run(self.sign_in(count))

    async def sign_in(self, count: int) -> list[tuple[str, str]]:
        """Write the rows of sign-ins and mint their tokens, as the service would."""
        folder = self.folder / "secrets"
        settings = Settings(
            _env_file=None,
            jwt_secret_key_file=folder / "jwt_secret_key.txt",
            jwt_refresh_secret_key_file=folder / "jwt_refresh_secret_key.txt",
            session_secret_file=folder / "session_secret.txt",
            deploy_token_file=folder / "deploy_token.txt",
        )
        service = TokenService(load_secrets(settings), self.env["PUBLIC_URL"])
        engine, now = open_engine(self.database_url), datetime.now(UTC)
        ends = now + timedelta(days=7)
        async with writers(engine).begin() as session:
            user = await users.find_by_login(session, USER)
            if user is None:
                raise RuntimeError(f"there is no {USER}")
            rows = [
                AuthSessionRow(
                    sid=new_id(),
                    user_id=user.id,
                    gen=0,
                    created_at=now,
                    auth_time=now,
                    last_seen_at=now,
                    absolute_expires_at=ends,
                    user_agent="benchmark",
                    ip="127.0.0.1",
                )
                for _ in range(count)
            ]
            session.add_all(rows)
        await engine.dispose()
        begun, over = int(now.timestamp()), int(ends.timestamp())
        made = []
        for row in rows:
            access = Claims(user.id, row.sid, 0, begun, begun + 900, user.role, user.epoch)
            refresh = Claims(user.id, row.sid, 0, begun, over)
            made.append((service.mint_access(access, row.sid), service.mint_refresh(refresh)))
        return made
