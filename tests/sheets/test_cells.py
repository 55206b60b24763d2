"""What cells hold, in the ways people write it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel

from hub.sheets import cells


@pytest.fixture(autouse=True, scope="module")
def words():
    """Sentences need a language."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-25",
        "2026/11/25",
        "2026.11.25",
        "2026年11月25日",
        "20261125",
        "46351",
        "２０２６-11-25",
        "2026-11-25 00:00",
        " 2026 年 11 月 25 日",
        "2026年11月25号",
        "2026、11、25",
        "2026.11.25.",
        "2026-11-25 08:30",
        "2026/11/25 8:30:15",
        "46351.354",
    ],
)
def test_days_as_offices_write_them(typed):
    assert cells.day(typed) == "2026-11-25"


@pytest.mark.parametrize(
    "typed",
    [
        "去年",
        "2026-13-01",
        "2026-02-30",
        "11-25",
        "99999",
        "20261399",
        "11月25日",
        "2026年11月",
        "26.11.25",
        "5000",
    ],
)
def test_what_is_no_day(typed):
    with pytest.raises(ValueError, match="2026-11-25"):
        cells.day(typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("12.5", "12.50"), ("¥1,200", "1200.00"), ("￥3元", "3.00"), ("０.５", "0.50")]
)
def test_money(typed, kept):
    assert cells.money()(typed) == kept


@pytest.mark.parametrize("typed", ["一元", "-1", "1.234", "NaN", "1e9", "100000"])
def test_what_is_no_money(typed):
    with pytest.raises(ValueError, match="金额"):
        cells.money()(typed)


def test_whole_numbers_have_bounds():
    assert cells.whole(1, 50)("12") == 12
    for typed in ("0", "51", "1.5", "x", "9" * 30):
        with pytest.raises(ValueError, match="1 到 50"):
            cells.whole(1, 50)(typed)


def test_words_are_known_by_any_of_their_names_and_the_first_is_named():
    parse = cells.one_of({"图书": "book", "书": "book", "报刊": "magazine"})
    assert (parse("书"), parse("报刊")) == ("book", "magazine")
    with pytest.raises(ValueError, match="只填：图书、报刊。"):
        parse("光盘")


def test_yes_and_no():
    assert [cells.yes_or_no(word) for word in ("是", "√", "否", "0")] == [True, True, False, False]
    with pytest.raises(ValueError, match="是、否"):
        cells.yes_or_no("也许")
