"""The HTTP API: every feature's router under one FastAPI application."""

from fastapi import FastAPI

from intarsia import __version__
from intarsia.accounts.router import router as accounts_router
from intarsia.analytics.router import router as analytics_router
from intarsia.audit.router import router as audit_router
from intarsia.auth.router import router as auth_router
from intarsia.client_errors.router import router as errors_router
from intarsia.clock import Clock
from intarsia.config import Settings
from intarsia.data.router import router as data_router
from intarsia.docs import add_docs
from intarsia.events.router import router as events_router
from intarsia.hosting.router import router as boot_router
from intarsia.lifespan import make_lifespan
from intarsia.middleware import stack
from intarsia.observability.health import router as health_router
from intarsia.observability.router import router as metrics_router
from intarsia.openapi import DescribedApi
from intarsia.preferences.router import router as preferences_router
from intarsia.problems import add_error_handlers
from intarsia.registry.channel_routes import router as channels_router
from intarsia.registry.router import router as registry_router
from intarsia.routing import FixedPaths
from intarsia.self_service.router import router as self_service_router
from intarsia.settings.router import router as settings_router
from intarsia.sign_ins.router import router as sign_ins_router
from intarsia.telemetry.router import router as telemetry_router
from intarsia.tokens.router import router as tokens_router
from intarsia.user_routes.router import router as user_router
from intarsia.visitors.router import router as visits_router

PARTS = (
    health_router,
    metrics_router,
    auth_router,
    sign_ins_router,
    self_service_router,
    accounts_router,
    tokens_router,
    settings_router,
    preferences_router,
    visits_router,
    data_router,
    registry_router,
    channels_router,
    boot_router,
    events_router,
    audit_router,
    analytics_router,
    errors_router,
    telemetry_router,
)


def create_api(settings: Settings, clock: Clock) -> FastAPI:
    """Assemble the API; nothing is opened before its lifespan starts."""
    api = DescribedApi(
        title="Intarsia",
        version=__version__,
        summary="Micro-frontend platform: identity, releases and hosting.",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=make_lifespan(settings, clock),
        middleware=stack(settings),
        telemetry={"tracing": False, "metrics": False, "logs": False},  # /metrics and logs are ours
    )
    add_error_handlers(api)
    add_docs(api)
    parts = (*PARTS, user_router) if settings.compat_user_routes else PARTS
    api.router.routes += [route for part in parts for route in part.routes]
    api.router.routes.insert(0, FixedPaths(api.router.routes))
    return api
