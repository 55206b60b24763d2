"""The village's settings: facts, seasons, holidays. For the secretary."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, TypeVar

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.villages.calendar import load_year
from hub.villages.forms import CalendarDayForm, SeasonForm, VillageForm
from hub.villages.models import CalendarDay, Season
from hub.villages.services import season_problem
from hub.villages.tabs import setting_tabs
from hub.web.deeds import Done, deed, form_page, permitted
from hub.web.forms import Form

blueprint = Blueprint("villages", __name__)
SETTINGS = "village.settings"
NUMBER = "<int(max=2147483647):id>"
YEARS = range(2004, 2101)
Row = TypeVar("Row", Season, CalendarDay)


@blueprint.route("/settings", methods=["GET", "POST"])
@permitted(SETTINGS)
def settings() -> ResponseReturnValue:
    """What the village says about itself."""

    def save(form: VillageForm) -> Done:
        for name, value in form.facts.items():
            setattr(here.village, name, value)
        return Done(_("设置已保存。"))

    return form_page(
        VillageForm, save, title=_("设置"), submit=_("保存"), home=url_for("villages.settings"),
        template="villages/form.html", prepare=lambda form: form.show(here.village), context=_tabs,
    )  # fmt: skip


@blueprint.get("/settings/seasons")
@permitted(SETTINGS)
def seasons() -> str:
    """The hours of the year."""
    rows = db.session.scalars(select(Season).order_by(Season.starts_month, Season.starts_day)).all()
    return render_template("villages/seasons.html", seasons=rows, tabs=setting_tabs())


@blueprint.route("/settings/seasons/new", methods=["GET", "POST"])
@permitted(SETTINGS)
def new_season() -> ResponseReturnValue:
    return form_page(
        SeasonForm,
        partial(_save_season, row=None),
        title=_("新增季节"),
        submit=_("新增"),
        home=url_for("villages.seasons"),
    )


@blueprint.route(f"/settings/seasons/{NUMBER}", methods=["GET", "POST"])
@permitted(SETTINGS)
def edit_season(id: int) -> ResponseReturnValue:
    row = _row(Season, id)
    return form_page(
        SeasonForm, partial(_save_season, row=row), title=row.name, submit=_("保存"), home=url_for("villages.seasons"),
        template="villages/edit.html", prepare=partial(_show, row=row),
        context=lambda: {"delete_url": url_for("villages.delete_season", id=id),
                         "delete_confirm": _("删除后，这段时间按上一个季节的钟点开门。确定删除吗？")},
    )  # fmt: skip


@blueprint.post(f"/settings/seasons/{NUMBER}/delete")
@permitted(SETTINGS)
def delete_season(id: int) -> ResponseReturnValue:
    return _delete(_row(Season, id), url_for("villages.seasons"))


@blueprint.get("/settings/calendar")
@permitted(SETTINGS)
def calendar() -> str:
    """The holidays and moved working days of one year."""
    year = request.args.get("year", here.today.year, type=int)
    year = year if year in YEARS else here.today.year
    of_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    days = db.session.scalars(select(CalendarDay).where(of_year).order_by(CalendarDay.day)).all()
    return render_template("villages/calendar.html", days=days, year=year, years=YEARS, tabs=setting_tabs())


@blueprint.post("/settings/calendar/load/<int(max=9999):year>")
@permitted(SETTINGS)
def load_holidays(year: int) -> ResponseReturnValue:
    """Take over the holidays the State Council has announced."""
    home = url_for("villages.calendar", year=year)

    def load() -> Done:
        added, kept = load_year(year)
        if not added:
            return Done(_("%(year)s 年的放假安排早已载入，没有改动。", year=year), home)
        return Done(_("载入 %(added)s 天；原有的 %(kept)s 天没有改动。", added=added, kept=kept), home)

    return deed(load, home)


@blueprint.route("/settings/calendar/new", methods=["GET", "POST"])
@permitted(SETTINGS)
def new_day() -> ResponseReturnValue:
    return form_page(
        CalendarDayForm,
        partial(_save_day, row=None),
        title=_("新增一天"),
        submit=_("新增"),
        home=url_for("villages.calendar"),
    )


@blueprint.route(f"/settings/calendar/{NUMBER}", methods=["GET", "POST"])
@permitted(SETTINGS)
def edit_day(id: int) -> ResponseReturnValue:
    row = _row(CalendarDay, id)
    return form_page(
        CalendarDayForm, partial(_save_day, row=row), title=row.name or _("假期和调休"), submit=_("保存"),
        home=url_for("villages.calendar", year=row.day.year), template="villages/edit.html",
        prepare=partial(_show, row=row), context=lambda: {"delete_url": url_for("villages.delete_day", id=id)},
    )  # fmt: skip


@blueprint.post(f"/settings/calendar/{NUMBER}/delete")
@permitted(SETTINGS)
def delete_day(id: int) -> ResponseReturnValue:
    row = _row(CalendarDay, id)
    return _delete(row, url_for("villages.calendar", year=row.day.year))


def _save_season(form: SeasonForm, row: Season | None) -> Done:
    others = [season for season in db.session.scalars(select(Season)) if season is not row]
    problem = season_problem(form.starts_month.data, form.starts_day.data, others)
    if problem:
        raise Refused(problem, "starts_day")
    _save(form, row or Season())
    return Done(_("已保存：%(name)s", name=form.name.data))


def _save_day(form: CalendarDayForm, row: CalendarDay | None) -> Done:
    same = db.session.scalars(select(CalendarDay).where(CalendarDay.day == form.day.data)).first()
    if same is not None and same is not row:
        raise Refused(_("这一天已经在列表里，请改那一条。"), "day")
    _save(form, row or CalendarDay())
    return Done(_("已保存。"), url_for("villages.calendar", year=form.day.data.year))


def _save(form: Form, row: Season | CalendarDay) -> None:
    form.populate_obj(row)
    db.session.add(row)
    db.session.flush()


def _delete(row: Season | CalendarDay, home: str) -> ResponseReturnValue:
    def delete() -> Done:
        db.session.delete(row)
        return Done(_("已删除。"), home)

    return deed(delete, home, confirm=_("真的要删除吗？删除以后不能恢复。"), submit=_("删除"))


def _show(form: Form, row: Any) -> None:
    form.process(request.form if request.method == "POST" else None, obj=row)


def _row(model: type[Row], id: int) -> Row:
    found = db.session.scalars(select(model).where(model.id == id)).first()
    if found is None:
        abort(404)
    return found


def _tabs() -> dict[str, Any]:
    return {"tabs": setting_tabs()}
