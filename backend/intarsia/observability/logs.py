"""Structured logs: lines for eyes in development, JSON for machines in production."""

import logging
import os
import sys
from typing import Literal

import structlog
from structlog.dev import plain_traceback  # rich ones print locals, secrets among them

from intarsia import trail


def add_request_id(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Name the request that a line belongs to, where there is one."""
    if request_id := trail.origin.get().request_id:
        event["request_id"] = request_id
    return event


STAMPS: tuple[structlog.typing.Processor, ...] = (
    add_request_id,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logs(level: str, log_format: Literal["console", "json"]) -> None:
    """Set up structlog once, when a command starts."""
    structlog.configure(
        processors=[
            *STAMPS,
            *rendering(log_format),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        cache_logger_on_first_use=True,
    )


def has_colours() -> bool:
    """Whether somebody reads the lines at a terminal that shows colours (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def adopt_standard_logs(log_format: Literal["console", "json"]) -> None:
    """Write what libraries log by Python's own means in the same form: in JSON, one object a line.

    Warnings and errors only; what a server says of its start is said by ours.
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=STAMPS,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *rendering(log_format),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)


def rendering(log_format: Literal["console", "json"]) -> tuple[structlog.typing.Processor, ...]:
    """Return what makes a line of an event."""
    if log_format == "json":
        return structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
    return (
        structlog.dev.ConsoleRenderer(colors=has_colours(), exception_formatter=plain_traceback),
    )
