"""Structured logs: lines for eyes in development, JSON for machines in production."""

import logging
import os
import sys
from typing import Literal

import structlog
from structlog.dev import plain_traceback  # rich ones print locals, secrets among them


def configure_logs(level: str, log_format: Literal["console", "json"]) -> None:
    """Set up structlog once, when a command starts."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(
            colors=has_colours(), exception_formatter=plain_traceback
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *([structlog.processors.format_exc_info] if log_format == "json" else []),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )


def has_colours() -> bool:
    """Whether somebody reads the lines at a terminal that shows colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
