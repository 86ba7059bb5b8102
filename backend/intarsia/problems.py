"""Every error as RFC 9457 `application/problem+json`."""

import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from socket import gaierror
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, InternalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from intarsia.errors import AppError

log = structlog.get_logger(__name__)

# SQLSTATE classes (PostgreSQL, appendix A): connection, rollback by the engine, out of resources,
# locked, shut down by the operator, failing disk.
OUTAGES = {"08", "40", "53", "55", "57", "58"}
CODES = {404: "not_found", 405: "method_not_allowed", 400: "malformed", 413: "too_large"}


def problem(
    scope: Mapping[str, Any],
    status: int,
    code: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **extra: object,
) -> JSONResponse:
    """Build the one error shape of this platform."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": scope["path"],
        "code": code,
        "request_id": scope.get("state", {}).get("request_id"),
        **extra,
    }
    return JSONResponse(
        body, status, headers=dict(headers or {}), media_type="application/problem+json"
    )


async def render_app_error(request: Request, error: Exception) -> JSONResponse:
    """Render what was raised on purpose."""
    assert isinstance(error, AppError)  # noqa: S101 (the handler is registered for it alone)
    extra = dict(error.extra)
    if error.status == HTTPStatus.UNPROCESSABLE_ENTITY:  # every 422 lists what is wrong
        extra.setdefault("errors", [{"loc": [], "msg": error.detail, "type": error.code}])
    return problem(request.scope, error.status, error.code, error.detail, error.headers, **extra)


async def render_invalid(request: Request, error: Exception) -> JSONResponse:
    """Render what did not fit a schema, without repeating the input."""
    assert isinstance(error, RequestValidationError)  # noqa: S101
    errors = [{key: item[key] for key in ("loc", "msg", "type")} for item in error.errors()]
    detail = "The request does not fit the schema."
    return problem(request.scope, 422, "invalid_request", detail, errors=errors)


async def render_http(request: Request, error: Exception) -> JSONResponse:
    """Render what the framework raised: no such route, wrong method, broken body."""
    assert isinstance(error, HTTPException)  # noqa: S101
    code = CODES.get(error.status_code, "http_error")
    return problem(request.scope, error.status_code, code, str(error.detail), error.headers)


async def render_database(request: Request, error: Exception) -> JSONResponse:
    """A database that is away or busy is worth another try; anything else is a bug."""
    if isinstance(error, DBAPIError) and not is_outage(error):
        return render_bug(request.scope, error)
    log.error("database.unavailable", error=type(error).__name__)
    detail = "The database does not answer. Try again shortly."
    return problem(request.scope, 503, "unavailable", detail, {"Retry-After": "1"})


def render_bug(scope: Mapping[str, Any], error: Exception) -> JSONResponse:
    """Log what escaped; tell the caller only which request it was."""
    log.error("request.failed", path=scope["path"], exc_info=error)
    return problem(scope, 500, "internal_error", "Something went wrong on our side.")


def is_outage(error: DBAPIError) -> bool:
    """Whether the engine, rather than the statement, is at fault."""
    if error.connection_invalidated:
        return True
    if isinstance(error.orig, sqlite3.OperationalError):
        code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        return bool(code & 0xFF != sqlite3.SQLITE_ERROR)  # which says that the statement is wrong
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is None:  # asked between the server's last word and the end of the line
        return isinstance(error, InternalError)
    return state[:2] in OUTAGES


def add_error_handlers(app: FastAPI) -> None:
    """Install every renderer; `middleware/failures.py` catches what none of them knows."""
    app.add_exception_handler(AppError, render_app_error)
    app.add_exception_handler(RequestValidationError, render_invalid)
    app.add_exception_handler(HTTPException, render_http)
    app.add_exception_handler(DBAPIError, render_database)
    for outage in (ConnectionError, TimeoutError, gaierror, PoolTimeout):
        app.add_exception_handler(outage, render_database)
