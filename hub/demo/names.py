"""Invented residents. Names are put together from surnames and syllables by chance, so that nobody real is meant."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from hub.text import MIDDLE_DOT

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余"
)
_GIVEN = (
    "建国志明秀英丽华晓东海燕春梅玉兰永强新生文博雅欣雨涵子轩思远佳怡立军红霞庆丰长河月娥喜来金凤天宝小满"
)
_GIRLS = ("阿依", "古丽", "热依", "帕提", "茹仙", "米热", "努尔", "迪丽", "左热", "赛乃", "哈丽", "再乃")
_GIRLS_END = ("古丽", "木汗", "娜尔", "曼", "娅", "姆", "努尔", "夏提", "拜尔", "仙木")
_BOYS = ("买买", "艾合", "吐尔", "阿布", "亚森", "卡德", "伊明", "玉素", "肉孜", "托合", "努尔", "依米")
_BOYS_END = ("提", "买提", "逊江", "都拉", "尔江", "甫", "提江", "木", "塔洪", "麦尔")

GROUPS = ("一组", "二组", "三组", "四组", "五组", "六组")


def invented_names(rng: Random) -> Iterator[str]:
    """Names without end, each once, about half of them in either style."""
    seen: set[str] = set()
    while True:
        name = _uyghur_style(rng) if rng.random() < 0.55 else _han_style(rng)
        if name not in seen:
            seen.add(name)
            yield name


def invented_phone(number: int) -> str:
    """A phone number of the range 199 0000 xxxx, which is given to nobody here."""
    return f"1990000{number % 10_000:04d}"


def _han_style(rng: Random) -> str:
    length = 1 if rng.random() < 0.2 else 2
    return rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, length))


def _uyghur_style(rng: Random) -> str:
    girl = rng.random() < 0.5
    own = _joined(_GIRLS, _GIRLS_END, rng) if girl else _joined(_BOYS, _BOYS_END, rng)
    return own + MIDDLE_DOT + _joined(_BOYS, _BOYS_END, rng)


def _joined(beginnings: tuple[str, ...], ends: tuple[str, ...], rng: Random) -> str:
    """A beginning and an end that do not say the same syllable twice."""
    first = rng.choice(beginnings)
    return first + rng.choice([end for end in ends if end[0] != first[-1]])
