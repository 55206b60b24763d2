"""交机, 收机, 验机: a machine goes out, comes back, and is looked at both times against the same list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from hub.kits.lending import join_parts, missing_parts
from hub.room import Refused, Visit, _, db, here, visits

from . import upkeep
from .models import ZERO, Inspection, Machine, MachineVisit, Rental
from .yard import calendar, lock_machine, lock_rental, upkeep_of, why_out

SOURCE = "farm_machinery.rental"
VISIT_KIND = "rental"


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a machine: the hour meter, what of its list is there and whole, what is damaged."""

    hours: int
    sound: Sequence[str] = ()
    damaged: bool = False
    note: str = ""


def hand_out(
    rental_id: int, look: Look, *, licence_seen: bool = False, deposit: Decimal = ZERO, crowd_reason: str = ""
) -> Rental:
    """The machine goes out, and the visit is counted. Raises Refused."""
    row = lock_rental(rental_id, "approved")
    machine = row.machine
    _check_there(machine)
    if why := why_out(machine, upkeep_of(machine)):
        raise Refused(why)
    if machine.licence and not licence_seen:
        raise Refused(
            _("%(machine)s 要有驾驶证才能开，请看过证件再勾选。", machine=machine.title), "licence_seen"
        )
    if lacking := missing_parts(machine.checks, look.sound):
        raise Refused(_("交机前要逐项完好：还差%(parts)s。", parts=join_parts(lacking)), "sound")
    calendar.begin(row)
    row.state, row.deposit_taken = "out", deposit
    _look_at(row, "out", look)
    row.licence_seen_on = here.today if machine.licence else None
    machine.state = "out"
    _count(row, crowd_reason)
    return row


def take_back(rental_id: int) -> Rental:
    """The machine is back in the yard; it is not rented again before it was looked at. Raises Refused."""
    row = lock_rental(rental_id, "out")
    calendar.finish(row)
    row.state, row.machine.state = "returned", "check"
    return row


def inspect(rental_id: int, look: Look, *, damage: Decimal = ZERO) -> Rental:
    """What came back is looked at; what is damaged goes to repair and costs so much. Raises Refused."""
    row = lock_rental(rental_id, "returned")
    if (look.damaged or damage) and not look.note.strip():
        raise Refused(_("有损坏要写一句哪里坏了，修的人好知道。"), "note")
    _look_at(row, "in", look)
    row.state, row.damage = "inspected", damage
    row.machine.state = "in"
    if look.damaged:
        upkeep.report(row.machine_id, look.note)
    return row


def undo_hand_out(rental_id: int) -> Rental:
    """Take back a hand-out that was just recorded, with its visit. Raises Refused."""
    row = lock_rental(rental_id, "out")
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == row.id)
    ).one_or_none()
    undone(row)
    if visit is not None:
        visits.undo(visit.id)
    return row


def undone(row: Rental) -> None:
    """The machine did not go out after all: it is promised as before."""
    machine = lock_machine(row.machine_id)
    for look in db.session.scalars(select(Inspection).where(Inspection.rental_id == row.id)):
        db.session.delete(look)
    machine.state = "in"
    row.state, row.busy_from = "approved", row.starts_at
    row.begun_at = row.deposit_taken = row.licence_seen_on = None
    db.session.flush()


def looks(rental_id: int) -> dict[str, Inspection]:
    """The inspections of a rental by way, out before in."""
    rows = db.session.scalars(
        select(Inspection).where(Inspection.rental_id == rental_id).order_by(Inspection.way.desc())
    )
    return {row.way: row for row in rows}


def _look_at(row: Rental, way: str, look: Look) -> None:
    machine = row.machine
    if look.hours < machine.hours:
        raise Refused(
            _("小时表现在是 %(now)s，不能比上次的 %(hours)s 小。", now=look.hours, hours=machine.hours),
            "hours",
        )
    machine.hours = look.hours
    lacking = missing_parts(machine.checks, look.sound)
    db.session.add(
        Inspection(
            rental_id=row.id, way=way, at=here.now, hours=look.hours, damaged=look.damaged, note=look.note.strip(),
            sound=join_parts(part for part in machine.checks if part in look.sound), missing=join_parts(lacking),
        )
    )  # fmt: skip


def _check_there(machine: Machine) -> None:
    if machine.state == "out":
        raise Refused(_("%(machine)s 还没有还回来，请先收机。", machine=machine.title))
    if machine.state == "check":
        raise Refused(_("%(machine)s 还回来了还没有验，请先验机。", machine=machine.title))


def _count(row: Rental, crowd_reason: str) -> None:
    visit = visits.record(
        here.room("farm_machinery"), 1, kind=VISIT_KIND, resident_id=row.renter_id, source=(SOURCE, row.id),
        override_reason=crowd_reason,
    )  # fmt: skip
    db.session.add(MachineVisit(visit_id=visit.id, machine=row.machine.title))
