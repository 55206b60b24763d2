"""Rule of what leaves a room as a file: that its lists export what they show, no more and no less."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any, NamedTuple

from flask import Flask
from openpyxl import load_workbook

from hub.admin.columns import NOTHING
from hub.admin.tabs import EXTENSION
from hub.admin.view import RecordsView
from hub.centre.situation import in_village
from hub.conformance.rules import Needs, rule
from hub.conformance.subject import Subject
from hub.conformance.visitors import Client
from hub.speech import N_, _
from hub.text import clock_time, short_day

_QUOTED = re.compile(r'^(?:"([^"]*)")?[^"]*(?:"([^"]*)")?$')
_BESIDE = frozenset({"picker", "acts"})  # cells that hold no value


class _Table(HTMLParser):
    """The headings and cells of the list on a page, as they are read out."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[str] = []
        self.rows: list[list[str]] = []
        self._cell: list[str] | None = None
        self._unheard = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("th", "td"):
            beside = _BESIDE.intersection((given.get("class") or "").split())
            self._cell, self._unheard = None if beside else [], 0
        elif tag == "tr":
            self.rows.append([])
        elif self._unheard or given.get("aria-hidden") == "true":
            self._unheard += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            if self._cell is not None:
                (self.headings if tag == "th" else self.rows[-1]).append("".join(self._cell).strip())
            self._cell = None
        elif self._unheard:
            self._unheard -= 1

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unheard:
            self._cell.append(data)


class _Cell(NamedTuple):
    """A cell of a workbook, and what its look says around its value."""

    value: Any
    before: str
    after: str


def export_differences(
    app: Flask, client: Client, view: RecordsView, village: int, query: str = ""
) -> list[str]:
    """How the files of a list differ from its page, as one person sees both; nothing of a list that is not open to
    them or not exported. What only time has changed in between is looked at once more."""
    if not view.can_export or not _compared(app, client, view, village, query):
        return []
    return _compared(app, client, view, village, query)


def _compared(app: Flask, client: Client, view: RecordsView, village: int, query: str) -> list[str]:
    with app.test_request_context():
        address = type(view).url()
    page = client.get(address + query, buffered=True)
    if page.status_code != 200:
        return []
    table = _Table(page.text)
    rows = [row for row in table.rows if row]
    if not rows:
        return []
    texts, book = (client.get(f"{address}export/{kind}/{query}", buffered=True) for kind in ("csv", "xlsx"))
    if {texts.status_code, book.status_code} != {200}:
        return [
            _(
                "%(list)s：导出失败（%(code)s）。",
                list=view.title,
                code=max(texts.status_code, book.status_code),
            )
        ]
    shown = [column for column in view.columns if column.is_shown]
    places = [place for place, column in enumerate(shown) if column.export]
    headings = [table.headings[place] for place in places]
    lines = list(csv.reader(io.StringIO(texts.data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(book.data)).active
    assert sheet is not None
    cells = [[_cell(one) for one in line] for line in sheet.iter_rows()]
    found = []
    for kind, titles in (("CSV", lines[0]), ("Excel", [cell.value or "" for cell in cells[0]])):
        if titles != headings:
            found.append(_("%(list)s：%(kind)s 的标题是 %(titles)s，屏幕上是 %(shown)s。",
                           list=view.title, kind=kind, titles=titles, shown=headings))  # fmt: skip
    if found or min(len(lines), len(cells)) <= len(rows):
        return found or [_("%(list)s：文件里的行比屏幕上少。", list=view.title)]
    with in_village(app, village):
        for row, line, typed in zip(rows, lines[1:], cells[1:], strict=False):
            for place, text, cell in zip(places, line, typed, strict=True):
                found += _differing(f"{view.title} · {shown[place].label}", row[place], text, cell)
    return found


def _cell(one: Any) -> _Cell:
    quoted = _QUOTED.match(one.number_format)
    before, after = (part or "" for part in quoted.groups()) if quoted else ("", "")
    return _Cell(one.value, before, after)


def _differing(where: str, shown: str, text: str, cell: _Cell) -> Iterator[str]:
    shown = "" if shown == NOTHING else shown
    if shown not in [f"{cell.before}{form}{cell.after}" for form in _forms(cell.value)]:
        yield _(
            "%(where)s：屏幕上是“%(shown)s”，Excel 里是“%(cell)s”。",
            where=where,
            shown=shown,
            cell=cell.value,
        )
    if not _says(text, cell):
        yield _("%(where)s：屏幕上是“%(shown)s”，CSV 里是“%(text)s”。", where=where, shown=shown, text=text)


def _forms(value: Any) -> Sequence[str]:
    """How a page may say what stands in a cell."""
    if value is None:
        return ("",)
    if isinstance(value, datetime):
        day, clock = short_day(value.date()), clock_time(value.time())
        return (f"{day} {clock}", day) if value.time() == time(0) else (f"{day} {clock}",)
    if isinstance(value, time):
        return (clock_time(value),)
    return (
        (str(value), f"{value:,f}", f"{value:,.2f}")
        if isinstance(value, (int, float))
        else (str(value).strip(),)
    )


def _says(text: str, cell: _Cell) -> bool:
    """Whether a CSV's text is a workbook's cell."""
    value = cell.value
    if isinstance(value, (int, float)):
        return bool(text) and Decimal(text) == Decimal(str(value))
    if isinstance(value, datetime):
        said = {value.isoformat(" ", "minutes"), value.date().isoformat()}
    elif isinstance(value, (date, time)):
        said = {f"{value:%H:%M}" if isinstance(value, time) else value.isoformat()}
    else:
        said = {"" if value is None else str(value)}
    return text.removeprefix("'") in {f"{cell.before}{one}{cell.after}".removeprefix("'") for one in said}


@rule(
    "exported", "silver",
    N_("列表导出的文件和屏幕上一样：一样的列，一样的字；屏幕上遮住的，文件里也遮住。"),
    N_("列用 show 说它的字，不在里面看 request；只有个人信息可以写 export=False，留在屏幕上。"),
    Needs.HUB,
)  # fmt: skip
def exported(subject: Subject) -> Iterator[str]:
    villages, app = subject.scratch.villages, subject.scratch.app
    for client in (villages.keeper, villages.visitor("reader")):
        for view in app.extensions[EXTENSION][subject.id]:
            yield from export_differences(app, client, view, villages.here)
