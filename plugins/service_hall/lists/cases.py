"""The requests: those in hand, and all there were."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    ReferenceFilter,
    Resident,
    RowAction,
    User,
    _,
    _l,
    colleagues,
    days_overdue,
    db,
    here,
    mask_person,
    pill,
    short_day,
)

from ..models import Item, Request
from ..words import CATEGORIES, FLOW, ROOM, STATES, TONES

OPEN_STATES = {state: STATES[state] for state in (FLOW.draft, *FLOW.worked_on, *FLOW.resolved)}
ENDED_STATES = {state: STATES[state] for state in FLOW.moves if state != FLOW.draft}


def _number(number: str | None, row: Any) -> str:
    """第 1123-04 号 低保申请, of another year with its year."""
    if not number:
        return _("草稿 %(item)s", item=row.item)
    year = "" if row.numbered_on.year == here.today.year else f"{row.numbered_on.year}-"
    return f"{year}{number} {row.item}"


def _due(day: date | None, row: Any) -> Any:
    """The last day, and how urgent it is."""
    if day is None:
        return "—"
    if row.stopped_on is not None:
        return pill(_("停表"), "off")
    late = days_overdue(day) if row.state in FLOW.worked_on else 0
    if late:
        return short_day(day) + " " + pill(_("逾期 %(n)s 天", n=late), "warn")
    return (
        pill(_("今天到期"), "gold") if day == here.today and row.state in FLOW.worked_on else short_day(day)
    )


def _person(name: str | None, row: Any) -> str:
    return mask_person(name, row.phone) if name else ""


def _items() -> list[tuple[int, str]]:
    rows = db.session.execute(select(Item.id, Item.name).order_by(Item.name).limit(100))
    return [(row.id, row.name) for row in rows]


_CASE_COLUMNS = (
    Column("number", _l("编号和事项"), Request.number, kind="main", show=_number),
    Column("resident", _l("居民"), Resident.name, personal=True, show=_person),
    Column("state", _l("状态"), Request.state, choices=STATES, pill=TONES),
)
_HIDDEN = (
    Column("item", _l("事项"), Item.name, kind="hidden"),
    Column("numbered_on", _l("受理日期"), Request.numbered_on, kind="hidden"),
    Column("stopped_on", _l("停表"), Request.stopped_on, kind="hidden"),
    Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
)


class InHand(RecordsView):
    """在办: drafts, what is worked on, and what waits to be told."""

    model = Request
    slug = "requests"
    title = _l("在办")
    singular = _l("办件")
    permission = "view"
    joins = (Request.item, Request.resident, Request.handler)
    columns = (
        *_CASE_COLUMNS,
        Column("due_on", _l("期限"), Request.due_on, show=_due),
        Column("handler", _l("经办"), User.name, kind="secondary"),
        *_HIDDEN,
    )
    order = "due_on"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=OPEN_STATES),
        FlagFilter(
            "late", _l("只看逾期"), lambda: (Request.due_on < here.today) & Request.stopped_on.is_(None)
        ),
        ChoiceFilter("category", _l("类别"), Item.category, choices=CATEGORIES),
        ReferenceFilter("handler", _l("经办"), choices=lambda: colleagues(ROOM)),
    )
    search = (Request.number, Item.name)
    search_resident = Request.resident
    empty_text = _l("现在没有在办的事。")
    open_page, open_arg = "case", "case"
    links = (
        RowAction(_l("受理"), page="accept", permission="accept"),
        RowAction(_l("移交全部"), page="give_all", permission="handle"),
    )
    row_actions = (
        RowAction(_l("办好"), page="settle", arg="case", permission="handle", main=True,
                  show=lambda row: row.state in ("accepted", "forwarded")),
        RowAction(_l("受理"), page="accept_draft", arg="case", permission="accept", main=True,
                  show=lambda row: row.state == "draft"),
        RowAction(_l("催办"), page="chase", arg="case", permission="handle",
                  show=lambda row: row.state == "forwarded"),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Request.state.in_(tuple(OPEN_STATES))


class All(RecordsView):
    """全部办件; twelve months after closing without the resident."""

    model = Request
    slug = "history"
    title = _l("全部")
    singular = _l("办件")
    permission = "view"
    joins = (Request.item, Request.resident)
    columns = (
        *_CASE_COLUMNS,
        Column("opened_at", _l("登记"), Request.opened_at, sort=True),
        Column("due_on", _l("期限"), Request.due_on, kind="secondary", show=_due),
        Column("resolved_at", _l("办好"), Request.resolved_at, kind="secondary"),
        *_HIDDEN,
    )
    order = "-opened_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=ENDED_STATES),
        DateFilter("opened_at", _l("登记")),
        DateFilter("first_due_on", _l("最初期限"), Request.first_due_on),
        ChoiceFilter("category", _l("类别"), Item.category, choices=CATEGORIES),
        ReferenceFilter("item", _l("事项"), Request.item_id, choices=_items),
        FlagFilter("running", _l("不含停表的"), Request.stopped_on.is_(None)),
        FlagFilter("extended", _l("延过期"), Request.extensions > 0),
        FlagFilter("reopened", _l("重新办过"), Request.reopened > 0),
    )
    search = (Request.number, Item.name)
    search_resident = Request.resident
    open_page, open_arg = "case", "case"
    links = (RowAction(_l("分事项统计"), page="by_item", permission="view"),)

    @staticmethod
    def where() -> Any:
        return Request.state != FLOW.draft
