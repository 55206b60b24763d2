"""The page of the report's template: download it, change it in Word, send it back; a bad one is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import url_for

from hub.centre.rooms import lock_village
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.papers import check_template
from hub.reports import paper
from hub.reports.models import ReportTemplate
from hub.reports.months import Month
from hub.reports.shown import ShownMonth
from hub.web.deeds import Done
from hub.web.files import TemplateForm, WordField


def keep(form: TemplateForm) -> Done:
    """Take a template in. Raises Refused when it cannot be used."""
    field: WordField = form.file
    check_template(field.data, _sample())
    lock_village()
    row = paper.template_of_village()
    if row is None:
        row = ReportTemplate()
        db.session.add(row)
    row.name, row.content, row.size = field.filename, field.data, len(field.data)
    row.uploaded_at, row.uploaded_by_id = here.now, here.user.id if here.user else None
    db.session.flush()
    return Done(_("模板已换好，以后的 Word 月报都用它。"))


def drop() -> Done:
    """Go back to the hub's own template. Raises Refused when it is in use already."""
    lock_village()
    row = paper.template_of_village()
    if row is None:
        raise Refused(_("现在用的就是系统自带的模板。"))
    db.session.delete(row)
    return Done(_("已换回系统自带的模板。"))


def _sample() -> dict[str, Any]:
    """Every field with something in it, so that a name that is wrong anywhere in a template is found."""
    values = paper.values_of(ShownMonth(Month.present()))
    thing, changed = {"项目": "1", "内容": "1"}, {"项目": "1", "锁定时": "1", "现在": "2"}
    for line in values["指标"]:
        line["明细"], line["变动"] = [thing], [changed]
    room = dict.fromkeys(("名称", "人次", "次数", "天数", "补录"), "1")
    values["功能室"] = [room | {"数字": [thing], "变动": [changed]}]
    values["每天"] = [{"日期": date(2025, 1, 1).isoformat(), "人次": 1}]
    return values


def context() -> dict[str, Any]:
    return {"own": paper.template_of_village(), "names": paper.names()}


def home() -> str:
    return url_for("reports.template")
