"""The room in numbers: totals alone. A figure under five is told to nobody but the counsellor: the month sees to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case

from hub.kits import events
from hub.room import Period, ReportRow, _, _l, _n, asked, here, how_many, sum_of

from . import slots
from .models import Appointment, Referral, SessionCount, Slot, Talk


def card() -> str:
    """今天 2 个预约，本周还有 5 个空号"""
    week = slots.of_days(here.today, 7)
    today = sum(
        line.appointment is not None
        and line.appointment.state == "booked"
        and line.slot.starts_at.astimezone(here.tz).date() == here.today
        for line in week
    )
    free = sum(line.can_be_booked for line in week)
    return _("，").join((_n("今天 %(n)s 个预约", today), _n("七天内还有 %(n)s 个空号", free)))


@asked
def offered(period: Period) -> Any:
    return how_many(Slot, Slot.withdrawn_at.is_(None), *_of_slots(period))


def in_state(*states: str) -> Any:
    """Appointments of slots in the period that are in one of these states. They are found by their slots: of a state
    there are more every year."""
    one = case((Appointment.state.in_(states), 1), else_=0)
    return asked(
        lambda period: sum_of(one, *_of_slots(period)).join(Slot, Slot.id == Appointment.slot_id)
    )  # fmt: skip


@asked
def sessions(period: Period) -> Any:
    return how_many(SessionCount, *_held(period))


@asked
def without_appointment(period: Period) -> Any:
    return how_many(SessionCount, SessionCount.appointment_id.is_(None), *_held(period))


@asked
def heads(period: Period) -> Any:
    return sum_of(SessionCount.heads, *_held(period))


@asked
def referrals(period: Period) -> Any:
    return how_many(Referral, Referral.referred_at >= period.starts, Referral.referred_at < period.ends)


def _of_slots(period: Period) -> tuple[Any, ...]:
    return Slot.starts_at >= period.starts, Slot.starts_at < period.ends


def _held(period: Period) -> tuple[Any, ...]:
    return SessionCount.held_at >= period.starts, SessionCount.held_at < period.ends


REPORT = [
    ReportRow("slots", _l("放的号"), _l("个"), offered),
    ReportRow(
        "booked", _l("约出去的"), _l("个"), in_state("booked", "attended", "no_show", "closed", "referred")
    ),
    ReportRow("no_show", _l("约了没有来"), _l("个"), in_state("no_show")),
    ReportRow("cancelled", _l("取消的预约"), _l("个"), in_state("cancelled")),
    ReportRow("sessions", _l("接待"), _l("次"), sessions),
    ReportRow("walk_in", _l("其中没有预约"), _l("次"), without_appointment),
    ReportRow("heads", _l("接待人数"), _l("人次"), heads),
    ReportRow("referred", _l("转介（本人同意）"), _l("次"), referrals),
    ReportRow("talks", _l("讲座"), _l("场"), events.held(Talk)),
    ReportRow("talk_heads", _l("讲座人数"), _l("人次"), events.heads(Talk)),
]
