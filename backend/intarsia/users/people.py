"""Who people are, as they see themselves: asked of the database once, then known until it changes.

Every page asks who is signed in, again and again. Whoever changes a user announces it on the feed;
while the feed was not read under a second ago the database is asked for every request.
"""

from dataclasses import dataclass, field

from intarsia.changes import Change, ChangeFeed
from intarsia.database import Sessions
from intarsia.users import store
from intarsia.users.schemas import Me
from intarsia.users.service import TOPIC

MOST_KNOWN = 10_000


@dataclass
class People:
    """This process's memory of users, as the JSON of `Me` that they are answered with."""

    feed: ChangeFeed
    readers: Sessions
    known: dict[str, bytes] = field(default_factory=dict)
    drops: int = 0

    def __post_init__(self) -> None:
        self.feed.subscribe(TOPIC, self.drop)

    async def find(self, user_id: str) -> bytes | None:
        """Return a user as the database has them, or had them within the last second."""
        known = self.known.get(user_id) if self.feed.is_fresh else None
        return known or await self.ask(user_id)

    async def ask(self, user_id: str) -> bytes | None:
        """Ask the database; remember the answer unless something was dropped meanwhile."""
        drops = self.drops
        async with self.readers() as session:
            row = await store.find(session, user_id)
        if row is None:
            return None
        found = Me.model_validate(row).model_dump_json().encode()
        if drops == self.drops:
            if len(self.known) >= MOST_KNOWN:
                self.known.pop(next(iter(self.known)))
            self.known[user_id] = found
        return found

    async def drop(self, change: Change) -> None:
        """Forget who has changed, and distrust what is being asked for at this moment."""
        self.drops += 1
        self.known.pop(change.key, None)
