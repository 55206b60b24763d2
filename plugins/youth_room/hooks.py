"""What the youth room answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
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

from . import figures, finding, lists, notices, privacy, sessions, tally
from .desk import desk
from .models import Base
from .shelf import shelf
from .words import KIND, SESSION

shelf.lookup(finding.LOOKUP)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, shelf]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("点人数"), "board", "view"),
        QuickAction(_l("开场"), "open", "tally"),
        QuickAction(_l("借棋具"), "lend", "lend"),
        QuickAction(_l("还棋具"), "sets_out", "lend"),
        QuickAction(_l("领用耗材"), "stock", "stock"),
        QuickAction(_l("当天记录"), "day", "view"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(SESSION, KIND, offered=False)]


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
    return [SearchSource(_l("棋具"), "lend", finding.search_sets, typed=_l("棋具编号"))]


@hookimpl
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def public_notices() -> list[PublicNotice]:
    return [PublicNotice("now", notices.open_zones)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of a session was taken back: so is what was counted."""
    if visit.source_type == sessions.SOURCE:
        tally.forget(visit.source_id)
