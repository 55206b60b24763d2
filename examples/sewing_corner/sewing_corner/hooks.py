"""What the sewing corner answers to the hub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hub.room import (
    CardLine,
    PersonalData,
    QuickAction,
    ReportRow,
    Retention,
    SearchSource,
    TodoSource,
    VisitKind,
    _l,
    db,
    hookimpl,
)

from . import figures, mending, privacy
from .desk import desk
from .lists import Bundles
from .models import Base, Bundle


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return [Bundles]


@hookimpl
def pages() -> list[Any]:
    return [desk]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [QuickAction(_l("收衣"), page="take_in", permission="mend")]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [
        VisitKind(mending.BRINGING, _l("送衣服"), offered=False),
        VisitKind(mending.FETCHING, _l("取衣服"), offered=False),
    ]


@hookimpl
def card_line() -> CardLine:
    return CardLine(figures.card)


@hookimpl
def todo_items() -> list[TodoSource]:
    return figures.TODOS


@hookimpl
def search() -> list[SearchSource]:
    return [SearchSource(_l("衣物"), "mend", figures.find, typed=_l("衣物的号"))]


@hookimpl
def report_rows() -> list[ReportRow]:
    return figures.REPORT


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
    """Who brought or fetched something was taken out of the log: so is what they did."""
    bundle = db.session.get(Bundle, visit.source_id) if visit.source_id else None
    if bundle is None:
        return
    if visit.source_type == mending.SOURCE and bundle.state == "waiting":
        db.session.delete(bundle)
    elif visit.source_type == mending.FETCHED and bundle.state == "fetched":
        mending.put_back(bundle)
