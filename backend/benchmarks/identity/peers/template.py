"""As the FastAPI full-stack template: PyJWT, SQLModel, the user read in every request."""

import os
from collections.abc import Iterator
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlmodel import Field, Session, SQLModel, create_engine

KEY = "a-secret-for-benchmarks-only-0123456789"
engine = create_engine(os.environ["PEER_DATABASE"])
bearer = OAuth2PasswordBearer(tokenUrl="login")
app = FastAPI()


class Shown(SQLModel):
    """What others see."""

    id: int | None = Field(default=None, primary_key=True)
    email: str
    full_name: str
    role: str
    is_active: bool = True


class User(Shown, table=True):
    """A row."""

    hashed_password: str


SQLModel.metadata.create_all(engine)
with Session(engine) as opened:
    if opened.get(User, 1) is None:
        values = {"email": "user@example.com", "full_name": "Demo User", "role": "user"}
        opened.add(User(id=1, hashed_password="x", **values))  # noqa: S106 (never compared)
        opened.commit()


def get_session() -> Iterator[Session]:
    """Open a session for one request."""
    with Session(engine) as session:
        yield session


def get_user(
    session: Annotated[Session, Depends(get_session)], token: Annotated[str, Depends(bearer)]
) -> User:
    """Verify the token and read the user."""
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.PyJWTError as error:
        raise HTTPException(403) from error
    user = session.get(User, int(claims["sub"]))
    if user is None:
        raise HTTPException(404)
    return user


@app.post("/login")
def login() -> dict[str, str]:
    """Sign a token."""
    return {"access_token": jwt.encode({"sub": "1", "exp": 4_000_000_000}, KEY)}


@app.get("/me", response_model=Shown)
def me(user: Annotated[User, Depends(get_user)]) -> User:
    """Return the caller."""
    return user
