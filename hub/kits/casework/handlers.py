"""Who looks after a case, and handing it on: nothing stays with somebody who does not work here any more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from hub.kits.casework.flow import Flow
from hub.kits.casework.queries import is_open
from hub.room import Refused, _, colleagues, db

MOST = 500


def check_handler(room: str, user_id: int | None, field: str = "to") -> int:
    """Somebody who works in the room. Raises Refused."""
    if user_id is None or user_id not in dict(colleagues(room)):
        raise Refused(_("请选一位现在在这里工作的人。"), field)
    return user_id


def hand_over(case: Any, to: int, room: str) -> None:
    """Give a case to somebody else of the room. Raises Refused."""
    check_handler(room, to)
    if case.handler_id == to:
        raise Refused(_("这件事本来就由他办，请选另一位。"), "to")
    case.handler_id = to


def left_behind(model: type[Any], flow: Flow, room: str) -> ColumnElement[bool]:
    """Open cases whose handler does not work in the room any more, or that have none."""
    working = [number for number, _name in colleagues(room)]
    return is_open(model, flow) & or_(model.handler_id.is_(None), model.handler_id.not_in(working))


def open_cases_of(model: type[Any], flow: Flow, handler_id: int) -> Sequence[Any]:
    """All that somebody has in hand, drafts too, the most urgent first; at most 500, each held."""
    return db.session.scalars(
        select(model)
        .where(model.handler_id == handler_id, model.state.not_in(flow.ended))
        .order_by(model.due_on, model.id)
        .limit(MOST)
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    ).all()
