"""Who listens, and what they may hear."""

from dataclasses import dataclass
from typing import Any

from intarsia.auth.callers import Caller
from intarsia.auth.permissions import Permission
from intarsia.changes import Change

EVERYBODY = "*"
PUBLIC = ("release", "withdrawal")
PERSONAL = ("settings", "session", "authority")
TOPICS = (*PUBLIC, *PERSONAL)
FIELDS = {"release": ("number", "channel"), "withdrawal": ("app", "version", "force")}


@dataclass(frozen=True, slots=True)
class Audience:
    """A guest (without a caller) or a caller, on a platform whose visitors get `channel`."""

    channel: str
    caller: Caller | None = None

    def hears(self, change: Change) -> bool:
        """Whether a change is this listener's to know of.

        Other channels than the visitors' are for who may read the registry.
        """
        if change.topic == "release":
            return change.key == self.channel or self.reads_registry()
        if change.topic in PUBLIC:
            return True
        return self.follows(change.topic) and self.is_named(change.key)

    def follows(self, topic: str) -> bool:
        """Whether a caller's personal things are for this token: settings need their scope."""
        if topic == "settings":
            return self.caller is not None and self.caller.may(Permission.SETTINGS_READ)
        if topic == "session":
            return self.caller is not None and self.caller.sid is not None
        return topic in PERSONAL

    def reads_registry(self) -> bool:
        """Whether all channels are open to this listener."""
        return self.caller is not None and self.caller.may(Permission.REGISTRY_READ)

    def is_named(self, key: str) -> bool:
        """Whether a key (`sid:…`, `user:…`, a user's id, `*`) means this listener."""
        if self.caller is None or self.caller.user_id is None:
            return False
        kind, _, name = key.rpartition(":")
        if kind == "sid":
            return name == self.caller.sid
        return name in (self.caller.user_id, EVERYBODY)


def told(change: Change) -> dict[str, Any]:
    """Return an event's data; of personal things only that they have to be fetched again."""
    return {name: change.value.get(name) for name in FIELDS.get(change.topic, ())}
