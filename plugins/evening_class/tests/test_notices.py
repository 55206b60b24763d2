"""What the centre's public page says of the class: when there is class today, and nothing of the children."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plugins.evening_class import notices, terms
from plugins.evening_class.tests.place import HAN, NOW, come

pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("here_now")]


def told() -> list[str]:
    return [f"{line.text}{line.detail}" for line in notices.today()]


def test_the_hours_of_today_and_no_child(here_now):
    come(HAN)
    assert told() == ["今天 18:30—20:30 上课"]
    terms.own_policy().weekdays = "123"
    assert told() == []  # a Thursday


@pytest.mark.parametrize("days", [2, 90])  # a Saturday; after the term
def test_a_day_without_class_says_nothing(here_now, days):
    here_now.move_to(NOW + timedelta(days=days))
    assert told() == []
