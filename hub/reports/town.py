"""The town's villages side by side: totals in alphabetical order, for the town administrator.

No rank, no score, no colour, and nobody of a village: each village is measured inside itself, and its totals come out.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from typing import IO
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from hub.admin.export import Situation
from hub.admin.long_export import BREATH, Offer, answer_with
from hub.admin.sheets import chunks
from hub.admin.workbooks import Note, Workbook
from hub.i18n import _
from hub.kernel.gate import without_village
from hub.kernel.here import here
from hub.kernel.keys import keyed_digest
from hub.kernel.state import the_hub
from hub.reports.figures import told
from hub.reports.months import Month
from hub.reports.villages import Place, VillageMonth, months_of, places
from hub.reports.words import WORDS, tell
from hub.reports.workbook import CELL, XLSX, Amount, Sheets, amount, cell
from hub.text import clock_time
from hub.web.deeds import permitted

blueprint = Blueprint("town_reports", __name__, url_prefix="/town/month")
MANAGE = "villages.manage"
A_PAGE = 20  # villages on a page; a workbook of more is made beside the pages


def _month() -> Month:
    """The month asked for, by the hub's own calendar: there is no village here."""
    return Month.named(request.args.get("month"))


@blueprint.get("", strict_slashes=False)
@without_village
@permitted(MANAGE)
def month() -> str:
    """One month of the villages, side by side."""
    asked, every = _month(), places()
    page = max(request.args.get("page", 1, type=int), 1)
    first = min((page - 1) * A_PAGE, max(len(every) - 1, 0) // A_PAGE * A_PAGE)
    shown = list(months_of(every[first : first + A_PAGE], asked.name, brief=True))
    return render_template(
        "reports/town.html",
        month=asked,
        columns=[
            (_("村"), "main"), *((words.label, "") for words in WORDS.values()),
            (_("来访人次"), ""), (_("状态"), ""),
        ],
        rows=[_row(one) for one in shown],
        before_url=_page(first // A_PAGE, asked) if first else None,
        after_url=_page(first // A_PAGE + 2, asked) if first + A_PAGE < len(every) else None,
        formulas=[(words.label, words.formula, words.weakness) for words in WORDS.values()],
    )  # fmt: skip


def _page(page: int, asked: Month) -> str:
    return url_for("town_reports.month", month=asked.name, page=page)


def _row(one: VillageMonth) -> list[str]:
    lines = [tell(line) for line in one.lines]
    return [one.name, *(f"{line.figure} {line.unit}" for line in lines), f"{one.heads:,}", _state(one)]


@blueprint.get("/villages.xlsx")
@without_village
@permitted(MANAGE)
def workbook() -> ResponseReturnValue:
    """All villages in one workbook; of many, a page that says how far it is."""
    asked, every = _month(), places()
    title = f"{_('各村月报')} {asked.name}"
    if len(every) <= A_PAGE:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
        _write(file, title, every, asked.name)
        file.seek(0)
        response = Response(chunks(file), content_type=XLSX)
        response.call_on_close(file.close)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
        return response

    def begin(book: Workbook) -> bool:
        book.begin(len(every), partial(_write_beside, Situation(), title, every, asked.name))
        return True

    offer = Offer(
        title, f"{title}.xlsx", url_for("town_reports.workbook", month=asked.name), _page(1, asked), begin,
        waiting=_("正在生成。村多，要等一会儿；可以离开这一页，过后再从这里取。"),
        written=lambda done, total: _("已写 %(done)s 个村，共 %(total)s 个。", done=done, total=total),
    )  # fmt: skip
    who = (here.user.id, here.user.lang) if here.user else ()
    key = keyed_digest("town_month", asked.name, *who).hex()[:40]
    return answer_with(Workbook(the_hub().settings, key), offer) or redirect(offer.address)


def _write_beside(
    situation: Situation, title: str, every: Sequence[Place], asked: str, file: IO[bytes], note: Note
) -> None:
    """What the thread does; it knows of no request."""

    def said(done: int) -> None:
        note(done)
        time.sleep(BREATH)

    with situation.again():
        _write(file, title, every, asked, said)


def _write(
    file: IO[bytes], title: str, every: Sequence[Place], asked: str, note: Note = lambda _done: None
) -> None:  # fmt: skip
    """Write the workbook village by village."""
    sheets = Sheets(file)
    lines = sheets.begin(
        _("五常三聚"), title,
        [_("乡镇"), _("村"), _("指标"), _("数值"), _("分子"), _("分母"), _("缺记天数"), _("补录"), _("状态")],
        [14, 16, 14, 22, 16, 16, 10, 10, 18],
    )  # fmt: skip
    rooms = sheets.begin(
        _("各室来访"),
        title,
        [_("乡镇"), _("村"), _("功能室"), _("人次"), _("来访次数")],
        [14, 16, 34, 12, 12],
    )
    for done, one in enumerate(months_of(every, asked), 1):
        lines.write(_indicator_rows(one))
        rooms.write(_room_rows(one))
        note(done)
    sheets.close()


def _state(one: VillageMonth) -> str:
    """Whether the figures still change, and when they were measured where they may have changed since."""
    if one.locked:
        return _("已锁定")
    if one.as_of is None:
        return _("未锁定")
    return _("未锁定，%(time)s 的数", time=clock_time(one.as_of))


def _indicator_rows(one: VillageMonth) -> Iterator[list[CELL]]:
    state = _state(one)
    for line in one.lines:
        words = tell(line)
        late = f"{line.late.part}/{line.late.whole}" if line.late else "—"
        missing = "—" if line.missing is None else Amount(line.missing, _("天"))
        figures = (f"{words.figure} {words.unit}".strip(), words.part, words.whole)
        yield [one.town, one.name, words.label, *map(amount, figures), missing, late, state]


def _room_rows(one: VillageMonth) -> Iterator[list[CELL]]:
    for room in one.rooms:
        heads, visits = (
            cell(told(number, discreet=room.confidential), number) for number in (room.heads, room.visits)
        )
        yield [one.town, one.name, room.name, heads, visits]
