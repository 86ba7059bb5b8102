"""`intarsia users …`: the first admin, and help for people who can't sign in."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from pydantic import ValidationError
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from intarsia import trail
from intarsia.accounts import service
from intarsia.accounts.schemas import UserCreate, UserPatch
from intarsia.auth.passwords import PasswordHasher
from intarsia.cli.common import fail, load_settings, out, run
from intarsia.cli.db import require_migrated
from intarsia.clock import SystemClock
from intarsia.config import Settings
from intarsia.database import open_engine, writers
from intarsia.errors import AppError
from intarsia.trail import Act
from intarsia.users import service as users
from intarsia.users.roles import Role
from intarsia.users.store import UserRow, UsersQuery

app = typer.Typer(no_args_is_help=True, help="The people who sign in.")

T = TypeVar("T")
Work = Callable[[AsyncSession], Awaitable[T]]

Login = Annotated[str, typer.Argument(help="Email or username.")]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", help="Read it from a file, `-` for standard input."),
]


@app.command("create-admin")
def create_admin(
    email: Annotated[str, typer.Argument(help="The address to sign in with.")],
    name: Annotated[str, typer.Option("--name", help="The full name.")] = "Administrator",
    username: Annotated[str | None, typer.Option("--username", help="Else derived.")] = None,
    password_file: PasswordFile = None,
) -> None:
    """Add an admin; asks for the password."""
    settings = ready_settings()
    password = read_password(password_file)
    body = checked(
        UserCreate,
        {
            "email": email,
            "full_name": name,
            "password": password,
            "username": username,
            "role": Role.ADMIN,
        },
    )
    columns = body.model_dump(exclude={"password"})
    user = run(create(settings, columns, password))
    out.print(f"{user.email} can sign in as {user.username}.", markup=False)


@app.command("list")
def list_users(
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 100,
    q: Annotated[str | None, typer.Option("--q", help="A part of a name or address.")] = None,
) -> None:
    """List users, the newest first."""
    settings = ready_settings()
    asked = UsersQuery(limit=limit, q=q)
    page = run(in_transaction(settings, lambda session: service.list_users(session, asked)))
    table = Table("email", "username", "name", "role", "active", "since", box=None)
    for user in page.items:
        active, since = "yes" if user.is_active else "no", f"{user.created_at:%Y-%m-%d}"
        table.add_row(user.email, user.username, user.full_name, user.role, active, since)
    out.print(table)


@app.command("reset-password")
def reset_password(
    login: Login,
    password_file: PasswordFile = None,
) -> None:
    """Set a user's password and end all their sign-ins; asks for the password."""
    settings = ready_settings()
    password = read_password(password_file)
    checked(UserPatch, {"password": password})
    user = run(reset(settings, login, password))
    out.print(f"{user.email} has a new password and is signed out everywhere.", markup=False)


@app.command()
def deactivate(login: Login) -> None:
    """Keep a user from signing in, and end all their sign-ins."""
    user = run(edit(ready_settings(), login, {"is_active": False}))
    out.print(f"{user.email} can't sign in any more.", markup=False)


@app.command()
def activate(login: Login) -> None:
    """Let a user sign in again."""
    user = run(edit(ready_settings(), login, {"is_active": True}))
    out.print(f"{user.email} can sign in.", markup=False)


@app.command("set-role")
def set_role(login: Login, role: Annotated[Role, typer.Argument(help="The new role.")]) -> None:
    """Give a user another role; their open pages follow."""
    user = run(edit(ready_settings(), login, {"role": role}))
    out.print(f"{user.email} is {user.role} now.", markup=False)


async def create(settings: Settings, columns: dict[str, object], password: str) -> UserRow:
    """Add a user."""
    values = {**columns, "password_hash": await hashed(settings, password)}
    return await in_transaction(settings, lambda session: service.create(session, act(), values))


async def reset(settings: Settings, login: str, password: str) -> UserRow:
    """Change a password."""
    return await edit(settings, login, {"password_hash": await hashed(settings, password)})


async def edit(settings: Settings, login: str, values: dict[str, Any]) -> UserRow:
    """Change a user who is found by address or username."""

    async def work(session: AsyncSession) -> UserRow:
        user = service.require(await users.find_by_login(session, login))
        return await service.change(session, act(), user.id, values, None)

    return await in_transaction(settings, work)


async def hashed(settings: Settings, password: str) -> str:
    """Hash a password."""
    hasher = PasswordHasher(settings.bcrypt_rounds)
    try:
        return await hasher.hash(password)
    finally:
        hasher.close()


async def in_transaction(settings: Settings, work: Work[T]) -> T:
    """Do something in one transaction; a refusal is told in one sentence."""
    engine = open_engine(settings.database_url)
    try:
        async with writers(engine).begin() as session:
            return await work(session)
    except AppError as error:
        fail(error.detail)
    finally:
        await engine.dispose()


def act() -> Act:
    """Who administers from a terminal is not known."""
    return Act(trail.COMMAND_LINE, SystemClock().now())


def ready_settings() -> Settings:
    """Return the settings once the database is ready."""
    settings = load_settings()
    require_migrated(settings)
    return settings


def read_password(file: Path | None) -> str:
    """Return the password from a file without its newline, or ask for it twice, unseen."""
    if file is None:
        return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        fail(f"{file} can't be read: {error}", code=2)
    return text.removesuffix("\n")


Body = TypeVar("Body", UserCreate, UserPatch)


def checked(schema: type[Body], values: dict[str, object]) -> Body:
    """Return values that fit, or say which does not, without repeating it."""
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        fail("; ".join(f"{item['loc'][0]}: {item['msg']}" for item in error.errors()), code=2)
