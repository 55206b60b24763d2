"""What the room keeps of people, how it forgets them, and that the demo keeps to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.visits.models import Visit
from plugins.service_hall import handling, intake, privacy
from plugins.service_hall.demo import fill
from plugins.service_hall.intake import Intake
from plugins.service_hall.models import Item, Opinion, Question, Request, Step
from plugins.service_hall.tests.place import AILI, CARD, LOW, TODAY, WANG, accept, count, item, person

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("here_now")]


def closed(who: str = WANG) -> Request:
    request = accept(CARD, who, note="腿脚不便")
    handling.settle(request.id, "卡已取")
    handling.close(request.id)
    return request


class TestForgetting:
    def test_a_year_after_closing_it_is_a_number_among_others(self, here_now):
        request = closed()
        here_now.shift(timedelta(days=365))
        assert privacy.forget_closed() == 0
        here_now.shift(timedelta(hours=1))
        assert privacy.forget_closed() == 1
        assert (request.resident_id, request.note, request.result, request.code_hash) == (None, "", "", None)
        assert request.number == "1120-01"
        assert count(Step, Step.note != "") == 0
        assert privacy.forget_closed() == 0

    def test_what_is_open_is_known(self, here_now):
        accept(CARD)
        here_now.shift(timedelta(days=800))
        assert privacy.forget_closed() == 0

    def test_drafts_go_after_thirty_days(self, here_now):
        intake.save_draft(Intake(item_id=item(LOW).id, resident=person(WANG)))
        accept(CARD)
        here_now.shift(timedelta(days=31))
        assert privacy.drop_drafts() == 1
        assert count(Request) == 1

    def test_of_an_answered_opinion_only_that_there_was_one(self, here_now):
        intake.answer_opinion(intake.note_opinion("other", "地滑").id, "放了垫子")
        intake.note_opinion("other", "还没答复")
        here_now.shift(timedelta(days=366))
        assert privacy.forget_opinions() == 1
        assert (count(Opinion), count(Opinion, Opinion.text == "")) == (2, 1)

    def test_the_audit_never_says_who_asked_for_what(self):
        closed()
        db.session.flush()
        entries = db.session.scalars(
            select(AuditEntry).where(AuditEntry.table.startswith("service_hall")),
            execution_options={"hub_trusted": True},
        ).all()
        said = "".join(str(entry.changes) for entry in entries)
        assert "腿脚不便" not in said
        assert "卡已取" not in said
        assert any(entry.changes.get("resident_id") == [None, "***"] for entry in entries)

    def test_no_visit_carries_a_name(self):
        closed()
        assert count(Visit, Visit.resident_id.is_not(None)) == 0


class TestErasing:
    def test_every_place_says_what_it_holds_and_lets_go_of_it(self):
        aili = person(AILI).id
        request, other = closed(AILI), closed(WANG)
        requests, notes, *_others = privacy.PERSONAL_DATA
        ((what, how),) = requests.find(aili)
        assert "1120-01" in what
        assert "腿脚不便" in how
        assert ("办好", "卡已取") in list(notes.find(aili))
        known = [place for place in privacy.PERSONAL_DATA if place.find]
        assert [place.erase(aili) for place in reversed(known)] == [0, 1, 1]
        assert [list(place.find(aili)) for place in known] == [[], [], []]
        assert (request.resident_id, request.note, request.code_hash) == (None, "", None)
        assert other.note == "腿脚不便"
        assert count(Step, Step.case_id == request.id, Step.note != "") == 0
        assert count(Request) == 2

    def test_what_is_in_hand_comes_first_and_a_draft_goes(self):
        wang = person(WANG).id
        request = accept(CARD, WANG)
        intake.save_draft(Intake(item_id=item(LOW).id, resident=person(WANG)))
        in_hand, draft = privacy.requests_in_hand(wang)
        assert ("1120-01" in in_hand.text, in_hand.ends, bool(in_hand.at)) == (True, "", True)
        assert draft.ends == "草稿删除"
        handling.settle(request.id, "卡已取")
        assert [str(one.ends) for one in privacy.requests_in_hand(wang)] == ["结果不再告知本人", "草稿删除"]
        assert privacy.erase_requests(wang) == 2
        assert (count(Request), request.resident_id) == (1, None)


class TestTheDemo:
    def test_two_years_are_as_if_they_had_been(self, here_now):
        """Beside what is there already, which is renamed to make room."""
        residents = list(db.session.scalars(select(Resident.id)))
        for row in db.session.scalars(select(Item)):
            row.name = "旧" + row.name
        db.session.flush()
        fill(Demo(Random(7), date(2023, 11, 21), TODAY, residents))

        assert count(Request) > 600
        assert count(Question) > 400
        assert count(Visit, Visit.source_type == intake.REQUEST) == count(Request, Request.state != "draft")
        states = set(db.session.scalars(select(Request.state).distinct()))
        assert states == {"draft", "accepted", "waiting", "forwarded", "done", "closed"}
        assert count(Request, Request.due_on == TODAY, Request.state == "accepted") == 1
        assert count(Request, Request.due_on < TODAY, Request.state == "accepted") == 1
        assert privacy.forget_closed() == privacy.drop_drafts() == privacy.forget_opinions() == 0
        assert count(Request, Request.resolved_at < Request.opened_at) == 0
        assert count(Request, Request.closed_at > here.now) == 0
        steps = db.session.execute(select(Step.case_id, Step.at).order_by(Step.case_id, Step.id)).all()
        for before, after in pairwise(steps):
            assert before.case_id != after.case_id or before.at <= after.at
