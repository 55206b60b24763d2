"""预约: keeping a tool for somebody on later days."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending import Days, check_free, days_of_loan, holding
from hub.room import Refused, Resident, _, db, here, short_day

from .blocking import open_loan, promised
from .models import Reservation, Tool
from .terms import policy, terms_of
from .tools import lock_tool

AHEAD = 60  # days


def reserve(tool_id: int, resident: Resident, first_day: date, end_day: date | None = None) -> Reservation:
    """Keep a tool from a day on until, but without, another. Raises Refused."""
    tool = lock_tool(tool_id)
    if tool.state in ("lost", "retired"):
        raise Refused(_("%(tool)s 已丢失或报废，不能预约。", tool=tool.title), "tool")
    days = _wanted(tool, first_day, end_day)
    check_free(days, promised(tool.id), field="first_day")
    loan = open_loan(tool.id)
    if loan is not None and days.meets(days_of_loan(loan.out_at.astimezone(here.tz).date(), loan.due_on)):
        raise Refused(
            _("%(tool)s 借出在外，%(day)s应还；请从那天起约。", tool=tool.title, day=short_day(loan.due_on)),
            "first_day",
        )
    booking = Reservation(
        tool_id=tool.id, tool=tool, resident_id=resident.id, resident=resident,
        first_day=days.first, end_day=days.end, made_at=here.now,
    )  # fmt: skip
    db.session.add(booking)
    resident.last_used_on = here.today
    return booking


def cancel(reservation_id: int) -> Reservation:
    """Give up a reservation. Raises Refused."""
    booking = db.session.get(Reservation, reservation_id)
    if booking is None:
        raise Refused(_("没有找到这个预约。"))
    lock_tool(booking.tool_id)
    db.session.refresh(booking)
    if booking.state != "waiting":
        raise Refused(_("这个预约已经办完了。"))
    booking.state = "cancelled"
    return booking


def take(tool_id: int, resident_id: int) -> None:
    """The one who reserved the tool for these days has come for it."""
    for booking in promised(tool_id):
        if booking.resident_id == resident_id and booking.first_day <= here.today:
            booking.state = "taken"


def wait_again(tool_id: int, resident_id: int) -> None:
    """The loan that took a reservation was undone."""
    taken = db.session.scalars(
        select(Reservation).where(
            Reservation.tool_id == tool_id,
            Reservation.resident_id == resident_id,
            Reservation.state == "taken",
            Reservation.end_day > here.today,
        )
    ).first()
    if taken is not None:
        taken.state = "waiting"


def standing(today: date) -> list[Reservation]:
    """Reservations to be fetched today or already overdue to be fetched."""
    return list(
        db.session.scalars(
            select(Reservation)
            .options(joinedload(Reservation.tool), joinedload(Reservation.resident))
            .where(holding(Reservation, today, policy().grace_days), Reservation.first_day <= today)
            .order_by(Reservation.first_day, Reservation.id)
            .limit(20)
        )
    )


def _wanted(tool: Tool, first_day: date, end_day: date | None) -> Days:
    if first_day < here.today:
        raise Refused(_("预约的日子不能早于今天。"), "first_day")
    if first_day > here.today + timedelta(days=AHEAD):
        raise Refused(_("最多提前 %(n)s 天预约。", n=AHEAD), "first_day")
    terms = terms_of(tool)
    end = end_day or first_day + timedelta(days=terms.days)
    if end <= first_day:
        raise Refused(_("归还的日子要晚于来取的日子。"), "end_day")
    longest = terms.days * (1 + terms.renewals)
    if (end - first_day).days > longest:
        raise Refused(_("%(tool)s 一次最多约 %(n)s 天。", tool=tool.title, n=longest), "end_day")
    return Days(first_day, end)
