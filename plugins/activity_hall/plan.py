"""The week and the month at a glance, the notice of the week, and the calendar file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response
from flask import request as asked

from hub.kits.booking import WEEKDAYS, calendar_file
from hub.room import Pages, _, here

from . import schedule
from .halls import all_halls
from .models import Hall
from .words import DAY_KINDS, PARTS, STATES, TONES

plan = Pages()
WEEK = timedelta(days=7)


@plan.get("week", permission="view", template="activity_hall/week.html")
def week() -> dict[str, Any]:
    """Seven days, each with morning, afternoon and evening; of one hall, or of all."""
    hall, monday = _hall(), schedule.monday_of(asked.args.get("from"))
    return {
        "days": schedule.week(monday, hall), "monday": monday, "sunday": monday + timedelta(days=6),
        "before": (monday - WEEK).isoformat(), "after": (monday + WEEK).isoformat(), "parts": PARTS,
        "month": f"{monday:%Y-%m}", **_look(hall),
    }  # fmt: skip


@plan.get("month", permission="view", template="activity_hall/month.html")
def month() -> dict[str, Any]:
    """The weeks of a month."""
    hall, first = _hall(), schedule.month_of(asked.args.get("month"))
    after = (first + timedelta(days=31)).replace(day=1)
    return {
        "weeks": schedule.month(first, hall), "first": first, "before": f"{first - timedelta(days=1):%Y-%m}",
        "after": f"{after:%Y-%m}", **_look(hall),
    }  # fmt: skip


@plan.get("notice", permission="view", template="activity_hall/notice.html")
def notice() -> dict[str, Any]:
    """The week's events for the wall: when, where, what, which group. Nobody's name."""
    monday = schedule.monday_of(asked.args.get("from"))
    events = schedule.public_week(monday)
    by_day = {monday + timedelta(days=place): [] for place in range(7)}  # type: ignore[var-annotated]
    for event in events:
        by_day[event.starts_at.astimezone(here.tz).date()].append(event)
    return {
        "by_day": by_day, "monday": monday, "sunday": monday + timedelta(days=6), "pages": plan,
        "before": (monday - WEEK).isoformat(), "after": (monday + WEEK).isoformat(), "weekdays": WEEKDAYS,
        "any": bool(events), "phone": here.village.phone,
    }  # fmt: skip


@plan.get("calendar", permission="view", url="/calendar.ics")
def calendar() -> Response:
    """The same week as an iCalendar file."""
    monday = schedule.monday_of(asked.args.get("from"))
    name = _("%(village)s活动安排", village=here.village.name)
    content = calendar_file(name, schedule.entries(schedule.public_week(monday)))
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", filename=f"events-{monday}.ics")
    return answer


def _hall() -> Hall | None:
    """The hall that the address names, or the only one there is."""
    halls = all_halls()
    if len(halls) == 1:
        return halls[0]
    return next((hall for hall in halls if str(hall.id) == asked.args.get("hall")), None)


def _look(hall: Hall | None) -> dict[str, Any]:
    return {
        "hall": hall, "halls": all_halls(), "pages": plan, "today": here.today, "weekdays": WEEKDAYS,
        "day_kinds": DAY_KINDS, "states": STATES, "tones": TONES,
    }  # fmt: skip
