"""What the wash station answers to the hub."""

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

from . import figures, finding, lists, privacy, todos, washing
from .desk import desk
from .models import Base
from .office import office
from .open import open_pages
from .words import KINDS
from .workshop import workshop


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, workshop, office, open_pages]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("看各个位"), "board", "view"),
        QuickAction(_l("开始使用"), "start", "operate"),
        QuickAction(_l("预约"), "book", "operate"),
        QuickAction(_l("报故障"), "fault", "upkeep"),
        QuickAction(_l("停用"), "stop", "upkeep"),
        QuickAction(_l("每日检查"), "check", "upkeep"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(kind, label, offered=False) for kind, label in KINDS.items()]


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


@hookimpl
def todo_items() -> list[TodoSource]:
    return todos.TODOS


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource(_l("洗车位预约"), "operate", finding.search_tickets, typed=_l("取号码"))]


@hookimpl
def personal_data() -> list[PersonalData]:
    return privacy.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return privacy.RETENTION


@hookimpl
def public_notices() -> list[PublicNotice]:
    return [PublicNotice("now", figures.free_bays)]


@hookimpl
def demo_data() -> Callable[[Any], None]:
    from . import demo

    return demo.fill


@hookimpl
def visit_undone(visit: Any) -> None:
    """The visit of a use was taken back: so is the use."""
    if visit.source_type == washing.SOURCE:
        washing.take_back(visit.source_id)
