"""What the evening class answers to the hub. Nothing to its search: children are found by nobody but their keepers."""

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
    TodoSource,
    VisitKind,
    _l,
    hookimpl,
)

from . import evenings, figures, importing, lists, notices, privacy, todos
from .desk import desk
from .duty import hours, rota
from .models import Base
from .office import office
from .paper import paper
from .words import CLASS, SOURCE


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, paper, office, rota, hours]


@hookimpl
def import_sheets() -> list[ImportSheet]:
    return [importing.SHEET]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("签到、放学"), "tonight", "children"),
        QuickAction(_l("没来的，打电话"), "absent", "children"),
        QuickAction(_l("报名"), "enrol", "enrol"),
        QuickAction(_l("值班表"), "rota", "view"),
        QuickAction(_l("打印当日名单"), "day_sheet", "children"),
        QuickAction(_l("停电补录"), "enter", "children"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(CLASS, _l("上课"), offered=False)]


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
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def public_notices() -> list[PublicNotice]:
    return [PublicNotice("now", notices.today)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of an evening was taken back: the evening is open again."""
    if visit.source_type == SOURCE:
        evenings.reopened(visit.source_id)
