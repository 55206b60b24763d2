"""Visits whose people are counted in and out: what is inside is known, and the day's totals follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.visits import counted, services
from hub.visits.models import Visit, VisitDay
from tests.visits.place import NOW, acting, room

pytestmark = pytest.mark.state("visit_place")
SOURCE = ("workshop.class", 1)


@pytest.fixture
def clock(app):
    with time_machine.travel(NOW, tick=False) as traveller, acting(app, "keeper"):
        room().warn_above, room().refuse_above = 5, 8
        yield traveller
        db.session.rollback()


@pytest.fixture
def visit(clock) -> Visit:
    return counted.begin(room(), 3, source=SOURCE)


def inside() -> int:
    return services.inside([room()])[room().id]


def test_they_come_and_go(visit):
    counted.come(visit.id, 2)
    counted.go(visit.id, 4)
    assert (visit.heads, visit.gone, inside()) == (5, 4, 1)
    day = db.session.scalars(select(VisitDay)).one()
    assert (day.visits, day.heads) == (1, 5)


def test_they_are_inside_until_they_go(visit, clock):
    clock.shift(timedelta(hours=20))
    assert inside() == 3


def test_it_ends_when_all_have_gone(visit, clock):
    with pytest.raises(Refused, match="里面还有 3 人"):
        counted.end(visit.id)
    counted.go(visit.id, 3)
    clock.shift(timedelta(minutes=30))
    assert counted.end(visit.id).ended_at == here.now


def test_nobody_goes_who_is_not_there(visit):
    with pytest.raises(Refused, match="里面只有 3 人"):
        counted.go(visit.id, 4)


def test_the_room_is_as_full_as_those_who_are_there(visit):
    assert "接近上限" in counted.come(visit.id, 5).warning
    with pytest.raises(Refused, match="超过上限") as refusal:
        counted.come(visit.id, 1)
    assert refusal.value.field == "override_reason"
    with pytest.raises(Refused, match="超过上限"):
        services.record(room(), 1)
    counted.go(visit.id, 6)
    services.record(room(), 5)  # not refused: two and five
    assert inside() == 7
    assert counted.come(visit.id, 2, "很多人等着").override_reason == "很多人等着"


def test_what_was_counted_by_mistake_is_taken_back(visit):
    counted.come(visit.id, 1)
    assert counted.take_back_coming(visit.id, 2).heads == 2
    counted.go(visit.id, 2)
    with pytest.raises(Refused, match="没有这么多人"):
        counted.take_back_coming(visit.id, 1)
    assert counted.take_back_going(visit.id, 2).gone == 0
    with pytest.raises(Refused, match="没有这么多人"):
        counted.take_back_going(visit.id, 1)
    assert counted.take_back_coming(visit.id, 2) is None
    assert db.session.scalars(select(VisitDay)).all() == []


def test_a_visit_that_is_not_counted_has_nobody_to_go(clock):
    plain = services.record(room(), 2)
    with pytest.raises(Refused, match="已经撤销"):
        counted.go(plain.id, 1)


def test_the_button_for_all_leaves_those_who_are_counted(visit):
    services.record(room(), 2)
    assert services.emptied(room()) == 2
    assert inside() == 3
