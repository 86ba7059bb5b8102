"""Key files and when their keys came in: the steps of a rotation (docs/keys.md, docs/adr/0010).

Beside `jwt_secret_key.txt` lies `jwt_secret_key.dates.json`: by public id, when a key was added and
when it began to sign. Without it, as for files that somebody edited, the file's own time counts.
"""

import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from intarsia.auth.keys import MAKE_THEM, WeakSecret, kid_of, new_key, read_keys
from intarsia.config import Settings

NAMES = ("JWT_SECRET_KEY", "JWT_REFRESH_SECRET_KEY", "SESSION_SECRET")
SETTLE = timedelta(seconds=60)  # until every replica has looked at a file that was distributed


class Refused(Exception):
    """This step is not due; the message says when or what is."""


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a key file. `promoted` is None as long as it only verifies."""

    text: str
    added: datetime | None = None
    promoted: datetime | None = None

    @property
    def kid(self) -> str:
        """Its public id."""
        return kid_of(self.text)


@dataclass(frozen=True, slots=True)
class KeyFile:
    """The keys of one setting; the first signs. `changed` is the file's own time."""

    name: str
    path: Path
    keys: tuple[Key, ...]
    changed: datetime

    @property
    def waiting(self) -> Key | None:
        """The key that was added and does not sign yet."""
        return next((key for key in self.keys[1:] if key.added and not key.promoted), None)

    @property
    def old(self) -> tuple[Key, ...]:
        """Keys that have signed and only verify now."""
        return tuple(key for key in self.keys[1:] if key != self.waiting)

    @property
    def signing_since(self) -> datetime:
        """When the first key began to sign, or later."""
        return self.keys[0].promoted or self.changed

    def retirable_at(self, life: timedelta) -> datetime:
        """When nothing is left that the old keys have signed."""
        return self.signing_since + life + SETTLE


Step = Callable[[KeyFile, datetime], KeyFile | None]


def read(settings: Settings, name: str) -> KeyFile:
    """Read a key file; raise Refused where there is none, WeakSecret where it is no good."""
    if getattr(settings, name.lower()) is not None:
        raise Refused(f"{name} is set as a value. Only a file, {name}_FILE, can be rotated.")
    path: Path = getattr(settings, f"{name.lower()}_file").resolve()
    try:
        texts = read_keys(name, path.read_text(encoding="utf-8"))
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        known = json.loads(dates_of(path).read_text()) if dates_of(path).exists() else {}
    except FileNotFoundError as error:
        raise Refused(f"{path} does not exist. {MAKE_THEM}") from error
    except (OSError, ValueError) as error:
        raise WeakSecret(f"{path} or its dates can't be read: {error}.") from error
    return KeyFile(name, path, tuple(dated(text, known) for text in texts), changed)


def dated(text: str, known: dict[str, dict[str, str]]) -> Key:
    """Return a key with what is known about it."""
    dates = known.get(kid_of(text), {})
    added, promoted = dates.get("added"), dates.get("promoted")
    return Key(
        text,
        datetime.fromisoformat(added) if added else None,
        datetime.fromisoformat(promoted) if promoted else None,
    )


def rotate(file: KeyFile, now: datetime) -> KeyFile:
    """Append a new key that only verifies; raise Refused while one waits already."""
    if file.waiting is not None:
        raise Refused(f"{file.name}: {file.waiting.kid} waits already. Promote it first.")
    return replace(file, keys=(*file.keys, Key(new_key(), added=now)))


def promote(file: KeyFile, now: datetime) -> KeyFile | None:
    """Let the waiting key sign; raise Refused before every replica can have it."""
    waiting = file.waiting
    if waiting is None:
        return None
    if waiting.added and now < waiting.added + SETTLE:
        due = waiting.added + SETTLE
        raise Refused(
            f"{file.name}: replicas may not have {waiting.kid} before {due:%H:%M:%S} UTC."
        )
    return promote_at_once(file, now)


def promote_at_once(file: KeyFile, now: datetime) -> KeyFile | None:
    """Let the waiting key sign, whoever has it."""
    waiting = file.waiting
    if waiting is None:
        return None
    others = (key for key in file.keys if key != waiting)
    return replace(file, keys=(replace(waiting, promoted=now), *others))


def retire(file: KeyFile, now: datetime, life: timedelta) -> KeyFile | None:
    """Remove the old keys; raise Refused while something that they signed may be in use."""
    if file.old and now < file.retirable_at(life):
        due = file.retirable_at(life)
        raise Refused(
            f"{file.name}: sign-ins of the old keys may live until {due:%Y-%m-%d %H:%M} UTC."
        )
    return retire_at_once(file, now)


def retire_at_once(file: KeyFile, _now: datetime) -> KeyFile | None:
    """Remove the old keys, whoever is signed in by them."""
    kept = tuple(key for key in file.keys if key not in file.old)
    return replace(file, keys=kept) if file.old else None


def save(file: KeyFile) -> None:
    """Write keys, then their dates: without these, later dates are assumed."""
    replace_file(file.path, "".join(f"{key.text}\n" for key in file.keys), like=file.path)
    dates = {key.kid: dates_in_words(key) for key in file.keys}
    replace_file(dates_of(file.path), json.dumps(dates, indent=1) + "\n", like=file.path)


def dates_in_words(key: Key) -> dict[str, str]:
    """Return what is known about a key, as JSON can hold it."""
    known = {"added": key.added, "promoted": key.promoted}
    return {name: date.isoformat() for name, date in known.items() if date is not None}


def dates_of(path: Path) -> Path:
    """Return the file with the dates of a key file."""
    return path.with_suffix(".dates.json")


def replace_file(path: Path, text: str, like: Path) -> None:
    """Replace a file whole or not at all, with mode and owner of another one."""
    model = like.stat()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            os.fchown(file.fileno(), model.st_uid, model.st_gid)
            os.fchmod(file.fileno(), model.st_mode & 0o7777)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
