"""The log: one JSON object a line, on stderr and in the data folder. Nothing personal, no statement's parameters."""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler

import structlog
from flask import Flask
from structlog.typing import Processor

from hub.settings import Settings


def init_logs(app: Flask, settings: Settings) -> None:
    """Set up structured logging for the hub and the libraries under it."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=not settings.testing,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    root = logging.getLogger("hub")
    for former in root.handlers[:]:
        root.removeHandler(former)
        former.close()
    root.propagate = settings.testing
    root.setLevel(settings.log_level)
    handlers: list[logging.Handler] = []
    if not settings.testing:
        handlers.append(logging.StreamHandler(sys.stderr))
        (settings.home / "logs").mkdir(parents=True, exist_ok=True)
        handlers.append(
            RotatingFileHandler(
                settings.home / "logs" / "hub.log", maxBytes=5_000_000, backupCount=5, encoding="utf-8"
            )
        )
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
