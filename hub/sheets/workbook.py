"""XLSX, read row by row."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

from hub.i18n import _
from hub.kernel.refusals import Refused
from hub.sheets.packed import Look, Part, broken, look_into
from hub.sheets.reading import FIELD, HEADING_WITHIN, MOST_COLUMNS, MOST_EMPTY, Row, Source, some, tidy
from hub.sheets.template import ABOUT

_ONLY_ZEROS = re.compile(r"0{2,20}")


def open_book(file: Path, heads: Callable[[Row], bool]) -> Source:
    """The rows of one sheet that can be seen: the first in which some row `heads` a list, else the first that has
    something in it. Raises Refused, here and while reading."""
    look = look_into(file)
    source = Source(iter(()), sum(part.rows for part in look.sheets.values()))
    if look.links:
        source.notes.append(_("表里引用了别的文件；只读这个文件里存着的值。"))
    source.rows = _guarded(source, look, file, heads)
    return source


def _guarded(source: Source, look: Look, file: Path, heads: Callable[[Row], bool]) -> Iterator[Row]:
    try:
        yield from _of_book(source, look, file, heads)
    except (Refused, GeneratorExit):
        raise
    except Exception as error:  # whatever the parser stumbles over, the file is at fault
        raise broken() from error


def _of_book(source: Source, look: Look, file: Path, heads: Callable[[Row], bool]) -> Iterator[Row]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that are of no concern here
        opened = file.open("rb")  # by its name it would be known by its ending, and it has none
        try:
            book = load_workbook(opened, read_only=True, data_only=True, keep_links=False)
        except BaseException:
            opened.close()
            raise
    try:
        seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheet = _chosen(seen, heads)
        if sheet is not None:
            _take_note(source, _part(look, sheet))
            _name_others(source, sheet, [one for one in seen if one is not sheet and _part(look, one).filled])
            yield from _of_sheet(sheet)
    finally:
        book.close()
        opened.close()


def _chosen(sheets: Sequence[Any], heads: Callable[[Row], bool]) -> Any:
    first = None
    for sheet in sheets:
        filled = (row for row in islice(_of_sheet(sheet), MOST_EMPTY) if any(row.cells))
        top = list(islice(filled, HEADING_WITHIN))
        if any(heads(row) for row in top):
            return sheet
        if top and first is None:
            first = sheet
    return first


def _part(look: Look, sheet: Any) -> Part:
    return look.sheets.get(str(getattr(sheet, "_worksheet_path", "")).lstrip("/"), Part())


def _name_others(source: Source, sheet: Any, others: Sequence[Any]) -> None:
    """What stands in other sheets is not read, which has to be said; of the template's own there is nothing to say."""
    names = [name for other in others if (name := tidy(str(other.title))) not in ("说明", str(ABOUT))]
    if names:
        said = _("只读了工作表“%(sheet)s”。另外的没有读：%(others)s；要导入，请分别存成文件，再传。",
                 sheet=tidy(str(sheet.title)), others=some(names))  # fmt: skip
        source.notes.append(said)


def _take_note(source: Source, part: Part) -> None:
    if part.not_worked_out:
        said = _("表里有公式没有算出结果。请在表格软件里打开保存一次，或把公式粘贴成数值，再导入。")
        raise Refused(said, FIELD)
    if part.formulas:
        source.notes.append(_("表里有公式；读的是保存时算好的结果。"))
    # Cells that are merged within a row leave no cell of another row empty.
    source.merged += [(bottom, called) for top, bottom, called in part.merged if bottom > top]


def _of_sheet(sheet: Any) -> Iterator[Row]:
    sheet.reset_dimensions()  # some programs write them wrong
    for count, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        yield Row(count, tuple(_text(cell) for cell in cells))


def _text(cell: Any) -> str:
    """A cell as its author sees it: an ISBN that was typed as a number keeps its digits, 00123 its zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e18:
        value = int(value)
    if isinstance(value, int):
        shape = str(getattr(cell, "number_format", "") or "")
        return str(value).zfill(len(shape)) if _ONLY_ZEROS.fullmatch(shape) else str(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return _day(value) if isinstance(value, date) else str(value)


def _day(value: date) -> str:
    if isinstance(value, datetime) and value.time() != time(0):
        return value.isoformat(" ", "minutes")
    return value.strftime("%Y-%m-%d")
