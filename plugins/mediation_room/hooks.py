"""What the mediation room answers to the hub. It gives nothing to the search."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
    PersonalData,
    QuickAction,
    ReportRow,
    Retention,
    TodoSource,
    VisitKind,
    _l,
    hookimpl,
)

from . import figures, lists, privacy, todos
from .casefile import casefile
from .deeds import deeds
from .desk import desk, unadvise
from .models import Base
from .paperwork import paperwork
from .words import VISITS


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, casefile, deeds, paperwork]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("登记纠纷"), "register", "mediate"),
        QuickAction(_l("登记隐患"), "watch", "mediate"),
        QuickAction(_l("法律咨询"), "advice", "mediate"),
        QuickAction(_l("援助申请交县里"), "aid", "mediate"),
        QuickAction(_l("文书模板"), "templates", "mediate"),
        QuickAction(_l("移交"), "give_all", "mediate"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(kind, label, offered=False) for kind, label in VISITS.items()]


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
    """The visit of an advice was taken back: so is what it counted. A meeting stays: it stands in the case."""
    unadvise(visit)
