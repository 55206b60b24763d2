"""The parts of the stock kit that need no database, and that it asks for what every deed needs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hub.kits.stock import Variance, counted_words, move_words
from hub.kits.stock.shelf import Shelf
from hub.room import Refused

SOAP = SimpleNamespace(name="香皂", unit="块")


@pytest.fixture(autouse=True)
def inside(app):
    with app.test_request_context():
        yield


@pytest.mark.backends("sqlite")
class TestWords:
    def test_a_count_that_agrees_says_so(self):
        move = SimpleNamespace(kind="count", change=0, stock_after=9)
        assert counted_words(move, SOAP) == "已盘点：香皂 实有 9 块，账实相符"

    @pytest.mark.parametrize(("change", "book"), [(-3, 12), (2, 7)])
    def test_one_that_does_not_says_by_how_much(self, change, book):
        move = SimpleNamespace(kind="count", change=change, stock_after=9)
        assert counted_words(move, SOAP) == f"已盘点：香皂 实有 9 块，账上 {book}，差 {change:+d}"

    def test_a_move_in_a_line(self):
        move = SimpleNamespace(kind="issue", change=-2, stock_after=7, note="大扫除")
        assert move_words(move) == "发放 -2 → 7 大扫除"


@pytest.mark.backends("sqlite")
def test_shortage_and_surplus_do_not_cancel_each_other():
    assert Variance(counts=2, missing=3, surplus=3).total == 6


@pytest.mark.backends("sqlite")
def test_putting_right_without_a_reason_is_refused_before_anything_is_looked_at():
    shelf = Shelf(SimpleNamespace, SimpleNamespace, link="soap_id", blame="number")
    with pytest.raises(Refused, match="原因"):
        shelf.adjust(1, -1, "  ")
