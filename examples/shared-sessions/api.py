"""A separate API: serves only who has a session of the same store as the web application."""

import os

from fastapi import FastAPI, Request

from intarsia.sessions.asgi import RequireSession, Session, keys_of, sessions_in

store_url, form = os.environ["SESSION_STORE_URL"], os.environ.get("SESSION_SQL_FORM", "sequelize")
app = FastAPI(lifespan=sessions_in(store_url, form))
app.add_middleware(RequireSession, keys=keys_of(os.environ["SESSION_SECRET"]))


def session_of(request: Request) -> Session:
    """Return the caller's session, which the middleware has found."""
    session: Session = request.scope["session"]
    return session


@app.get("/api/visit")
async def visit(request: Request) -> dict[str, object]:
    """Tell what the web application wrote."""
    data = session_of(request).data
    return {"views": data.get("views"), "theme": data.get("theme")}


@app.put("/api/theme/{theme}")
async def choose(request: Request, theme: str) -> dict[str, str]:
    """Write a key that the web application reads; what it writes meanwhile stays."""
    await session_of(request).update(theme=theme)
    return {"theme": theme}


@app.delete("/api/session", status_code=204)
async def end(request: Request) -> None:
    """End the session, for the web application too."""
    await session_of(request).end()
