"""What the centre's public page says of the hall: what was agreed to and is not over, and nobody's name."""

from __future__ import annotations

from datetime import UTC

import pytest

from plugins.activity_hall import answering, notices
from plugins.activity_hall.tests.place import (
    DANCERS,
    EVENING,
    FRIDAY,
    PHONE,
    TODAY,
    ask,
    at,
    days,
    hall,
)

pytestmark = [pytest.mark.state("activity_place"), pytest.mark.usefixtures("here_now")]


def told() -> list[tuple[str, str, object]]:
    return [(line.text, line.detail, line.at) for line in notices.coming_up()]


def test_events_stand_there_until_they_are_over(here_now):
    ask(FRIDAY, contact="王小明", phone=PHONE)
    ask(TODAY, hall_id=hall("舞蹈室").id, purpose="合唱")
    assert told() == [
        (f"合唱（{DANCERS}）", "舞蹈室", at(TODAY, EVENING[0].hour)),
        (f"排练（{DANCERS}）", "活动室", at(FRIDAY, EVENING[0].hour)),
    ]
    assert not [said for said in ("王小明", PHONE) if said in str(told())]
    here_now.move_to(at(TODAY, 21, 29).astimezone(UTC))
    assert len(told()) == 2
    here_now.move_to(at(FRIDAY, 21, 31).astimezone(UTC))
    assert told() == []


def test_what_is_only_asked_for_or_was_cancelled_is_not_said():
    ask(FRIDAY, approve=False)
    called_off = ask(FRIDAY + days(1))
    answering.cancel([called_off.id], "停电")
    assert told() == []
