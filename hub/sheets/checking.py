"""From rows of texts to values: which column is which, and what is wrong, cell by cell, in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.sheets.cells import has_citizen_number
from hub.sheets.columns import SheetColumn, is_never_kept, letters, places_of
from hub.sheets.reading import FIELD, HEADING_WITHIN, LONGEST_CELL, MOST_ROWS, NAMED, Row, Source
from hub.text import join_words

_SHORTENED = re.compile(r"\d(?:\.\d+)?[Ee]\+\d{2}")  # 1.99E+10
# What stands in place of a result.
_FAILED = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!)|Err:\d{3}")
_UNDER_A_LIST = re.compile(
    r"(?:合|总|小|共|累)计[:：]?[\d.]*\w?"
    r"|(?:填表|制表|审核|复核|填报|统计|登记|经办|负责|制单)(?:人|单位|日期|时间)?(?:签字|签名)?[:：].*"
)

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


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a row: its values, or what is wrong with it."""

    number: int
    values: Values
    problems: Sequence[Problem] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    column: SheetColumn
    at: int


@dataclass(slots=True)
class Checking:
    """Goes through a file once. `check` looks at the values of a row that is good so far and raises Refused(sentence,
    name of the column). When it is through, `notes` say what was left out, and `dropped` names columns whose values
    must go from the rows that were answered before: an ID number was found in them further down."""

    source: Source
    columns: Sequence[SheetColumn]
    check: Callable[[Values], None] | None = None
    dropped: set[str] = field(default_factory=set)
    _notes: list[str] = field(default_factory=list)
    _places: list[_Place] = field(default_factory=list)
    _under: list[int] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What was left out, in words."""
        under = [_("%(rows)s是合计或签名，没有读。", rows=rows_in_words(self._under))] if self._under else []
        ids = [
            _("“%(title)s”里有身份证号，这一列不收。", title=column.title)
            for column in self.columns
            if column.name in self.dropped
        ]
        return [*self._notes, *ids, *under, *self.source.notes]

    def __iter__(self) -> Iterator[Checked]:
        """Every row below the heading. Raises Refused when there is none, or too many."""
        count = 0
        for row in self._below_heading():
            count += 1
            if count > MOST_ROWS:
                raise Refused(_("超过 %(n)s 行，请拆成几个文件再导入。", n=MOST_ROWS), FIELD)
            yield self._checked(row)
        if not count:
            raise Refused(_("只有表头，下面没有内容。请先填好再导入。"), FIELD)

    def _below_heading(self) -> Iterator[Row]:
        first: Row | None = None
        for number, row in enumerate(self.source.rows):
            if self._places:
                if _is_under_a_list(row):
                    self._under.append(row.number)
                else:
                    yield row
                continue
            first = first or row
            if not _missing(self.columns, row):
                self._begin(row)
            elif number + 1 == HEADING_WITHIN:
                break
        if self._places:
            return
        if first is None:
            raise Refused(_("表里什么也没有，请先填好再导入。"), FIELD)
        missing = join_words(str(title) for title in _missing(self.columns, first))
        raise Refused(_("表头里没有：%(missing)s。请对照模板改好表头再导入。", missing=missing), FIELD)

    def _begin(self, heading: Row) -> None:
        places = places_of(self.columns, heading.cells)
        self._places = [_Place(column, at) for at, column in places.items()]
        refused: list[str] = []
        doubled: list[str] = []
        ignored: list[str] = []
        for title in (title for at, title in enumerate(heading.cells) if title and at not in places):
            again = any(column.answers_to(title) for column in self.columns)
            (doubled if again else refused if is_never_kept(title) else ignored).append(title[:20])
        if refused:
            self._notes.append(_("这些列按规定不登记，没有读：%(some)s。", some=_some(refused)))
        if doubled:
            self._notes.append(_("同样的列已经有了，这些没有读：%(some)s。", some=_some(doubled)))
        if ignored:
            self._notes.append(_("这些列不认识，没有读：%(some)s。", some=_some(ignored)))
        merged = next((called for last, called in self.source.merged if last > heading.number), None)
        if merged:
            said = _("表里有合并的单元格（%(cells)s）。请取消合并，每一格都填上，再导入。", cells=merged)
            raise Refused(said, FIELD)

    def _checked(self, row: Row) -> Checked:
        values: Values = {column.name: column.empty for column in self.columns}
        problems = []
        for place in self._places:
            text = row.cells[place.at] if place.at < len(row.cells) else ""
            try:
                values[place.column.name] = self._value(place.column, text)
            except ValueError as error:
                problems.append(_blame(row, place, str(error)))
            except Refused as refusal:
                problems.append(_blame(row, place, str(refusal.sentence)))
        if not problems and self.check is not None:
            try:
                self.check(values)
            except Refused as refusal:
                problems.append(self._blamed(row, refusal))
        return Checked(row.number, values, problems)

    def _value(self, column: SheetColumn, text: str) -> Any:
        if column.name in self.dropped:
            return column.empty
        if has_citizen_number(text):
            if column.required:
                raise ValueError(_("这里写的是身份证号，不收。请改成要填的内容。"))
            self.dropped.add(column.name)
            return column.empty
        if not text:
            if column.required:
                raise ValueError(_("没有填。"))
            return column.empty
        if _FAILED.fullmatch(text):
            raise ValueError(_("这里的公式没有算出结果。请改成要填的内容。"))
        if _SHORTENED.fullmatch(text):
            raise ValueError(_("表格软件把这个长数缩写了，后几位已经丢了。请把这一列设成文本，再填一次。"))
        if len(text) > column.max:
            if len(text) > LONGEST_CELL:  # the rest of it was not read
                raise ValueError(_("最多 %(max)s 个字，现在太长了。", max=column.max))
            raise ValueError(_("最多 %(max)s 个字，现在有 %(n)s 个。", max=column.max, n=len(text)))
        return column.parse(text)

    def _blamed(self, row: Row, refusal: Refused) -> Problem:
        place = next((one for one in self._places if one.column.name == refusal.field), None)
        if place is None:
            return Problem(row.number, str(refusal.sentence))
        return _blame(row, place, str(refusal.sentence))


def _some(headings: Sequence[str]) -> str:
    """The first of many."""
    named = join_words(headings[:NAMED])
    return _("%(some)s 等 %(n)s 列", some=named, n=len(headings)) if len(headings) > NAMED else named


def heads(columns: Sequence[SheetColumn]) -> Callable[[Row], bool]:
    """Whether a row is the heading of such a list."""
    return lambda row: not _missing(columns, row)


def rows_in_words(numbers: Sequence[int]) -> str:
    """第 3、5、8 行; the first of many."""
    named = join_words(str(number) for number in numbers[:NAMED])
    if len(numbers) > NAMED:
        return _("第 %(rows)s 行等 %(n)s 行", rows=named, n=len(numbers))
    return _("第 %(rows)s 行", rows=named)


def _missing(columns: Sequence[SheetColumn], row: Row) -> list[Any]:
    """The columns that must be there and that a row does not head. One that heads none at all lacks them all."""
    found = [column.name for column in places_of(columns, row.cells).values()]
    needed = [column for column in columns if column.required]
    if needed:
        return [column.title for column in needed if column.name not in found]
    return [] if found else [column.title for column in columns]


def _is_under_a_list(row: Row) -> bool:
    """Whether a row is a sum, or says who wrote the list."""
    first = next((cell for cell in row.cells if cell), "")
    return _UNDER_A_LIST.fullmatch("".join(first.split())) is not None


def _blame(row: Row, place: _Place, sentence: str) -> Problem:
    text = row.cells[place.at] if place.at < len(row.cells) else ""
    shown = "" if has_citizen_number(text) else text[:40]
    return Problem(row.number, sentence, letters(place.at), str(place.column.title), shown)
