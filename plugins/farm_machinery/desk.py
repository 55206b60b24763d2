"""The pages at the counter: the calendar, quote, request, approve, cancel, the slip."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import abort
from flask import request as web
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import Done, Pages, _, _l, db, here, mask_name, mask_person

from . import board, drawing, renting
from . import weeks as season
from .fitting import days_words, fit_quote, fit_request
from .forms import QuoteForm, RequestForm, WhyForm
from .handing import looks
from .models import Rental
from .settling import bill_of
from .words import RENTAL_STATES, RENTAL_TONES, WAYS, WEEKDAYS

ID = "int(max=2147483647)"
RENTAL = f"/rental/<{ID}:rental>"
desk = Pages()


def find(rental_id: int) -> Rental:
    """A rental with its machine and renter, to be looked at."""
    row = db.session.scalars(
        select(Rental)
        .where(Rental.id == rental_id)
        .options(joinedload(Rental.machine), joinedload(Rental.renter))
    ).one_or_none()
    if row is None:
        abort(404)
    return row


def _paper_days(row: Rental) -> str:
    """2026-11-23至2026-11-25，3 天: on paper 今天 says nothing"""
    first, last = row.span.first_day, row.span.last_day
    days = first.isoformat() if first == last else _("%(first)s至%(last)s", first=first, last=last)
    return _("%(days)s，%(n)s 天", days=days, n=row.days)


def _paper_moment(at: datetime) -> str:
    return f"{at.astimezone(here.tz):%Y-%m-%d %H:%M}"


def facts_of(rental: int) -> dict[str, Any]:
    """What stands above the forms about a rental."""
    row = find(rental)
    return {"row": row, "who": who(row), "days": days_words(row)}


def who(row: Rental) -> str:
    """王*"""
    return mask_name(row.renter.name if row.renter else None)


@desk.get("calendar", permission="view", template="farm_machinery/calendar.html")
def calendar() -> dict[str, Any]:
    """Machine by day, two weeks at a time."""
    first = board.first_day_of(web.args.get("from"))
    step = timedelta(days=board.DAYS)
    to_rental = desk.url("rental", rental=0).removesuffix("0")
    pen = drawing.Pen(here.today, to_rental, desk.url("request"), here.can("farm_machinery.rent"))
    return {
        "rows": board.board(first), "draw": pen.row, "legend": board.legend(), "first": first,
        "days": [first + timedelta(days=place) for place in range(board.DAYS)], "today": here.today,
        "before": (first - step).isoformat(), "after": (first + step).isoformat(), "pages": desk,
        "weekdays": WEEKDAYS,
    }  # fmt: skip


@desk.get("weeks", permission="view", url="/calendar/season", template="farm_machinery/weeks.html")
def weeks() -> dict[str, Any]:
    """Machine by week, a season at a time."""
    first = board.first_day_of(web.args.get("from"))
    step = timedelta(weeks=season.WEEKS)
    brush = season.Brush(first, here.today, desk.url("calendar", **{"from": ""}))
    return {
        "rows": season.season(first), "draw": brush.row, "legend": season.legend(), "first": first,
        "mondays": brush.mondays, "last": first + step - timedelta(days=1), "today": here.today,
        "before": (first - step).isoformat(), "after": (first + step).isoformat(), "pages": desk,
    }  # fmt: skip


@desk.action(
    "quote", form=QuoteForm, permission="rent", title=_l("报价"), submit=_l("去登记"),
    template="farm_machinery/quote.html", prepare=fit_quote,
)  # fmt: skip
def quote(form: QuoteForm) -> Done:
    asked = {"first_day": form.first_day.data.isoformat(), "last_day": form.last_day.data.isoformat()}
    what = _("报价：%(machine)s", machine=form.machine.data.title)
    return Done(what, to=desk.url("request", machine=form.machine.data.id, **asked))


@desk.action(
    "request", form=RequestForm, permission="rent", title=_l("登记租用"), submit=_l("登记"),
    template="farm_machinery/request.html", prepare=fit_request,
)  # fmt: skip
def request(form: RequestForm) -> Done:
    row = renting.request(
        form.machine.data.id, form.renter.data, form.first_day.data, form.last_day.data,
        points_days=(form.points_days.data or 0) if "points_days" in form else 0,
        approve="approve" in form and form.approve.data,
    )  # fmt: skip
    facts = {"machine": row.machine.title, "who": who(row), "days": days_words(row)}
    if row.state == "approved":
        sentence = _("已登记并批准：%(machine)s，%(who)s，%(days)s", **facts)
    else:
        sentence = _("已登记：%(machine)s，%(who)s，%(days)s，等批准", **facts)
    return Done(sentence, to=desk.url("rental", rental=row.id))


@desk.post("approve", permission="approve", url=f"{RENTAL}/approve")
def approve(rental: int) -> Done:
    row = renting.approve(rental)
    facts = {"machine": row.machine.title, "who": who(row), "days": days_words(row)}
    return Done(_("已批准：%(machine)s，%(who)s，%(days)s", **facts))


@desk.action(
    "cancel", form=WhyForm, permission="rent", title=_l("取消租用"), submit=_l("取消租用"), url=f"{RENTAL}/cancel",
    template="farm_machinery/about.html", context=facts_of,
)  # fmt: skip
def cancel(form: WhyForm, rental: int) -> Done:
    row = renting.cancel(rental, form.why.data)
    return Done(_("已取消：%(machine)s，%(days)s 空出来了", machine=row.machine.title, days=days_words(row)))


@desk.get("rental", permission="rent", url=RENTAL, template="farm_machinery/slip.html")
def rental(rental: int) -> dict[str, Any]:
    """租赁单: what was agreed on, how far it is, what comes next; printed, it is signed by both."""
    row = find(rental)
    bill = bill_of(row) if row.ended_at is not None and row.state != "settled" else None
    return {
        "row": row, "who": mask_person(row.renter.name, row.renter.phone) if row.renter else "—",
        "looks": looks(row.id), "bill": bill, "lapsed": renting.lapsed(row), "days": _paper_days(row),
        "with_points": row.points_days > 0 or bool(row.points_spent), "pages": desk,
        "state": RENTAL_STATES[row.state], "tone": RENTAL_TONES[row.state], "ways": WAYS, "moment": _paper_moment,
    }  # fmt: skip
