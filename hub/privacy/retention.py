"""Ending what has been kept long enough: the rules of the core and of every room, village by village."""

from __future__ import annotations

from dataclasses import dataclass

import structlog
from flask import Flask
from sqlalchemy import select

from hub.audit.writer import note
from hub.centre.situation import in_village
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.declarations import Retention
from hub.kernel.models import Village
from hub.kernel.state import the_hub
from hub.privacy.file import empty_log

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule did in one village. `problem` is a sentence when it failed, and then nothing was changed."""

    village: str
    rule: str
    rows: int = 0
    problem: str = ""


def rules() -> list[tuple[str, Retention]]:
    """All rules with who declares them; a room that is off has its rules too, for it still has its data."""
    hub = the_hub()
    core = [(name, rule) for name, declared in hub.rooms.core.items() for rule in declared.retention]
    return core + [(room.id, rule) for room in hub.rooms.loaded for rule in room.declared.retention]


def run_retention(app: Flask) -> list[Outcome]:
    """Apply every rule in every village, each in a transaction of its own, so that one that fails harms no other."""
    with app.app_context():
        villages = db.session.scalars(select(Village.id).order_by(Village.id)).all()
        known = rules()
    outcomes = [_apply(app, village_id, owner, rule) for village_id in villages for owner, rule in known]
    with app.app_context():
        empty_log()
    return outcomes


def _apply(app: Flask, village_id: int, owner: str, rule: Retention) -> Outcome:
    with app.app_context():
        village = db.session.get_one(Village, village_id).name
        name = str(rule.name)
    try:
        with in_village(app, village_id):
            rows = rule.apply()
            if rows:
                note("retention", owner, rule=name, rows=rows)
            else:
                db.session.rollback()  # the audit need not hear every day that there was nothing to do
    except Exception as error:
        log.error("retention_failed", village=village_id, owner=owner, rule=name, exc_info=error)
        with app.app_context():
            return Outcome(
                village, name, problem=_("没有成功（%(kind)s），详见日志", kind=type(error).__name__)
            )
    return Outcome(village, name, rows)
