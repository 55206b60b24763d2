"""Who is on duty, and the hours that volunteers give, for rooms that somebody looks after.

The kit has no tables. A room mixes `ShiftColumns`, and where it wants them `HoursColumns`, into models of its own, with
`shift_keys()` and `hours_keys(Shift)` in their `__table_args__`, and mounts the pages that are ready::

    roster = Roster(Duty, ROOM)
    volunteering = Volunteering(Hours, ROOM, points_an_hour=lambda: policy().points)
    rota = duty_pages(roster, volunteering)            # week to see and print, plan, hand over, sign on and off, 补录
    hours = hours_pages(volunteering, roster)          # claim, verify, refuse

In hooks.py: `pages()` answers `rota` and `hours`, `todo_items()` `TodoSource("duty", duty_todos(roster, rota))`,
`personal_data()` `shift_data(Duty)`, `retention()` `shift_retention(Duty)`, `indicator_facts()`
`IndicatorFact("duty_minutes", duty_minutes(Duty))`. In room.toml: a permission `duty`, and `verify` for hours.

Nobody is on duty twice at once in a room: whoever plans holds the room's row. Somebody else than who wrote hours down
or did them verifies, the database makes sure. Verified hours of a resident are posted to the hub's own points ledger,
once, when the village gives points for them; nothing here asks for the points shop. Nothing commits but the pages.
"""

from hub.kits.roster.columns import (
    HoursColumns,
    PersonColumns,
    ShiftColumns,
    hours_keys,
    person_keys,
    shift_keys,
)
from hub.kits.roster.demo import fill_shifts, some_residents
from hub.kits.roster.duty import Roster, covered, local_span
from hub.kits.roster.figures import duty_minutes, hours_of, percent_of, volunteer_minutes
from hub.kits.roster.forget import hours_data, hours_retention, shift_data, shift_retention, unlink
from hub.kits.roster.hours import Volunteering
from hub.kits.roster.lists import hours_actions, hours_columns, shift_columns
from hub.kits.roster.pages import claim_shift, duty_pages, hours_pages
from hub.kits.roster.people import Person, person_of, shown_name, workers
from hub.kits.roster.todos import duty_todos, hours_todos
from hub.kits.roster.words import hours_words, shift_words, state_of

__all__ = [
    "HoursColumns",
    "Person",
    "PersonColumns",
    "Roster",
    "ShiftColumns",
    "Volunteering",
    "claim_shift",
    "covered",
    "duty_minutes",
    "duty_pages",
    "duty_todos",
    "fill_shifts",
    "hours_actions",
    "hours_columns",
    "hours_data",
    "hours_keys",
    "hours_of",
    "hours_pages",
    "hours_retention",
    "hours_todos",
    "hours_words",
    "local_span",
    "percent_of",
    "person_keys",
    "person_of",
    "shift_columns",
    "shift_data",
    "shift_keys",
    "shift_retention",
    "shift_words",
    "shown_name",
    "some_residents",
    "state_of",
    "unlink",
    "volunteer_minutes",
    "workers",
]
