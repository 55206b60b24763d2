"""What the points shop answers to the hub."""

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
    db,
    hookimpl,
)

from . import claiming, figures, finding, importing, lists, privacy, redeeming
from .desk import desk
from .models import Base, Claim, Redemption, ShopVisit
from .office import office

desk.lookup(*finding.LOOKUPS)


@hookimpl
def models() -> type[Base]:
    return Base


@hookimpl
def admin_views() -> list[type[Any]]:
    return list(lists.TABS)


@hookimpl
def pages() -> list[Any]:
    return [desk, office]


@hookimpl
def quick_actions() -> list[QuickAction]:
    return [
        QuickAction(_l("兑换"), "redeem", "redeem"),
        QuickAction(_l("申报"), "claim", "claim"),
        QuickAction(_l("公示"), "board", "view"),
        QuickAction(_l("查积分"), "balance", "balance"),
        QuickAction(_l("进货"), "stock", "stock"),
        QuickAction(_l("盘点"), "count", "stock"),
    ]


@hookimpl
def visit_kinds() -> list[VisitKind]:
    return [VisitKind(redeeming.VISIT_KIND, _l("兑换")), VisitKind(claiming.VISIT_KIND, _l("申报"))]


@hookimpl
def visit_log() -> VisitLog:
    return VisitLog(ShopVisit, [Column("what", _l("事项"), ShopVisit.what)])


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
    return [SearchSource(_l("商品"), "redeem", finding.search_goods)]


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
    """The visit that a redemption or a claim brought about was taken back: so are they."""
    if visit.source_type == redeeming.SOURCE:
        row = db.session.get(Redemption, visit.source_id)
        if row is not None and row.state == "done":
            redeeming.give_back(row.id)
    elif visit.source_type == claiming.SOURCE:
        claim = db.session.get(Claim, visit.source_id)
        if claim is not None and claim.state == "claimed":
            claiming.withdraw(claim.id)
