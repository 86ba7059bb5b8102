"""HTTP for Prometheus."""

import asyncio
import secrets

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from intarsia.auth.deps import BearerDep
from intarsia.errors import NotFound, Unauthenticated
from intarsia.observability.metrics import Sampler
from intarsia.openapi import PROBLEMS

router = APIRouter(tags=["health"], responses=PROBLEMS)


@router.get("/metrics", response_class=PlainTextResponse)
async def get_metrics(request: Request, token: BearerDep) -> PlainTextResponse:
    """Tell Prometheus, by METRICS_TOKEN where there is one; in production nobody without."""
    require_scraper(request, token)
    sampler: Sampler = request.state.sampler
    await sampler.sample()
    text = await asyncio.to_thread(sampler.metrics.render)
    return PlainTextResponse(text, headers={"Cache-Control": "no-store"})


def require_scraper(request: Request, token: str | None) -> None:
    """Raise Unauthenticated without the token, NotFound in a production that has none."""
    expected: str | None = request.state.secrets.metrics_token
    if expected is None:
        if request.state.settings.is_production:
            raise NotFound("Set METRICS_TOKEN to have metrics.")
        return
    if token is None or not secrets.compare_digest(token.encode(), expected.encode()):
        raise Unauthenticated("This needs METRICS_TOKEN as Bearer.", code="unauthenticated")
