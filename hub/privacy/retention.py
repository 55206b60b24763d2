"""Ending what has been kept long enough: the rules of the core and of every room, village by village."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Flask
from sqlalchemy import delete, select

from hub.audit.writer import note, quiet
from hub.centre.situation import in_village
from hub.i18n import _
from hub.kernel.database import db, transaction_is_lost
from hub.kernel.declarations import Retention, Unsettled
from hub.kernel.erasing import empty_log
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.kernel.rows import change_rows
from hub.kernel.state import the_hub
from hub.privacy.models import RetentionRun

log = structlog.get_logger()
REPORTS = timedelta(days=90)  # how long it is kept what a run did


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule did in one village. `problem` is a sentence when it failed, and then nothing was changed. `left` is
    how many are past their time and wait for somebody to settle them."""

    village: str
    rule: str
    rows: int = 0
    problem: str = ""
    left: int = 0


def rules() -> list[tuple[str, Retention]]:
    """All rules with who declares them; a room that is off has its rules too, for it still has its data."""
    hub = the_hub()
    core = [(name, rule) for name, declared in hub.rooms.core.items() for rule in declared.retention]
    return core + [(room.id, rule) for room in hub.rooms.loaded for rule in room.declared.retention]


def run_retention(app: Flask) -> list[Outcome]:
    """Apply every rule in every village, each in a transaction of its own, so that one that fails harms no other.
    What was done is kept for the village to look at."""
    with app.app_context():
        villages = db.session.scalars(select(Village.id).order_by(Village.id)).all()
        known = rules()
    outcomes = []
    for village_id in villages:
        done = [_apply(app, village_id, owner, rule) for owner, rule in known]
        _report(app, village_id, done)
        outcomes += done
    with app.app_context():
        empty_log()
    return outcomes


def ran_since(app: Flask, moment: datetime) -> bool:
    """Whether it ran in every village since a moment, whichever process of whichever machine did it."""
    with app.app_context():
        villages = db.session.scalars(select(Village.id)).all()
    return all(_ran_in(app, village_id, moment) for village_id in villages)


def runs(most: int = 14) -> Sequence[RetentionRun]:
    """The last runs in the present village."""
    return db.session.scalars(
        select(RetentionRun).order_by(RetentionRun.ran_at.desc(), RetentionRun.id.desc()).limit(most)
    ).all()


def report_of(run: RetentionRun) -> list[tuple[str, int, str, int]]:
    """What a run did: rules with the number of rows, what went wrong, and how many were left."""
    return [(rule, rows, problem, *(left or [0])) for rule, rows, problem, *left in json.loads(run.report)]


def left_now() -> list[Unsettled]:
    """What is past its time in the present village and waits for somebody to settle it; what cannot be read now is
    missing here, and stands in the report of the next run."""
    found: list[Unsettled] = []
    for owner, rule in rules():
        if rule.left is None:
            continue
        try:
            with db.session.begin_nested():
                found += rule.left()
        except Exception as error:
            if transaction_is_lost():
                raise
            log.error("retention_left_failed", owner=owner, rule=str(rule.name), exc_info=error)
    return found


def _ran_in(app: Flask, village_id: int, moment: datetime) -> bool:
    with in_village(app, village_id):
        return bool(db.session.scalar(select(RetentionRun.id).where(RetentionRun.ran_at >= moment).limit(1)))


def _report(app: Flask, village_id: int, done: Sequence[Outcome]) -> None:
    told = [
        [one.rule, one.rows, one.problem, one.left] for one in done if one.rows or one.problem or one.left
    ]
    try:
        with in_village(app, village_id), quiet():
            db.session.add(
                RetentionRun(
                    ran_at=here.now, rules=len(done), rows=sum(one.rows for one in done),
                    report=json.dumps(told, ensure_ascii=False),
                )
            )  # fmt: skip
            db.session.flush()
            change_rows(delete(RetentionRun).where(RetentionRun.ran_at < here.now - REPORTS), "retention")
    except Exception as error:
        log.error("retention_report_failed", village=village_id, exc_info=error)


def _apply(app: Flask, village_id: int, owner: str, rule: Retention) -> Outcome:
    with app.app_context():
        village = db.session.get_one(Village, village_id).name
        name = str(rule.name)
    try:
        with in_village(app, village_id):
            rows = rule.apply()
            left = sum(1 for _one in rule.left()) if rule.left is not None else 0
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
    return Outcome(village, name, rows, left=left)
