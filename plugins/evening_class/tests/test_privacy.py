"""Thirty days after term nothing is left of a child but numbers: not in the tables, the file, its log, or the audit."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import delete, select

from hub.accounts.models import User
from hub.audit.models import AuditEntry
from hub.demo.demo import Demo
from hub.imports import batches, staging, taking
from hub.imports.models import ImportBatch, ImportRow
from hub.kernel.database import db
from hub.privacy.retention import run_retention
from hub.room import here, visits
from hub.visits.models import Visit
from plugins.evening_class import arriving, children, evenings, leaving, privacy, rollcall
from plugins.evening_class.demo import fill
from plugins.evening_class.models import Attendance, Enrolment, Pickup, Session, Term, Volunteer
from plugins.evening_class.tests.place import (
    CHILDREN,
    GRANNY,
    HAN,
    LAST,
    NOW,
    TODAY,
    YI,
    YU,
    child,
    come,
    count,
    fetched,
    person,
    term,
    there,
    tonight,
)

pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("clock")]
LISTED, UNDECIDED = "冯导入进来", "陈还没决定"
# Everything that was ever said of a child, a guardian, somebody who fetched, and their phones.
SAID = [
    *(child.name for child in CHILDREN), *(child.guardian for child in CHILDREN), *(child.phone for child in CHILDREN),
    "19900001033", "19900001022", GRANNY, "孙舅舅没有名", LISTED, "冯家长在外", "19900001077", UNDECIDED, "19900001088",
    "何家长有急事",
]  # fmt: skip


def a_list(name: str, guardian: str, phone: str) -> int:
    """A list that was sent and is looked at; answers its number."""
    text = f"姓名,监护人,电话,监护人签同意书的日子,可独自回家\n{name},{guardian},{phone},{TODAY},是\n"
    batch = batches.begin("evening_class.children", f"{name}.csv")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "sent"
        file.write_text(text, "utf-8")
        staging.read_into(batch, file, alone=False)
    return batch.id


def had_an_evening() -> None:
    """Every way in which something of somebody is written down."""
    taking.decide(a_list(LISTED, "冯家长在外", "19900001077"))
    a_list(UNDECIDED, "陈家长", "19900001088")
    fetched(HAN)
    leaving.release_alone(arriving.sign_in(child(YU).id, "何家长有急事").id)
    leaving.release_by_phone(come(YI).id, "19900001033", "孙外婆", "孙舅舅没有名")
    evenings.close(tonight().id)


def bytes_of(app) -> bytes:
    """All that lies on the disk: the database with its log, and whatever else is in the hub's folder."""
    home = Path(app.extensions["hub"].settings.home)
    return b"".join(file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file())


def found(content: bytes) -> list[str]:
    return [
        words for words in SAID if words.encode() in content or json.dumps(words)[1:-1].encode() in content
    ]


@pytest.mark.backends("sqlite")
class TestTheFile:
    def test_after_the_run_no_byte_of_it_is_left(self, app, clock):
        with there(app):
            had_an_evening()
        assert found(bytes_of(app)) == SAID  # it was there: the search finds what it looks for
        clock.move_to(NOW + timedelta(days=(LAST - TODAY).days + 30))
        run_retention(app)
        with there(app):
            assert count(Enrolment) == 5  # the thirtieth day: not yet
        clock.move_to(NOW + timedelta(days=(LAST - TODAY).days + 31))
        run_retention(app)
        assert found(bytes_of(app)) == []
        with there(app):
            assert [count(model) for model in (Enrolment, Pickup, Attendance)] == [0, 0, 0]
            row = term()
            assert (row.enrolled, row.erased_on) == (5, here.today)
            session = db.session.query(Session).one()
            assert (session.came, session.by_adult, session.by_phone, session.alone) == (3, 1, 1, 1)
            assert db.session.query(Visit).one().heads == 3

    def test_nor_of_a_child_that_was_erased_at_its_guardians_wish(self, app):
        with there(app):
            fetched(HAN)
            evenings.close(tonight().id)
        with there(app):
            children.erase(child(HAN).id)
        gone = [HAN, "钱爸爸", "19900001002", GRANNY, "19900001022"]
        assert [words for words in gone if words.encode() in bytes_of(app)] == []
        assert YU.encode() in bytes_of(app)


