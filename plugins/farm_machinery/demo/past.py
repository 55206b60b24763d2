"""A rental of the demo, brought as far as its story goes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hub.kits.booking import days_span
from hub.kits.lending import join_parts
from hub.room import Resident, _, here

from ..handing import SOURCE, VISIT_KIND
from ..models import ZERO, Fault, Inspection, Machine, MachineVisit, Outage, Rental, Service, Serviced
from ..pricing import bill
from .catalogue import FAULTS

DAY = timedelta(days=1)


def promised(
    demo: Any, machine: Machine, renter: Resident, first: date, days: int, *, state: str = "approved",
    points_days: int = 0,
) -> Rental:  # fmt: skip
    """A machine is promised for so many days."""
    span = days_span(first, first + (days - 1) * DAY)
    asked = demo.moment(
        first - demo.rng.randrange(1, 6) * DAY, demo.rng.randrange(9, 18), demo.rng.randrange(60)
    )
    row: Rental = demo.add(
        Rental(
            machine_id=machine.id, machine=machine, renter_id=renter.id, renter=renter, state=state,
            starts_at=span.start, ends_at=span.end, busy_from=span.start,
            busy_until=span.end + machine.buffer_days * DAY, heads=1, asked_at=min(asked, here.now),
            lapses_at=min(span.start + timedelta(hours=12), span.end), day_rate=machine.day_rate,
            points_rate=machine.points_rate, deposit=machine.deposit, late_fee=machine.late_fee,
            late_cap=machine.late_cap, points_days=points_days, damage=ZERO, remark="",
        )
    )  # fmt: skip
    demo.flush()
    return row


def fetched(demo: Any, row: Rental, day: date | None = None) -> Rental:
    """It went out on the morning of its first day."""
    machine = row.machine
    day = day or row.span.first_day
    row.begun_at = min(demo.moment(day, 8, demo.rng.randrange(60)), here.now - timedelta(minutes=20))
    row.busy_from = min(row.busy_from, row.begun_at)
    row.state, row.deposit_taken = "out", row.deposit
    row.licence_seen_on = day if machine.licence else None
    machine.state = "out"
    _look(demo, row, "out", row.begun_at)
    visit = demo.visit(
        "farm_machinery", row.begun_at, 1, kind=VISIT_KIND, source=(SOURCE, row.id), resident_id=row.renter_id
    )
    demo.flush()
    demo.add(MachineVisit(visit_id=visit.id, machine=machine.title))
    return row


def returned(demo: Any, row: Rental, at: datetime, *, looked: bool = True) -> Rental:
    """It came back; `looked`: and was looked at."""
    row.ended_at, row.state, row.machine.state = at, "returned", "check"
    row.busy_until = min(row.busy_until, at + row.machine.buffer_days * DAY)
    if looked:
        row.machine.hours += demo.rng.randrange(4, 9) * row.days
        _look(demo, row, "in", at + timedelta(minutes=15))
        row.state, row.machine.state = "inspected", "in"
    return row


def settled(row: Rental, *, with_points: bool = False) -> Rental:
    """It was paid."""
    found = bill(row, with_points=with_points)
    row.days_charged, row.points_days, row.points_spent = found.days, found.points_days, found.points
    row.hire, row.late_charge, row.damage, row.balance = found.hire, found.late, found.damage, found.balance
    assert row.ended_at is not None
    row.state, row.settled_at = "settled", row.ended_at + timedelta(minutes=30)
    return row


def past(demo: Any, machine: Machine, renter: Resident, first: date, days: int) -> Rental:
    """A rental that is over: most come back in the evening of their last day, a few a day late."""
    row = fetched(demo, promised(demo, machine, renter, first, days))
    late = DAY if demo.rng.random() < 0.05 else timedelta(0)
    back = demo.moment(row.span.last_day + late, demo.rng.randrange(16, 20), demo.rng.randrange(60))
    row = settled(returned(demo, row, back))
    _serve(demo, machine, back)
    return row


def mend(demo: Any, machine: Machine, day: date) -> None:
    """Something broke and was mended two days later."""
    broke, mended = demo.moment(day, 9), demo.moment(day + 2 * DAY, 17)
    demo.add(
        Fault(
            machine_id=machine.id, machine=machine, severity="major", what=demo.rng.choice(FAULTS), source="keeper",
            state="fixed", stopped=True, reported_at=broke, settled_at=mended, outcome="换了新的",
            cost=demo.rng.choice((30, 60, 120)) + ZERO,
        )
    )  # fmt: skip
    demo.add(
        Outage(
            machine_id=machine.id,
            machine=machine,
            reason=_("故障停用，等人来修"),
            began_at=broke,
            ended_at=mended,
        )
    )


def _serve(demo: Any, machine: Machine, at: datetime) -> None:
    """Serviced as soon as its hour meter asks for it."""
    if machine.service_every is None or machine.hours - machine.serviced_at < machine.service_every:
        return
    machine.serviced_at = machine.hours
    day = at.astimezone(here.tz).date()
    service = demo.add(
        Service(
            machine_id=machine.id, machine=machine, name="换机油、黄油", last_on=day, last_uses=machine.hours,
            planned=False, due_on=day, days=1, ended_on=day,
        )
    )  # fmt: skip
    demo.flush()
    demo.add(Serviced(service_id=service.id, done_on=day, uses=machine.hours, note="", cost=80 + ZERO))


def _look(demo: Any, row: Rental, way: str, at: datetime) -> None:
    machine = row.machine
    demo.add(
        Inspection(
            rental_id=row.id, way=way, at=at, hours=machine.hours, sound=join_parts(machine.checks), missing="",
            damaged=False, note="",
        )
    )  # fmt: skip
