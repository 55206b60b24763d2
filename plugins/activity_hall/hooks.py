"""What the activity hall answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hub.kits.events import told
from hub.room import (
    CardLine,
    IndicatorFact,
    PersonalData,
    PublicNotice,
    QuickAction,
    ReportRow,
    Retention,
    SearchSource,
    TodoSource,
    VisitKind,
    _l,
    hookimpl,
)

from . import answering, figures, finding, lists, notices, privacy, todos
from .care import care
from .desk import desk
from .floor import floor
from .models import Base, Event
from .office import office
from .plan import plan
from .words import EVENT_KIND


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, plan, floor, care, office]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("登记申请"), "request", "book"),
        QuickAction(_l("今天的活动"), "today", "view"),
        QuickAction(_l("一周安排"), "week", "view"),
        QuickAction(_l("一月安排"), "month", "view"),
        QuickAction(_l("活动公告"), "notice", "view"),
        QuickAction(_l("登记损坏"), "fault", "upkeep"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(EVENT_KIND, _l("活动"), offered=False)]


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    return [IndicatorFact("events", partial(told, Event), rows=lists.events_of)]


@hookimpl
def todo_items() -> list[TodoSource]:
    return todos.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource(_l("活动室预约"), "view", finding.search_bookings, typed=_l("团队名"))]


@hookimpl
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def public_notices() -> list[PublicNotice]:
    return [PublicNotice("events", notices.coming_up)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of an event was taken back: the event is planned again."""
    answering.events.visit_undone(visit)
