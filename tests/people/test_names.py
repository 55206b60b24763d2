"""One way of writing a name and a phone number, whatever they were typed on."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kernel.refusals import Refused
from hub.people.names import NAME_LENGTH, check_group, check_name, check_phone, tidy_name
from tests.people.writing import han_names, uyghur_names


@pytest.mark.parametrize("dot", ["·", "•", "‧", ".", "・", "･", "．", " · ", "··"])
def test_every_dot_becomes_the_one_that_is_kept(dot):
    assert check_name(f"买买提{dot}艾力") == "买买提\u00b7艾力"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  王　芳 ", "王芳"),
        ("王 建 国", "王建国"),
        ("Ｊｏｈｎ  Smith", "John Smith"),
        ("·艾力·", "艾力"),
        ("古丽娜尔 吐尔逊", "古丽娜尔·吐尔逊"),
        ("阿迪力江　买买提  吐尔逊", "阿迪力江·买买提·吐尔逊"),
        ("欧阳 建国", "欧阳建国"),
        ("王 小明玉", "王小明玉"),
        ("ئەلى", "ئەلى"),
        ("D’Souza", "D’Souza"),
    ],
)
def test_a_name_is_tidied(typed, kept):
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "·", "王芳😀", "王\u202e芳", "王\u200b芳", "王芳2", "王芳\n1", "王<芳>", "王\0芳"],
)
def test_what_is_no_name_is_refused_with_a_sentence(typed):
    with pytest.raises(Refused) as refusal:
        check_name(typed)
    assert refusal.value.field == "name"
    assert str(refusal.value).endswith("。")


def test_a_name_may_have_fifty_characters_and_no_more():
    assert check_name("艾" * NAME_LENGTH) == "艾" * NAME_LENGTH
    with pytest.raises(Refused):
        check_name("艾" * (NAME_LENGTH + 1))


@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    once = tidy_name(text)
    assert tidy_name(once) == once


@given(han_names | uyghur_names)
def test_a_real_name_is_kept_as_it_is(name):
    assert check_name(name) == name
    assert check_name(unicodedata.normalize("NFD", name)) == name


@pytest.mark.parametrize(
    "typed",
    ["19900001234", "199 0000 1234", "+86 199-0000-1234", "０１９９００００１２３４"[1:], "008619900001234",
     "8619900001234", "(199)00001234"],
)  # fmt: skip
def test_a_mobile_number_is_kept_as_eleven_digits(typed):
    assert check_phone(typed) == "19900001234"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0991-1234567", "09911234567"), ("010 1234 5678", "01012345678"), ("", ""), (" - ", "")],
)
def test_a_landline_needs_its_area_code(typed, kept):
    assert check_phone(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["1990000123", "199000012345", "1234567", "12900001234", "电话", "19900001234转2", "1" * 400],
)
def test_a_wrong_number_is_refused_with_the_next_step(typed):
    with pytest.raises(Refused) as refusal:
        check_phone(typed)
    assert refusal.value.field == "phone"


@given(st.integers(13_000_000_000, 19_999_999_999), st.sampled_from(["", "+86", "86", "+86 ", "0086"]))
def test_any_mobile_number_survives_its_prefix_and_spaces(number, prefix):
    digits = str(number)
    assert check_phone(f"{prefix}{digits[:3]} {digits[3:7]}-{digits[7:]}") == digits


def test_a_group_is_short_and_plain():
    assert check_group(" 三 组 ") == "三 组"
    for wrong in ("组" * 21, "三组\u202e"):
        with pytest.raises(Refused):
            check_group(wrong)
