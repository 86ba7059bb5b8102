"""The API's documentation page: Swagger UI from a package, offline, under a strict policy."""

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

SWAGGER = Path(fastapi_offline.__file__).parent / "static"
OURS = Path(__file__).parent / "docs_page"

# Swagger UI sets innerHTML, hence the pass-through policy that policy.js makes on this page only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types default dompurify"
)


def add_docs(api: FastAPI) -> None:
    """Serve the page and its files; its Authorize button signs in at `/api/auth/token`."""
    page = (OURS / "index.html").read_text(encoding="utf-8")

    async def docs_page() -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

    api.add_api_route("/api/docs", docs_page, include_in_schema=False, methods=["GET"])
    api.mount("/api/docs/swagger", StaticFiles(directory=SWAGGER), name="swagger")
    api.mount("/api/docs/page", StaticFiles(directory=OURS), name="docs-page")
