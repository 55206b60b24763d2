"""The calendar of a season: what a week tells, and that it is what the calendar by the day tells."""

from __future__ import annotations

import re

import pytest

from plugins.farm_machinery import upkeep
from plugins.farm_machinery.board import board, first_day_of
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    PLOUGH,
    SPRAYER,
    WANG,
    ask,
    back,
    machine,
    out,
    settle,
    the_village,
    there,
)
from plugins.farm_machinery.weeks import season
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("clock")]
ROOM = "/rooms/farm_machinery"


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["farm_machinery"])


def _weeks(page: str, number: str) -> list[list[str]]:
    """The strips of a machine, week by week: look and days of each piece."""
    row = next(part for part in page.split("<tr") if f">{number}<" in part)
    return [
        [f"{look} {days}" for look, days in re.findall(r'<i class="(\w+) w(\d)">', cell)]
        for cell in row.split("<td")[1:]
    ]


class TestTheSeason:
    def test_a_week_says_how_many_days_are_taken_and_free_and_names_nobody(self, app, keeper):
        with there(app):
            out(ask(SPRAYER, days=2))
            ask(PLOUGH, AILI, first=1, days=2)
            upkeep.report(machine("N-02").id, "喷头堵了")
        page = keeper.get(f"{ROOM}/calendar/season").text
        # From the Monday of this week: three days are past; the plough is cleaned on the day after.
        sprayer = _weeks(page, SPRAYER)
        assert sprayer[0] == ["past 3", "out 2", "free 2"]
        assert sprayer[1] == ["free 7"]
        assert _weeks(page, PLOUGH)[0] == ["past 3", "free 1", "kept 2", "gap 1"]
        assert _weeks(page, "N-02")[1] == ["shut 7"]
        assert len(sprayer) == 13
        assert "用 2 天" in page
        for name in (WANG, "王*", "艾力*"):
            assert name not in page
        assert f"{ROOM}/calendar?from=2025-11-24" in page

    def test_it_tells_the_same_as_the_calendar_by_the_day(self, app):
        with there(app):
            settle(back(out(ask(SPRAYER, days=3))))
            ask(PLOUGH, AILI, first=1, days=2)
            out(ask("N-02", LI, days=2))
            upkeep.report(machine(PLOUGH).id, "犁体裂了")
            first = first_day_of("2025-11-17")
            by_day = {
                row.machine.number: [cell.mark.look for cell in row.cells for _day in range(cell.days)]
                for row in board(first)
            }
            by_week = {row.machine.number: [day.look for day in row.days[:14]] for row in season(first)}
            assert by_week == by_day
            assert len(set(by_day[PLOUGH])) > 2

    @pytest.mark.parametrize("start", ["gestern", "9999-12-31", ""])
    def test_any_start_is_answered(self, keeper, start):
        assert keeper.get(f"{ROOM}/calendar/season?from={start}").status_code == 200
