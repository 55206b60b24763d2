"""What the reading room answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from hub.kits.events import told
from hub.room import (
    CardLine,
    Column,
    ImportSheet,
    IndicatorFact,
    PersonalData,
    PublicNotice,
    QuickAction,
    ReportRow,
    Retention,
    SearchSource,
    TodoSource,
    VisitKind,
    VisitLog,
    _l,
    hookimpl,
)

from . import coming, eventing, figures, finding, importing, lending, lists, privacy
from .desk import desk
from .library import library
from .models import Base, BookVisit, Event
from .stockroom import stockroom

library.lookup(*finding.LOOKUPS)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, library, stockroom]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("借书还书"), "desk", "lend"),
        QuickAction(_l("续借"), "renew", "lend"),
        QuickAction(_l("预约"), "reserve", "lend"),
        QuickAction(_l("在室阅览"), "read", "record"),
        QuickAction(_l("编目"), "catalogue", "books"),
        QuickAction(_l("盘点"), "stocktake", "stocktake"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [
        VisitKind(coming.READ_KIND, _l("在室阅览")),
        VisitKind(coming.LOAN_KIND, _l("借书"), named=True, offered=False),
        VisitKind(coming.EVENT_KIND, _l("读书活动"), offered=False),
    ]


@hookimpl
def visit_log() -> VisitLog:
    return VisitLog(BookVisit, [Column("what", _l("书或活动"), BookVisit.what)])


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    return [
        IndicatorFact(
            "events", partial(told, Event), rows=lambda period: lists.Events.url_of_days("starts_at", period)
        )
    ]


@hookimpl
def todo_items() -> list[TodoSource]:
    return figures.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource(_l("图书"), "lend", finding.search_books, typed=_l("书名"))]


@hookimpl
def import_sheets() -> list[ImportSheet]:
    return [importing.SHEET]


@hookimpl
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def public_notices() -> list[PublicNotice]:
    return [PublicNotice("events", eventing.coming_up)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """A visit was taken back: so is what was borrowed on it and is still out; an event is planned again."""
    if visit.source_type == coming.SOURCE:
        for loan in coming.loans_on(visit):
            if loan.ended_at is None:
                lending.take_back(loan)
    else:
        eventing.events.visit_undone(visit)