class TestForgetting:
    def test_the_audit_has_none_of_it_ever(self, app):
        with there(app):
            had_an_evening()
            children.change(child(HAN).id, children.Child(HAN, "钱妈妈", "19900001005"))
            children.regroup([child(HAN).id], "作业组")
            children.erase(child(HAN).id)
        with app.app_context():
            entries = db.session.scalars(select(AuditEntry), execution_options={"hub_trusted": True}).all()
            told = json.dumps([entry.changes for entry in entries], ensure_ascii=False)
        assert "evening_class__enrolment" in {entry.table for entry in entries}
        assert [words for words in [*SAID, "钱妈妈", "一年级", "作业组"] if words in told] == []

    def test_a_child_that_left_is_forgotten_thirty_days_later(self, app, clock):
        with there(app):
            fetched(HAN)
            evenings.close(tonight().id)
            children.leave(child(HAN).id)
        clock.shift(timedelta(days=30))
        with there(app):
            assert privacy.forget_left() == 0
        clock.shift(timedelta(days=1))
        with there(app):
            assert privacy.forget_left() == 4  # its evening, two who fetched, itself
            assert (count(Enrolment), term().enrolled) == (3, 1)
            assert db.session.query(Session).one().came == 1

    def test_an_evening_that_was_never_closed_is_counted_all_the_same(self, app, clock):
        with there(app):
            fetched(HAN)
            come(YU)
        clock.move_to(NOW + timedelta(days=90))
        with there(app):
            privacy.forget_terms()
            session = db.session.query(Session).one()
            assert (session.state, session.came, session.by_adult, count(Attendance)) == ("lapsed", 2, 1, 0)

    def test_a_volunteer_who_stopped_is_forgotten_a_year_later(self, app, clock):
        with there(app):
            db.session.query(Volunteer).filter_by(name="周帮忙").one().until = TODAY
        clock.shift(timedelta(days=366))
        with there(app):
            assert privacy.forget_volunteers() == 1
            assert count(Volunteer) == 1

    def test_of_a_resident_the_room_knows_that_they_help_and_lets_go_of_it(self, app):
        with there(app):
            helper = person().id
            known = [place for place in privacy.PERSONAL_DATA if place.find]
            assert [len(list(place.find(helper))) for place in known] == [1, 0, 0]
            assert [str(one.ends) for one in privacy.helping(helper)] == ["从志愿者名单中去掉"]
            assert sum(place.erase(helper) for place in known) == 1
            assert count(Volunteer, Volunteer.name == "周帮忙") == 0


class TestTheDemo:
    def test_it_is_as_if_it_had_been(self, app):
        with there(app):
            for row in db.session.scalars(select(Enrolment)):
                children.forget([row.id], "test")
            db.session.delete(term())
            privacy.change_rows(delete(Volunteer), "test")
            db.session.flush()
            residents = [person().id]
            keepers = {"": db.session.scalars(select(User.id)).first()}
            fill(Demo(Random(3), date(2025, 1, 1), TODAY, residents, scale=0.3, keepers=keepers))
            assert count(Enrolment) >= 8
            assert count(Term, Term.erased_on.is_not(None)) == 1
            for session in db.session.scalars(select(Session).where(Session.state == "closed")):
                assert session.came == session.by_adult + session.by_phone + session.alone
            assert rollcall.count_inside(tonight().id) > 0
            room = here.room("evening_class")
            assert visits.inside([room])[room.id] == rollcall.count_inside(tonight().id)
            assert count(Visit) == count(Session, Session.state == "closed", Session.came > 0) + 1
            assert all(phone.startswith("1990000") for phone in db.session.scalars(select(Enrolment.phone)))
            batch = db.session.scalars(select(ImportBatch)).one()
            assert (batch.state, batch.good, batch.bad) == ("checked", 4, 3)
            rows = db.session.scalars(select(ImportRow.content)).all()
            assert len(rows) == 4
            assert not [row for row in rows if "优" in row or "良" in row]
