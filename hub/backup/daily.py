"""The day's work beside the web server: a copy, and letting go of what has been kept long enough."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from flask import Flask

from hub.backup.files import drop_old, newest
from hub.backup.making import make_copy
from hub.backup.problems import AlreadyUnderWay
from hub.kernel.alone import alone
from hub.kernel.clock import now
from hub.privacy.retention import ran_since, run_retention
from hub.settings import Settings

log = structlog.get_logger()
EVERY = 60.0  # seconds between two looks whether something is due
RETENTION_RAN = "retention.ran"  # its time of change is when


def keep_up(app: Flask) -> None:
    """Do what is due. A copy that cannot be made does not keep anybody's data from being let go of."""
    settings: Settings = app.extensions["hub"].settings
    try:
        _copy(app, settings)
    finally:
        _let_go(app, settings)


def _copy(app: Flask, settings: Settings) -> None:
    last = newest(settings)
    if not settings.backup_daily or (last is not None and last.made_at >= since(settings)):
        return
    with app.app_context():
        try:
            make_copy(settings)
        except AlreadyUnderWay:
            return
    drop_old(settings)


def _let_go(app: Flask, settings: Settings) -> None:
    ran = settings.home / RETENTION_RAN
    if _changed(ran) >= since(settings):
        return
    with alone(settings, "retention") as mine:
        if not mine:
            return
        if ran_since(app, since(settings)):
            ran.touch()  # on another machine
            return
        for done in run_retention(app):
            if done.rows or done.problem:
                log.info(
                    "retention", village=done.village, rule=done.rule, rows=done.rows, problem=done.problem
                )
        ran.touch()
        drop_old(settings)


def since(settings: Settings) -> datetime:
    """The last time the hour of the day's work came, by this machine's clock. Whoever was off then does it later."""
    local = now().astimezone()
    today = local.replace(hour=settings.backup_hour, minute=0, second=0, microsecond=0)
    return today if local >= today else today - timedelta(days=1)


def _changed(file: Path) -> datetime:
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return datetime.min.replace(tzinfo=UTC)
