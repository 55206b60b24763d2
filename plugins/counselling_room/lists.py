"""The room's records as lists. None holds a contact, none is exported."""

from __future__ import annotations

from typing import Any

from hub.kits.events import EVENT_STATES, EVENT_TONES, PROPOSERS
from hub.room import ChoiceFilter, Column, DateFilter, RecordsView, RowAction, _l, _lp, clock_time, here

from .models import Appointment, Referral, SessionCount, Slot, Talk
from .words import PLACES, SOURCES, STATES, TONES, WHY_NO_TALK


class Appointments(RecordsView):
    """预约"""

    model = Appointment
    slug = "appointments"
    title = _l("预约")
    singular = _lp("singular", "预约")
    permission = "view"
    can_export = False
    joins = (Appointment.slot,)
    columns = (
        Column("starts_at", _l("时间"), Slot.starts_at, kind="main", sort=True),
        Column("ends_at", _l("到"), Slot.ends_at, show=clock_time),
        Column("state", _l("状态"), Appointment.state, choices=STATES, pill=TONES),
        Column("source", _l("怎么约的"), Appointment.source, choices=SOURCES, kind="secondary"),
        Column("booked_at", _l("约的时间"), Appointment.booked_at, kind="secondary"),
    )
    order = "-starts_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=STATES),
        DateFilter("starts_at", _l("日期"), value=Slot.starts_at),
    )
    open_page, open_arg = "one", "appointment"
    empty_text = _l("还没有人约。先放号，再把海报贴出去。")
    links = (
        RowAction(_l("本周"), page="week", permission="view"),
        RowAction(_l("预约"), page="book", permission="counsel"),
    )


class Slots(RecordsView):
    """放的号"""

    model = Slot
    slug = "slots"
    title = _l("放的号")
    singular = _lp("singular", "号")
    permission = "view"
    can_export = False
    columns = (
        Column("starts_at", _l("从"), Slot.starts_at, kind="main", sort=True),
        Column("ends_at", _l("到"), Slot.ends_at, show=clock_time),
        Column("withdrawn_at", _l("收回"), Slot.withdrawn_at, kind="secondary"),
    )
    order = "-starts_at"
    filters = (DateFilter("starts_at", _l("日期")),)
    empty_text = _l("还没有放号。")
    links = (RowAction(_l("放号"), page="offer", permission="counsel"),)


class Sessions(RecordsView):
    """接待"""

    model = SessionCount
    slug = "sessions"
    title = _l("接待")
    singular = _lp("singular", "接待")
    permission = "view"
    can_export = False
    columns = (
        Column("held_at", _l("时间"), SessionCount.held_at, kind="main", sort=True),
        Column("heads", _l("人数"), SessionCount.heads, kind="num"),
        Column(
            "appointment_id", _l("预约"), SessionCount.appointment_id, kind="secondary",
            show=lambda value: _l("有预约") if value else _l("没有预约"),
        ),
    )  # fmt: skip
    order = "-held_at"
    filters = (DateFilter("held_at", _l("日期")),)
    empty_text = _l("还没有接待过。")
    links = (RowAction(_l("没预约就来了"), page="walk_in", permission="counsel"),)


class Referrals(RecordsView):
    """转介"""

    model = Referral
    slug = "referrals"
    title = _l("转介")
    singular = _lp("singular", "转介")
    permission = "view"
    can_export = False
    columns = (
        Column("referred_at", _l("时间"), Referral.referred_at, kind="main", sort=True),
        Column("place", _l("转到哪里"), Referral.place, choices=PLACES),
        Column("consented", _l("本人同意"), Referral.consented),
    )
    order = "-referred_at"
    filters = (ChoiceFilter("place", _l("转到哪里"), choices=PLACES), DateFilter("referred_at", _l("日期")))
    empty_text = _l("还没有转介过。")


def _is_planned(row: Any) -> bool:
    return bool(row.state == "planned")


def _is_over(row: Any) -> bool:
    return bool(row.state == "planned" and row.starts_at <= here.now)


class Talks(RecordsView):
    """讲座"""

    model = Talk
    slug = "talks"
    title = _l("讲座")
    singular = _lp("singular", "讲座")
    permission = "view"
    can_export = False
    columns = (
        Column("name", _l("讲座"), Talk.name, kind="main"),
        Column("starts_at", _l("时间"), Talk.starts_at, sort=True),
        Column("state", _l("状态"), Talk.state, choices=EVENT_STATES, pill=EVENT_TONES),
        Column("heads", _l("人数"), Talk.heads, kind="num"),
        Column("proposer", _l("谁提出的"), Talk.proposer, choices=PROPOSERS, kind="secondary"),
        Column(
            "cancelled_for", _l("为什么不办了"), Talk.cancelled_for, choices=WHY_NO_TALK, kind="secondary"
        ),
    )
    order = "-starts_at"
    filters = (ChoiceFilter("state", _l("状态"), choices=EVENT_STATES), DateFilter("starts_at", _l("日期")))
    empty_text = _l("还没有讲座。")
    links = (RowAction(_l("安排讲座"), page="plan", permission="counsel"),)
    row_actions = (
        RowAction(_l("办完了"), page="talk_held", arg="talk", permission="counsel", main=True, show=_is_over),
        RowAction(_l("不办了"), page="talk_off", arg="talk", permission="counsel", show=_is_planned),
    )


TABS = [Appointments, Slots, Sessions, Referrals, Talks]
