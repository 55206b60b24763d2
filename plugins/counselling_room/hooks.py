"""What the counselling room answers to the hub. It gives nothing to the search."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hub.kits.events import told
from hub.room import (
    CardLine,
    IndicatorFact,
    PersonalData,
    QuickAction,
    ReportRow,
    Retention,
    TodoSource,
    VisitKind,
    _l,
    hookimpl,
)

from . import figures, lists, privacy, sessions, todos
from .desk import desk
from .models import Base, Talk
from .open import door, own
from .talks import events, talks
from .words import KINDS


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, talks, door, own]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("本周预约"), "week", "view"),
        QuickAction(_l("预约"), "book", "counsel"),
        QuickAction(_l("没预约就来了"), "walk_in", "counsel"),
        QuickAction(_l("放号"), "offer", "counsel"),
        QuickAction(_l("预约海报"), "poster", "counsel"),
        QuickAction(_l("安排讲座"), "plan", "counsel"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(kind, label, offered=False) for kind, label in KINDS.items()]


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    """Talks are open to all; of those who come for themselves nothing is told."""
    return [IndicatorFact("events", partial(told, Talk))]


@hookimpl
def todo_items() -> list[TodoSource]:
    return todos.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of a session or of a talk was taken back: so is what it counted."""
    sessions.visit_undone(visit)
    events.visit_undone(visit)
