"""The open pages: who scans the poster books a free slot with nothing but, perhaps, how to be reached; who has a code
sees their own slot and gives it back. Nobody else's is to be seen, not even that it is anybody's.

A stranger can at worst book free slots, a few a day from one address, one at a time from one phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hub.room import (
    Done,
    OpenPages,
    Refused,
    _,
    _l,
    clock_time,
    db,
    give_ticket,
    here,
    holds_ticket,
    short_moment,
)

from . import booking, slots
from .forms import AskForm, CodeForm
from .models import Appointment, Desk, Slot
from .words import STATES, TONES

TICKET = "counselling"
SHOWN = 14  # days of free slots
RARELY = "3 per minute; 8 per day"
door = OpenPages(slots.CODES, home="at")
own = OpenPages(booking.CODES, home="mine")


@door.show("at", url="/at/<code>", template="counselling_room/at.html")
def at(code: str) -> dict[str, Any] | None:
    """The free slots of the coming days."""
    if slots.CODES.find(Desk, code) is None:
        return None
    days: dict[str, list[Slot]] = {}
    for slot in slots.free(SHOWN):
        days.setdefault(short_moment(slot.starts_at).rsplit(" ", 1)[0], []).append(slot)
    return {"days": days, "code": code, "pages": door, "phone": here.village.phone, "shown": SHOWN}


def _about(code: str, slot: int) -> Mapping[str, Any] | None:
    if slots.CODES.find(Desk, code) is None:
        return None
    row = db.session.get(Slot, slot)
    if row is None or row.withdrawn_at is not None or slots.standing(row.id) is not None:
        return {"about": _("这个时间已经约走了，请返回另选一个。")}
    return {"about": f"{short_moment(row.starts_at)}—{clock_time(row.ends_at)}"}


@door.ask(
    "ask", url="/at/<code>/slot/<int(max=2147483647):slot>", form=AskForm, title=_l("约这个时间"), submit=_l("约好"),
    context=_about, limit=RARELY,
)  # fmt: skip
def ask(form: AskForm, code: str, slot: int) -> Done | None:
    """Book a free slot."""
    if slots.CODES.find(Desk, code) is None:
        return None
    _check_one_at_a_time()
    row, given = booking.book(slot, form.contact.data or "", "public")
    give_ticket(TICKET, row.id)
    return Done(_("约好了。请记下预约码。"), to=own.url("mine", code=given.replace("-", "")))


@door.ask(
    "by_code", url="/at/<code>/code", form=CodeForm, title=_l("我有预约码"), submit=_l("查看"),
    context=lambda code: {} if slots.CODES.find(Desk, code) else None, limit="6 per minute; 30 per day",
)  # fmt: skip
def by_code(form: CodeForm, code: str) -> Done | None:
    """To one's own page, by a code that was written down."""
    if slots.CODES.find(Desk, code) is None:
        return None
    typed = booking.CODES.read(form.code.data)
    if typed is None or booking.CODES.find(Appointment, typed) is None:
        raise Refused(_("没有查到。请对着预约码，一个字一个字地输。"), "code")
    return Done(_("这是您的预约。"), to=own.url("mine", code=typed.replace("-", "")))


@own.show("mine", url="/mine/<code>", template="counselling_room/mine.html")
def mine(code: str) -> dict[str, Any] | None:
    """One's own slot: when, and whether it stands."""
    row = booking.CODES.find(Appointment, code)
    if row is None:
        return None
    return {
        "row": row, "shown": booking.CODES.read(code), "code": code, "pages": own, "state": STATES[row.state],
        "tone": TONES[row.state], "can_cancel": row.state == "booked" and row.slot.starts_at > here.now,
        "phone": here.village.phone, "over": row.state in ("attended", "closed", "referred"),
    }  # fmt: skip


@own.button("mine_cancel", url="/mine/<code>/cancel")
def cancel(code: str) -> Done | None:
    """Give one's slot back."""
    row = booking.CODES.find(Appointment, code)
    if row is None:
        return None
    booking.cancel(row.id, by_asker=True)
    return Done(_("已取消，联系方式也删了。需要时可以再约。"))


def _check_one_at_a_time() -> None:
    """One phone books one slot ahead. Raises Refused."""
    for slot in slots.of_days(here.today, SHOWN):
        held = slot.appointment
        if held is not None and held.state == "booked" and holds_ticket(TICKET, held.id):
            raise Refused(
                _("您已经约了 %(at)s。要改时间，请先凭预约码取消。", at=short_moment(slot.slot.starts_at))
            )
