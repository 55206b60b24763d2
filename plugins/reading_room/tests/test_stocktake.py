"""盘点: what is missing, what is too many, and what happens to it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.reading_room import books, lending, stocktaking
from plugins.reading_room.models import Scan
from plugins.reading_room.tests.place import AILI, COTTON, TODAY, copy, count, lend, person, title

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]
ALL = [f"B0000{number}" for number in range(1, 9)]


def scanned(*numbers: str, scope: str = ""):
    row = stocktaking.start(scope)
    for number in numbers:
        stocktaking.scan(row.id, number)
    return row


def test_all_there_is_no_variance():
    row = stocktaking.finish(scanned(*ALL).id)
    assert (row.expected, row.scanned, row.missing, row.surplus) == (8, 8, 0, 0)


def test_what_was_not_scanned_is_lost_once_it_is_confirmed():
    row = scanned(*ALL[1:])
    assert [one.number for one in stocktaking.variance(row).missing] == ["B00001"]
    assert copy("B00001").state == "in"
    stocktaking.finish(row.id)
    assert (copy("B00001").state, copy("B00001").lost_on, row.missing) == ("lost", TODAY, 1)


def test_a_lost_one_that_stands_there_is_found():
    books.miss(copy().id)
    row = stocktaking.finish(scanned(*ALL).id)
    assert (copy().state, row.surplus, row.missing) == ("in", 1, 0)


def test_one_that_is_lent_by_the_books_is_named_and_left_alone(here_now):
    lend()
    here_now.shift(timedelta(minutes=1))
    row = scanned(*ALL)
    assert [one.number for one in stocktaking.variance(row).out] == ["B00004"]
    stocktaking.finish(row.id)
    assert copy().state == "out"


def test_what_is_lent_after_it_was_scanned_is_no_surprise(here_now):
    row = scanned(*ALL)
    here_now.shift(timedelta(minutes=1))
    lend()
    told = stocktaking.variance(row)
    assert (list(told.out), list(told.missing)) == ([], [])


def test_what_comes_back_meanwhile_is_not_missing(here_now):
    loan = lend()
    row = scanned(*(number for number in ALL if number != "B00004"))
    here_now.shift(timedelta(minutes=1))
    lending.give_back(loan.id)
    assert list(stocktaking.variance(row).missing) == []


def test_a_part_of_the_shelves():
    row = scanned("B00004", "B00005", scope="i2")
    told = stocktaking.variance(row)
    assert [one.number for one in told.missing] == ["B00006"]
    stocktaking.scan(row.id, "B00001")
    assert [one.number for one in stocktaking.variance(row).elsewhere] == ["B00001"]


def test_twice_counts_once():
    row = scanned("B00001", "B00001")
    assert (row.scanned, count(Scan)) == (1, 1)


def test_one_at_a_time_and_not_without_a_scan():
    row = stocktaking.start()
    with pytest.raises(Refused, match="还没有结束"):
        stocktaking.start()
    with pytest.raises(Refused, match="一册也没有扫"):
        stocktaking.finish(row.id)
    stocktaking.cancel(row.id)
    with pytest.raises(Refused, match="已经结束"):
        stocktaking.scan(row.id, "B00001")
    with pytest.raises(Refused, match="没有索书号"):
        stocktaking.start("XYZ")


def test_a_missing_copy_that_was_put_aside_is_nobodys():
    from plugins.reading_room import waiting

    wait = waiting.reserve(title(COTTON).id, person(AILI))
    assert wait.copy_id == copy("B00001").id
    stocktaking.finish(scanned(*ALL[1:]).id)
    db.session.refresh(wait)
    assert wait.copy_id == copy("B00002").id
