"""分事项统计: one month by item, to be printed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from flask import request as web
from sqlalchemy import case, func, select

from hub.kits.casework import (
    resolved_between,
)
from hub.room import (
    Pages,
    Period,
    _,
    db,
    here,
    short_day,
)

from .models import Item, Request
from .words import CATEGORIES

monthly = Pages()


@monthly.get("by_item", permission="view", template="service_hall/by_item.html")
def by_item() -> dict[str, Any]:
    """One month by item, to be printed: accepted, settled, refused, on time."""
    first, last = _month(web.args.get("month", ""))
    edges = [datetime.combine(day, time.min, here.tz) for day in (first, last + timedelta(days=1))]
    period = Period(first, last, edges[0], edges[1])
    of_month = Request.numbered_on.between(first, last)
    resolved = resolved_between(Request, period)
    rows = db.session.execute(
        select(
            Item.id, Item.name, Item.category,
            func.count(case((of_month, 1))),
            func.count(case((resolved & (Request.refusals == 0), 1))),
            func.count(case((resolved & (Request.refusals == 1), 1))),
        )
        .join(Request, Request.item_id == Item.id)
        .where(of_month | resolved)
        .group_by(Item.id, Item.name, Item.category)
        .order_by(Item.category, Item.name)
        .limit(300)
    ).all()  # fmt: skip
    table = [[name, CATEGORIES[category], *numbers] for _id, name, category, *numbers in rows]
    before, after = first - timedelta(days=1), last + timedelta(days=1)
    return {
        "title": _("%(year)s年%(month)s月分事项", year=first.year, month=first.month),
        "rows": table, "totals": [sum(row[place] for row in table) for place in (2, 3, 4)],
        "before": f"{before:%Y-%m}" if before.year > 2000 else "",
        "after": f"{after:%Y-%m}" if after <= here.today else "",
        "when": _("统计到%(day)s", day=short_day(min(last, here.today))),
    }  # fmt: skip


def _month(text: str) -> tuple[date, date]:
    """The days of a month that an address names (2025-11); what is none, or to come, is this one."""
    today = here.today
    try:
        first = date.fromisoformat(f"{text}-01") if len(text) == 7 else today.replace(day=1)
    except ValueError:
        first = today.replace(day=1)
    if not date(2000, 1, 1) <= first <= today:
        first = today.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
