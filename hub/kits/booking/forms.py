"""The fields with which something that repeats is asked for; the page is `kits/repeat.html`."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from hub.kits.booking.repeats import EVERY, MOST, WEEKDAYS, Repeat
from hub.kits.booking.series import DatesTaken, Occurrence
from hub.room import ChoiceField, CountField, DayField, Form, TickField, TicksField, _, _l, short_day


class LeaveOutField(TicksField):
    """Days to be left out: those that were listed because they cannot be had, and ticked."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        days = set()
        for text in valuelist[:MOST]:
            with suppress(ValueError):
                days.add(date.fromisoformat(str(text)[:10]))
        self.choices = [(day, day_name(day)) for day in sorted(days)]
        self.data = sorted(days)

    def list_days(self, occurrences: Iterable[Occurrence]) -> None:
        """Those that cannot be had, each with its reason, and those that were left out already."""
        self.choices = [
            (
                one.day,
                _("%(day)s：%(why)s", day=day_name(one.day), why=one.why) if one.why else day_name(one.day),
            )
            for one in occurrences
            if one.why or one.left_out
        ]


class RepeatForm(Form):
    """Something that may repeat. A room's form is made from it and has fields of its own."""

    every = ChoiceField(_l("重复"), choices={"once": _l("只这一次"), **EVERY}, default="once")
    until = DayField(
        _l("重复到哪一天"),
        required=False,
        marked=False,
        description=_l("和“一共几次”填一个就行；都填，先到先停"),
    )
    times = CountField(_l("一共几次"), min=1, max=MOST, required=False, marked=False)
    skip_holidays = TickField(_l("放假的日子不办"))
    skip_workdays = TickField(_l("调休上班的日子不办"))
    leave_out = LeaveOutField(_l("跳过这几天"))

    @property
    def repeat(self) -> Repeat | None:
        """The rule that was asked for; None for something that is once."""
        if self.every.data == "once":
            return None
        return Repeat(
            self.every.data, self.until.data, self.times.data, bool(self.skip_holidays.data),
            bool(self.skip_workdays.data),
        )  # fmt: skip

    def list_taken(self, refusal: DatesTaken) -> None:
        """Show which days cannot be had, to be ticked; called before the refusal goes on."""
        self.leave_out.list_days(refusal.occurrences)


def day_name(day: date) -> str:
    """12月6日 周六"""
    return f"{short_day(day)} {WEEKDAYS[day.weekday()]}"
