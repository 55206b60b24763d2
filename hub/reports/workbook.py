"""The month as a workbook: the indicators, the rooms, the days."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import IO, Any, NamedTuple

from hub.i18n import _
from hub.kernel.here import here
from hub.reports.figures import RoomFigures
from hub.reports.shown import ShownMonth
from hub.text import in_brackets


class Amount(NamedTuple):
    """A number that can be added up, shown with its unit."""

    number: float
    unit: str


CELL = str | int | float | Amount | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINE = 15  # points


class Sheets:
    """Sheets of a workbook, written from the top to the bottom and never held in memory; a text is never a formula."""

    def __init__(self, file: IO[bytes]) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(
            file,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._title = self._book.add_format({"bold": True, "font_size": 15})
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._body = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._amounts: dict[str, Any] = {}

    def begin(self, name: str, title: str, heads: Sequence[str], widths: Sequence[int]) -> Sheet:
        """A new sheet with its title and headings. It prints on A4."""
        page = self._book.add_worksheet(_sheet_name(name))
        page.set_paper(9)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.repeat_rows(1)
        page.set_footer("&C&P / &N")
        for place, width in enumerate(widths):
            page.set_column(place, place, width)
        page.write_string(0, 0, title, self._title)
        _heighten(page, 1, heads, widths)
        for place, text in enumerate(heads):
            page.write_string(1, place, text, self._head)
        return Sheet(page, widths, self._body, self._format_of)

    def _format_of(self, amount: Amount) -> Any:
        """The look of a number with its unit; each is made once."""
        digits = "#,##0" if float(amount.number).is_integer() else "#,##0.0"
        looks = f'{digits} "{amount.unit.replace(chr(34), "")}"'
        if looks not in self._amounts:
            self._amounts[looks] = self._book.add_format(
                {"num_format": looks, "valign": "top", "align": "left"}
            )
        return self._amounts[looks]

    def close(self) -> None:
        self._book.close()


class Sheet:
    """One sheet, row after row; several may be written side by side."""

    def __init__(
        self, page: Any, widths: Sequence[int], body: Any, format_of: Callable[[Amount], Any]
    ) -> None:
        self._page, self._widths, self._body, self._format_of, self._at = page, widths, body, format_of, 2

    def write(self, rows: Iterable[Sequence[CELL]]) -> None:
        for row in rows:
            _heighten(self._page, self._at, row, self._widths)
            for place, value in enumerate(row):
                if isinstance(value, str):
                    self._page.write_string(self._at, place, value[:32_767], self._body)
                elif isinstance(value, Amount):
                    self._page.write_number(self._at, place, value.number, self._format_of(value))
                elif value is not None:
                    self._page.write_number(self._at, place, value, self._body)
            self._at += 1


def _heighten(page: Any, at: int, row: Sequence[CELL], widths: Sequence[int]) -> None:
    """Make a row as high as its longest text needs: not every program works it out for itself."""
    lines = max(
        (-(-_width(text) // width) for text, width in zip(row, widths, strict=True) if isinstance(text, str)),
        default=1,
    )
    if lines > 1:
        page.set_row(at, lines * LINE)


def _width(text: str) -> int:
    """How many letters wide; a Chinese character is two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _sheet_name(name: str) -> str:
    return "".join("_" if sign in "[]:*?/\\'" else sign for sign in name)[:31]


def month_workbook(shown: ShownMonth) -> bytes:
    """The file of one village's month."""
    file = io.BytesIO()
    sheets = Sheets(file)

    def title(what: str) -> str:
        return in_brackets(f"{here.village.name} {shown.title} {what}", shown.state)

    sheets.begin(
        _("五常三聚"), title(_("五常三聚")),
        [_("指标"), _("项目"), _("数值"), _("锁定后变为"), _("算法"), _("说明")], [14, 42, 26, 20, 60, 60],
    ).write(_line_rows(shown))  # fmt: skip
    sheets.begin(
        _("各室"), title(_("各室来访")),
        [_("功能室"), _("项目"), _("数值"), _("单位"), _("锁定后变为")], [34, 36, 16, 10, 22],
    ).write(_room_rows(shown))  # fmt: skip
    rooms = [room.figures for room in shown.rooms if not room.figures.confidential]
    sheets.begin(
        _("每天"),
        title(_("每天来访人次")),
        [_("日期"), *(room.name for room in rooms), _("合计")],
        [12, *(12 for _room in rooms), 10],
    ).write(_day_rows(shown, rooms))
    sheets.close()
    return file.getvalue()


def _day_rows(shown: ShownMonth, rooms: Sequence[RoomFigures]) -> Iterable[list[CELL]]:
    for day in shown.month.days:
        none = 0 if day <= here.today else None  # of a day that is still to come nothing is known
        yield [day.isoformat(), *(room.by_day.get(day, none) for room in rooms), shown.days.get(day, none)]


def _line_rows(shown: ShownMonth) -> Iterable[list[CELL]]:
    for line in shown.lines:
        after = {change.label: change.after for change in shown.changes_of(line.code)}
        for place, item in enumerate(line.items):
            about = [line.formula, line.weakness] if not place else ["", ""]
            yield [line.label, item.label, amount(item.text), after.get(item.label, ""), *about]


def _room_rows(shown: ShownMonth) -> Iterable[list[CELL]]:
    for room in shown.rooms:
        after = {change.label: change.after for change in room.changes}
        figures = room.figures
        own: list[tuple[str, str, float | None, str]] = [
            (_("人次"), room.heads, figures.heads, ""),
            (_("来访次数"), room.visits, figures.visits, ""),
            (_("用了几天"), room.used, figures.used, ""),
            (_("排定开放天数"), "—", figures.open, ""),
            (_("其中补录"), room.late, figures.late, ""),
            *(
                (words.label, words.number, row.number, words.unit)
                for row, words in zip(figures.rows, room.rows, strict=True)
            ),
        ]
        for label, text, number, unit in own:
            yield [room.name, label, cell(text, number), unit, after.get(label, "")]


def cell(text: str, number: float | None) -> CELL:
    """A number that can be added up, unless it is not to be told."""
    return text if number is None or text.startswith("<") else number


_AMOUNT = re.compile(r"(\d+(?:\.\d+)?) (\D[^%]*)")


def amount(text: str) -> CELL:
    """What is said as one number and its unit, 24180 分钟, as a number; anything else as it is."""
    found = _AMOUNT.fullmatch(text)
    return Amount(float(found[1]), found[2]) if found else text
