"""Sixteen counters and one machine for the same days. The race is proved to be there: with the lock off, the machine is
promised more than once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise

import pytest
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.points.services import balance
from hub.visits.models import Visit
from plugins.farm_machinery import handing, queue
from plugins.farm_machinery.models import Machine, Rental
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    PLOUGH,
    SPRAYER,
    WANG,
    ask,
    back,
    count,
    look,
    machine,
    out,
    person,
    settle,
    the_village,
    there,
    wait,
)
from plugins.farm_machinery.yard import calendar

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("clock")]
COUNTERS = 16
PEOPLE = (WANG, AILI, LI)


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer."""
    start = threading.Barrier(COUNTERS)
    the_village(app)

    def run(number: int) -> object:
        start.wait()
        try:
            with there(app):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(COUNTERS) as pool:
        return list(pool.map(run, range(COUNTERS)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


class TestTheSameDays:
    def test_they_are_promised_once(self, app):
        answers = at_once(app, lambda n: ask(SPRAYER, PEOPLE[n % 3], first=1 + n % 2, days=2).id)
        assert done(answers) == 1
        with there(app):
            assert count(Rental) == 1

    @pytest.mark.backends("postgresql")
    def test_the_control_with_the_lock_off_they_are_promised_again_and_again(self, app, monkeypatch):
        looked = threading.Barrier(COUNTERS)

        def unlocked(_calendar: object, thing_id: int) -> Machine:
            found = db.session.get(Machine, thing_id)
            assert found is not None
            return found

        see = type(calendar).check_free

        def see_together(*args, **more) -> None:
            see(*args, **more)
            with suppress(threading.BrokenBarrierError):  # fewer connections than counters
                looked.wait(timeout=2)

        monkeypatch.setattr(type(calendar), "hold_one", unlocked)
        monkeypatch.setattr(type(calendar), "check_free", see_together)
        assert done(at_once(app, lambda n: ask(SPRAYER, PEOPLE[n % 3], first=1).id)) > 1


def test_a_machine_goes_out_once(app):
    with there(app):
        id = ask(SPRAYER).id
    answers = at_once(app, lambda _: handing.hand_out(id, look(db.session.get(Rental, id))).id)
    assert done(answers) == 1
    with there(app):
        assert count(Visit) == 1


def test_points_are_debited_once(app):
    with there(app):
        id = back(out(ask(PLOUGH, points_days=1))).id
    answers = at_once(app, lambda _: settle(db.session.get(Rental, id)).id)
    assert set(answers) == {id}
    with there(app):
        assert balance(person().id) == 150


def test_an_offer_is_made_once_and_in_order(app):
    with there(app):
        first = wait(name=WANG, first=1, last=2).id
        second = wait(name=AILI, first=1, last=2).id
    answers = at_once(app, lambda n: queue.offer((first, second)[n % 2]).wait_id)
    assert [answer for answer in answers if not isinstance(answer, Exception)] == [first]


def test_whoever_queues_and_whoever_asks_do_not_wait_for_each_other(app):
    with there(app):
        place = wait("打药机", WANG, first=1, last=4, days=1).id

    def deed(number: int) -> object:
        if number % 2:
            return queue.offer(place).id
        return ask(SPRAYER, PEOPLE[1 + number % 4 // 2], first=1 + number % 5).id

    at_once(app, deed)
    with there(app):
        rows = [row for row in db.session.query(Rental) if row.state != "cancelled"]
        spans = sorted(row.span for row in rows if row.machine_id == machine(SPRAYER).id)
        assert not any(one.meets(other) for one, other in pairwise(spans))
