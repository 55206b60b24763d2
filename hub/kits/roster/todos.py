"""What a roster leaves to be done: nobody came, nobody signed off, hours that wait for a second person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hub.kits.roster.duty import Roster
from hub.kits.roster.hours import Volunteering
from hub.kits.roster.words import STATES, hours_words, shift_words, state_of
from hub.room import Pages, Todo, _l, db, here, in_brackets, join_words, mask_name, short_day

BACK = timedelta(days=7)
MOST = 20


def duty_todos(roster: Roster[Any], pages: Pages) -> Callable[[], Iterable[Todo]]:
    """Shifts of this week in which nobody signed on, or off."""

    def fetch() -> Iterable[Todo]:
        told = 0
        for row in roster.between(here.today - BACK, here.today):
            state = state_of(row)
            if state not in ("missing", "open") or told == MOST:
                continue
            told += 1
            over = row.ends_at <= here.now
            url = (
                pages.url("enter_shift", shift=row.id)
                if over
                else pages.url("rota", week=row.day.isoformat())
            )
            yield Todo(
                STATES[state], mask_name(row.person), in_brackets(shift_words(row), row.duty) if row.duty else
                shift_words(row), url, _l("补录") if over else _l("看值班表"),
                tone="warn" if state == "missing" and not over else "gold", due=row.day,
            )  # fmt: skip

    return fetch


def hours_todos(volunteering: Volunteering[Any], url: Callable[[], str]) -> Callable[[], Iterable[Todo]]:
    """Hours that wait for a second person; not those one wrote down oneself. `url` is where they are listed."""

    def fetch() -> Iterable[Todo]:
        hours = volunteering.hours
        waiting = (
            select(hours).where(hours.state == "claimed").order_by(hours.claimed_at, hours.id).limit(MOST)
        )
        for row in db.session.scalars(waiting):
            if volunteering.may_settle(row):
                sub = join_words((short_day(row.day), hours_words(row.minutes), row.what))
                yield Todo(_l("时数待核实"), mask_name(row.person), sub, url(), _l("核实"))

    return fetch
