"""Merging a double moves whatever points at it, in the core and in every room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.kernel import migrate
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.people.merging import merge, references_of
from hub.people.models import Resident
from hub.visits.models import Visit
from tests.harness.people import a_village
from tests.people.place import ROOMS, Place


@pytest.fixture
def app(make_app):
    """An app with a room of the test's own that keeps things about residents."""
    app = make_app(rooms_dirs=[ROOMS], check_schema=False)
    part = migrate.parts(app)[1]
    with app.app_context(), migrate.migrating(app.extensions["hub"].settings, part) as owner:
        part.metadata.create_all(owner)
    return app


@pytest.fixture
def place(app):
    return Place(
        app, a_village(app, "甲村", rooms=["guest_book"]), a_village(app, "乙村", rooms=["guest_book"])
    )


@pytest.fixture
def book(app):
    """The room's models."""
    return app.extensions["hub"].rooms.get("guest_book").declared.base.registry._class_registry


@pytest.fixture
def two(place):
    """王芳, kept twice: once with a group and once with a phone."""
    return place.resident("王芳", "", "三组"), place.resident("王芳", "19900001234")


def merge_two(place, two) -> int:
    with place.inside():
        kept, double = (db.session.get_one(Resident, id) for id in two)
        return merge(kept, double)


def a_visit(resident_id: int) -> Visit:
    return Visit(
        room_id=here.room("guest_book").id, started_at=now(), ended_at=now(), day=here.today, heads=1,
        resident_id=resident_id, recorded_at=now(),
    )  # fmt: skip


def test_references_of_the_core_and_of_rooms_are_moved(place, book, two):
    kept, double = two
    with place.inside():
        bystander = Resident(name="李丽")
        db.session.add_all([a_visit(double), bystander])
        db.session.flush()
        db.session.add_all([
            book["Entry"](writer_id=double, witness_id=kept, text="a"),
            book["Entry"](writer_id=bystander.id, witness_id=double, text="b"),
            book["Card"](holder_id=double, since=date(2025, 1, 1)),
        ])  # fmt: skip
        bystander_id = bystander.id
    assert merge_two(place, two) == 4
    with place.inside():
        assert db.session.scalars(select(Visit.resident_id)).all() == [kept]
        entry = book["Entry"]
        entries = db.session.execute(select(entry.writer_id, entry.witness_id).order_by(entry.text))
        assert [tuple(row) for row in entries] == [(kept, kept), (bystander_id, kept)]
        assert references_of(db.session.get_one(Resident, double)) == {}
        assert references_of(db.session.get_one(Resident, kept)) == {"": 1, "guest_book": 4}


def test_the_kept_one_takes_over_what_it_lacked_and_the_double_is_empty(place, two):
    with place.inside():
        yesterday = here.today - timedelta(days=1)
        db.session.get_one(Resident, two[0]).last_used_on = yesterday
    merge_two(place, two)
    kept, double = (place.read(id) for id in two)
    assert (kept.name, kept.phone, kept.group) == ("王芳", "19900001234", "三组")
    assert kept.last_used_on == yesterday + timedelta(days=1)
    assert (double.name, double.phone, double.group, double.merged_into_id) == ("", "", "", kept.id)
    assert place.found("王芳") == place.found("1234") == ["王芳"]


def test_a_double_of_a_double_leads_to_the_kept_one(place, two):
    third = place.resident("王方")
    merge_two(place, (two[1], third))
    merge_two(place, two)
    assert place.browser("secretary").get(f"/people/{third}").location == f"/people/{two[0]}"


def test_the_room_is_told_while_the_double_still_has_its_name(place, two):
    heard = place.app.extensions["hub"].rooms.plugins.get_plugin("guest_book").heard
    heard.clear()
    merge_two(place, two)
    assert heard == [(two[0], "王芳")]


def test_two_records_that_can_only_be_one_are_refused_and_nothing_changes(place, book, two):
    with place.inside():
        db.session.add_all([book["Card"](holder_id=id, since=date(2025, 1, 1)) for id in two])
        db.session.add(a_visit(two[1]))
    with pytest.raises(Refused) as refusal:
        merge_two(place, two)
    assert "只能有一条" in str(refusal.value)
    with place.inside():
        assert db.session.scalars(select(Visit.resident_id)).all() == [two[1]]
    assert place.read(two[1]).name == "王芳"


def test_another_village_is_not_touched(place, book, two):
    neighbour = place.resident("王芳", village=place.other)
    with place.inside(place.other):
        db.session.add(book["Entry"](writer_id=neighbour, text="theirs"))
    merge_two(place, two)
    with place.inside(place.other):
        assert db.session.scalars(select(book["Entry"].writer_id)).all() == [neighbour]


def test_it_stands_in_the_audit_without_a_name(place, two):
    merge_two(place, two)
    with place.app.app_context():
        [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "merge"))
    assert (entry.row_id, entry.changes["double"]) == (two[0], [None, two[1]])
    assert "王芳" not in str(entry.changes)


class TestPages:
    def test_those_alike_are_offered_and_compared(self, place, two):
        browser = place.browser("secretary")
        assert f"/people/{two[0]}/merge/{two[1]}" in browser.get(f"/people/{two[0]}/merge").text
        page = browser.get(f"/people/{two[0]}/merge/{two[1]}").text
        assert all(text in page for text in ("三组", "19900001234", "不能撤销"))

    def test_any_other_can_be_looked_up(self, place, two):
        third = place.resident("李丽")
        data = {"other": str(third), "other_text": "李丽"}
        answer = place.browser("secretary").post(f"/people/{two[0]}/merge", data=data)
        assert answer.location == f"/people/{two[0]}/merge/{third}"

    @pytest.mark.parametrize("side", [0, 1])
    def test_either_may_be_kept(self, place, two, side):
        browser = place.browser("secretary")
        answer = browser.post(f"/people/{two[0]}/merge/{two[1]}", data={"keep": str(two[side])})
        assert answer.location == f"/people/{two[side]}"
        assert place.read(two[1 - side]).merged_into_id == two[side]

    @pytest.mark.parametrize("keep", ["", "x", "999999"])
    def test_which_one_has_to_be_said(self, place, two, keep):
        answer = place.browser("secretary").post(f"/people/{two[0]}/merge/{two[1]}", data={"keep": keep})
        assert answer.status_code == 422
        assert place.read(two[1]).name == "王芳"

    def test_nobody_is_merged_with_themselves(self, place, two):
        browser = place.browser("secretary")
        assert browser.get(f"/people/{two[0]}/merge/{two[0]}").status_code == 302
        answer = browser.post(f"/people/{two[0]}/merge", data={"other": str(two[0]), "other_text": "王芳"})
        assert "同一条登记" in answer.text

    def test_what_was_merged_cannot_be_merged_again(self, place, two):
        browser = place.browser("secretary")
        browser.post(f"/people/{two[0]}/merge/{two[1]}", data={"keep": str(two[0])})
        assert browser.post(f"/people/{two[0]}/merge/{two[1]}", data={"keep": str(two[1])}).status_code == 404

    def test_readers_may_not(self, place, two):
        assert place.browser("reader").get(f"/people/{two[0]}/merge/{two[1]}").status_code == 403
