"""HTTP for administering users: parse, call the service, return."""

from typing import Annotated, Any

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import SecretStr

from intarsia.accounts import files, service
from intarsia.accounts.schemas import UserCreate, UserPatch, UsersImported, UserStats, UserWrite
from intarsia.auth.deps import AuthDep, UsersReader, UsersWriter
from intarsia.auth.service import AuthService
from intarsia.clock import ClockDep
from intarsia.csv_files.http import BODY, FILE, IsCsv, attachment
from intarsia.csv_files.reading import read
from intarsia.database import ReaderDep, SessionDep
from intarsia.etags import IfMatch, etag
from intarsia.pagination import RowPage
from intarsia.routing import Feature
from intarsia.schemas import Id, Page
from intarsia.trail import Act
from intarsia.users.schemas import User
from intarsia.users.store import UserRow, UsersFilter, UsersQuery

router = Feature("/users", tag="users")


async def get_act(caller: UsersWriter, clock: ClockDep) -> Act:
    """Return who administers now; being asked for it requires the permission."""
    return Act(caller.name, clock.now())


ActDep = Annotated[Act, Depends(get_act)]


@router.get("", response_model=Page[User])
async def list_users(
    asked: Annotated[UsersQuery, Query()], _caller: UsersReader, reader: ReaderDep
) -> RowPage[UserRow]:
    """List users: filtered, sorted, a page at a time."""
    return await service.list_users(reader, asked)


@router.post("", response_model=User, status_code=201)
async def create_user(
    body: UserCreate, response: Response, act: ActDep, auth: AuthDep, session: SessionDep
) -> UserRow:
    """Make a user; without a username one is derived from the address."""
    values = await columns(auth, body.model_dump())
    return tagged(response, await service.create(session, act, values))


@router.get("/stats")
async def get_stats(_caller: UsersReader, clock: ClockDep, reader: ReaderDep) -> UserStats:
    """Count users, and the sign-ins that are good now."""
    return await service.stats(reader, clock.now())


@router.get("/export", response_class=StreamingResponse, responses=FILE)
async def export_users(
    asked: Annotated[UsersFilter, Query()], request: Request, _caller: UsersReader
) -> StreamingResponse:
    """Return all users who fit as CSV; no cell is taken for a formula."""
    return attachment("users.csv", files.exported(request.state.readers, asked))


# Who may not is told so before what they sent is looked at.
@router.post(
    "/import",
    response_model=UsersImported,
    openapi_extra=BODY,
    dependencies=[Depends(get_act), IsCsv],
)
async def import_users(request: Request, act: ActDep, session: SessionDep) -> UsersImported:
    """Make users of a CSV file, all or none; they choose their passwords by mail."""
    most_rows = request.state.settings.limits.csv_max_rows
    sheet = await read(request.stream(), files.blank(most_rows))
    return UsersImported(created=await files.take_in(session, act, sheet))


@router.get("/{user_id}", response_model=User)
async def get_user(
    user_id: Id, response: Response, _caller: UsersReader, reader: ReaderDep
) -> UserRow:
    """Return one user with their ETag."""
    return tagged(response, await service.get(reader, user_id))


@router.put("/{user_id}", response_model=User)
async def put_user(
    user_id: Id,
    body: UserWrite,
    response: Response,
    act: ActDep,
    auth: AuthDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> UserRow:
    """Replace a user; username and password stay when left out."""
    values = await columns(auth, body.model_dump(exclude_unset=True))
    return tagged(response, await service.change(session, act, user_id, values, if_match))


@router.patch("/{user_id}", response_model=User)
async def patch_user(
    user_id: Id,
    body: UserPatch,
    response: Response,
    act: ActDep,
    auth: AuthDep,
    session: SessionDep,
    if_match: IfMatch = None,
) -> UserRow:
    """Change some fields of a user; another password or deactivation signs them out."""
    values = await columns(auth, body.model_dump(exclude_unset=True))
    return tagged(response, await service.change(session, act, user_id, values, if_match))


@router.delete("/{user_id}", status_code=204)
async def delete_user(
    user_id: Id, act: ActDep, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Remove a user with their sign-ins, settings and tokens."""
    await service.delete(session, act, user_id, if_match)


async def columns(auth: AuthService, values: dict[str, Any]) -> dict[str, Any]:
    """Return a body as columns: the password hashed, before a transaction begins."""
    password: SecretStr | None = values.pop("password", None)
    if password is not None:
        values["password_hash"] = await auth.passwords.hash(password.get_secret_value())
    return values


def tagged(response: Response, user: UserRow) -> UserRow:
    """Put the user's ETag on the answer."""
    response.headers["ETag"] = etag(user.revision)
    return user
