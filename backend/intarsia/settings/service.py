"""The rules for settings: mine go before the organisation's, which go before the product's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import changes, trail
from intarsia.etags import require_match
from intarsia.settings import store
from intarsia.settings.schemas import UserSettings
from intarsia.settings.store import EVERYBODY, SettingsRow

TOPIC = "settings"
NOBODY = "-"  # owns nothing: what holds for a guest is what holds by default


@dataclass(frozen=True, slots=True)
class Held:
    """What holds for somebody, and the ETag that changes of it may carry."""

    settings: UserSettings
    tag: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What an owner chooses, on top of what they chose before or instead of it."""

    owner: str
    chosen: Mapping[str, Any]
    now: datetime
    instead: bool = False
    if_match: str | None = None


async def get(session: AsyncSession, owner: str = NOBODY) -> Held:
    """Return what holds for a person, for guests, or (`EVERYBODY`) by default."""
    rows = await store.find_all(session, owner, EVERYBODY)
    return held(rows, owner)


async def chosen_by(session: AsyncSession, owner: str) -> Mapping[str, Any]:
    """Return what an owner chose, and nothing that holds by default."""
    rows = await store.find_all(session, owner)
    return rows[owner].chosen if owner in rows else {}


async def choose(session: AsyncSession, edit: Edit) -> Held:
    """Write an owner's choices and announce it; raise Stale when somebody else was faster."""
    row = await store.lock(session, edit.owner, edit.now)
    rows = {**await store.find_all(session, EVERYBODY), edit.owner: row}
    require_match(edit.if_match, held(rows, edit.owner).tag)
    chosen = {**({} if edit.instead else row.chosen), **edit.chosen}
    if chosen != row.chosen:
        row.chosen = chosen
        row.revision += 1
        row.updated_at = edit.now
        await changes.record(session, edit.now, TOPIC, edit.owner, {})
    return held(rows, edit.owner)


async def choose_defaults(session: AsyncSession, edit: Edit, by: str) -> Held:
    """Write what the organisation chose, and put it on the audit trail."""
    before = (await get(session, EVERYBODY)).settings.model_dump(mode="json")
    after = UserSettings(**edit.chosen).model_dump(mode="json")
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        trail.record(
            session, edit.now, by, "settings.defaults_changed", "settings:*", changed=changed
        )
    return await choose(session, edit)


def held(rows: Mapping[str, SettingsRow], owner: str) -> Held:
    """Lay one owner's choices over the organisation's."""
    layers = [rows[name] for name in dict.fromkeys((EVERYBODY, owner)) if name in rows]
    chosen = {name: value for row in layers for name, value in row.chosen.items()}
    revisions = (rows[name].revision if name in rows else 0 for name in (EVERYBODY, owner))
    return Held(UserSettings.model_validate(chosen), '"{}.{}"'.format(*revisions))
