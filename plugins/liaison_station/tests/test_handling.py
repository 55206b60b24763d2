"""What is done with a matter: taken in, forwarded, answered, fed back or posted, rated, closed, reopened."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.casework import code_of
from hub.visits.models import Visit
from plugins.liaison_station import handling, posting
from plugins.liaison_station.handling import OFFICE
from plugins.liaison_station.models import Matter, Rating, Step
from plugins.liaison_station.tests.place import (
    PHONE,
    TEXT,
    WHO,
    a_reception,
    ask_help,
    count,
    named,
    opinion,
    steps,
    workers,
)

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.usefixtures("here_now")]


def replied(matter: Matter) -> Matter:
    handling.forward(matter.id, "镇供电所", TEXT)
    return handling.reply(matter.id, "已换灯")


class TestTakingIn:
    def test_an_opinion_needs_no_name_and_gets_number_term_and_code(self):
        matter = opinion()
        assert (matter.kind, matter.number, matter.anonymous) == ("opinion", "1120-01", True)
        assert matter.due_on == matter.first_due_on == date(2025, 12, 4)
        assert code_of(matter)
        assert not matter.named_ok
        assert not matter.post_ok
        assert [visit.kind for visit in db.session.scalars(select(Visit))] == ["opinion"]

    def test_what_is_said_at_a_reception_is_no_visit_more(self, here_now):
        row = a_reception()
        here_now.shift(timedelta(days=4))
        opinion(reception_id=row.id)
        assert count(Visit) == 0

    def test_consent_without_anybody_to_name_and_an_empty_opinion_are_refused(self):
        with pytest.raises(Refused, match="没有可以转告的"):
            opinion(named_ok=True)
        with pytest.raises(Refused, match="写下反映的内容"):
            opinion(text="")

    def test_a_reception_that_has_not_been_takes_nothing_in(self):
        with pytest.raises(Refused, match="没有开始"):
            opinion(reception_id=a_reception().id)

    def test_a_shop_that_closed_asks_for_nothing(self):
        matter = ask_help()
        matter.trader.left_on = date(2025, 11, 1)
        db.session.flush()
        with pytest.raises(Refused, match="没有找到这家商户"):
            ask_help()


class TestCourt:
    def test_what_a_court_deals_with_is_redirected_at_once_and_not_written_down(self):
        matter = opinion(court=True, post_ok=True)
        assert (matter.state, matter.text, matter.told, matter.post_ok) == ("fed_back", "", "face", False)
        assert "12368" in matter.reply
        assert steps(matter) == ["received", "redirected", "fed_back"]
        handling.close(matter.id)

    def test_what_turns_out_so_later_is_closed_only_when_the_asker_knows(self):
        matter = named()
        handling.forward(matter.id, "镇里", TEXT)
        handling.redirect(matter.id)
        assert (matter.state, matter.chase_on) == ("redirected", None)
        with pytest.raises(Refused, match="不能办结"):
            handling.close(matter.id)
        with pytest.raises(Refused, match="不公示"):
            handling.consent(matter.id, False, True)
        handling.feed_back(matter.id, "phone")
        assert handling.close(matter.id).state == "closed"


class TestTheWholeWay:
    def test_forwarded_replied_fed_back_rated_closed_and_on_the_board(self):
        matter = named(post_ok=True)
        replied(matter)
        assert (matter.state, matter.chase_on) == ("replied", None)
        handling.feed_back(matter.id, "phone", "很满意")
        handling.rate(matter.id, 5, "self")
        assert matter.state == "rated"
        handling.close(matter.id)
        handling.post(matter.id, "路灯坏了", "换了三盏")
        assert steps(matter) == [
            "received", "forwarded", "replied", "fed_back", "rated", "closed", "published",
        ]  # fmt: skip
        (posted,) = posting.on_board()
        assert (posted.question, posted.answer) == ("路灯坏了", "换了三盏")

    def test_the_station_may_answer_itself(self):
        matter = opinion()
        handling.reply(matter.id, "保洁一周三次")
        assert matter.state == "answered"
        handling.feed_back(matter.id, "face")
        assert handling.close(matter.id).state == "closed"

    def test_it_waits_with_the_clock_and_goes_on_where_it_was(self, here_now):
        matter = named()
        handling.forward(matter.id, "镇供电所", TEXT)
        handling.wait(matter.id, "哪一条巷子")
        here_now.shift(timedelta(days=4))
        handling.resume(matter.id)
        assert (matter.state, matter.missing) == ("forwarded", "")
        assert matter.due_on == date(2025, 12, 8)
        handling.take_back(matter.id, "不归我们管")
        assert (matter.state, matter.forwarded_at) == ("received", None)

    def test_chasing_sets_the_next_day(self):
        matter = named()
        handling.forward(matter.id, "镇供电所", TEXT)
        assert matter.chase_on == date(2025, 11, 27)
        handling.chase(matter.id, "在排队")
        assert (matter.chase_on, matter.chases) == (date(2025, 11, 25), 1)
        with pytest.raises(Refused, match="没有转出去"):
            handling.chase(opinion().id, "在排队")

    def test_an_extension_is_agreed_on_and_the_first_day_stays(self):
        matter = named()
        with pytest.raises(Refused, match="来访人还没有同意"):
            OFFICE.lengthen(matter.id, 5, "等施工", ())
        OFFICE.lengthen(matter.id, 5, "等施工", ["asker"])
        assert (matter.due_on, matter.first_due_on) == (date(2025, 12, 11), date(2025, 12, 4))

    def test_nothing_stays_with_whoever_leaves(self):
        first, second = workers()
        mine = [named(), opinion()]
        assert len(OFFICE.give_all(first, second)) == 2
        assert {row.handler_id for row in mine} == {second}


class TestClosing:
    def test_nothing_is_closed_of_which_nobody_was_told(self):
        matter = replied(opinion())
        with pytest.raises(Refused, match="还没有反馈来访人"):
            handling.close(matter.id)

    def test_the_database_itself_refuses_it(self):
        matter = replied(opinion())
        matter.state, matter.resolved_at = "closed", matter.opened_at
        matter.closed_at = matter.opened_at
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()

    def test_who_left_no_number_is_not_called(self):
        matter = replied(opinion())
        with pytest.raises(Refused, match="没有留电话"):
            handling.feed_back(matter.id, "phone")
        with pytest.raises(Refused, match="怎样反馈"):
            handling.feed_back(matter.id, "posted")

    def test_a_trader_is_called_at_the_shop(self):
        assert handling.feed_back(replied(ask_help()).id, "phone").told == "phone"

    def test_reopening_asks_for_feedback_again_and_clears_the_board(self):
        matter = named(post_ok=True)
        replied(matter)
        handling.feed_back(matter.id, "face")
        handling.close(matter.id)
        handling.post(matter.id, "路灯坏了", "换了三盏")
        handling.reopen(matter.id, "又坏了")
        assert (matter.state, matter.told, matter.reopened) == ("received", None, 1)
        assert posting.on_board() == []
        handling.reply(matter.id, "再换")
        with pytest.raises(Refused, match="不能办结"):
            handling.close(matter.id)


class TestPosting:
    def test_without_consent_an_anonymous_matter_hangs_by_its_number_alone(self):
        matter = replied(opinion())
        with pytest.raises(Refused, match="只能公示编号"):
            handling.post(matter.id, "路灯坏了", "换了三盏")
        handling.post(matter.id)
        assert (matter.state, matter.told) == ("posted", "posted")
        (posted,) = posting.on_board()
        assert (posted.question, posted.answer) == ("", "")

    def test_who_can_be_told_is_told_first(self):
        with pytest.raises(Refused, match="先反馈本人"):
            handling.post(replied(named()).id)

    def test_what_was_fed_back_hangs_only_with_consent(self):
        matter = replied(named())
        handling.feed_back(matter.id, "phone")
        with pytest.raises(Refused, match="没有同意公开"):
            handling.post(matter.id, "路灯坏了", "换了三盏")
        with pytest.raises(Refused, match="还没有答复"):
            handling.post(opinion(post_ok=True).id, "路灯坏了", "换了三盏")

    @pytest.mark.parametrize(
        "text", [f"{WHO}说路灯坏了", "王 小 明说", "电话 199-0000-8842", "打 13900001234"]
    )
    def test_no_name_and_no_number_hangs_there(self, text):
        matter = replied(named(post_ok=True))
        handling.feed_back(matter.id, "phone")
        with pytest.raises(Refused, match="不能有"):
            handling.post(matter.id, text, "换了三盏")

    def test_consent_taken_back_takes_it_down(self):
        matter = replied(opinion(post_ok=True))
        handling.post(matter.id, "路灯坏了", "换了三盏")
        handling.consent(matter.id, False, False)
        assert posting.on_board() == []
        with pytest.raises(Refused, match="没有在公示"):
            handling.take_down(matter.id, "再撤一次")


class TestRating:
    def test_it_is_given_once_after_the_feedback_and_told_apart(self):
        matter = replied(named())
        with pytest.raises(Refused, match="办完以后"):
            handling.rate(matter.id, 5, "self")
        handling.feed_back(matter.id, "phone")
        handling.rate(matter.id, 4, "keeper")
        with pytest.raises(Refused, match="评价过"):
            handling.rate(matter.id, 1, "self")
        assert count(Rating, Rating.source == "keeper") == 1

    def test_what_is_closed_stays_closed(self):
        matter = replied(named())
        handling.feed_back(matter.id, "phone")
        told_at = matter.resolved_at
        handling.close(matter.id)
        handling.rate(matter.id, 5, "self")
        assert (matter.state, matter.resolved_at) == ("closed", told_at)


def test_no_step_says_what_was_said(here_now):
    matter = replied(named())
    handling.feed_back(matter.id, "phone")
    notes = " ".join(db.session.scalars(select(Step.note)))
    for words in (TEXT, "已换灯", WHO, PHONE):
        assert words not in notes
