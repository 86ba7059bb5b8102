"""Where tokens are kept: only their hashes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from intarsia.database import Base, new_id
from intarsia.pagination import Columns, ListQuery, RowPage, paginate


class Kind(StrEnum):
    """Whom a token speaks for: the person who made it, or a deployment."""

    PERSONAL = "personal"
    DEPLOY = "deploy"


class TokenRow(Base):
    """One token. `user_id` is empty for deployments, which outlive who set them up."""

    __tablename__ = "api_tokens"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[Kind] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(100))
    user_id: Mapped[str | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_by: Mapped[str] = mapped_column(String(200))
    scopes: Mapped[list[str]] = mapped_column(JSON)
    apps: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    channels: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


SORTABLE: Columns = {
    "name": TokenRow.name,
    "created_at": TokenRow.created_at,
    "expires_at": TokenRow.expires_at,
    "id": TokenRow.id,
}


class TokensQuery(ListQuery):
    """The list's own filters."""

    q: None = None
    kind: Kind | None = None


async def add(session: AsyncSession, row: TokenRow) -> TokenRow:
    """Insert a token."""
    session.add(row)
    await session.flush()
    return row


async def find_live(session: AsyncSession, token_id: str) -> TokenRow | None:
    """Return a token that was not revoked, locked until the commit."""
    query = select(TokenRow).where(TokenRow.id == token_id, TokenRow.revoked_at.is_(None))
    return await session.scalar(query.with_for_update())


async def revoke_all(
    session: AsyncSession, user_id: str, now: datetime
) -> Sequence[tuple[str, str]]:
    """Revoke a person's tokens; return ids and names of those that were not.

    Locked in the order of their ids, as `mark_used` writes them, so that nobody waits crosswise.
    """
    row = TokenRow
    theirs = select(row.id).where(row.user_id == user_id, row.revoked_at.is_(None))
    locked = theirs.order_by(row.id).with_for_update()
    statement = (
        update(row)
        .where(row.id.in_(locked))
        .values(revoked_at=now)
        .returning(row.id, row.name)
        .execution_options(synchronize_session=False)
    )
    return [(found.id, found.name) for found in await session.execute(statement)]


async def find_by_digest(session: AsyncSession, digest: str) -> TokenRow | None:
    """Return a token by its hash, revoked ones too."""
    return await session.scalar(select(TokenRow).where(TokenRow.digest == digest))


async def list_live(
    session: AsyncSession, user_id: str | None, asked: TokensQuery, *, deploy: bool
) -> RowPage[TokenRow]:
    """Return a page of a person's tokens, and of those of deployments if asked for."""
    mine = TokenRow.user_id == user_id
    theirs = or_(mine, TokenRow.kind == Kind.DEPLOY) if deploy else mine
    query = select(TokenRow).where(theirs, TokenRow.revoked_at.is_(None))
    if asked.kind is not None:
        query = query.where(TokenRow.kind == asked.kind)
    return await paginate(session, query, SORTABLE, asked)


async def mark_used(session: AsyncSession, used: Mapping[str, datetime]) -> None:
    """Write when tokens were last used."""
    statement = (
        update(TokenRow)
        .where(TokenRow.id == bindparam("the_token"))
        .values(last_used_at=bindparam("the_time"))
    )
    rows = [{"the_token": token_id, "the_time": used[token_id]} for token_id in sorted(used)]
    connection = await session.connection()
    await connection.execute(statement, rows)


async def of_user(session: AsyncSession, user_id: str) -> Sequence[TokenRow]:
    """Return all tokens of a person, the oldest first."""
    query = select(TokenRow).where(TokenRow.user_id == user_id).order_by(TokenRow.created_at)
    return (await session.scalars(query)).all()
