"""Taking in at the counter: questions, requests, drafts, opinions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.visits.models import Visit
from plugins.service_hall import intake
from plugins.service_hall.intake import Intake
from plugins.service_hall.models import Opinion, Question, Request
from plugins.service_hall.tests.place import CARD, COPY, LOW, TODAY, accept, count, item, steps

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("here_now")]


class TestAccepting:
    def test_it_gets_a_number_a_term_a_code_a_step_and_a_visit(self):
        request = accept(CARD)
        assert (request.number, request.state) == ("1120-01", "accepted")
        assert (request.due_on, request.first_due_on) == (date(2025, 11, 27), date(2025, 11, 27))
        assert request.code_hash
        assert steps(request) == ["accepted"]
        assert count(Visit, Visit.kind == intake.BUSINESS, Visit.resident_id.is_(None)) == 1

    def test_numbers_go_on_through_the_day_and_begin_anew_on_the_next(self, here_now):
        assert [accept().number, accept().number] == ["1120-01", "1120-02"]
        here_now.shift(timedelta(days=1))
        assert accept().number == "1121-01"

    def test_the_same_number_of_another_year_is_another_one(self, here_now):
        accept()
        here_now.shift(timedelta(days=365))
        assert accept().number == "1120-01"
        assert count(Request, Request.number == "1120-01") == 2

    def test_a_name_may_be_left_out(self):
        assert accept(COPY, None).resident_id is None

    def test_what_was_not_brought_is_written_down(self):
        request = accept(LOW, papers=["户口簿原件"])
        assert request.lacking == ("身份证原件",)

    def test_what_is_not_offered_any_more_is_refused(self):
        item().offered = False
        with pytest.raises(Refused, match="现在不办"):
            accept()

    def test_over_the_new_year_the_term_leaps_the_holiday(self, here_now):
        here_now.move_to(datetime(2025, 12, 30, 2, 0, tzinfo=UTC))
        assert accept(COPY).due_on == date(2025, 12, 31)
        assert accept(CARD).due_on == date(2026, 1, 7)  # the 1st to the 3rd are free, the 4th is worked


class TestDrafts:
    def draft(self) -> Request:
        return intake.save_draft(Intake(item_id=item(LOW).id, papers=["身份证原件"]))

    def test_it_has_no_number_no_term_and_no_code(self):
        draft = self.draft()
        assert (draft.number, draft.due_on, draft.code_hash, draft.state) == (None, None, None, "draft")
        assert count(Visit) == 0

    def test_it_is_accepted_when_the_rest_is_there(self, here_now):
        draft = self.draft()
        here_now.shift(timedelta(days=4))
        intake.accept_draft(draft.id, ["身份证原件", "户口簿原件"])
        assert (draft.number, draft.lacking) == ("1124-01", ())

    def test_it_is_accepted_once(self):
        draft = self.draft()
        intake.accept_draft(draft.id, [])
        with pytest.raises(Refused):
            intake.accept_draft(draft.id, [])

    def test_it_may_be_thrown_away_but_a_request_may_not(self):
        assert intake.discard_draft(self.draft().id) == LOW
        with pytest.raises(Refused, match="不能删除"):
            intake.discard_draft(accept().id)


class TestOnlyAsking:
    def test_it_is_one_visit_and_nobodys_name(self):
        intake.ask("law")
        visit = db.session.query(Visit).one()
        assert (visit.kind, visit.heads, visit.resident_id, visit.purpose) == ("ask", 1, None, "法律")

    def test_it_is_taken_back_with_its_visit(self):
        intake.unask(intake.ask("law").id)
        assert (count(Question), count(Visit)) == (0, 0)


class TestOpinions:
    def test_one_is_noted_and_answered_once(self):
        opinion = intake.note_opinion("other", "地滑")
        assert opinion.due_on == date(2025, 12, 4)
        intake.answer_opinion(opinion.id, "放了垫子")
        with pytest.raises(Refused, match="答复过"):
            intake.answer_opinion(opinion.id, "再来一次")
        assert count(Opinion, Opinion.answered_at.is_not(None)) == 1
        assert opinion.noted_at.date() == TODAY
