"""A person's own page, and erasing them: nothing of them stays, the counts do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from hub.audit.models import AuditEntry
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.erasing import empty_log
from hub.kernel.here import here
from hub.people.models import Resident, ResidentKey
from hub.people.search import find_residents
from hub.people.services import create_resident
from hub.privacy.retention import run_retention
from hub.visits.models import Visit, VisitDay
from hub.visits.services import record
from tests.harness.people import a_village, signed_in

NAME, PHONE, PURPOSE = "帕提古丽·吐逊江", "19900007788", "问一问孩子上学的事"


@pytest.fixture
def village(app: Flask) -> int:
    return a_village(app, "石桥村", rooms=["service_hall", "tool_station", "counselling_room"])


@pytest.fixture
def resident(app: Flask, village: int) -> int:
    """Somebody who came by name a while ago."""
    with in_village(app, village):
        someone = create_resident(NAME, PHONE, "三组")
        record(here.room("service_hall"), 2, resident_id=someone.id, purpose=PURPOSE)
        return someone.id


def test_the_page_shows_everything_that_is_kept(app: Flask, village: int, resident: int):
    text = signed_in(app, village).get(f"/privacy/residents/{resident}/").text

    assert NAME in text
    assert PHONE in text
    assert "记名来访 1 次" in text


def test_the_map_names_what_why_and_how_long(app: Flask, village: int):
    text = signed_in(app, village).get("/privacy/").text

    assert "居民：姓名、电话、村民小组" in text
    assert "少数必须记名的来访" in text
    assert "到期清理" in text


@pytest.mark.parametrize("role", ["keeper", "reader"])
def test_it_is_the_secretarys_alone(app: Flask, village: int, resident: int, role: str):
    client = signed_in(app, village, role, rooms=["service_hall"])

    assert client.get("/privacy/").status_code == 403
    assert client.get(f"/privacy/residents/{resident}/").status_code == 403
    assert client.post(f"/privacy/residents/{resident}/erase", data={"confirmed": "1"}).status_code == 403


def test_another_villages_people_are_not_there(app: Flask, village: int, resident: int):
    stranger = signed_in(app, a_village(app, "柳沟村"))

    assert stranger.get(f"/privacy/residents/{resident}/").status_code == 404
    assert stranger.post(f"/privacy/residents/{resident}/erase", data={"confirmed": "1"}).status_code == 404


@pytest.mark.parametrize("id", ["0", "99999999999999999999", "-1", "x"])
def test_an_address_of_nobody_is_a_404(app: Flask, village: int, id: str):
    assert signed_in(app, village).get(f"/privacy/residents/{id}/").status_code == 404


def test_a_person_is_found_by_the_form_and_opened(app: Flask, village: int, resident: int):
    client = signed_in(app, village)

    answer = client.post("/privacy/", data={"resident": str(resident)})
    assert answer.location.endswith(f"/privacy/residents/{resident}/")
    assert client.post("/privacy/", data={"resident": "", "resident_text": "没有这个人"}).status_code == 422


class TestErasing:
    def erase(self, app: Flask, village: int, resident: int):
        return signed_in(app, village).post(f"/privacy/residents/{resident}/erase", data={"confirmed": "1"})

    def test_it_works(self, app: Flask, village: int, resident: int):
        assert self.erase(app, village, resident).status_code == 303

        with in_village(app, village):
            left = db.session.get_one(Resident, resident)
            assert (left.name, left.phone, left.group) == ("", "", "")
            assert left.erased_at
            assert db.session.scalars(select(ResidentKey)).all() == []
            assert list(find_residents("帕提古丽")) == []

    def test_it_asks_first(self, app: Flask, village: int, resident: int):
        answer = signed_in(app, village).post(f"/privacy/residents/{resident}/erase")

        assert "不能恢复" in answer.text
        with in_village(app, village):
            assert db.session.get_one(Resident, resident).name == NAME

    def test_counts_stay_and_the_visit_knows_nobody(self, app: Flask, village: int, resident: int):
        self.erase(app, village, resident)

        with in_village(app, village):
            visit = db.session.scalars(select(Visit)).one()
            assert (visit.heads, visit.resident_id, visit.purpose) == (2, None, "")
            assert db.session.scalar(select(func.sum(VisitDay.heads))) == 2

    def test_the_audit_says_so_without_the_name(self, app: Flask, village: int, resident: int):
        self.erase(app, village, resident)

        with in_village(app, village):
            every = db.session.scalars(select(AuditEntry).where(AuditEntry.village_id == village)).all()
            assert [entry.row_id for entry in every if entry.action == "erase"] == [resident]
            written = str([entry.changes for entry in every])
            assert not any(secret in written for secret in (NAME, PHONE, PURPOSE))

    def test_a_second_time_there_is_nobody(self, app: Flask, village: int, resident: int):
        self.erase(app, village, resident)
        assert self.erase(app, village, resident).status_code == 404

    @pytest.mark.backends("sqlite")
    def test_the_bytes_are_gone_from_the_files(self, app: Flask, village: int, resident: int, database):
        def found(secret: str) -> bool:
            return any(secret.encode() in file.read_bytes() for file in database.home.glob("hub.sqlite3*"))

        with app.app_context():
            assert empty_log()
        assert all(found(secret) for secret in (NAME, PHONE, PURPOSE, "patiguli"))
        self.erase(app, village, resident)
        assert not any(found(secret) for secret in (NAME, PHONE, PURPOSE, "patiguli"))


class TestRetention:
    def test_visits_lose_their_name_after_a_year_and_keep_their_heads(
        self, app: Flask, village: int, resident: int
    ):
        with in_village(app, village):
            visit = db.session.scalars(select(Visit)).one()
            visit.started_at -= timedelta(days=370)

        run_retention(app)

        with in_village(app, village):
            visit = db.session.scalars(select(Visit)).one()
            assert (visit.resident_id, visit.purpose, visit.heads) == (None, "", 2)

    def test_what_is_not_due_stays(self, app: Flask, village: int, resident: int):
        outcomes = run_retention(app)

        assert outcomes
        assert not any(outcome.rows or outcome.problem for outcome in outcomes)
        with in_village(app, village):
            assert db.session.scalars(select(Visit)).one().resident_id == resident

    def test_a_resident_nobody_needed_for_years_is_forgotten(self, app: Flask, village: int, resident: int):
        with in_village(app, village):
            db.session.get_one(Resident, resident).last_used_on = datetime(2019, 1, 1, tzinfo=UTC).date()

        run_retention(app)

        with in_village(app, village):
            assert db.session.get_one(Resident, resident).erased_at

    def test_a_rule_that_fails_harms_no_other(self, app: Flask, village: int, resident: int, monkeypatch):
        from hub.kernel.declarations import Retention
        from hub.privacy import retention

        def fail() -> int:
            db.session.get_one(Resident, resident).name = "半途"
            db.session.flush()
            raise RuntimeError

        rules = [("people", Retention("坏的", "", fail)), ("people", Retention("好的", "", lambda: 3))]
        monkeypatch.setattr(retention, "rules", lambda: rules)

        bad, good = run_retention(app)

        assert bad.problem
        assert (good.rows, good.problem) == (3, "")
        with in_village(app, village):
            assert db.session.get_one(Resident, resident).name == NAME
