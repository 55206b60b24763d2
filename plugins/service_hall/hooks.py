"""What the service hall answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
    ImportSheet,
    IndicatorFact,
    PersonalData,
    QuickAction,
    ReportRow,
    Retention,
    SearchSource,
    TodoSource,
    VisitKind,
    _l,
    hookimpl,
)

from . import figures, finding, importing, intake, lists, privacy, todos
from .casefile import casefile
from .deeds import deeds
from .desk import desk
from .duty import rota
from .models import Base
from .monthly import monthly
from .progress import public
from .receipts import receipts

desk.lookup(*finding.LOOKUPS)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, casefile, deeds, receipts, monthly, rota, public]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("受理"), "accept", "accept"),
        QuickAction(_l("只是问问"), "ask", "record"),
        QuickAction(_l("材料清单"), "items_at_hand", "view"),
        QuickAction(_l("登记意见"), "opinion", "accept"),
        QuickAction(_l("移交"), "give_all", "handle"),
        QuickAction(_l("值班表"), "rota", "view"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(intake.ASKED, _l("咨询")), VisitKind(intake.BUSINESS, _l("办事"))]


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    return figures.FACTS


@hookimpl
def todo_items() -> list[TodoSource]:
    return todos.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def search() -> list[SearchSource]:
    return [
        SearchSource(_l("办件"), "handle", finding.search_requests, typed=_l("办件编号、回执码")),
        SearchSource(_l("事项"), "view", finding.search_items),
    ]


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
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of a question was taken back: so is the question. A request stays: it has a number and a receipt."""
    if visit.source_type == intake.QUESTION:
        intake.forget_question(visit.source_id)
