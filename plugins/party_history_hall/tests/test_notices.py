"""What the centre's public page says of the hall: when groups fill it, and not which."""

from __future__ import annotations

from datetime import timedelta

import pytest

from plugins.party_history_hall import booking, notices
from plugins.party_history_hall.tests.place import NOW, book

pytestmark = [pytest.mark.state("party_place"), pytest.mark.usefixtures("here_now")]


def told() -> list[tuple[str, str]]:
    return [(line.text, line.detail) for line in notices.coming_up()]


def test_groups_stand_there_until_they_are_over_and_are_not_named(here_now):
    book(20, hours=1)
    gone = book(
        12,
        hours=3,
        organisation="石桥小学",
        kind="school",
        contact="李老师",
        phone="19900008842",
        by_teacher=True,
    )
    assert told() == [("团体参观：主题党日", "20 人"), ("团体参观：学校", "12 人")]
    assert [line.at for line in notices.coming_up()] == [NOW + timedelta(hours=1), NOW + timedelta(hours=3)]
    assert not [said for said in ("石桥小学", "第一党支部", "李老师", "19900008842") if said in str(told())]
    booking.cancel(gone.id, "老师有事")
    assert told() == [("团体参观：主题党日", "20 人")]
    here_now.move_to(NOW + timedelta(hours=2, minutes=1))
    assert told() == []
