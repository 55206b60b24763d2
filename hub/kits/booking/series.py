"""A row of occurrences, each of them checked: which can be had, which cannot and why; those that cannot are left out
by whoever asked, and never silently."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.kits.booking.calendar import Calendar, Wish
from hub.kits.booking.repeats import day_list
from hub.kits.booking.taken import Block
from hub.room import Refused, _


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time of something that repeats; `why` says why it cannot be, and is empty for one that can. `left_out`: who
    asked does without it."""

    wish: Wish
    why: str = ""
    left_out: bool = False

    @property
    def day(self) -> date:
        return self.wish.span.first_day

    @property
    def stands(self) -> bool:
        """Whether it is to be booked."""
        return not self.left_out and not self.why


class DatesTaken(Refused):
    """Some occurrences cannot be had. `occurrences` are all of them, so that a page can list them to be left out."""

    def __init__(self, occurrences: Sequence[Occurrence], field: str) -> None:
        self.occurrences = occurrences
        taken = self.taken
        sentence = _(
            "%(n)s 场当中有 %(taken)s 场办不了：%(days)s。可以勾选跳过这几天，或者改时间。",
            n=len(occurrences), taken=len(taken), days=day_list(one.day for one in taken),
        )  # fmt: skip
        super().__init__(sentence, field)

    @property
    def taken(self) -> list[Occurrence]:
        return [one for one in self.occurrences if one.why and not one.left_out]


def look_at_each(
    calendar: Calendar[Any, Any],
    thing_id: int,
    wishes: Sequence[Wish],
    *,
    leave_out: Collection[date] = (),
    blocks: Sequence[Block] = (),
    apart_from: Collection[Any] = (),
) -> list[Occurrence]:
    """Every occurrence on its own; in one query, however many there are."""
    wanted = [wish for wish in wishes if wish.span.first_day not in leave_out]
    why = dict(calendar.check_each(thing_id, wanted, blocks=blocks, apart_from=apart_from))
    return [Occurrence(wish, why.get(wish, ""), wish.span.first_day in leave_out) for wish in wishes]


def those_that_stand(occurrences: Iterable[Occurrence], field: str = "leave_out") -> list[Wish]:
    """What is to be booked. Raises DatesTaken as long as one cannot be had that nobody left out, and Refused where
    none remains; `field` is the form's field that the sentence stands beside."""
    occurrences = list(occurrences)
    if any(one.why and not one.left_out for one in occurrences):
        raise DatesTaken(occurrences, field)
    standing = [one.wish for one in occurrences if one.stands]
    if not standing:
        raise Refused(_("所有日期都跳过了，一场也没有留下。"), field)
    return standing
