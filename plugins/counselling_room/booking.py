"""Booking a slot by code, and giving it back. Nothing here commits."""

from __future__ import annotations

from datetime import timedelta

from hub.room import Codes, Refused, _, db, here, hold

from .models import Appointment, Slot
from .slots import standing

CODES = Codes("counselling", secret=12)
KEPT = timedelta(days=30)  # how long contact and code outlive the slot


def book(slot_id: int, contact: str, source: str) -> tuple[Appointment, str]:
    """Give a free slot to somebody; answers the code, which is all that they need. Raises Refused."""
    slot = hold(Slot, slot_id)
    if slot is None or slot.withdrawn_at is not None:
        raise Refused(_("这个时间已经收回了，请另选一个。"))
    if standing(slot.id) is not None:
        raise Refused(_("这个时间刚被约走了，请另选一个。"))
    if slot.starts_at <= here.now:
        raise Refused(_("这个时间已经过了，请另选一个。"))
    row = Appointment(
        slot_id=slot.id, source=source, state="booked", booked_at=here.now, forget_at=slot.ends_at + KEPT
    )
    row.contact = contact.strip()
    code = CODES.give(row)
    db.session.add(row)
    db.session.flush()
    return row, code


def cancel(appointment_id: int, *, by_asker: bool) -> Appointment:
    """Give the slot back. Who cancels themselves need not be reached any more; who is cancelled may be. Raises
    Refused."""
    row = hold_booked(appointment_id)
    if by_asker and row.slot.starts_at <= here.now:
        raise Refused(_("已经到约定的时间，不能在这里取消了。"))
    row.state, row.settled_at = "cancelled", here.now
    if by_asker:
        row.contact = None
    return row


def hold_booked(appointment_id: int) -> Appointment:
    """An appointment that nothing was recorded of yet, held until the transaction ends. Raises Refused."""
    row = hold(Appointment, appointment_id)
    if row is None or row.state != "booked":
        raise Refused(_("这个预约已经登记过，或取消了。"))
    return row
