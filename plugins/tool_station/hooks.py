"""What the tool station answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
    Column,
    ImportSheet,
    PersonalData,
    QuickAction,
    ReportRow,
    Retention,
    SearchSource,
    TodoSource,
    VisitKind,
    VisitLog,
    _l,
    _lp,
    db,
    hookimpl,
)

from . import figures, finding, importing, lending, lists, privacy
from .desk import desk
from .models import Base, Loan, ToolVisit
from .workshop import workshop

workshop.lookup(*finding.LOOKUPS)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, workshop]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("借出"), "lend", "lend"),
        QuickAction(_l("归还"), "give_back", "lend"),
        QuickAction(_l("续借"), "renew", "lend"),
        QuickAction(_l("报修"), "report", "repair"),
        QuickAction(_l("预约"), "reserve", "lend"),
        QuickAction(_l("问了没有"), "asked", "record"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(lending.VISIT_KIND, _l("借用"), named=True, offered=False)]


@hookimpl
def visit_log() -> VisitLog:
    return VisitLog(ToolVisit, [Column("tool", _lp("one", "工具"), ToolVisit.tool)])


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def todo_items() -> list[TodoSource]:
    return figures.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource(_l("工具"), "lend", finding.search_tools, typed=_l("编号"))]


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
    """The visit of a loan that is still open was taken back: so is the loan."""
    if visit.source_type != lending.SOURCE:
        return
    loan = db.session.get(Loan, visit.source_id)
    if loan is not None and loan.ended_at is None:
        lending.take_back(loan)
