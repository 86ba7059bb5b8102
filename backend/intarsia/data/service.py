"""The rules for one record."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from intarsia.data import history, store
from intarsia.data.store import FIELDS, CategoriesQuery, CategoryRow, DataQuery, DataRow
from intarsia.errors import NotFound, Stale
from intarsia.etags import etag, require_match
from intarsia.pagination import RowPage
from intarsia.trail import Act


async def list_items(session: AsyncSession, asked: DataQuery) -> RowPage[DataRow]:
    """Return one page."""
    return await store.list_items(session, asked)


async def list_categories(session: AsyncSession, asked: CategoriesQuery) -> RowPage[CategoryRow]:
    """Return a page of the categories in use."""
    return await store.list_categories(session, asked)


async def get(session: AsyncSession, item_id: str) -> DataRow:
    """Return a record, or raise NotFound."""
    item = await store.find(session, item_id)
    if item is None:
        raise NotFound("There is no such record.")
    return item


async def create(session: AsyncSession, act: Act, values: dict[str, Any]) -> DataRow:
    """Make a record."""
    times = {"created_at": act.now, "updated_at": act.now}
    item = await store.add(session, DataRow(**values, **times))
    history.note(session, act, "created", item.id, name=item.name)
    return item


async def change(
    session: AsyncSession, act: Act, item_id: str, values: dict[str, Any], if_match: str | None
) -> DataRow:
    """Set some or all fields; raise NotFound, or Stale when somebody else was faster."""
    item = await get(session, item_id)
    require_match(if_match, etag(item.revision))
    changes = history.differences({name: getattr(item, name) for name in FIELDS}, values)
    if not changes:
        return item
    for name, value in values.items():
        setattr(item, name, value)
    item.updated_at = act.now
    await flush(session)
    history.note(session, act, "changed", item.id, name=item.name, changes=changes)
    return item


async def delete(session: AsyncSession, act: Act, item_id: str, if_match: str | None) -> None:
    """Remove a record; raise NotFound, or Stale when somebody else was faster."""
    item = await get(session, item_id)
    require_match(if_match, etag(item.revision))
    await session.delete(item)
    await flush(session)
    history.note(session, act, "deleted", item.id, name=item.name)


async def flush(session: AsyncSession) -> None:
    """Write; a revision that moved meanwhile is a stale edit, not a failure."""
    try:
        await session.flush()
    except StaleDataError as error:
        raise Stale("Somebody else changed this first. Load it again.") from error
