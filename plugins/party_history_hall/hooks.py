"""What the Party history hall answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
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
    _l,
    hookimpl,
)

from . import figures, finding, importing, lists, notices, privacy, receiving, todos
from .care import care
from .desk import desk
from .models import Base
from .words import KINDS


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, care]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("预约参观"), "book", "receive"),
        QuickAction(_l("一周参观"), "board", "view"),
        QuickAction(_l("开馆检查"), "check", "upkeep"),
        QuickAction(_l("展品报修"), "fault", "upkeep"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(kind, label, offered=False) for kind, label in KINDS.items()]


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
    return [SearchSource(_l("党史馆参观"), "receive", finding.search_groups)]


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
    return [PublicNotice("events", notices.coming_up)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of a group was taken back: it has not come yet."""
    if visit.source_type == receiving.SOURCE:
        receiving.take_back(visit.source_id)
