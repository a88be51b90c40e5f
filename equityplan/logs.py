"""JSON log lines. No names, no addresses of people, no query strings: ids and paths are enough to find a fault."""

from __future__ import annotations

import logging
from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


class RequestLog(RequestMiddleware):
    """One line a request, with its id, the person's id and the path, never the query string."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        return f"{request.method} {request.path}"


def without_traceback_of_refusals(record: logging.LogRecord) -> bool:
    """A request that is refused is no fault of the program: its line says what it was, without a traceback."""
    if getattr(record, "status_code", 500) < 500:
        record.exc_info = None
    return True


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING; configures structlog on the way."""
    _configure_structlog()
    json_lines = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processor": structlog.processors.JSONRenderer(),
        "foreign_pre_chain": [*_SHARED, structlog.processors.format_exc_info],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": json_lines},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "filters": {"refusals": {"()": lambda: without_traceback_of_refusals}},
        "loggers": {
            **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
            "django.request": {"filters": ["refusals"]},
        },
    }
