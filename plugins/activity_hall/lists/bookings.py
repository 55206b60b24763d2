"""Who asked for a hall and what was answered; and what took place."""

from __future__ import annotations

from typing import Any

from hub.kits.booking import Span, span_words
from hub.kits.events import EVENT_STATES, EVENT_TONES
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    Period,
    RecordsView,
    RowAction,
    _l,
    _lp,
    here,
)

from ..models import Booking, Event, Hall
from ..words import PROPOSERS, STATES, TONES


def _when(_starts: Any, row: Any) -> str:
    return span_words(Span(row.starts_at, row.ends_at))


class Bookings(RecordsView):
    """预约"""

    model = Booking
    slug = "bookings"
    title = _l("预约")
    singular = _lp("singular", "活动室预约")
    permission = "view"
    joins = (Booking.hall,)
    columns = (
        Column("group", _l("团队"), Booking.group, kind="main"),
        Column("purpose", _l("做什么"), Booking.purpose),
        Column("starts_at", _l("时间"), Booking.starts_at, sort=True, show=_when),
        Column("hall", _l("场地"), Hall.name),
        Column("heads", _l("人数"), Booking.heads, kind="num"),
        Column("state", _l("状态"), Booking.state, choices=STATES, pill=TONES),
        Column("wanted", _l("要用的设备"), Booking.wanted, kind="secondary", show=lambda text: text.replace("\n", " ")),
        Column("asked_at", _l("登记"), Booking.asked_at, kind="secondary"),
        Column("ends_at", _l("结束"), Booking.ends_at, kind="hidden"),
    )  # fmt: skip
    order = "-starts_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("starts_at", _l("日期")),
    )
    search = (Booking.group, Booking.purpose)
    empty_text = _l("还没有人申请。先添加场地，再登记申请。")
    links = (
        RowAction(_l("登记申请"), page="request", permission="book"),
        RowAction(_l("一周安排"), page="week", permission="view"),
        RowAction(_l("规则"), page="policy", permission="manage"),
    )
    row_actions = (
        RowAction(
            _l("答复"), page="answer", arg="booking", permission="answer", main=True,
            show=lambda row: row.state == "requested",
        ),
        RowAction(_l("打开"), page="booking", arg="booking", permission="view"),
        RowAction(
            _l("调换时间"), page="move", arg="booking", permission="answer",
            show=lambda row: row.state in ("requested", "approved") and row.starts_at > here.now,
        ),
        RowAction(
            _l("取消预约"), page="cancel", arg="booking", permission="book",
            show=lambda row: row.state in ("requested", "approved") and row.ends_at > here.now,
        ),
    )  # fmt: skip


class Events(RecordsView):
    """活动"""

    model = Event
    slug = "events"
    title = _l("活动")
    singular = _lp("singular", "活动室的活动")
    permission = "view"
    joins = (Event.booking,)
    columns = (
        Column("name", _l("活动"), Event.name, kind="main"),
        Column("group", _l("团队"), Booking.group),
        Column("starts_at", _l("时间"), Event.starts_at, sort=True),
        Column("state", _l("状态"), Event.state, choices=EVENT_STATES, pill=EVENT_TONES),
        Column("heads", _l("人数"), Event.heads, kind="num", show=lambda n: str(n or "—")),
        Column("proposer", _l("谁提出的"), Event.proposer, choices=PROPOSERS),
        Column("began_at", _l("实际开始"), Event.began_at, kind="secondary"),
        Column("finished_at", _l("实际结束"), Event.finished_at, kind="secondary"),
        Column("materials", _l("用了什么"), Event.materials, kind="secondary"),
        Column("note", _l("备注"), Event.note, kind="secondary"),
        Column("booking", _l("预约"), Event.booking_id, kind="hidden"),
    )  # fmt: skip
    order = "-starts_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        ChoiceFilter("proposer", _l("谁提出的")),
        DateFilter("starts_at", _l("日期")),
    )
    search = (Event.name, Booking.group)
    empty_text = _l("还没有活动。同意了的预约就是计划好的活动。")
    links = (RowAction(_l("今天的活动"), page="today", permission="view"),)


def events_of(period: Period) -> str:
    """The address of the events of a period."""
    return Events.url(starts_at_from=period.first.isoformat(), starts_at_to=period.last.isoformat())
