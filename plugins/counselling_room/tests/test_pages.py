"""The pages: who opens which, what a stranger sees, and that nothing of anybody is on any page but the counsellor's."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.confidential.models import SealedRead
from hub.kernel.database import db
from plugins.counselling_room import booking, sessions
from plugins.counselling_room.models import Appointment, Slot, Talk
from plugins.counselling_room.tests.place import (
    CONTACT,
    ROOM,
    book,
    count,
    door_of,
    phone,
    slot,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("counselling_place"), pytest.mark.usefixtures("clock")]


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["counselling_room"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


def booked_by_phone(app, client, number=0, contact=CONTACT) -> str:
    """Book as a stranger does; answers the code that the page shows."""
    with there(app):
        id = slot(number).id
    answer = client.post(f"{door_of(app)}/slot/{id}", data={"contact": contact}, follow_redirects=True)
    found = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", answer.text)
    assert found, answer.text
    return found[0]


class TestAStranger:
    def test_books_with_a_code_alone_and_gives_it_back(self, app):
        client = phone(app)
        assert client.get(door_of(app)).text.count("/slot/") == 3
        code = booked_by_phone(app, client, contact="")
        assert phone(app).get(door_of(app)).text.count("/slot/") == 2
        mine = f"{ROOM}/mine/{code.replace('-', '')}"
        assert "已预约" in phone(app).get(mine).text  # from another phone too
        answer = phone(app).post(f"{mine}/cancel", follow_redirects=True)
        assert "已取消" in answer.text
        assert phone(app).get(door_of(app)).text.count("/slot/") == 3

    def test_finds_their_own_by_the_code_they_wrote_down(self, app):
        code = booked_by_phone(app, phone(app))
        answer = phone(app).post(f"{door_of(app)}/code", data={"code": code.lower()}, follow_redirects=True)
        assert "我的预约" in answer.text
        assert "没有查到" in phone(app).post(f"{door_of(app)}/code", data={"code": code[:-1] + "0"}).text

    def test_books_one_at_a_time(self, app):
        client = phone(app)
        booked_by_phone(app, client)
        with there(app):
            id = slot(1).id
        assert "您已经约了" in client.post(f"{door_of(app)}/slot/{id}", data={}).text

    def test_of_a_slot_just_taken_is_told_so_and_sees_nobody(self, app):
        with there(app):
            id = book(0).slot_id
        answer = phone(app).post(f"{door_of(app)}/slot/{id}", data={"contact": "新的联系方式"})
        assert answer.status_code == 422
        assert "刚被约走" in answer.text
        assert "新的联系方式" in answer.text  # theirs, still there
        assert CONTACT not in answer.text

    def test_a_wrong_code_opens_nothing(self, app):
        for address in ("at/0000000000000000000000", "mine/0000000000000000", "at/x", "mine/%00"):
            assert phone(app).get(f"{ROOM}/{address}").status_code == 404

    def test_without_the_key_they_can_still_come_and_are_told_what_cannot_be_kept(self, app, settings):
        for file in settings.keys_folder.glob("*.key"):
            file.rename(file.with_suffix(".away"))
        with there(app):
            id = slot(0).id
        answer = phone(app).post(f"{door_of(app)}/slot/{id}", data={"contact": CONTACT})
        assert (answer.status_code, "没有保存" in answer.text) == (422, True)
        assert booked_by_phone(app, phone(app), contact="")


class TestTheCounsellor:
    def test_offers_a_week_and_the_same_again(self, app, keeper):
        data = {
            "week": "2025-11-24",
            "weekdays": ["1", "3"],
            "start": "14:00",
            "until": "17:00",
            "minutes": "50",
            "pause": "10",
        }
        answer = keeper.post(f"{ROOM}/offer", data=data, follow_redirects=True)
        assert "已放 6 个号" in answer.text
        assert "已放 6 个号" in keeper.post(f"{ROOM}/week/again?week=2025-11-24", follow_redirects=True).text
        for week in ("0001-01-01", "9999-12-31", "%00", "x"):  # none of them: this week, which has three
            assert keeper.post(f"{ROOM}/week/again?week={week}").status_code == 303
        with there(app):
            assert count(Slot) == 18

    def test_books_at_the_desk_and_hands_out_a_slip(self, app, keeper):
        with there(app):
            id = slot(1).id
        page = keeper.post(f"{ROOM}/book", data={"slot": id, "contact": CONTACT}, follow_redirects=True).text
        assert re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", page)
        assert CONTACT not in page

    def test_sees_the_contact_on_its_own_page_and_that_is_noted(self, app, keeper):
        with there(app):
            id = book(0).id
        assert CONTACT not in keeper.get(f"{ROOM}/week").text
        assert CONTACT not in keeper.get(f"{ROOM}/appointments/").text
        assert CONTACT in keeper.get(f"{ROOM}/appointment/{id}").text
        with app.app_context():
            assert [one.row_id for one in db.session.scalars(select(SealedRead))] == [id]

    def test_marks_it_held_and_refers(self, app, keeper, clock):
        with there(app):
            id = book(0).id
        clock.shift(timedelta(days=1, hours=5))
        assert "请登记" in keeper.get("/").text
        keeper.post(f"{ROOM}/appointment/{id}/held", data={"heads": "1"})
        assert keeper.post(f"{ROOM}/appointment/{id}/refer", data={"place": "hospital"}).status_code == 422
        keeper.post(f"{ROOM}/appointment/{id}/refer", data={"place": "hospital", "consented": "1"})
        with there(app):
            assert db.session.get_one(Appointment, id).state == "referred"

    def test_prints_slots_without_a_code_or_a_state(self, app, keeper):
        with there(app):
            code = booking.CODES.of(book(0))
        page = keeper.get(f"{ROOM}/week/print").text
        assert "14:00" in page
        assert code not in page
        assert "已预约" not in page

    def test_holds_a_talk(self, app, keeper, clock):
        data = {
            "name": "睡个好觉",
            "starts_at": "2025-11-20T19:00",
            "ends_at": "2025-11-20T20:30",
            "proposer": "residents",
        }
        keeper.post(f"{ROOM}/talk/new", data=data)
        clock.shift(timedelta(hours=12))
        with there(app):
            id = db.session.scalars(select(Talk.id)).one()
        assert keeper.get(f"{ROOM}/talk/{id}/held").status_code == 200
        answer = keeper.post(
            f"{ROOM}/talk/{id}/held",
            data={"heads": "18", "began_at": "2025-11-20T19:00", "finished_at": "2025-11-20T20:30"},
        )
        assert answer.status_code == 303
        assert "睡个好觉" in keeper.get(f"{ROOM}/talks/").text


class TestNobodyElse:
    def test_the_secretary_sees_totals_and_small_ones_not_even(self, app, secretary, keeper, clock):
        with there(app):
            id = book(0).id
        clock.shift(timedelta(days=1, hours=5))
        with there(app):
            sessions.attended(id, 1)
        for address in ("week", "appointments/", f"appointment/{id}", f"appointment/{id}/slip", "book"):
            assert secretary.get(f"{ROOM}/{address}").status_code == 403
        assert "&lt;5" in secretary.get("/month?month=2025-11").text
        assert "&lt;5" not in keeper.get("/month?month=2025-11").text  # who may look sees the number
        for page in ("/", "/search?q=xiaoyu1990", ROOM + "/", "/visits/", "/audit/", "/privacy/"):
            assert CONTACT not in secretary.get(page).text

    def test_the_audit_hides_contact_and_code(self, app):
        code = booked_by_phone(app, phone(app))
        with app.app_context():
            changes = str([one.changes for one in db.session.scalars(select(AuditEntry))])
        assert CONTACT not in changes
        assert code not in changes

    def test_no_list_is_exported(self, app, keeper):
        for slug in ("appointments", "slots", "sessions", "referrals", "talks"):
            assert keeper.get(f"{ROOM}/{slug}/").status_code == 200
            assert keeper.get(f"{ROOM}/{slug}/export/csv/").status_code == 403

    def test_nowhere_a_field_for_a_reason(self, app):
        from wtforms.fields import TextAreaField

        from plugins.counselling_room import forms
        from plugins.counselling_room.models import Base

        words = {"reason", "diagnosis", "risk", "score"}
        columns = {column.name for table in Base.metadata.tables.values() for column in table.c}
        assert not words & columns
        texts = {
            f"{name}.{field.name}"
            for name, form in vars(forms).items()
            if isinstance(form, type) and issubclass(form, forms.Form) and form.__module__ == forms.__name__
            for field in form()
            if isinstance(field, (forms.TextField, TextAreaField))
        }
        assert texts == {"BookForm.contact", "AskForm.contact", "CodeForm.code", "TalkForm.name"}
