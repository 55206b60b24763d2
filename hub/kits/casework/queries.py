"""Conditions over cases, to be put into a room's own queries. `model` is a class made of `CaseColumns`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from hub.kits.casework.flow import Flow
from hub.room import Period, Rows, Share, here, rows_of

Condition = ColumnElement[bool]


def is_open(model: type[Any], flow: Flow) -> Condition:
    """Accepted and not yet settled."""
    return model.state.in_(flow.worked_on)


def is_due_by(model: type[Any], flow: Flow, day: date) -> Condition:
    """Open, its clock running, and due on a day or before."""
    return and_(is_open(model, flow), model.stopped_on.is_(None), model.due_on <= day)


def resolved_between(model: type[Any], period: Period) -> Condition:
    """Settled in the period."""
    return and_(model.resolved_at >= period.starts, model.resolved_at < period.ends)


def due_between(model: type[Any], period: Period) -> Condition:
    """The first term, before any extension, ends in the period; what waits for its asker has no such day yet."""
    return and_(model.first_due_on.between(period.first, period.last), model.stopped_on.is_(None))


def cases_due(model: type[Any], *columns: Any) -> Rows:
    """The first term and the settling of the cases whose first term ended in the period, and columns of the room's;
    for `settled_in_time`."""
    query = select(model.first_due_on, model.resolved_at, *columns)
    return rows_of(lambda period: query.where(due_between(model, period)))


def settled_in_time(rows: Iterable[Any]) -> Share:
    """How many of those cases were settled by that day; extensions do not help."""
    rows = list(rows)
    in_time = [
        row
        for row in rows
        if row.resolved_at is not None and row.resolved_at.astimezone(here.tz).date() <= row.first_due_on
    ]
    return Share(len(in_time), len(rows))


def extended_between(model: type[Any], period: Period) -> Condition:
    """Given more time, of what had its first term end in the period: of the same cases as `cases_due`."""
    return and_(due_between(model, period), model.extensions > 0)


def never_late(measure: Callable[[Period], Share]) -> Callable[[Period], Share]:
    """For `IndicatorFact.late`, where the hub itself notes when a thing is done, as it does of cases and ratings: what
    is done is dated by its entry, so that none of it can be entered after the fact."""
    return lambda period: Share(0, measure(period).whole)
