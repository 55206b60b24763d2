"""A resident's page, a new one, and the warning of a double."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.keeping import YEARS, erase, kept_of
from hub.people.models import Resident
from hub.people.services import PossibleDouble, create_resident
from hub.privacy.unused import forget_unused
from hub.visits.models import Visit

NEW = {"name": "买买提.艾力", "phone": "+86 199 0000 1234", "group": "三组", "consent": "y"}


def only_resident(place) -> Resident:
    with place.inside():
        [resident] = db.session.scalars(select(Resident)).all()
        db.session.expunge(resident)
        return resident


class TestNew:
    def test_it_works(self, place):
        answer = place.browser().post("/people/new", data=NEW)
        resident = only_resident(place)
        assert answer.location == f"/people/{resident.id}"
        assert (resident.name, resident.phone, resident.group) == ("买买提·艾力", "19900001234", "三组")
        assert resident.consent_on is not None

    def test_it_goes_back_to_the_form_that_asked(self, place):
        query = {"back": "/rooms/tool_station/lend?tool=7", "field": "borrower", "name": "王芳"}
        browser = place.browser()
        assert 'value="王芳"' in browser.get("/people/new", query_string=query).text
        answer = browser.post("/people/new", query_string=query, data=NEW)
        assert answer.location == f"/rooms/tool_station/lend?tool=7&borrower={only_resident(place).id}"

    @pytest.mark.parametrize(
        "query", [{"back": "//evil.example", "field": "x"}, {"back": "/\\evil", "field": "a b"}]
    )
    def test_it_leads_nowhere_else(self, place, query):
        answer = place.browser().post("/people/new", query_string=query, data=NEW)
        assert answer.location == f"/people/{only_resident(place).id}"

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"name": ""}, "还没有填"),
            ({"name": "王芳😀"}, "不能用的符号"),
            ({"name": "王" * 51}, "最多 50 个字"),
            ({"name": "王\u202e芳"}, "控制字符"),
            ({"name": "110101199001011234"}, "不要写数字"),
            ({"phone": "1990000123"}, "应是 11 位"),
            ({"group": "组" * 21}, "最多 20 个字"),
            ({"consent": ""}, "请确认后打上勾"),
        ],
    )
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, place, change, sentence):
        answer = place.browser().post("/people/new", data=NEW | change)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "group" in change or 'value="三组"' in answer.text

    def test_there_is_no_field_for_anything_else(self, place):
        more = {
            "id_number": "x",
            "merged_into_id": "1",
            "erased_at": "2020-01-01",
            "village_id": str(place.other),
        }
        sent = NEW | more
        place.browser().post("/people/new", data=sent)
        resident = only_resident(place)
        assert (resident.village_id, resident.merged_into_id, resident.erased_at) == (
            place.village,
            None,
            None,
        )


class TestDoubles:
    @pytest.mark.parametrize(
        ("name", "phone"), [("王芳", ""), ("李丽", "19900001234"), ("王方", ""), ("王芳", "19900009999")]
    )
    def test_somebody_alike_is_asked_about(self, place, name, phone):
        place.resident("王芳", "19900001234", "三组")
        answer = place.browser().post("/people/new", data=NEW | {"name": name, "phone": phone})
        assert answer.status_code == 422
        assert "可能是下面哪一位" in answer.text
        assert "尾号 1234" in answer.text
        assert f'value="{name}"' in answer.text

    def test_the_keeper_says_that_it_is_another_person(self, place):
        place.resident("王芳", "19900001234")
        data = NEW | {"name": "王芳", "phone": "19900009999", "another": "y"}
        assert place.browser().post("/people/new", data=data).status_code == 303

    def test_or_takes_the_one_who_is_there(self, place):
        id = place.resident("王芳", "19900001234")
        query = {"back": "/rooms/tool_station/lend", "field": "borrower"}
        page = place.browser().post("/people/new", query_string=query, data=NEW | {"name": "王芳"}).text
        assert f'href="/rooms/tool_station/lend?borrower={id}"' in page

    @pytest.mark.parametrize("name", ["李丽", "王芳芳", "艾力"])
    def test_somebody_else_is_not(self, place, name):
        place.resident("王芳")
        place.resident("买买提·艾力")
        assert place.browser().post("/people/new", data=NEW | {"name": name, "phone": ""}).status_code == 303

    def test_those_of_another_village_are_not_told(self, place):
        place.resident("王芳", "19900001234", village=place.other)
        with place.inside():
            create_resident("王芳", "19900001234")

    def test_nobody_is_a_double_of_themselves(self, place):
        id = place.resident("王芳", "19900001234")
        data = {"name": "王芳", "phone": "19900009999", "group": "", "consent": "y"}
        assert place.browser().post(f"/people/{id}/edit", data=data).status_code == 303
        assert place.read(id).phone == "19900009999"

    def test_a_change_that_makes_a_double_is_asked_about(self, place):
        place.resident("王芳")
        id = place.resident("李丽")
        assert place.browser().post(f"/people/{id}/edit", data={"name": "王芳"}).status_code == 422

    def test_candidates_are_few(self, place):
        for _number in range(12):
            place.resident("王芳")
        with place.inside(), pytest.raises(PossibleDouble) as double:
            create_resident("王芳")
        assert 0 < len(double.value.candidates) <= 8


class TestPage:
    def test_it_shows_what_is_kept_and_no_more(self, place):
        id = place.resident("王芳", "19900001234", "三组")
        page = place.browser().get(f"/people/{id}").text
        assert all(text in page for text in ("王芳", "19900001234", "三组"))

    @pytest.mark.parametrize("page", ["", "/edit", "/merge", "/merge/1"])
    def test_somebody_of_another_village_is_not_there(self, place, page):
        id = place.resident("王芳", village=place.other)
        place.resident("李丽")
        for browser in (place.browser(), place.browser("secretary")):
            assert browser.get(f"/people/{id}{page}").status_code == 404

    @pytest.mark.parametrize("number", ["0", "-1", "x", "2147483648", "99999999999999999999", "1.0"])
    def test_a_number_that_is_none_is_not_found(self, place, number):
        assert place.browser().get(f"/people/{number}").status_code == 404

    def test_consent_keeps_its_day_until_it_is_taken_back(self, place):
        browser = place.browser()
        browser.post("/people/new", data=NEW)
        resident = only_resident(place)
        with place.inside():
            db.session.get_one(Resident, resident.id).consent_on = day = date(2025, 1, 2)
        browser.post(f"/people/{resident.id}/edit", data=NEW)
        assert place.read(resident.id).consent_on == day
        browser.post(f"/people/{resident.id}/edit", data=NEW | {"consent": ""})
        assert place.read(resident.id).consent_on is None


def a_visit(resident_id: int) -> Visit:
    return Visit(
        room_id=here.room("tool_station").id, started_at=here.now, ended_at=here.now, day=here.today, heads=1,
        resident_id=resident_id, recorded_at=here.now,
    )  # fmt: skip


class TestKeeping:
    def test_a_record_that_names_somebody_is_a_use_and_the_audit_does_not_tell_the_day(self, place):
        id = place.resident("王芳")
        with place.inside():
            db.session.get_one(Resident, id).last_used_on = here.today - timedelta(days=30)
        with place.inside():
            entries = len(db.session.scalars(select(AuditEntry).where(AuditEntry.table == "resident")).all())
            db.session.add(a_visit(id))
        with place.inside():
            assert db.session.get_one(Resident, id).last_used_on == here.today
            now = db.session.scalars(select(AuditEntry).where(AuditEntry.table == "resident")).all()
            assert len(now) == entries

    def test_the_audit_never_holds_a_name_or_a_phone(self, place):
        browser = place.browser()
        browser.post("/people/new", data=NEW)
        browser.post(
            f"/people/{only_resident(place).id}/edit", data=NEW | {"name": "王芳", "phone": "19900005678"}
        )
        with place.app.app_context():
            written = str([entry.changes for entry in db.session.scalars(select(AuditEntry))])
        assert "name" in written
        assert not any(text in written for text in ("艾力", "王芳", "1990000", "三组"))

    def test_what_is_kept_is_told_and_erased(self, place):
        id = place.resident("王芳", "19900001234")
        with place.inside():
            assert "王芳" in [value for _label, value in kept_of(id)]
            assert erase(id) == 1
        with place.inside():
            assert (list(kept_of(id)), erase(id)) == ([], 0)
        row = place.read(id)
        assert (row.name, row.phone, row.group, row.consent_on) == ("", "", "", None)
        assert row.erased_at is not None
        assert place.browser().get(f"/people/{id}").status_code == 404

    def test_those_not_needed_for_years_are_forgotten(self, place):
        old, used = place.resident("王芳"), place.resident("李丽")
        with place.inside():
            long_ago = here.today - timedelta(days=365 * YEARS + 1)
            for id in (old, used):
                db.session.get_one(Resident, id).last_used_on = long_ago
            db.session.commit()
            db.session.add(a_visit(used))
        with place.inside():
            assert forget_unused() == 1
        assert (place.read(old).name, place.read(used).name) == ("", "李丽")
