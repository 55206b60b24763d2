"""The machines as a calendar: holding them, and why one cannot be rented, in words that name the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from hub.kits.booking import Block, Calendar, Span, Wish, day_words, days_span, midnight
from hub.kits.upkeep import due_of
from hub.room import Refused, _, db, here, short_day

from .models import Fault, Machine, Rental, Service
from .words import KEEPING

calendar = Calendar(Machine, Rental, link="machine_id", keeping=KEEPING, blame="first_day", words=day_words)
FOREVER = timedelta(days=3660)


def lock_machine(machine_id: int) -> Machine:
    """A machine, held until the transaction ends: whoever rents, returns or repairs it is alone. Raises Refused."""
    machine: Machine = calendar.hold_one(machine_id)
    return machine


def lock_rental(rental_id: int, *states: str) -> Rental:
    """A rental that is in one of these states, its machine held. Raises Refused."""
    row = db.session.get(Rental, rental_id)
    if row is None:
        raise Refused(_("没有找到这张租赁单，可能已经撤销。"))
    lock_machine(row.machine_id)
    db.session.refresh(row)
    if states and row.state not in states:
        raise Refused(_("这张租赁单已经有人办过了，请刷新后再看。"))
    return row


def wish_for(machine: Machine, first: date, last: date) -> Wish:
    """Whole days with the machine's buffer after them; what begins today begins now."""
    span = days_span(first, last)
    start = max(span.start, here.now) if first == here.today else span.start
    return Wish(Span(start, span.end), after=timedelta(days=machine.buffer_days))


@dataclass(slots=True)
class Upkeep:
    """What is still to be done to a machine: what is wrong with it, and which service is planned."""

    faults: list[Fault] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)


def why_out(machine: Machine, upkeep: Upkeep | None) -> str:
    """Why a machine cannot be rented at all at present: damaged, due for service, retired; empty when it can."""
    if machine.state == "retired":
        return _("%(machine)s 已经报废，不再出租。", machine=machine.title)
    if machine.out_since is not None:
        for fault in upkeep.faults if upkeep else ():
            if fault.severity != "minor" and fault.what:
                return _(
                    "%(machine)s 有损坏（%(what)s），修好以后才能租。", machine=machine.title, what=fault.what
                )
        return _("%(machine)s 报修了，修好以后才能租。", machine=machine.title)
    for service in upkeep.services if upkeep else ():
        due = due_of(service, machine.hours)
        if due.day is not None and due.is_due(here.today):
            return _(
                "%(machine)s %(day)s该保养，保养以后才能租。", machine=machine.title, day=short_day(due.day)
            )
    if hours_due(machine):
        facts = {"machine": machine.title, "hours": machine.hours - machine.serviced_at}
        return _("%(machine)s 上次保养后已用 %(hours)s 小时，保养以后才能租。", **facts)
    return ""


def hours_due(machine: Machine) -> bool:
    """Whether its hour meter says that it has to be serviced."""
    return machine.service_every is not None and machine.hours - machine.serviced_at >= machine.service_every


def blocks_of(machine: Machine, upkeep: Upkeep | None) -> list[Block]:
    """When a machine cannot be rented, apart from rentals: for good until something is done, or on the days of a
    planned service."""
    if why := why_out(machine, upkeep):
        return [Block(Span(midnight(here.today), here.now + FOREVER), why)]
    return [
        Block(
            days_span(row.due_on, row.last_day),
            _(
                "%(machine)s %(day)s安排了保养，请避开这一天。",
                machine=machine.title,
                day=short_day(row.due_on),
            ),
        )
        for row in (upkeep.services if upkeep else ())
        if row.due_on is not None and row.last_day is not None
    ]


def open_upkeep(machine_ids: Iterable[int] | None = None) -> dict[int, Upkeep]:
    """What is still to be done on machines, by machine; in two queries."""
    faults = select(Fault).where(Fault.state == "open").order_by(Fault.id)
    services = select(Service).where(Service.planned).order_by(Service.id)
    if machine_ids is not None:
        ids = list(machine_ids)
        faults, services = (
            faults.where(Fault.machine_id.in_(ids)),
            services.where(Service.machine_id.in_(ids)),
        )
    found: dict[int, Upkeep] = {}
    for fault in db.session.scalars(faults):
        found.setdefault(fault.machine_id, Upkeep()).faults.append(fault)
    for service in db.session.scalars(services):
        found.setdefault(service.machine_id, Upkeep()).services.append(service)
    return found


def upkeep_of(machine: Machine) -> Upkeep | None:
    """The same of one machine."""
    return open_upkeep([machine.id]).get(machine.id)


def check_days(machine: Machine, first: date, last: date, apart_from: Rental | None = None) -> Wish:
    """The machine is whole and nobody else was promised it on these days. Answers what is then booked. Raises
    Refused."""
    wish = wish_for(machine, first, last)
    calendar.check_free(
        machine.id, wish, blocks=blocks_of(machine, upkeep_of(machine)), apart_from=apart_from
    )
    return wish


def machines(kind: str | None = None) -> Sequence[Machine]:
    """The machines that are not retired, in the order of their numbers."""
    query = select(Machine).where(Machine.state != "retired").order_by(Machine.kind, Machine.number)
    if kind is not None:
        query = query.where(Machine.kind == kind)
    return db.session.scalars(query).all()
