"""From a table of texts to values: which column is which, and what is wrong, cell by cell, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.kits.sheets.columns import SheetColumn, letters
from hub.kits.sheets.reading import Row, Table
from hub.room import Refused, _, join_words

_CITIZEN = re.compile(r"[1-9]\d{16}[\dXx]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell, or one row, that cannot be taken in."""

    row: int
    sentence: str
    column: str = ""  # as the spreadsheet calls it: C
    title: str = ""
    text: str = ""

    @property
    def where(self) -> str:
        """第 5 行“ISBN”（C 列）"""
        if not self.title:
            return _("第 %(row)s 行", row=self.row)
        if not self.column:
            return _("第 %(row)s 行“%(title)s”", row=self.row, title=self.title)
        return _(
            "第 %(row)s 行“%(title)s”（%(column)s 列）", row=self.row, title=self.title, column=self.column
        )


@dataclass(slots=True)
class Checked:
    """What became of a table: the values of the good rows with their numbers, what is wrong, what was left out."""

    rows: list[tuple[int, Values]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})


@dataclass(frozen=True, slots=True)
class _Place:
    column: SheetColumn
    at: int


def check_table(
    table: Table, columns: Sequence[SheetColumn], check_row: Callable[[Values], None] | None = None
) -> Checked:
    """Check every cell. `check_row` looks at the values of a row that is good so far and raises Refused(sentence, name
    of the column). Raises Refused when a column that must be there is missing."""
    places, checked = _places(table, columns)
    for row in table.rows:
        values, problems = _values(row, places, columns)
        if not problems and check_row is not None:
            try:
                check_row(values)
            except Refused as refusal:
                problems = [_blamed(row, refusal, places)]
        if problems:
            checked.problems += problems
        else:
            checked.rows.append((row.number, values))
    return checked


def _places(table: Table, columns: Sequence[SheetColumn]) -> tuple[list[_Place], Checked]:
    checked = Checked()
    places: list[_Place] = []
    ignored = []
    for at, heading in enumerate(table.headings):
        column = next((one for one in columns if heading and one.answers_to(heading)), None)
        if column is None or any(place.column is column for place in places):
            if heading:
                ignored.append(heading[:20])
        elif any(is_citizen_number(row.cells[at]) for row in table.rows if at < len(row.cells)):
            checked.notes.append(_("“%(title)s”里有身份证号，这一列不收。", title=column.title))
        else:
            places.append(_Place(column, at))
    found = {place.column.name for place in places}
    missing = [str(column.title) for column in columns if column.required and column.name not in found]
    if missing:
        raise Refused(
            _("第一行表头里没有：%(missing)s。请对照模板改好表头再导入。", missing=join_words(missing)),
            "file",
        )
    if ignored:
        checked.notes.append(_("这些列不认识，没有读：%(some)s。", some=join_words(ignored[:12])))
    return places, checked


def _values(row: Row, places: list[_Place], columns: Sequence[SheetColumn]) -> tuple[Values, list[Problem]]:
    values: Values = {column.name: column.empty for column in columns}
    problems = []
    for place in places:
        text = row.cells[place.at] if place.at < len(row.cells) else ""
        try:
            values[place.column.name] = _value(place.column, text)
        except ValueError as error:
            problems.append(
                Problem(row.number, str(error), letters(place.at), str(place.column.title), text[:40])
            )
    return values, problems


def _value(column: SheetColumn, text: str) -> Any:
    if not text:
        if column.required:
            raise ValueError(_("没有填。"))
        return column.empty
    if len(text) > column.max:
        raise ValueError(_("最多 %(max)s 个字，现在有 %(n)s 个。", max=column.max, n=len(text)))
    return column.parse(text)


def _blamed(row: Row, refusal: Refused, places: list[_Place]) -> Problem:
    place = next((one for one in places if one.column.name == refusal.field), None)
    if place is None:
        return Problem(row.number, str(refusal.sentence))
    text = row.cells[place.at] if place.at < len(row.cells) else ""
    return Problem(
        row.number, str(refusal.sentence), letters(place.at), str(place.column.title), text[:40]
    )  # fmt: skip


def is_citizen_number(text: str) -> bool:
    """Whether a text is an ID number, which the hub never keeps."""
    if not _CITIZEN.fullmatch(text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()
