"""Sixteen desks before one hall and one guide. The race is proved to be there: a naive desk overbooks."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.party_history_hall import booking, hall, receiving
from plugins.party_history_hall.models import Group
from plugins.party_history_hall.tests.place import book, count, guide, the_village, there, visits, wanted

pytestmark = [pytest.mark.state("party_place"), pytest.mark.usefixtures("clock")]
DESKS = 16


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in sixteen transactions begun together; a refusal is an answer."""
    begin = threading.Barrier(DESKS)
    the_village(app)

    def run(number: int) -> object:
        begin.wait()
        try:
            with there(app):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(DESKS) as pool:
        return list(pool.map(run, range(DESKS)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


class TestTheHall:
    def test_as_many_groups_as_find_room(self, app):
        assert done(at_once(app, lambda _: book(10).id)) == 4
        with there(app):
            assert db.session.scalar(select(func.sum(Group.heads))) == 40

    def test_split_groups_do_not_overfill_it_either(self, app):
        at_once(app, lambda _: booking.book(wanted(60, split=True)).groups[0].id)
        with there(app):
            heads = db.session.execute(
                select(Group.starts_at, func.sum(Group.heads)).group_by(Group.starts_at)
            )
            assert max(total for _start, total in heads) <= 40

    @pytest.mark.backends("postgresql")
    def test_the_control_a_naive_desk_overfills_it(self, app):
        looked = threading.Barrier(DESKS)

        def naive(_number: int) -> None:
            asked = wanted(10)
            there_now = db.session.scalar(select(func.sum(Group.heads))) or 0
            with suppress(threading.BrokenBarrierError):  # fewer connections than desks
                looked.wait(timeout=2)
            if there_now + 10 > 40:
                raise Refused("no")
            booking._write(asked, asked.span, 10, hall.settings(), None)

        assert done(at_once(app, naive)) > 4


def test_a_guide_gets_one_of_them(app):
    assert done(at_once(app, lambda _: book(1, guide_id=guide().id).id)) == 1


def test_a_guide_is_given_to_one_of_them(app):
    with there(app):
        ids = [book(2).id for _number in range(DESKS)]
    assert done(at_once(app, lambda number: booking.assign(ids[number], guide().id).id)) == 1


def test_a_group_is_counted_once(app):
    with there(app):
        id = book(10, hours=0.5).id
    assert done(at_once(app, lambda _: receiving.arrive(id, 10).id)) == 1
    with there(app):
        assert (len(visits()), count(Group, Group.state == "came")) == (1, 1)
