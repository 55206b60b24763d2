"""A room's page: today in it, what is done there, its records, its facts, its month."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import request, url_for
from markupsafe import Markup
from sqlalchemy import select

from hub.admin.tabs import FACTS, MONTH, Tab, lists_of, tabs_beside, tabs_of
from hub.centre.doors import gate_action
from hub.centre.models import Equipment
from hub.centre.status import RoomStatus, statuses
from hub.home.listed import Listed, beginning
from hub.home.today import heads_today
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.sources import Owner, ask
from hub.reports import charts, figures
from hub.reports.months import Month
from hub.reports.span import Span
from hub.text import clock_time, join_words
from hub.villages.hours import Timetable
from hub.visits import services
from hub.visits.pad import BUTTONS
from hub.web.buttons import Button


@dataclass(frozen=True, slots=True)
class Head:
    """The top of the page, as the macro `room_head` takes it."""

    name: str
    icon: str
    subtitle: str
    state: str
    tone: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A piece of equipment, as the macro `equipment` takes it."""

    name: str
    tone: str
    note: str


class RoomPage:
    """Everything that the page of one room shows; what a tab does not show is not asked for."""

    buttons = BUTTONS

    def __init__(self, owner: Owner, tab: str) -> None:
        self.owner = owner
        self.room = here.room(owner.key)
        self.url = url_for("home.room_page", room=owner.key)
        self._lists = lists_of(owner.key)
        shown = (FACTS, MONTH) if owner.may("view") else (FACTS,)
        self.tab = tab if tab in shown else "" if self._lists else FACTS
        self.may_record = here.can("visits.record") and owner.may("record")
        self.token = services.new_token()

    @cached_property
    def status(self) -> RoomStatus:
        return statuses()[self.room.key]

    @property
    def head(self) -> Head:
        parts = [self.hours]
        if self.owner.may("view") or self.may_record:
            parts.append(_("今日 %(n)s 人次", n=heads_today().get(self.room.id, 0)))
        return Head(self.room.name, self.room.icon, " · ".join(parts), self.status.text, self.status.tone)

    @property
    def gate(self) -> Button | None:
        """开门 or 关门, for those who may."""
        return gate_action(self.room, self.status)

    @cached_property
    def hours(self) -> str:
        """Today's hours in words."""
        if self.room.hours == "always":
            return _("24 小时")
        hours = Timetable.of_days(here.today, here.today).hours(self.room, here.today)
        return join_words(f"{clock_time(start)}—{clock_time(end)}" for start, end in hours) or _("今天不开")

    @cached_property
    def inside(self) -> int:
        return services.inside([self.room])[self.room.id]

    @property
    def inside_words(self) -> str:
        most = self.room.refuse_above
        if most:
            return _("现在 %(n)s/%(most)s 人", n=self.inside, most=most)
        return _("现在 %(n)s 人", n=self.inside)

    @property
    def quick(self) -> list[Button]:
        """The room's large buttons that the user may press."""
        return [
            Button(str(action.label), url_for(f"{self.owner.key}.{action.page}"))
            for action in self.owner.declared.quick_actions
            if self.owner.may(action.permission)
        ]

    @property
    def tabs(self) -> list[Tab]:
        counted = ask(self.owner, "lists", lambda: tabs_of(self.owner.key))
        uncounted = [Tab(str(view.title), type(view).url(), False, None) for view in self._lists]
        tabs = [
            Tab(tab.label, tab.url if place else self.url, not place and not self.tab, tab.count)
            for place, tab in enumerate(uncounted if counted is None else counted)
        ]
        return tabs + tabs_beside(self.owner.key, self.tab)

    @property
    def listed(self) -> Listed | None:
        """The first of the room's lists; None when it cannot be read."""
        return ask(self.owner, "list", lambda: beginning(self._lists[0]))

    @property
    def facts(self) -> list[tuple[str, Any]]:
        return [
            (_("用途"), self.room.purpose),
            (_("主要用于"), self.room.used_for),
            (_("容量"), self._capacity),
            (_("今天开放"), self.hours),
            (_("一次来访按"), _("%(n)s 分钟计", n=self.room.stay_minutes)),
        ]

    @property
    def _capacity(self) -> str:
        warn, most = self.room.warn_above, self.room.refuse_above
        if warn and most:
            return _(
                "%(warn)s—%(most)s 人：超过 %(warn)s 人提醒，超过 %(most)s 人要写原因", warn=warn, most=most
            )
        if most:
            return _("%(most)s 人，超过要写原因", most=most)
        return _("超过 %(warn)s 人提醒", warn=warn) if warn else ""

    @property
    def equipment(self) -> list[Thing]:
        words = {"worn": (_("旧"), "gold"), "broken": (_("坏了"), "warn"), "away": (_("不在"), "off")}
        rows = db.session.scalars(
            select(Equipment).where(Equipment.room_id == self.room.id).order_by(Equipment.id)
        )
        things = []
        for row in rows:
            note, tone = words.get(row.condition, ("", "ok"))
            name = f"{row.name} × {row.quantity}" if row.quantity > 1 else row.name
            things.append(Thing(name, tone, note))
        return things

    @cached_property
    def month(self) -> Month:
        return Month.named(request.args.get("month"))

    def month_url(self, month: Month | None) -> str | None:
        return f"{self.url}?tab={MONTH}&month={month.name}" if month else None

    @cached_property
    def visits(self) -> figures.RoomVisits:
        return figures.visits_of(Span(self.month), self.room)

    @property
    def chart(self) -> Markup:
        return charts.bars_by_day(self.month, self.visits.by_day)

    @property
    def reported(self) -> list[figures.Reported]:
        return figures.reported(self.owner, self.month)
