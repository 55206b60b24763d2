"""Invented weeks of a counselling room: slots, who had them (nobody's name, for none is kept), talks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from . import booking
from .booking import KEPT
from .models import Appointment, Referral, SessionCount, Slot, Talk
from .sessions import SOURCE
from .slots import the_desk
from .words import PLACES, ROOM, SESSION, TALK

WEEKDAYS, HOURS = (1, 3), (14, 15, 16)  # Tuesday and Thursday afternoon
TITLES = ("睡个好觉", "和青春期的孩子说话", "农忙时节怎么减压", "老人的孤独，邻里的关心")


def fill(demo: Any) -> None:
    """Two afternoons a week, a talk every other month, and a fortnight that can be booked."""
    the_desk()
    day = demo.first_day
    while day <= demo.last_day + timedelta(days=14):
        if day.weekday() in WEEKDAYS:
            _afternoon(demo, day)
        if day.weekday() == 4 and day.isocalendar().week % 9 == 0:
            _talk(demo, day)
        day += timedelta(days=1)


def _afternoon(demo: Any, day: date) -> None:
    for hour in HOURS:
        start = demo.moment(day, hour)
        slot = demo.add(Slot(starts_at=start, ends_at=start + timedelta(minutes=50)))
        if demo.rng.random() > 0.45:
            continue
        demo.flush()
        _appointment(demo, day, slot)


def _appointment(demo: Any, day: date, slot: Slot) -> None:
    past = day < demo.last_day
    kept = day > demo.last_day - KEPT
    row = Appointment(
        slot_id=slot.id, source=demo.rng.choice(("public", "keeper")), state="booked",
        booked_at=min(slot.starts_at, demo.moment(demo.last_day, 9)) - timedelta(days=demo.rng.randrange(1, 6)),
        forget_at=slot.ends_at + KEPT,
    )  # fmt: skip
    if kept:
        booking.CODES.give(row)
        if demo.rng.random() < 0.6:
            row.contact = f"199 0000 {demo.rng.randrange(10_000):04d}"
    demo.add(row)
    if not past:
        return
    demo.flush()
    fate = demo.rng.random()
    row.state = (
        "no_show" if fate < 0.1 else "cancelled" if fate < 0.2 else "referred" if fate < 0.25 else "closed"
    )
    row.settled_at = slot.ends_at
    if row.state in ("closed", "referred"):
        _session(demo, slot, row)


def _session(demo: Any, slot: Slot, row: Appointment) -> None:
    heads = demo.rng.choice((1, 1, 1, 2))
    session = demo.add(SessionCount(appointment_id=row.id, held_at=slot.starts_at, heads=heads))
    demo.flush()
    demo.visit(ROOM, slot.starts_at, heads, kind=SESSION, source=(SOURCE, session.id))
    if row.state == "referred":
        place = demo.rng.choice(list(PLACES))
        demo.add(Referral(appointment_id=row.id, place=place, consented=True, referred_at=slot.ends_at))


def _talk(demo: Any, day: date) -> None:
    start, end = demo.moment(day, 19), demo.moment(day, 20, 30)
    talk = demo.add(
        Talk(
            name=demo.rng.choice(TITLES),
            starts_at=start,
            ends_at=end,
            proposer="committee",
            state="planned",
            heads=0,
        )
    )
    if day < demo.last_day:
        talk.state, talk.heads = "held", demo.rng.randrange(12, 30)
        talk.began_at, talk.finished_at, talk.entered_at = start, end, end
        demo.flush()
        demo.visit(ROOM, start, talk.heads, kind=TALK, source=(f"{ROOM}.event", talk.id))
