"""Opinions and requests for help: those in hand, and all there were. What was said stands on no list."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.kits.casework import number_of
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    ReferenceFilter,
    RowAction,
    User,
    _,
    _l,
    colleagues,
    days_overdue,
    here,
    pill,
    short_day,
)

from ..models import Matter
from ..words import FLOW, KINDS, REPLIED, ROOM, STATES, TONES, TOPICS

UNFINISHED = {state: STATES[state] for state in FLOW.moves if state != FLOW.closed}


def _number(_number: str | None, row: Any) -> str:
    return number_of(row)


def _due(day: date | None, row: Any) -> Any:
    """The last day, and how urgent it is."""
    if day is None:
        return "—"
    if row.stopped_on is not None:
        return pill(_("停表"), "off")
    running = row.state in FLOW.worked_on
    late = days_overdue(day) if running else 0
    if late:
        return short_day(day) + " " + pill(_("逾期 %(n)s 天", n=late), "warn")
    return pill(_("今天到期"), "gold") if running and day == here.today else short_day(day)


_COLUMNS = (
    Column("number", _l("编号"), Matter.number, kind="main", show=_number),
    Column("kind", _l("事项"), Matter.kind, choices=KINDS),
    Column("topic", _l("哪一类"), Matter.topic, choices=TOPICS),
    Column("state", _l("状态"), Matter.state, choices=STATES, pill=TONES),
)
_HIDDEN = (
    Column("numbered_on", _l("收到日期"), Matter.numbered_on, kind="hidden"),
    Column("stopped_on", _l("停表"), Matter.stopped_on, kind="hidden"),
)
_FILTERS = (
    ChoiceFilter("kind", _l("事项"), choices=KINDS),
    ChoiceFilter("topic", _l("哪一类"), choices=TOPICS),
)


class InHand(RecordsView):
    """在办: what is worked on, and what is not closed yet."""

    model = Matter
    slug = "matters"
    title = _l("在办")
    singular = _l("意见或求助")
    permission = "view"
    joins = (Matter.handler,)
    columns = (
        *_COLUMNS,
        Column("due_on", _l("期限"), Matter.due_on, show=_due),
        Column("handler", _l("经办"), User.name, kind="secondary"),
        *_HIDDEN,
    )
    order = "due_on"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=UNFINISHED),
        FlagFilter(
            "late", _l("只看逾期"),
            lambda: (Matter.due_on < here.today) & Matter.stopped_on.is_(None) & Matter.resolved_at.is_(None),
        ),
        *_FILTERS,
        ReferenceFilter("handler", _l("经办"), choices=lambda: colleagues(ROOM)),
    )  # fmt: skip
    search = (Matter.number,)
    empty_text = _l("现在没有在办的意见和求助。")
    open_page, open_arg = "case", "case"
    links = (
        RowAction(_l("登记意见"), page="opinion", permission="accept"),
        RowAction(_l("移交全部"), page="give_all", permission="handle"),
    )
    row_actions = (
        RowAction(_l("反馈"), page="feed_back", arg="case", permission="handle", main=True,
                  show=lambda row: row.state in REPLIED),
        RowAction(_l("转办"), page="forward", arg="case", permission="handle", main=True,
                  show=lambda row: row.state == "received"),
        RowAction(_l("登记答复"), page="reply", arg="case", permission="handle", main=True,
                  show=lambda row: row.state == "forwarded"),
        RowAction(_l("催办"), page="chase", arg="case", permission="handle",
                  show=lambda row: row.state == "forwarded"),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Matter.state != FLOW.closed


class All(RecordsView):
    """全部意见和求助; 90 days after closing without whom to call, after twelve months without what was said."""

    model = Matter
    slug = "history"
    title = _l("全部")
    singular = _l("意见或求助")
    permission = "view"
    columns = (
        *_COLUMNS,
        Column("opened_at", _l("收到"), Matter.opened_at, sort=True),
        Column("due_on", _l("期限"), Matter.due_on, kind="secondary", show=_due),
        Column("resolved_at", _l("反馈"), Matter.resolved_at, kind="secondary"),
        *_HIDDEN,
    )
    order = "-opened_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=STATES),
        DateFilter("opened_at", _l("收到")),
        DateFilter("first_due_on", _l("最初期限"), Matter.first_due_on),
        *_FILTERS,
        FlagFilter("running", _l("不含停表的"), Matter.stopped_on.is_(None)),
        FlagFilter("extended", _l("延过期"), Matter.extensions > 0),
        FlagFilter("reopened", _l("重新办过"), Matter.reopened > 0),
        FlagFilter("court", _l("在法院审理"), Matter.court),
    )
    search = (Matter.number,)
    open_page, open_arg = "case", "case"
