"""fastapi-users as its documentation sets it up: JWT strategy, SQLAlchemy, aiosqlite."""

import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, FastAPI
from fastapi_users import BaseUserManager, FastAPIUsers, UUIDIDMixin, schemas
from fastapi_users.authentication import AuthenticationBackend, BearerTransport, JWTStrategy
from fastapi_users.db import SQLAlchemyBaseUserTableUUID, SQLAlchemyUserDatabase
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase

KEY = "a-secret-for-benchmarks-only-0123456789"
engine = create_async_engine(os.environ["PEER_DATABASE"])
sessions = async_sessionmaker(engine, expire_on_commit=False)


class Base(DeclarativeBase):
    """Tables."""


class User(SQLAlchemyBaseUserTableUUID, Base):
    """A row."""


class Manager(UUIDIDMixin, BaseUserManager[User, uuid.UUID]):
    """As documented."""


async def get_session() -> AsyncIterator[AsyncSession]:
    """Open a session for one request."""
    async with sessions() as session:
        yield session


async def get_manager(
    session: Annotated[AsyncSession, Depends(get_session)],
) -> AsyncIterator[Manager]:
    """Return the manager."""
    yield Manager(SQLAlchemyUserDatabase(session, User))


def strategy() -> JWTStrategy[Any, Any]:
    """Return the documented strategy."""
    return JWTStrategy(secret=KEY, lifetime_seconds=3600)


backend = AuthenticationBackend(
    name="jwt", transport=BearerTransport(tokenUrl="login"), get_strategy=strategy
)
fastapi_users = FastAPIUsers[User, uuid.UUID](get_manager, [backend])


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Make the tables and one user."""
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.drop_all)
        await connection.run_sync(Base.metadata.create_all)
    async with sessions() as session:
        session.add(User(id=uuid.UUID(int=1), email="user@example.com", hashed_password="x"))  # noqa: S106
        await session.commit()
    yield


app = FastAPI(lifespan=lifespan)


@app.post("/login")
async def login() -> dict[str, str]:
    """Sign a token."""
    return {"access_token": await strategy().write_token(User(id=uuid.UUID(int=1)))}


@app.get("/me", response_model=schemas.BaseUser[uuid.UUID])
async def me(user: Annotated[User, Depends(fastapi_users.current_user(active=True))]) -> User:
    """Return the caller."""
    return user
