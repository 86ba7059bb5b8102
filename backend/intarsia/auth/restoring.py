"""What a restored database must not bring back: sign-ins that were ended since."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.auth import authority, store
from intarsia.auth.noting import note_ended
from intarsia.users import service as users

# More changes of a user's rights than there can have been since the backup: tokens of that time
# carry epochs which this database has not seen.
FAR = 1_000_000


async def end_everything(session: AsyncSession, now: datetime, by: str) -> int:
    """End every sign-in and outdate every access token; return how many sign-ins that were."""
    ended = await store.revoke_everybody(session, now, "restored")
    await note_ended(session, ended, now, "restored", by)
    outdated = await users.raise_epochs(session, FAR)
    for each in ended:
        await authority.announce_revoked(session, each.sid, now)
    for user in outdated:
        await authority.announce_epoch(session, user, now)
    return len(ended)
