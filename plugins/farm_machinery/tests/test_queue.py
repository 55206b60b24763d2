"""The queue of the season: by order of asking, on days that lie in the field window."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.refusals import Refused
from plugins.farm_machinery import queue, renting, upkeep
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    PLOUGH,
    SECOND,
    SPRAYER,
    WANG,
    ask,
    back,
    day,
    machine,
    out,
    person,
    wait,
)

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("here_now")]


def told() -> list[tuple[str, int | None]]:
    """Who waits, and from when on they could have a machine."""
    return [
        (turn.wait.resident.name, (turn.wish.span.first_day - day(0)).days if turn.wish else None)
        for turn in queue.turns()
    ]


def test_the_first_who_asked_is_the_first_in_the_row():
    wait(name=AILI, days=2)
    wait(name=WANG, days=2)
    assert told() == [(AILI, 0), (WANG, 3)]  # two days and one to grease


def test_days_outside_the_field_window_are_of_no_use():
    ask(PLOUGH, LI, first=0, days=9)
    wait(name=AILI, first=2, last=8)
    assert told() == [(AILI, None)]


def test_a_machine_that_is_freed_goes_to_the_next_in_the_row():
    taken = ask(PLOUGH, LI, first=1, days=10)
    wait(name=AILI, first=1, last=6)
    wait(name=WANG, first=1, last=6)
    renting.cancel(taken.id, "下雨")
    assert told() == [(AILI, 1), (WANG, 4)]
    row = queue.offer(queue.waiting()[0].id)
    assert (row.renter.name, row.span.first_day, row.state) == (AILI, day(1), "requested")
    assert told() == [(WANG, 4)]


def test_an_early_return_frees_days_too(here_now):
    row = out(ask(PLOUGH, LI, days=8))
    wait(name=AILI, first=1, last=5)
    assert told() == [(AILI, None)]
    here_now.shift(timedelta(days=1))
    back(row)
    assert told()[0][1] is not None


def test_nobody_gets_in_front_of_those_who_wait():
    wait(name=AILI, first=1, last=3)
    with pytest.raises(Refused, match="排队在先"):
        ask(PLOUGH, LI, first=2)
    ask(PLOUGH, LI, first=5)
    ask(SPRAYER, LI, first=2)


def test_who_waits_may_ask_for_their_own_days_and_waits_no_more():
    place = wait(name=AILI, first=1, last=5)
    ask(PLOUGH, AILI, first=1, days=2)
    assert place.state == "taken"


def test_an_offer_that_is_taken_is_a_rental():
    place = wait(name=AILI)
    row = renting.approve(queue.offer(place.id).id)
    assert (row.state, place.state) == ("approved", "taken")


def test_an_offer_that_is_declined_leaves_one_in_ones_place():
    first = wait(name=AILI)
    wait(name=WANG)
    row = queue.offer(first.id)
    renting.cancel(row.id, "这几天不要")
    assert first.state == "waiting"
    assert told()[0][0] == AILI


def test_an_offer_that_nobody_answers_runs_out_and_the_next_is_asked(here_now):
    wait(name=AILI, first=2, last=4)
    wait(name=LI, first=2, last=4)
    queue.offer(queue.waiting()[0].id)
    assert told() == [(LI, None)]
    here_now.shift(timedelta(hours=25))
    assert [over for _row, over in queue.open_offers()] == [True]
    assert told() == [(LI, 1)]
    assert queue.offer(queue.waiting()[0].id).renter.name == LI


def test_any_machine_of_the_kind_will_do():
    ask(SPRAYER, LI, first=0, days=10)
    wait("打药机", AILI, last=3)
    assert queue.turns()[0].machine.number == SECOND


def test_a_broken_machine_is_offered_to_nobody():
    upkeep.report(machine().id, "坏了")
    wait(name=AILI)
    assert told() == [(AILI, None)]
    with pytest.raises(Refused, match="接着排"):
        queue.offer(queue.waiting()[0].id)


def test_one_waits_once_for_a_kind():
    wait(name=AILI)
    with pytest.raises(Refused, match="已经在排"):
        wait(name=AILI)


@pytest.mark.parametrize(
    ("first", "last", "days"), [(-9, -1, 1), (3, 1, 1), (0, 90, 1), (0, 2, 4), (0, 40, 11)]
)
def test_windows_that_make_no_sense_are_refused(first, last, days):
    with pytest.raises(Refused):
        wait(first=first, last=last, days=days)


def test_who_drops_out_is_offered_nothing():
    place = wait(name=AILI)
    row = queue.offer(place.id)
    queue.drop(place.id)
    assert row.state == "cancelled"
    assert told() == []


def test_when_the_window_has_closed_nobody_waits_any_more(here_now):
    wait(name=AILI, last=3)
    here_now.shift(timedelta(days=4))
    assert told() == []
    assert person(AILI) is not None
