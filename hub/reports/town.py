"""The town's villages side by side: totals in alphabetical order, for the town administrator.

No rank, no score, no colour, and nobody of a village: each village is measured inside itself, and its totals come out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.admin.sheets import chunks
from hub.centre.situation import in_village
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.gate import without_village
from hub.kernel.models import Village
from hub.people.keys import syllables_of
from hub.reports.figures import told
from hub.reports.locking import frozen, lock_of
from hub.reports.months import Month
from hub.reports.report import Report, measure
from hub.reports.span import Span
from hub.reports.words import WORDS, tell
from hub.reports.workbook import CELL, XLSX, Sheets, amount, cell
from hub.web.deeds import permitted

blueprint = Blueprint("town_reports", __name__, url_prefix="/town/month")
MANAGE = "villages.manage"
A_PAGE = 20  # villages; each is measured anew


@dataclass(frozen=True, slots=True)
class VillageMonth:
    """A village's month: its totals, and whether its figures still change."""

    name: str
    town: str
    report: Report
    locked: bool


def villages() -> list[tuple[int, str, str]]:
    """Id, name and town of the villages in use, as a dictionary orders them."""
    rows = db.session.execute(select(Village.id, Village.name, Village.town).where(Village.active)).all()
    found = [(id, name, town) for id, name, town in rows]
    return sorted(found, key=lambda one: (syllables_of(one[1]), syllables_of(one[2]), one[0]))


def months_of(
    some: Sequence[tuple[int, str, str]], asked: str, *, brief: bool = False
) -> Iterator[VillageMonth]:  # fmt: skip
    """The villages' months, one after another; a locked one as it was locked. `brief`: without what only the workbook
    tells, which is read out of the visits themselves."""
    for id, name, town in some:
        with in_village(current_app, id):
            month = Month.named(asked)
            lock = lock_of(month)
            report = frozen(lock) if lock else measure(Span(month, brief=brief, with_rows=False))
        yield VillageMonth(name, town, report, lock is not None)


def _month() -> Month:
    """The month asked for, by the hub's own calendar: there is no village here."""
    return Month.named(request.args.get("month"))


@blueprint.get("", strict_slashes=False)
@without_village
@permitted(MANAGE)
def month() -> str:
    """One month of the villages, side by side."""
    asked, every = _month(), villages()
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
    lines = [tell(line) for line in one.report.lines]
    state = _("已锁定") if one.locked else _("未锁定")
    return [one.name, *(f"{line.figure} {line.unit}" for line in lines), f"{one.report.heads:,}", state]


@blueprint.get("/villages.xlsx")
@without_village
@permitted(MANAGE)
def workbook() -> ResponseReturnValue:
    """All villages in one workbook, written village by village."""
    asked = _month()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was sent
    sheets = Sheets(file)
    title = f"{_('各村月报')} {asked.name}"
    lines = sheets.begin(
        _("五常三聚"), title,
        [_("乡镇"), _("村"), _("指标"), _("数值"), _("分子"), _("分母"), _("缺记天数"), _("补录"), _("状态")],
        [14, 16, 14, 22, 16, 16, 10, 10, 12],
    )  # fmt: skip
    rooms = sheets.begin(
        _("各室来访"),
        title,
        [_("乡镇"), _("村"), _("功能室"), _("人次"), _("来访次数")],
        [14, 16, 24, 12, 12],
    )
    for one in months_of(villages(), asked.name):
        lines.write(_indicator_rows(one))
        rooms.write(_room_rows(one))
    sheets.close()
    file.seek(0)
    response = Response(chunks(file), content_type=XLSX)
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(title)}.xlsx"
    return response


def _indicator_rows(one: VillageMonth) -> Iterator[list[CELL]]:
    state = _("已锁定") if one.locked else _("未锁定")
    for line in one.report.lines:
        words = tell(line)
        late = f"{line.late.part}/{line.late.whole}" if line.late else "—"
        figures = (f"{words.figure} {words.unit}".strip(), words.part, words.whole)
        yield [one.town, one.name, words.label, *map(amount, figures), line.missing, late, state]


def _room_rows(one: VillageMonth) -> Iterator[list[CELL]]:
    for room in one.report.rooms:
        heads, visits = (
            cell(told(number, discreet=room.confidential), number) for number in (room.heads, room.visits)
        )
        yield [one.town, one.name, room.name, heads, visits]
