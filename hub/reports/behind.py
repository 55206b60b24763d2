"""The rows behind a figure: the lists a click away, for those who may open them; of confidential rooms none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import url_for

from hub.i18n import _l
from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.kernel.sources import ask
from hub.reports.months import Month, period
from hub.reports.span import Span
from hub.text import in_brackets

_List = tuple[str, str, Any, str, dict[str, Any]]
_AT_THE_DOOR: _List = ("door_counts.index_view", "centre.open", _l("门口计数"), "day", {})
# What the core keeps itself: endpoint, permission, the name of its list, the filter of its days, its other filters.
_OWN: dict[str, _List] = {
    "door_open": ("openings.index_view", "centre.open", _l("开关门记录"), "opened_at", {"centre": "1"}),
    "rooms_used": ("visit_log.index_view", "visits.view", _l("来访"), "started_at", {}),
    "people_come": _AT_THE_DOOR,
    "popularity": _AT_THE_DOOR,
}
_FACTS = {
    "rooms_used": ("machine_days", "days_used"),
    "events_weeks": ("events",),
    "service_due": ("service_due", "duty_minutes"),
    "vitality": ("events", "volunteer_minutes"),
    "satisfaction": ("ratings", "opinions_due"),
}
_NAMES = {
    "machine_days": _l("租出"), "days_used": _l("使用"), "events": _l("活动"), "service_due": _l("到期的"),
    "duty_minutes": _l("值班"), "volunteer_minutes": _l("志愿服务"), "ratings": _l("评价"), "opinions_due": _l("意见"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rows:
    """A list that can be opened."""

    label: str
    url: str


def rows_behind(span: Span) -> dict[str, list[Rows]]:
    """The lists behind each line, by its code; none where no day of the month is over."""
    if not span.days:
        return {}
    return {code: [*_own(code, span.over), *_of_rooms(code, span)] for code in {**_OWN, **_FACTS}}


def _own(code: str, over: Period) -> Iterator[Rows]:
    if code in _OWN:
        endpoint, permission, label, days, more = _OWN[code]
        if here.can(permission):
            yield Rows(str(label), url_for(endpoint, **_between(days, over), **more))


def _between(name: str, over: Period) -> dict[str, Any]:
    return {f"{name}_from": over.first.isoformat(), f"{name}_to": over.last.isoformat()}


def rows_of_room(key: str, month: Month) -> str | None:
    """The visits of a room in a month, for those who may see them."""
    if key not in here.enabled_rooms or not here.can(f"{key}.view"):
        return None
    return url_for(f"{key}__visits.index_view", **_between("started_at", period(month.first, month.last)))


def _of_rooms(code: str, span: Span) -> Iterator[Rows]:
    seen = set()
    for owner, fact in span.declaring(*_FACTS.get(code, ())):
        is_on = not owner.is_room or owner.key in here.enabled_rooms
        if fact.rows is None or owner.confidential or not is_on or not owner.may(fact.permission):
            continue
        url = ask(owner, f"{fact.name} rows", partial(fact.rows, span.over))
        if isinstance(url, str) and url not in seen:
            seen.add(url)
            what = str(_NAMES[fact.name])
            yield Rows(in_brackets(owner.name, what) if owner.name else what, url)
