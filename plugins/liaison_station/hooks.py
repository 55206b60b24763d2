"""What the liaison station answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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

from . import figures, finding, intake, lists, notices, privacy, receptions, todos
from .board import board_desk, open_board
from .casefile import casefile
from .deeds import deeds
from .desk import desk
from .models import Base
from .paperwork import paperwork
from .public import public
from .receiving import receiving

desk.lookup(*finding.LOOKUPS)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, casefile, deeds, paperwork, receiving, board_desk, open_board, public]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("登记意见"), "opinion", "accept"),
        QuickAction(_l("商户求助"), "help", "accept"),
        QuickAction(_l("公布接待日"), "publish", "receive"),
        QuickAction(_l("接待日和答复公示"), "board_sheet", "view"),
        QuickAction(_l("移交"), "give_all", "handle"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [
        VisitKind(intake.OPINION, _l("反映意见"), offered=False),
        VisitKind(intake.HELP, _l("商户求助"), offered=False),
        VisitKind(receptions.KIND, _l("代表接待"), offered=False),
    ]


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
        SearchSource(_l("意见和求助"), "handle", finding.search_matters, typed=_l("意见编号、回执码")),
        SearchSource(_l("商户"), "accept", finding.search_traders),
    ]


@hookimpl
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def public_notices() -> list[PublicNotice]:
    return [PublicNotice("events", notices.coming_up), PublicNotice("board", notices.answered)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of a reception was taken back: it is yet to be recorded. An opinion stays: it has a number and a
    receipt."""
    if visit.source_type == receptions.RECEPTION:
        receptions.unrecord(visit.source_id)
