"""What the machine yard answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
    Column,
    ImportSheet,
    IndicatorFact,
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

from . import figures, finding, handing, importing, lists, privacy
from .desk import desk
from .gate import gate
from .models import Base, MachineVisit, Rental
from .season import season
from .workshop import workshop

desk.lookup(*finding.LOOKUPS)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, gate, season, workshop]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("登记租用"), "request", "rent"),
        QuickAction(_l("日历"), "calendar", "view"),
        QuickAction(_l("交收"), "today", "rent"),
        QuickAction(_l("报价"), "quote", "rent"),
        QuickAction(_l("排队"), "turns", "rent"),
        QuickAction(_l("报修"), "report", "upkeep"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(handing.VISIT_KIND, _l("租用农机"), named=False, offered=False)]


@hookimpl
def visit_log() -> VisitLog:
    return VisitLog(MachineVisit, [Column("machine", _lp("one", "农机"), MachineVisit.machine)])


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def indicator_facts() -> list[IndicatorFact]:
    return figures.FACTS


@hookimpl
def todo_items() -> list[TodoSource]:
    return figures.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def search() -> list[SearchSource]:
    return [
        SearchSource(_l("农机"), "rent", finding.search_machines, typed=_l("编号")),
        SearchSource(_l("租赁单"), "rent", finding.search_slips),
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
    """The visit of a machine that just went out was taken back: it did not go out."""
    if visit.source_type != handing.SOURCE:
        return
    row = db.session.get(Rental, visit.source_id)
    if row is not None and row.state == "out":
        handing.undone(row)
