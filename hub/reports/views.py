"""月报 on the screen: a month's page, which prints, its files, its lock, and the template of its paper."""

from __future__ import annotations

import io

from flask import Blueprint, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from hub.i18n import _, _l, _lp
from hub.kernel.here import here
from hub.reports import charts, days, paper, templates
from hub.reports.behind import rows_behind, rows_of_room
from hub.reports.locking import lock_month
from hub.reports.months import Month
from hub.reports.shown import ShownMonth
from hub.reports.workbook import XLSX, month_workbook
from hub.reports.year import twelve_months
from hub.web.deeds import Done, deed, form_page, permitted
from hub.web.files import TemplateForm

blueprint = Blueprint("reports", __name__, url_prefix="/month")
SEE, MANAGE = "report.view", "report.manage"
COLUMNS = (
    (_lp("one", "功能室"), "main"),
    (_l("人次"), "num"),
    (_l("来访次数"), ""),
    (_l("用了几天"), ""),
    (_l("其中补录"), ""),
    (_l("每天"), "hide_phone"),
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _asked() -> ShownMonth:
    return ShownMonth(Month.named(request.values.get("month")))


@blueprint.get("", strict_slashes=False)
@permitted(SEE)
def month() -> str:
    """A month: its indicators, the visits by room and day, the rooms' own figures; it prints on A4."""
    shown = _asked()
    year = twelve_months(shown.month)
    return render_template(
        "reports/month.html",
        shown=shown,
        month=shown.month,
        behind=rows_behind(shown.span),
        rows_of_room=rows_of_room,
        year=year,
        by_day=charts.bars_by_day(shown.month, shown.days),
        by_room=charts.rooms_by_day(shown.month, shown.report.rooms),
        by_month=charts.bars_by_month(year),
        strip=charts.strip_of_days,
        columns=COLUMNS,
    )


@blueprint.get("/days")
@permitted(SEE)
def month_days() -> str:
    """A month by room and day, which costs next to nothing."""
    shown = Month.named(request.args.get("month"))
    rooms = days.of_rooms(shown, here.enabled_rooms.values())
    return render_template("reports/days.html", month=shown, rooms=rooms, days=days.over_rooms(rooms))


@blueprint.post("/lock")
@permitted(MANAGE)
def lock() -> ResponseReturnValue:
    """Lock a month for good."""
    shown = _asked()

    def do() -> Done:
        lock_month(shown.month)
        return Done(_("%(month)s的月报已锁定。", month=shown.title), to=shown.url)

    sentence = _(
        "锁定以后，%(month)s的数字保持现在的样子，不能再解锁；以后补录的，另作变动列在旁边。",
        month=shown.title,
    )
    return deed(
        do,
        shown.url,
        confirm=sentence,
        submit=_("锁定"),
        action=url_for("reports.lock", month=shown.month.name),
    )


@blueprint.get("/report.xlsx")
@permitted(SEE)
def workbook() -> ResponseReturnValue:
    """The month as a workbook."""
    shown = _asked()
    return _file(month_workbook(shown), XLSX, shown, "xlsx")


@blueprint.get("/report.docx")
@permitted(SEE)
def document() -> ResponseReturnValue:
    """The month as a Word file, from the village's template."""
    shown = _asked()
    return _file(paper.month_paper(shown), DOCX, shown, "docx")


def _file(content: bytes, kind: str, shown: ShownMonth, ending: str) -> ResponseReturnValue:
    name = f"{here.village.name}-{_('月报')}-{shown.month.name}.{ending}"
    return send_file(io.BytesIO(content), mimetype=kind, as_attachment=True, download_name=name, max_age=0)


@blueprint.route("/template", methods=["GET", "POST"])
@permitted(MANAGE)
def template() -> ResponseReturnValue:
    """Which template the Word file is made from, and sending another."""
    return form_page(
        TemplateForm, templates.keep, title=_("月报的 Word 模板"), submit=_("上传模板"),
        home=url_for("reports.template"), template="reports/template.html", context=templates.context,
    )  # fmt: skip


@blueprint.get("/template.docx")
@permitted(MANAGE)
def download_template() -> ResponseReturnValue:
    """The template in use, to be changed."""
    own = paper.template_of_village()
    content = own.content if own else paper.default_template()
    name = own.name if own else f"{_('月报模板')}.docx"
    return send_file(io.BytesIO(content), mimetype=DOCX, as_attachment=True, download_name=name, max_age=0)


@blueprint.post("/template/drop")
@permitted(MANAGE)
def drop_template() -> ResponseReturnValue:
    """Back to the hub's own template."""
    sentence = _("换回系统自带的模板，村里改过的模板会删掉；需要的话请先下载保存。")
    return deed(templates.drop, url_for("reports.template"), confirm=sentence, submit=_("换回"))
