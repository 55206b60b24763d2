"""Whatever a keeper types of a person begins one of that person's keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.people.keys import KEY_LENGTH, WORDS, fold, keys_of, sound_of, words_of
from tests.people.writing import han_names, uyghur_names


def finds(typed: str, name: str, phone: str = "") -> bool:
    keys = keys_of(name, phone)
    words = words_of(typed)
    return bool(words) and all(any(key.startswith(word) for key in keys) for word in words)


@pytest.mark.parametrize(
    "typed",
    [
        "王建国",
        "王",
        "建国",
        "王 建国",
        "wangjianguo",
        "WangJ",
        "wjg",
        "wang guo jian"[:4],
        "1234",
        "19900001234",
        "199 0000 1234",
        "+86 199",
        "王 1234",
        "１２３４",
    ],
)
def test_a_han_name_is_found(typed):
    assert finds(typed, "王建国", "19900001234")


@pytest.mark.parametrize(
    "typed",
    [
        "买买提·艾力",
        "买买提.艾力",
        "买买提•艾",
        "艾力",
        "maimaiti",
        "aili",
        "mmtal",
        "mmt",
        "al",
        "艾力 买买提",
    ],
)
def test_a_name_in_two_parts_is_found_by_either_and_any_dot(typed):
    assert finds(typed, "买买提·艾力")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("shan", "单雄"),
        ("zengguo", "曾国藩"),
        ("xiexiao", "解晓东"),
        ("qiuying", "仇英"),
        ("lvbu", "吕布"),
        ("lübu", "吕布"),
        ("abudu", "阿卜杜热合曼·买买提"),
        ("ouyang", "欧阳建国"),
        ("jianguo", "欧阳建国"),
        ("john", "John Smith"),
    ],
)
def test_readings_that_matter_are_all_there(typed, name):
    assert finds(typed, name)


@pytest.mark.parametrize(
    "typed", ["xiezy", "xzy", "xiezheny", "xzhenyu", "xzheny", "xzyu", "xiezyu", "zheny", "zyu"]
)
def test_initials_and_whole_syllables_may_be_mixed(typed):
    assert finds(typed, "谢振宇")
    assert not finds(typed, "谢建国")


@pytest.mark.parametrize("typed", ["", "·", "李", "wg", "5678", "%", "_"])
def test_what_does_not_fit_finds_nothing(typed):
    assert not finds(typed, "王建国", "19900001234")


@given(han_names | uyghur_names, st.data())
def test_every_beginning_of_a_name_finds_it(name, data):
    assert finds(name[: data.draw(st.integers(1, len(name)))], name)


@given(han_names | uyghur_names)
def test_the_sound_of_a_name_finds_it(name):
    assert finds(sound_of(name), name)


@given(st.text(max_size=60), st.text("0123456789", max_size=20))
def test_keys_of_anything_fit_the_column_and_are_not_too_many(name, phone):
    keys = keys_of(name, phone)
    assert all(0 < len(key) <= KEY_LENGTH for key in keys)
    assert len(keys_of(name[:50].replace(" ", ""), phone)) < 80 + 9 * name.count("·")


@given(st.text())
def test_words_are_few_folded_and_never_empty(typed):
    words = words_of(typed)
    assert len(words) <= WORDS
    assert all(word and fold(word) == word for word in words)


def test_nobody_is_found_of_whom_nothing_is_kept():
    assert keys_of("", "") == set()
    assert keys_of(" ", "") == set()
