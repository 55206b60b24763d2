"""From a dispute seen early to the index: what may follow what, who may mediate, what stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import current_app
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.privacy.retention import run_retention
from hub.visits.models import Visit
from plugins.mediation_room import figures, filing, handling, mediators, registering, settling, todos
from plugins.mediation_room.handling import OFFICE
from plugins.mediation_room.models import (
    Agreement,
    Case,
    Duty,
    FollowUp,
    Hazard,
    Mediator,
    Meeting,
    Party,
    Seat,
    Statement,
    Step,
)
from plugins.mediation_room.tests.place import (
    DUTY,
    FIRST,
    MATTER,
    NOW,
    PLAIN,
    SECOND,
    TERMS,
    WORDS,
    accepted,
    agreed,
    count,
    me,
    mediated,
    register,
    the_case,
    there,
)
from plugins.mediation_room.words import FLOW, SIDES

pytestmark = pytest.mark.state("mediation_case")
PARTS = (Party, Meeting, Statement, Duty, FollowUp, Seat, Step)


def to_do(source) -> list:
    """What a source says now; the addresses in it need a request."""
    with current_app.test_request_context():
        return list(source())


class TestTheChain:
    def test_from_registering_to_the_index(self, here_now, clock):
        case = agreed()
        assert (case.number, case.state) == ("1120-01", "agreed")
        settling.perform(case.id)
        clock.shift(timedelta(days=12))
        settling.keep_duty(settling.duties_of(case.id)[0].id)
        settling.follow_up(case.id, here.today, "home", "done", WORDS)
        assert case.state == "followed"
        filing.archive(case.id)
        db.session.flush()
        assert (case.state, case.matter, case.words, case.handler_id) == ("archived", "", "", None)
        assert [count(part) for part in PARTS] == [0] * len(PARTS)
        agreement = db.session.scalars(select(Agreement)).one()
        assert (agreement.form, agreement.terms) == ("written", "")

    def test_nobody_is_accepted_before_all_have_agreed(self, here_now):
        case = register(both=False)
        with pytest.raises(Refused, match="双方都同意才能受理"):
            handling.accept(case.id, [me()], asked=True)
        second = mediators.parties_of(case.id)[1]
        handling.answer(second.id, True)
        assert handling.accept(case.id, [me()], asked=True).state == "accepted"

    def test_who_refuses_says_so_in_words(self, here_now):
        case = register(both=False)
        second = mediators.parties_of(case.id)[1]
        with pytest.raises(Refused, match="怎么说的"):
            handling.answer(second.id, False, " ")
        handling.answer(second.id, False, "想自己谈")
        assert (case.state, case.words) == ("refused", "想自己谈")
        with pytest.raises(Refused, match="不用再登记回话"):
            handling.answer(second.id, True)

    def test_rights_are_told_before_the_first_session(self, here_now):
        case = the_case()
        handling.accept(case.id, [me()], asked=True)
        with pytest.raises(Refused, match="先告知双方权利义务"):
            handling.meet(case.id, here.now, "room", 2, "x")
        handling.inform(case.id)
        handling.meet(case.id, here.now, "room", 2, "x")
        handling.meet(case.id, here.now, "home", 2, "x")
        assert (case.state, count(Visit)) == ("mediating", 1)  # at home nobody visits the room

    def test_ended_without_an_agreement(self, here_now):
        case = mediated()
        settling.end(case.id, "apart", "谈不拢的说明")
        assert (case.state, case.ending) == ("ended", "apart")
        with pytest.raises(Refused, match="调解终止"):
            settling.agree(case.id, "oral", here.today, "x")

    def test_what_is_not_kept_is_asked_after_again(self, here_now, clock):
        case = agreed("oral")
        settling.perform(case.id)
        assert case.visit_on == here.today + timedelta(days=10)
        clock.shift(timedelta(days=11))
        settling.follow_up(case.id, here.today, "phone", "part")
        assert (case.state, case.visit_on) == ("performing", here.today + timedelta(days=15))
        settling.follow_up(case.id, here.today, "home", "court")
        assert (case.state, case.visit_on) == ("followed", None)

    def test_a_day_of_performance_needs_what_is_done(self, here_now):
        case = mediated()
        with pytest.raises(Refused, match="请一起填"):
            settling.agree(case.id, "oral", here.today, TERMS, DUTY)
        with pytest.raises(Refused, match="不能早于"):
            settling.agree(case.id, "oral", here.today, TERMS, DUTY, here.today - timedelta(days=1))


class TestTheClock:
    def test_thirty_days_from_accepting_and_longer_when_both_agree(self, here_now):
        case = register(both=False)
        assert case.due_on == here.today + timedelta(days=7)
        case = accepted()
        assert case.due_on == here.today + timedelta(days=30)
        with pytest.raises(Refused, match="乙方还没有同意"):
            OFFICE.lengthen(case.id, 10, "x", ["a"])
        OFFICE.lengthen(case.id, 10, "x", list(SIDES))
        assert (case.due_on, case.first_due_on) == (
            here.today + timedelta(days=40), here.today + timedelta(days=30),
        )  # fmt: skip

    def test_an_agreement_stops_it(self, here_now, clock):
        case = agreed()
        clock.shift(timedelta(days=40))
        assert not to_do(todos.due_todos)
        with pytest.raises(Refused, match="不用延期"):
            OFFICE.lengthen(case.id, 10, "x", list(SIDES))

    def test_a_court_can_be_asked_for_thirty_days(self, here_now, clock):
        case = agreed()
        assert [one.due for one in to_do(todos.confirm_todos)] == [here.today + timedelta(days=30)]
        clock.shift(timedelta(days=31))
        assert not to_do(todos.confirm_todos)
        with pytest.raises(Refused, match="已经过了"):
            settling.confirm(case.id, "asked")
        settling.confirm(case.id, "no")

    def test_each_thing_to_do_comes_in_its_time(self, here_now, clock):
        register(both=False)
        case = agreed()
        clock.shift(timedelta(days=5))
        assert [len(to_do(source)) for source in (todos.due_todos, todos.sign_todos)] == [1, 1]
        settling.perform(case.id)
        clock.shift(timedelta(days=6))
        assert [len(to_do(source)) for source in (todos.duty_todos, todos.visit_todos)] == [1, 1]
        settling.follow_up(case.id, here.today, "home", "done")
        clock.shift(timedelta(days=15))
        assert len(to_do(todos.filing_todos)) == 1


class TestInterest:
    def test_who_is_a_party_is_not_chosen_however_the_name_is_written(self, here_now):
        volunteer = mediators.add_volunteer("甲某·测试 名")
        case = the_case()
        with pytest.raises(Refused, match="同名"):
            handling.accept(case.id, [f"v{volunteer.id}"], asked=True)

    def test_who_has_declared_an_interest_is_not_chosen(self, here_now):
        case = the_case()
        handling.declare(case.id, me(), "kin")
        assert case.handler_id is None
        with pytest.raises(Refused, match="已登记回避"):
            handling.accept(case.id, [me()], asked=True)
        with pytest.raises(Refused, match="已登记回避"):
            handling.hand_over(case.id, here.user.id, "")
        with pytest.raises(Refused, match="登记过回避"):
            handling.declare(case.id, me(), "kin")
        assert len(to_do(todos.left_todos)) == 1

    def test_who_declares_one_later_stops(self, here_now):
        case = mediated()
        handling.declare(case.id, me(), "interest")
        with pytest.raises(Refused, match="没有调解员"):
            handling.meet(case.id, here.now, "home", 2, "x")
        volunteer = mediators.add_volunteer("志愿的人")
        handling.change_mediators(case.id, [f"v{volunteer.id}"], asked=True)
        handling.meet(case.id, here.now, "home", 2, "x")
        with pytest.raises(Refused, match="还在调解"):
            mediators.leave(volunteer.id)

    def test_a_party_added_later_with_a_mediators_name_takes_them_out(self, here_now):
        case = accepted()
        registering.add_party(case.id, "b", here.user.name, "")
        assert (count(Seat), case.handler_id) == (0, None)

    def test_each_has_to_be_asked(self, here_now):
        with pytest.raises(Refused, match="先问过调解员"):
            handling.accept(the_case().id, [me()], asked=False)

    @pytest.mark.parametrize("key", ["", "u0", "v0", "u99999", "x1", "u", "u-1", "v" + "9" * 40])
    def test_nobody_else_mediates(self, here_now, key):
        with pytest.raises(Refused, match="现在在这里调解的人"):
            handling.accept(the_case().id, [key], asked=True)


class TestHazards:
    def test_becomes_a_case_and_what_was_written_goes(self, here_now):
        row = registering.watch("water", here.today, MATTER)
        registering.look_again(row.id, 3)
        case = register(hazard_id=row.id)
        assert (row.state, row.what, row.case_id) == ("case", "", case.id)
        with pytest.raises(Refused, match="已经登记成调解"):
            registering.calm(row.id)

    def test_calmed_it_is_counted_alone(self, here_now, clock):
        row = registering.watch("water", here.today, MATTER)
        clock.shift(timedelta(days=14))
        assert len(to_do(todos.hazard_todos)) == 1
        registering.calm(row.id)
        assert (row.what_sealed, count(Hazard)) == (None, 1)


class TestKeeping:
    def test_no_word_of_anybody_stands_in_the_file_and_after_filing_not_even_sealed(
        self, app, clock, database
    ):
        with there(app):
            case = agreed()
            settling.perform(case.id)
            id = case.id
            sealed = [bytes(row.text_sealed) for row in db.session.scalars(select(Statement))]
            sealed += [bytes(row.name_sealed) for row in db.session.scalars(select(Party))]
        files = list(database.home.rglob("*")) if database.home else []
        read = {file: file.read_bytes() for file in files if file.is_file()}
        for file, content in read.items():
            assert not [word for word in PLAIN if word.encode() in content], file
        if database.backend == "sqlite":  # what is not sealed is found so
            assert any(b"1120-01" in content for content in read.values())
        with there(app):
            settling.follow_up(id, here.today, "home", "done", WORDS)
        clock.shift(timedelta(days=181))
        run_retention(app)
        with there(app):
            assert db.session.get_one(Case, id).state == "archived"
            assert [count(part) for part in PARTS] == [0] * len(PARTS)
        for file in database.home.glob("hub.sqlite3*"):
            content = file.read_bytes()
            assert not [value for value in sealed if value in content], file

    def test_a_hazard_and_a_volunteer_who_left_are_forgotten(self, app, clock):
        with there(app):
            registering.watch("water", here.today, MATTER)
            mediators.leave(mediators.add_volunteer("志愿的人").id)
        clock.shift(timedelta(days=400))
        run_retention(app)
        with there(app):
            assert db.session.scalars(select(Hazard)).one().what == ""
            assert db.session.scalars(select(Mediator).where(Mediator.user_id.is_(None))).one().name == ""


def test_the_month_tells_totals(here_now):
    agreed()
    settling.perform(the_case().id)
    other = accepted(kind="land")
    settling.end(other.id, "withdrawn", "x")
    refused = register(both=False)
    handling.answer(mediators.parties_of(refused.id)[1].id, False, "x")
    registering.calm(registering.watch("land", here.today, "x").id)
    db.session.flush()
    month = Period(date(2025, 11, 1), date(2025, 11, 30), NOW - timedelta(days=19), NOW + timedelta(days=10))
    told = {row.code: row.count(month) for row in figures.REPORT}
    assert {code: n for code, n in told.items() if n} == {
        "registered": 3, "accepted": 2, "agreed": 1, "written": 1, "ended": 1, "refused": 1, "kind_water": 1,
        "kind_land": 1, "meetings": 1, "hazards": 1, "calmed": 1,
    }  # fmt: skip
    assert "件在调解" in figures.card()


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_whatever_is_tried_states_follow_each_other_and_the_index_says_nothing(clock, app, data):
    with there(app):
        case = register(both=False)
        second = mediators.parties_of(case.id)[1].id
        deeds = {
            "agree_to": lambda: handling.answer(second, True),
            "refuse": lambda: handling.answer(second, False, SECOND),
            "accept": lambda: handling.accept(case.id, [me()], asked=True),
            "inform": lambda: handling.inform(case.id),
            "meet": lambda: handling.meet(case.id, here.now, "home", 2, FIRST),
            "agree": lambda: settling.agree(case.id, "oral", here.today, TERMS),
            "end": lambda: settling.end(case.id, "apart", WORDS),
            "perform": lambda: settling.perform(case.id),
            "follow": lambda: settling.follow_up(case.id, here.today, "home", "done"),
            "archive": lambda: filing.archive(case.id),
        }
        usual = ["agree_to", "accept", "inform", "meet", "agree", "perform", "follow", "archive"]
        tried = data.draw(st.lists(st.sampled_from(sorted(deeds)), max_size=4))
        place = data.draw(st.integers(0, len(usual)))
        for name in [*usual[:place], *tried, *usual]:
            before = case.state
            try:
                with db.session.begin_nested():
                    deeds[name]()
            except Refused:
                db.session.refresh(case)
                assert case.state == before
                continue
            steps = [before, case.state]
            assert before == case.state or case.state in FLOW.moves[before], steps
            assert case.state in ("applied", "refused", "archived") or case.accepted_at is not None
            assert (case.resolved_at is None) == (case.state in ("applied", "accepted", "mediating"))
        assert case.state == "archived"
        assert (case.matter_sealed, case.words_sealed) == (None, None)
        assert count(Party, Party.case_id == case.id) == 0
        db.session.rollback()
