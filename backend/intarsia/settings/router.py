"""HTTP for settings: parse, call the service, return."""

from typing import Annotated

from fastapi import Depends, Response

from intarsia.auth.callers import Caller
from intarsia.auth.deps import DefaultsKeeper, SettingsReader, SettingsWriter
from intarsia.clock import ClockDep
from intarsia.database import ReaderDep, SessionDep
from intarsia.errors import NotFound
from intarsia.etags import IfMatch
from intarsia.routing import Feature
from intarsia.settings import service
from intarsia.settings.schemas import SettingsWrite, UserSettings
from intarsia.settings.service import Edit, Held
from intarsia.settings.store import EVERYBODY

router = Feature("/settings", tag="settings")


async def get_owner(caller: SettingsReader) -> str:
    """Return whose settings the caller reads."""
    return person(caller)


async def get_chooser(caller: SettingsWriter) -> str:
    """Return whose settings the caller changes."""
    return person(caller)


def person(caller: Caller) -> str:
    """Return a person's id; the stack's publisher has no settings."""
    if caller.user_id is None:
        raise NotFound("This token speaks for no person.")
    return caller.user_id


OwnerDep = Annotated[str, Depends(get_owner)]
ChooserDep = Annotated[str, Depends(get_chooser)]


@router.get("")
async def get_settings(owner: OwnerDep, response: Response, reader: ReaderDep) -> UserSettings:
    """Return my settings: what I chose over what the organisation chose."""
    return tagged(response, await service.get(reader, owner))


@router.put("")
async def put_settings(
    body: SettingsWrite,
    owner: ChooserDep,
    response: Response,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> UserSettings:
    """Choose anew; for what is left out the organisation's defaults hold."""
    edit = Edit(owner, body.chosen(), clock.now(), instead=True, if_match=if_match)
    return tagged(response, await service.choose(session, edit))


@router.patch("")
async def patch_settings(
    body: SettingsWrite,
    owner: ChooserDep,
    response: Response,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> UserSettings:
    """Change some of my settings."""
    edit = Edit(owner, body.chosen(), clock.now(), if_match=if_match)
    return tagged(response, await service.choose(session, edit))


@router.post("/reset")
async def reset_settings(
    owner: ChooserDep, response: Response, clock: ClockDep, session: SessionDep
) -> UserSettings:
    """Forget what I chose; the organisation's defaults hold."""
    edit = Edit(owner, {}, clock.now(), instead=True)
    return tagged(response, await service.choose(session, edit))


@router.get("/defaults")
async def get_defaults(
    _caller: DefaultsKeeper, response: Response, reader: ReaderDep
) -> UserSettings:
    """Return the organisation's defaults."""
    return tagged(response, await service.get(reader, EVERYBODY))


@router.put("/defaults")
async def put_defaults(
    body: SettingsWrite,
    caller: DefaultsKeeper,
    response: Response,
    clock: ClockDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> UserSettings:
    """Choose for everybody; for what is left out the product's own defaults hold."""
    edit = Edit(EVERYBODY, body.chosen(), clock.now(), instead=True, if_match=if_match)
    return tagged(response, await service.choose_defaults(session, edit, caller.name))


def tagged(response: Response, held: Held) -> UserSettings:
    """Put the ETag on the answer."""
    response.headers["ETag"] = held.tag
    return held.settings
