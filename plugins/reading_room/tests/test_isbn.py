"""ISBN: what people write is read, and a slip in one digit or in two neighbours is noticed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import assume, given
from hypothesis import strategies as st

from plugins.reading_room.isbn import check_digit_10, check_digit_13, looks_like_isbn, read_isbn, written

NINE = st.text("0123456789", min_size=9, max_size=9)
PREFIX = st.sampled_from(["978", "979"])


@pytest.fixture(autouse=True, scope="module")
def words():
    """Sentences need a language."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


@given(PREFIX, NINE)
def test_thirteen_digits_are_read_however_they_are_parted(prefix, nine):
    isbn = prefix + nine + check_digit_13(prefix + nine)
    assert (
        read_isbn(isbn)
        == read_isbn(f"ISBN {isbn[:3]}-{isbn[3]}-{isbn[4:9]} {isbn[9:12]}－{isbn[12]}")
        == isbn
    )
    assert looks_like_isbn(isbn)
    assert written(isbn).replace("-", "") == isbn


@given(NINE)
def test_ten_digits_become_thirteen(nine):
    ten = nine + check_digit_10(nine)
    assert read_isbn(ten) == read_isbn(ten.lower()) == "978" + nine + check_digit_13("978" + nine)


@given(NINE, st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(nine, place, more):
    isbn = "978" + nine + check_digit_13("978" + nine)
    assume(place >= 3)
    wrong = isbn[:place] + str((int(isbn[place]) + more) % 10) + isbn[place + 1 :]
    with pytest.raises(ValueError, match="校验位"):
        read_isbn(wrong)


@given(NINE, st.integers(0, 8))
def test_two_neighbours_that_changed_places_are_noticed_in_ten(nine, place):
    ten = nine + check_digit_10(nine)
    wrong = ten[:place] + ten[place + 1] + ten[place] + ten[place + 2 :]
    assume(wrong != ten and "X" not in wrong[:9])
    with pytest.raises(ValueError, match="校验位"):
        read_isbn(wrong)


@pytest.mark.parametrize("known", ["9780306406157", "0306406152", "080442957X", "978-0-306-40615-7"])
def test_numbers_from_the_standard(known):
    assert len(read_isbn(known)) == 13


@pytest.mark.parametrize(
    "text", ["", "X", "12345", "978", "1234567890123", "97803064061570", "国国国国国国国国国国", "０"]
)
def test_anything_else_is_refused_in_words(text):
    with pytest.raises(ValueError, match="ISBN"):
        read_isbn(text)
