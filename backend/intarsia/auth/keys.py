"""Signing keys and the deploy token: where they are read, and what is refused."""

import hashlib
import secrets
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr

from intarsia.config import Settings

MIN_BYTES = 32
KNOWN_DEFAULTS = {"changeme", "secret", "your-secret-key", "your-secret-key-change-in-production"}
MAKE_THEM = "Run `intarsia secrets generate` to make them."


class WeakSecret(Exception):
    """A secret is missing, known to the world, too short or readable by everybody."""


@dataclass(frozen=True)
class KeyRing:
    """Keys of one kind of token: the first signs, all verify."""

    keys: tuple[str, ...]

    @cached_property
    def by_kid(self) -> dict[str, str]:
        """Keys by their id, which is a hash and so betrays nothing."""
        return {kid_of(key): key for key in self.keys}

    @cached_property
    def signing_kid(self) -> str:
        """The id of the key that signs."""
        return kid_of(self.keys[0])

    @property
    def signing_key(self) -> str:
        """The key that signs."""
        return self.keys[0]


@dataclass(frozen=True)
class Secrets:
    """Everything secret that the service holds."""

    access: KeyRing
    refresh: KeyRing
    session: KeyRing
    deploy_token: str | None
    metrics_token: str | None = None


def kid_of(key: str) -> str:
    """Return the public id of a key."""
    return hashlib.sha256(b"intarsia-kid:" + key.encode()).hexdigest()[:16]


def load_secrets(settings: Settings) -> Secrets:
    """Read all secrets; raise WeakSecret with what to do about it."""
    access = load_ring(settings, "JWT_SECRET_KEY", settings.jwt_secret_key)
    refresh = load_ring(settings, "JWT_REFRESH_SECRET_KEY", settings.jwt_refresh_secret_key)
    session = load_ring(settings, "SESSION_SECRET", settings.session_secret)
    if set(access.keys) & set(refresh.keys):
        raise WeakSecret("JWT_SECRET_KEY and JWT_REFRESH_SECRET_KEY share a key. " + MAKE_THEM)
    if set(session.keys) & {*access.keys, *refresh.keys}:
        raise WeakSecret("SESSION_SECRET shares a key with the keys of tokens. " + MAKE_THEM)
    deploy = load_token(settings, "DEPLOY_TOKEN", settings.deploy_token)
    metrics = load_token(settings, "METRICS_TOKEN", settings.metrics_token)
    return Secrets(access, refresh, session, deploy, metrics)


def load_ring(settings: Settings, name: str, value: SecretStr | None) -> KeyRing:
    """Read one ring from its setting or its file, a key a line."""
    text = read_secret(settings, name, value)
    if text is None:
        raise WeakSecret(f"{name} is not set and {name}_FILE does not exist. {MAKE_THEM}")
    return KeyRing(read_keys(name, text))


def read_keys(name: str, text: str) -> tuple[str, ...]:
    """Return the keys of a ring, one a line; raise WeakSecret for none or a weak one."""
    keys = tuple(line for line in text.split("\n") if line)
    if not keys:
        raise WeakSecret(f"{name} is empty. {MAKE_THEM}")
    for key in keys:
        refuse_weak(name, key)
    return keys


def load_token(settings: Settings, name: str, value: SecretStr | None) -> str | None:
    """Read the token of the stack's own publishers, or of its monitoring, if there is one."""
    token = read_secret(settings, name, value)
    if token:
        refuse_weak(name, token)
    return token or None


def read_secret(settings: Settings, name: str, value: SecretStr | None) -> str | None:
    """Return the text of a secret without its one trailing newline, or None."""
    if value is not None:
        return value.get_secret_value()
    path: Path = getattr(settings, f"{name.lower()}_file")
    try:
        if not path.is_file():
            return None
        if settings.is_production and path.stat().st_mode & stat.S_IROTH:
            raise WeakSecret(f"{path} is readable by everybody. Run `chmod o-r {path}`.")
        return path.read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise WeakSecret(f"{path} can't be read: {error}. Make it readable for us.") from error


def refuse_weak(name: str, key: str) -> None:
    """Raise WeakSecret when a key could be guessed."""
    if key.lower() in KNOWN_DEFAULTS or len(key.encode()) < MIN_BYTES:
        raise WeakSecret(f"{name} is a known default or under {MIN_BYTES} bytes. {MAKE_THEM}")


def generate_secret_files(settings: Settings) -> list[Path]:
    """Write the secret files that are missing, 256 bits each; never overwrite one."""
    wanted = (
        settings.jwt_secret_key_file,
        settings.jwt_refresh_secret_key_file,
        settings.session_secret_file,
        settings.deploy_token_file,
    )
    return [path for path in wanted if write_secret(path)]


def new_key() -> str:
    """Return 256 random bits as text."""
    return secrets.token_urlsafe(32)


def write_secret(path: Path) -> bool:
    """Write a new secret, whole or not at all; False when there is a file already."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    draft.touch(mode=0o640, exist_ok=False)
    try:
        draft.write_text(new_key() + "\n", encoding="utf-8")
        path.hardlink_to(draft)  # unlike a rename, it fails if another process was faster
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True
