"""What the centre's public page says of the station: coming reception days, and answers that may be read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hub.room import here
from plugins.liaison_station import handling, notices, posting, receptions
from plugins.liaison_station.tests.place import NOW, PHONE, WHO, a_reception, named, opinion

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.usefixtures("here_now")]


def test_reception_days_stand_there_until_they_are_over_and_name_nobody(here_now):
    first = a_reception()
    a_reception(date(2025, 11, 26))
    told = list(notices.coming_up())
    assert [(line.text, line.detail, line.at.astimezone(here.tz).day) for line in told] == [
        ("代表接待日", "用水", 24), ("代表接待日", "用水", 26),
    ]  # fmt: skip
    receptions.cancel(first.id, "代表到县里开会")
    assert len(list(notices.coming_up())) == 1
    here_now.move_to(NOW + timedelta(days=7))
    assert list(notices.coming_up()) == []


def test_answers_are_read_while_the_board_is_open_and_the_submitter_agreed():
    matter = named(post_ok=True)
    handling.reply(matter.id, "已换灯三盏")
    handling.feed_back(matter.id, "phone", "他说好")
    handling.post(matter.id, "路灯不亮", "换了三盏")
    by_number_alone = opinion()
    handling.reply(by_number_alone.id, "已修好")
    handling.post(by_number_alone.id)
    assert list(notices.answered()) == []
    posting.open_board()
    told = [(line.text, line.detail) for line in notices.answered()]
    assert told == [("路灯不亮", "换了三盏")]
    assert not [said for said in (WHO, PHONE) if said in str(told)]
    posting.shut_board()
    assert list(notices.answered()) == []
