"""Where users are kept, and how they are searched."""

import unicodedata
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    column,
    func,
    insert,
    literal_column,
    or_,
    select,
    table,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from intarsia.database import Base, Sessions, new_id
from intarsia.errors import Conflict
from intarsia.pagination import (
    Columns,
    ListFilter,
    ListQuery,
    RowPage,
    in_batches,
    paginate,
    sort_keys,
)
from intarsia.users.roles import Role

BATCH = 1000  # what one statement can take
TRIGRAM = 3  # both engines' search indexes are made of three characters
SEARCH = table("users_search", column("rowid"))
NUMBERS = table("users_search_numbers", column("number"), column("user_id"))


class UserRow(Base):
    """A person, and how they prove it.

    `epoch` rises when access tokens minted earlier must no longer count, e.g. on a role change.
    The `_key` columns make addresses and names unique whatever their case or Unicode form.
    `revision` rises with each change and becomes the ETag.
    """

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(String(254), index=True)
    email_key: Mapped[str] = mapped_column(String(512), unique=True)
    username: Mapped[str] = mapped_column(String(64))
    username_key: Mapped[str] = mapped_column(String(256), unique=True)
    full_name: Mapped[str] = mapped_column(String(200), index=True)
    role: Mapped[Role] = mapped_column(String(16))
    is_active: Mapped[bool] = mapped_column(default=True)
    epoch: Mapped[int] = mapped_column(default=0)
    password_hash: Mapped[str] = mapped_column(String(255))
    email_verified_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    created_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 (SQLAlchemy's API)

    @property
    def email_verified(self) -> bool:
        """Whether they showed that they read the mail of this address."""
        return self.email_verified_at is not None


SORTABLE: Columns = {
    "email": UserRow.email,
    "username": UserRow.username,
    "full_name": UserRow.full_name,
    "role": UserRow.role,
    "is_active": UserRow.is_active,
    "created_at": UserRow.created_at,
    "updated_at": UserRow.updated_at,
    "id": UserRow.id,
}


class UsersFilter(ListFilter):
    """The list's own filters."""

    role: Role | None = None
    is_active: bool | None = None


class UsersQuery(UsersFilter, ListQuery):
    """A page of who fits."""


def identity_key(name: str) -> str:
    """Return the form in which two spellings of one address or name are equal."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


async def find(session: AsyncSession, user_id: str) -> UserRow | None:
    """Return a user by id."""
    return await session.get(UserRow, user_id)


async def find_by_login(session: AsyncSession, name: str) -> UserRow | None:
    """Return the user with this email address or this username."""
    key = identity_key(name)
    column = UserRow.email_key if "@" in key else UserRow.username_key
    return await session.scalar(select(UserRow).where(column == key))


async def lock(session: AsyncSession, user_id: str) -> UserRow | None:
    """Return a user as they are now, whom nobody else changes before the commit."""
    return await session.get(
        UserRow, user_id, populate_existing=True, with_for_update={"key_share": True}
    )


async def replace_hash(session: AsyncSession, user_id: str, old: str, new: str) -> bool:
    """Set another hash of the same password; False when it was changed meanwhile.

    Nothing about the user is another: neither their ETag nor the time of the last change moves.
    """
    statement = (
        update(UserRow)
        .where(UserRow.id == user_id, UserRow.password_hash == old)
        .values(password_hash=new)
        .returning(UserRow.id)
        .execution_options(synchronize_session=False)
    )
    return (await session.execute(statement)).one_or_none() is not None


async def lock_with_admins(session: AsyncSession, user_id: str) -> Sequence[UserRow]:
    """Return a user, if there is one, and every active admin, locked until the commit.

    Locked in the order of their ids, so that two callers never wait for each other. PostgreSQL
    judges the condition anew after it waited: who is no admin any more is left out.
    """
    admins = and_(UserRow.role == Role.ADMIN, UserRow.is_active)
    query = (
        select(UserRow)
        .where(or_(UserRow.id == user_id, admins))
        .order_by(UserRow.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return (await session.scalars(query)).all()


async def raise_epochs(session: AsyncSession, by: int) -> Sequence[UserRow]:
    """Outdate everybody's access tokens; return all users."""
    statement = update(UserRow).values(epoch=UserRow.epoch + by).returning(UserRow)
    return (await session.scalars(statement)).all()


async def taken_usernames(session: AsyncSession, base: str) -> set[str]:
    """Return the keys of the usernames that begin like this one."""
    keys = select(UserRow.username_key).where(
        UserRow.username_key.startswith(identity_key(base), autoescape=True)
    )
    return set(await session.scalars(keys))


async def list_users(session: AsyncSession, asked: UsersQuery) -> RowPage[UserRow]:
    """Return one page."""
    return await paginate(session, matching(session, asked), SORTABLE, asked)


def everybody(readers: Sessions, asked: UsersFilter) -> AsyncIterator[Sequence[UserRow]]:
    """Return all users who fit, in batches; raise InvalidInput for an unknown sort."""
    return in_batches(readers, matching(readers(), asked), sort_keys(asked.sort, SORTABLE))


def matching(session: AsyncSession, asked: UsersFilter) -> Select[UserRow]:
    """Return the query that the filters make."""
    query = select(UserRow)
    if asked.role is not None:
        query = query.where(UserRow.role == asked.role)
    if asked.is_active is not None:
        query = query.where(UserRow.is_active == asked.is_active)
    if asked.q is not None:
        query = containing(session, query, asked.q)
    return query


async def taken(
    session: AsyncSession, column: InstrumentedAttribute[str], keys: Iterable[str]
) -> set[str]:
    """Return those of some keys that users have."""
    asked, found = sorted(set(keys)), set[str]()
    for start in range(0, len(asked), BATCH):
        query = select(column).where(column.in_(asked[start : start + BATCH]))
        found |= set(await session.scalars(query))
    return found


async def add_many(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Insert users of whole rows; raise Conflict when somebody took a name meanwhile."""
    try:
        for start in range(0, len(rows), BATCH):
            await session.execute(insert(UserRow), rows[start : start + BATCH])
    except IntegrityError as error:
        raise Conflict("One of these users was made meanwhile.", code="user_taken") from error


async def names(session: AsyncSession, user_ids: Iterable[str]) -> dict[str, str]:
    """Return the full names by id."""
    query = select(UserRow.id, UserRow.full_name).where(UserRow.id.in_(set(user_ids)))
    return dict((await session.execute(query)).all())


async def count(session: AsyncSession) -> dict[bool, int]:
    """Return how many users there are, by `is_active`."""
    query = select(UserRow.is_active, func.count()).group_by(UserRow.is_active)
    return dict((await session.execute(query)).all())


def containing(session: AsyncSession, query: Select[UserRow], words: str) -> Select[UserRow]:
    """Keep users whose address, username or name contains the words (see `data.store`)."""
    if session.get_bind().dialect.name == "sqlite" and len(words) >= TRIGRAM:
        phrase = '"' + words.replace('"', '""') + '"'
        found = select(SEARCH.c.rowid).where(column(SEARCH.name).match(phrase))
        ids = select(NUMBERS.c.user_id).where(NUMBERS.c.number.in_(found))
        return query.where(UserRow.id.in_(ids))
    fields = (UserRow.email, UserRow.username, UserRow.full_name)
    index, *each = (
        func.lower(text).contains(words.lower(), autoescape=True)
        for text in (searched_text(), *fields)
    )
    return query.where(index, or_(*each))


def searched_text() -> ColumnElement[str]:
    """Return what PostgreSQL's index is on in lower case; with parameters it would not match."""
    blank = literal_column("' '", String)
    return (
        UserRow.email.concat(blank).concat(UserRow.username).concat(blank).concat(UserRow.full_name)
    )


async def add(session: AsyncSession, user: UserRow) -> UserRow:
    """Insert a user; raise Conflict when the address or the username is taken."""
    session.add(user)
    await save(session, user)
    return user


async def save(session: AsyncSession, user: UserRow) -> None:
    """Write a user, deriving what makes them unique; raise Conflict like `add`."""
    user.email_key = identity_key(user.email)
    user.username_key = identity_key(user.username)
    try:
        await session.flush()
    except IntegrityError as error:
        what = "username" if "username_key" in str(error.orig) else "email"
        raise Conflict(f"This {what} is taken.", code=f"{what}_taken", field=what) from error


async def remove(session: AsyncSession, user: UserRow) -> None:
    """Delete a user, and with them their sign-ins, settings and tokens."""
    await session.delete(user)
    await session.flush()
