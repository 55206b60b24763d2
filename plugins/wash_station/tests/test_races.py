"""Sixteen phones before one bay. The race is proved to be there: a naive station lets several begin."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from plugins.wash_station import faults, washing
from plugins.wash_station.models import Fault, Outage, Use
from plugins.wash_station.tests.place import bay, book, count, start, the_village, there, visits

pytestmark = [pytest.mark.state("wash_place"), pytest.mark.usefixtures("clock")]
PHONES = 16


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer."""
    begin = threading.Barrier(PHONES)
    the_village(app)

    def run(number: int) -> object:
        begin.wait()
        try:
            with there(app):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(PHONES) as pool:
        return list(pool.map(run, range(PHONES)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


class TestOneBay:
    def test_one_of_them_begins(self, app):
        assert done(at_once(app, lambda _: start(source="public").id)) == 1
        with there(app):
            assert (count(Use), visits(), bay().uses) == (1, 1, 1)

    @pytest.mark.backends("postgresql")
    def test_the_control_a_naive_station_books_it_again_and_again(self, app):
        looked = threading.Barrier(PHONES)
        at = here_now(app) + timedelta(hours=1)

        def naive(_number: int) -> None:
            id = bay().id
            taken = db.session.scalar(select(func.count(Use.id)).where(Use.bay_id == id))
            with suppress(threading.BrokenBarrierError):  # fewer connections than phones
                looked.wait(timeout=2)
            if taken:
                raise Refused("no")
            end = at + timedelta(minutes=30)
            db.session.add(
                Use(
                    bay_id=id,
                    starts_at=at,
                    ends_at=end,
                    busy_from=at,
                    busy_until=end,
                    state="kept",
                    asked_at=at,
                )
            )

        assert done(at_once(app, naive)) > 1


def here_now(app):
    with there(app):
        return here.now


def test_one_of_them_books_the_same_time(app):
    assert done(at_once(app, lambda _: book().id)) == 1


def test_a_booking_and_a_start_do_not_cross(app):
    at_once(app, lambda number: (start() if number % 2 else book(hours=0.5)).id)
    with there(app):
        rows = sorted(db.session.scalars(select(Use)), key=lambda use: use.starts_at)
        assert 1 <= len(rows) <= 2
        assert all(one.ends_at <= other.starts_at for one, other in pairwise(rows))


def test_a_use_is_ended_once(app, clock):
    with there(app):
        id = start().id
    clock.shift(timedelta(minutes=5))
    assert done(at_once(app, lambda _: washing.finish(id).id)) == 1


def test_a_bay_is_stopped_once_and_not_begun_while_it_is(app):
    def deed(number: int) -> object:
        row = bay().id
        return faults.report_from_outside(row, "danger", "").id if number % 2 else start().id

    at_once(app, deed)
    with there(app):
        assert count(Outage) == 1
        assert count(Fault, Fault.stopped) == 1
        assert count(Use) <= 1
