"""Sixteen keepers before one hall. The race is proved to be there: a naive hall is given to several."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, time
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.visits.models import Visit
from plugins.activity_hall import answering, holding, moving
from plugins.activity_hall.models import Booking, Event
from plugins.activity_hall.tests.place import (
    EVENING,
    FRIDAY,
    ask,
    at,
    count,
    hall,
    the_village,
    there,
    weekly,
)

pytestmark = [pytest.mark.state("activity_place"), pytest.mark.usefixtures("clock")]
KEEPERS = 16


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer."""
    begin = threading.Barrier(KEEPERS)
    the_village(app)

    def run(number: int) -> object:
        begin.wait()
        try:
            with there(app):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(KEEPERS) as pool:
        return list(pool.map(run, range(KEEPERS)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


def test_one_of_them_gets_the_hall(app):
    assert done(at_once(app, lambda n: ask(group=f"第{n}队", approve=False).id)) == 1


@pytest.mark.backends("postgresql")
def test_the_control_a_naive_hall_is_given_again_and_again(app):
    looked = threading.Barrier(KEEPERS)

    def naive(_number: int) -> None:
        id = hall().id
        taken = db.session.scalar(select(func.count(Booking.id)).where(Booking.hall_id == id))
        with suppress(threading.BrokenBarrierError):  # fewer connections than keepers
            looked.wait(timeout=2)
        if taken:
            raise Refused("no")
        starts, ends = at(FRIDAY, 20), at(FRIDAY, 21)
        db.session.add(Booking(
            hall_id=id, group="队", purpose="排练", state="requested", starts_at=starts, ends_at=ends,
            busy_from=starts, busy_until=ends, asked_at=starts,
        ))  # fmt: skip

    assert done(at_once(app, naive)) > 1


def test_rules_and_single_bookings_do_not_cross(app):
    def deed(number: int) -> object:
        if number % 2:
            return weekly(4, group=f"第{number}队")[0].id
        return ask(date(2025, 11, 28), (time(19), time(20, 30)), group=f"第{number}队").id

    at_once(app, deed)
    with there(app):
        rows = db.session.scalars(select(Booking).order_by(Booking.starts_at)).all()
        assert all(one.busy_until <= other.busy_from for one, other in pairwise(rows))
        assert len(rows) in (1, 4)


def test_of_three_offers_one_is_taken(app):
    with there(app):
        _row, offers = moving.move_out(ask().id, "镇里要用")
        ids = [offer.id for offer in offers]
    assert done(at_once(app, lambda n: moving.take(ids[n % 3]).id)) == 1
    with there(app):
        assert count(Booking, Booking.state == "approved") == count(Event, Event.state == "planned") == 1


def test_an_offer_and_a_booking_do_not_cross(app):
    with there(app):
        id = ask().id

    def deed(number: int) -> object:
        if number == 0:
            return len(moving.move_out(id, "镇里要用")[1])
        return ask(FRIDAY, (time(9 + number % 12), time(10 + number % 12)), group=f"第{number}队").id

    at_once(app, deed)
    with there(app):
        kept = Booking.state.in_(("requested", "approved", "offered"))
        rows = db.session.scalars(select(Booking).where(kept).order_by(Booking.starts_at)).all()
        assert all(one.busy_until <= other.busy_from for one, other in pairwise(rows))


def test_an_event_is_counted_once(app, clock):
    with there(app):
        id = ask(times=EVENING).id
    clock.move_to(datetime(2025, 11, 21, 14, tzinfo=UTC))
    assert done(at_once(app, lambda _: holding.count_heads(id, 20)[0].id)) == 1
    with there(app):
        assert count(Visit) == 1


def test_a_request_is_answered_once(app):
    with there(app):
        id = ask(approve=False).id
    answers = at_once(
        app, lambda n: (answering.approve([id]) if n % 2 else answering.decline([id], "不行"))[0].id
    )
    assert done(answers) == 1
    with there(app):
        assert count(Event) == count(Booking, Booking.state == "approved")
