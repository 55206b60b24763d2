"""What a row of a sheet is made of, and which headings the hub refuses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

_SIGNS = re.compile(r"[\s*＊:：_\-/／]+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")

# What the hub keeps of nobody, by the words people head such columns with; folded, and found anywhere in a heading.
_NEVER = (
    "身份证", "证件号", "公民身份", "民族", "族别", "宗教", "信仰", "政治面貌", "党派", "是否党员", "收入", "低保",
    "贫困", "健康", "疾病", "病史", "病情", "残疾", "血型", "体检", "婚姻", "生育", "车牌", "车号", "人脸", "指纹",
    "照片", "相片", "虹膜", "重点人", "前科", "犯罪", "户口本", "户籍", "银行卡", "银行账号", "卡号", "账号", "账户",
    "护照", "党员", "入党", "慢性病", "患病", "工资", "五保", "特困", "轨迹", "行踪", "信访", "吸毒", "社区矫正",
    "成绩", "分数", "排名", "名次", "评语", "表现", "家庭", "单亲", "离异", "留守", "困难",
    "idcard", "idnumber", "identitycard", "ethnic", "nationality", "religio", "political", "income", "health",
    "disabilit", "licenseplate", "licenceplate",
    "plateno", "faceid", "fingerprint", "biometric", "photo",
)  # fmt: skip


def _as_it_is(text: str) -> Any:
    return text


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column. `parse` makes the value of a cell's text and raises ValueError or Refused with a sentence; it is not
    asked for an empty cell, whose value is `empty`. `also`: other headings under which people keep the same. `show`
    says how a value is called in the preview."""

    name: str
    title: Any
    required: bool = False
    parse: Callable[[str], Any] = _as_it_is
    empty: Any = ""
    max: int = 200
    also: Sequence[str] = field(default=())
    help: Any = ""
    example: str = ""
    show: Callable[[Any], Any] | None = None

    def answers_to(self, heading: str) -> bool:
        """Whether a heading means this column."""
        return self.is_called(heading) or fold(heading) in {fold(word) for word in self.also}

    def is_called(self, heading: str) -> bool:
        """Whether a heading is what the template calls this column."""
        return fold(heading) in (fold(str(self.title)), fold(self.name))

    def is_headed(self, heading: str) -> bool:
        """Whether a heading is that of the template, down to what stands in its brackets."""
        return _bare(heading) == _bare(str(self.title))


_CLOSEST_FIRST = (SheetColumn.is_headed, SheetColumn.is_called, SheetColumn.answers_to)


def places_of(columns: Sequence[SheetColumn], headings: Sequence[str]) -> dict[int, SheetColumn]:
    """Which heading, counted from 0, stands over which column. What a column is called here goes before what others
    call it (编号 before 序号), and 一天（元） and 一天（分） are two."""
    found: dict[int, SheetColumn] = {}
    left = list(columns)
    for is_meant in _CLOSEST_FIRST:
        for at, heading in enumerate(headings):
            column = next((one for one in left if is_meant(one, heading)), None) if heading else None
            if column is not None and at not in found:
                found[at] = column
                left.remove(column)
    return dict(sorted(found.items()))


def is_never_kept(heading: str) -> bool:
    """Whether a column of such a heading holds what the hub keeps of nobody."""
    folded = fold(heading)
    return any(word in folded for word in _NEVER)


def fold(heading: str) -> str:
    """A heading without signs, spaces and what stands in brackets: 索书号 * and 索书号（必填） are the same."""
    return _BRACKETS.sub("", _bare(heading))


def _bare(heading: str) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", heading).casefold())


def letters(place: int) -> str:
    """What a spreadsheet calls its columns, counted from 0: A, B, … Z, AA."""
    name = ""
    while place >= 0:
        place, last = divmod(place, 26)
        name = chr(ord("A") + last) + name
        place -= 1
    return name
