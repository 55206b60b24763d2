"""What is going on, who waits, and every rental there was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Resident,
    RowAction,
    _,
    _l,
    _lp,
    _n,
    days_overdue,
    here,
    mask_person,
    pill,
    short_day,
)

from ..models import Machine, Rental, Wait
from ..words import GOING_ON, RENTAL_STATES, RENTAL_TONES, WAIT_STATES, WAIT_TONES

_TITLE = Machine.name + " " + Machine.number


def _person(name: str, row: Any) -> str:
    """王* · 8842"""
    return mask_person(name, row.phone)


def _first(at: datetime) -> str:
    return short_day(at.astimezone(here.tz).date())


def _last_day(at: datetime) -> date:
    """The day before that on which it ends."""
    return (at - timedelta(microseconds=1)).astimezone(here.tz).date()


def _last(at: datetime, row: Any) -> Any:
    """The last day, and how urgent it is while the machine is out."""
    day = _last_day(at)
    late = days_overdue(day) if row.state == "out" else 0
    if late:
        return short_day(day) + " " + pill(_n("逾期 %(n)s 天", late), "warn")
    if row.state == "out" and day == here.today:
        return pill(_("今天还"), "gold")
    return short_day(day)


class GoingOn(RecordsView):
    """在办: from the request to the settlement"""

    model = Rental
    slug = "rentals"
    title = _l("在办")
    singular = _lp("singular", "租赁单")
    permission = "view"
    joins = (Rental.machine, Rental.renter)
    columns = (
        Column("machine", _lp("one", "农机"), _TITLE, kind="main"),
        Column("renter", _l("租用人"), Resident.name, personal=True, show=_person),
        Column("starts_at", _l("第一天"), Rental.starts_at, sort=True, show=_first),
        Column("ends_at", _l("最后一天"), Rental.ends_at, sort=True, show=_last, export=_last_day),
        Column("state", _l("状态"), Rental.state, choices=RENTAL_STATES, pill=RENTAL_TONES),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
    )  # fmt: skip
    order = "starts_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices={state: RENTAL_STATES[state] for state in GOING_ON}),
        FlagFilter(
            "late", _l("只看逾期"), lambda: (Rental.state == "out") & (Rental.ends_at <= here.now)
        ),
    )  # fmt: skip
    search = (Machine.number, Machine.name)
    search_resident = Rental.renter
    empty_text = _l("现在没有在办的租用。")
    links = (
        RowAction(_l("日历"), page="calendar", permission="view"),
        RowAction(_l("交收"), page="today", permission="rent"),
    )
    row_actions = (
        RowAction(
            _l("交机"), page="hand_out", arg="rental", permission="rent", main=True,
            show=lambda row: row.state == "approved" and row.starts_at <= here.now + timedelta(days=1),
        ),
        RowAction(
            _l("收机"), page="take_back", arg="rental", permission="rent", main=True, post=True,
            show=lambda row: row.state == "out",
        ),
        RowAction(
            _l("验机"), page="inspect", arg="rental", permission="rent", main=True,
            show=lambda row: row.state == "returned",
        ),
        RowAction(
            _l("结算"), page="settle", arg="rental", permission="settle", main=True,
            show=lambda row: row.state in ("inspected", "disputed"),
        ),
        RowAction(
            _l("批准"), page="approve", arg="rental", permission="approve", main=True, post=True,
            show=lambda row: row.state == "requested",
        ),
        RowAction(_l("租赁单"), page="rental", arg="rental", permission="rent"),
        RowAction(
            _l("取消"), page="cancel", arg="rental", permission="rent", tone="danger",
            show=lambda row: row.state in ("requested", "approved"),
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Rental.state.in_(GOING_ON)


class AllRentals(RecordsView):
    """租用记录: every rental there was; two years after it was settled without its renter"""

    model = Rental
    slug = "history"
    title = _l("租用记录")
    singular = _lp("singular", "租用记录")
    permission = "view"
    joins = (Rental.machine, Rental.renter)
    columns = (
        Column("machine", _lp("one", "农机"), _TITLE, kind="main"),
        Column("renter", _l("租用人"), Resident.name, personal=True),
        Column("starts_at", _l("第一天"), Rental.starts_at, sort=True, show=_first),
        Column("ends_at", _l("最后一天"), Rental.ends_at, kind="secondary", show=_last, export=_last_day),
        Column("days_charged", _l("计费天数"), Rental.days_charged, kind="hidden"),
        Column("hire", _l("租金（元）"), Rental.hire, kind="num"),
        Column("late_charge", _l("滞还费（元）"), Rental.late_charge, kind="hidden"),
        Column("damage", _l("赔偿（元）"), Rental.damage, kind="hidden"),
        Column("points_spent", _l("积分"), Rental.points_spent, kind="hide_phone"),
        Column("state", _l("状态"), Rental.state, choices=RENTAL_STATES, pill=RENTAL_TONES),
        Column("settled_at", _l("结清"), Rental.settled_at, kind="secondary"),
    )  # fmt: skip
    order = "-starts_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("starts_at", _l("第一天")),
        DateFilter("out", _l("在外的日子"), Rental.begun_at, until=Rental.ended_at),
    )
    search = (Machine.number, Machine.name)
    search_resident = Rental.renter
    row_actions = (RowAction(_l("租赁单"), page="rental", arg="rental", permission="rent"),)


class Waits(RecordsView):
    """排队: who asked for what, and until when it is of use"""

    model = Wait
    slug = "waits"
    title = _l("排队")
    singular = _lp("singular", "排队记录")
    permission = "view"
    joins = (Wait.resident,)
    columns = (
        Column("kind", _l("要哪一种"), Wait.kind, kind="main"),
        Column("resident", _l("排队的人"), Resident.name, personal=True, show=_person),
        Column("days", _l("天数"), Wait.days, kind="num"),
        Column("window_first", _l("最早"), Wait.window_first),
        Column("window_last", _l("最晚"), Wait.window_last),
        Column("asked_at", _l("登记"), Wait.asked_at, kind="secondary", sort=True),
        Column("state", _l("状态"), Wait.state, choices=WAIT_STATES, pill=WAIT_TONES),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
    )  # fmt: skip
    order = "asked_at"
    filters = (ChoiceFilter("state", _l("状态")), DateFilter("asked_at", _l("登记")))
    search = (Wait.kind,)
    search_resident = Wait.resident
    empty_text = _l("现在没有人排队。农忙抢机器的时候，在这里排，先来先用。")
    links = (
        RowAction(_l("排队"), page="wait", permission="rent"),
        RowAction(_l("轮到谁"), page="turns", permission="rent"),
    )
    row_actions = (
        RowAction(
            _l("不排了"), page="drop", arg="wait", permission="rent", post=True, confirm=_l("不再排队，确定吗？"),
            show=lambda row: row.state in ("waiting", "offered"),
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Wait.state.in_(("waiting", "offered"))
