"""Two keepers and one child. Each race is proved to be there: without holding anything it goes wrong."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.room import change_rows
from hub.visits.models import Visit
from plugins.evening_class import arriving, evenings, leaving, rollcall
from plugins.evening_class.duty import roster
from plugins.evening_class.models import Attendance, Session, Shift
from plugins.evening_class.tests.place import (
    HAN,
    YI,
    YU,
    child,
    come,
    count,
    fetched,
    pickup,
    there,
    tonight,
)

pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("clock")]
KEEPERS = 12


def at_once(app, deed: Callable[[int], object]) -> list[object]:
    """What the deed answers in transactions begun together; a refusal is an answer."""
    begin = threading.Barrier(KEEPERS)

    def run(number: int) -> object:
        begin.wait()
        try:
            with there(app, keeper=number % 2):
                return deed(number)
        except (Refused, IntegrityError) as refusal:
            return refusal

    with ThreadPoolExecutor(KEEPERS) as pool:
        return list(pool.map(run, range(KEEPERS)))


def done(answers: list[object]) -> int:
    return sum(not isinstance(answer, Exception) for answer in answers)


def refused_in_words(answers: list[object]) -> bool:
    return all(isinstance(answer, Refused) for answer in answers if isinstance(answer, Exception))


class Together:
    """Where all have looked before the first one writes; with fewer connections than keepers after two seconds."""

    def __init__(self) -> None:
        self.barrier = threading.Barrier(KEEPERS)

    def wait(self) -> None:
        with suppress(threading.BrokenBarrierError):
            self.barrier.wait(timeout=2)


class TestOneChild:
    def test_signs_in_once_though_two_keepers_tap_and_the_evening_begins_once(self, app):
        answers = at_once(app, lambda _: arriving.sign_in(child(HAN).id).id)
        assert (done(answers), refused_in_words(answers)) == (1, True)
        with there(app):
            assert (count(Session), count(Attendance)) == (1, 1)

    @pytest.mark.backends("postgresql")
    def test_the_control_who_holds_nothing_begins_it_again_and_again(self, app):
        """The service's own look, without the room held: only the database's last word keeps the second one out."""
        looked = Together()

        def naive(_number: int) -> None:
            there_already = evenings.session_on(here.today)
            looked.wait()
            if there_already is not None:
                raise Refused("no")
            term = child(HAN).term_id
            db.session.add(Session(term_id=term, day=here.today, state="open", opened_at=here.now, came=0, by_adult=0,
                                   by_phone=0, alone=0, absent=0, late=False, crowd_reason=""))  # fmt: skip
            db.session.flush()

        answers = at_once(app, naive)
        assert any(isinstance(answer, IntegrityError) for answer in answers)


class TestRelease:
    def test_a_child_is_handed_over_once(self, app):
        with there(app):
            row, father = come(HAN).id, pickup("钱爸爸").id
        answers = at_once(app, lambda _: leaving.release_to(row, father).id)
        assert (done(answers), refused_in_words(answers)) == (1, True)

    @pytest.mark.backends("postgresql")
    def test_the_control_hands_it_over_to_several(self, app):
        with there(app):
            row, father = come(HAN).id, pickup("钱爸爸").id
        looked = Together()

        def naive(number: int) -> None:
            out = db.session.scalar(select(Attendance.out_at).where(Attendance.id == row))
            looked.wait()
            if out is not None:
                raise Refused("no")
            gone = update(Attendance).where(Attendance.id == row)
            change_rows(
                gone.values(out_at=here.now, how="adult", pickup_id=father, taken_by=f"第 {number} 个人"),
                "test",
            )

        assert done(at_once(app, naive)) > 1


class TestClosing:
    def test_nobody_signs_in_while_it_closes(self, app):
        with there(app):
            fetched(HAN)
            session = tonight().id
            others = [child(YU).id, child(YI).id]

        def deed(number: int) -> object:
            if number % 2:
                return evenings.close(session).id
            return arriving.sign_in(others[(number // 2) % 2]).id

        answers = at_once(app, deed)
        assert refused_in_words(answers)
        with there(app):
            row = tonight()
            inside = rollcall.count_inside(row.id)
            assert (row.state == "closed") == (inside == 0)
            visit = db.session.query(Visit).one()
            assert visit.heads - (visit.gone or 0) == inside

    @pytest.mark.backends("postgresql")
    def test_the_control_closes_over_a_child(self, app):
        with there(app):
            fetched(HAN)
            session, other = tonight().id, child(YU).id
        looked = Together()

        def naive(number: int) -> None:
            state = db.session.scalar(select(Session.state).where(Session.id == session))
            inside = rollcall.count_inside(session)
            looked.wait()
            if number == 0 and not inside:
                closed = update(Session).where(Session.id == session)
                change_rows(closed.values(state="closed", closed_at=here.now, came=1, by_adult=1), "test")
            elif number == 1 and state == "open":
                db.session.add(Attendance(session_id=session, enrolment_id=other, in_at=here.now, how="", taken_by="",
                                          allowed_by="", allowed_phone=""))  # fmt: skip

        at_once(app, naive)
        with there(app):
            assert tonight().state == "closed"
            assert rollcall.count_inside(session) == 1


class TestTheRota:
    def test_nobody_is_put_in_two_places(self, app):
        def deed(_number: int) -> int:
            who = roster.on_offer()[0]
            row: Shift = roster.plan(who, here.now, here.now.replace(hour=12))
            return row.id

        answers = at_once(app, deed)
        assert (done(answers), refused_in_words(answers)) == (1, True)

    @pytest.mark.backends("postgresql")
    def test_the_control_puts_them_there_again_and_again(self, app):
        looked = Together()

        def naive(_number: int) -> None:
            who = roster.on_offer()[0]
            taken = count(Shift, who.is_in(Shift))
            looked.wait()
            if taken:
                raise Refused("no")
            db.session.add(Shift(**who.columns, day=here.today, starts_at=here.now, ends_at=here.now.replace(hour=12),
                                 duty="", late=False))  # fmt: skip

        assert done(at_once(app, naive)) > 1
