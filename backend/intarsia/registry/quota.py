"""How much one app may keep in the store."""

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia.errors import TooLarge
from intarsia.registry import blobs


async def refuse_over_quota(
    session: AsyncSession, app: str, sizes: blobs.Sizes, quota: int
) -> None:
    """Raise TooLarge when an app's versions would need more bytes, each blob counted once."""
    if not quota:
        return
    needed = await blobs.use_with(session, app, sizes)
    if needed > quota:
        detail = (
            f"{app} would need {needed} of {quota} bytes. Versions that are not live go "
            "RETENTION_DAYS after they were; or raise APP_QUOTA_BYTES."
        )
        raise TooLarge(detail, code="quota_exceeded", needed=needed, quota=quota)
