"""What was erased, or let go of after its time, is nowhere any more: in no byte of the files, in no table."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from hub.centre.situation import in_village
from hub.imports import batches, staging
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.privacy.models import RetentionRun
from hub.privacy.retention import ran_since, report_of, run_retention, runs
from hub.visits.services import record
from plugins.reading_room import books, lending, waiting
from plugins.reading_room.models import Title
from tests.harness.people import a_village, signed_in
from tests.harness.states import state

NAME, PHONE, PURPOSE, SOUND = "帕提古丽·吐逊江", "19900007788", "问一问孩子上学的事", "patiguli"
SECRETS = (NAME, PHONE, PURPOSE, SOUND)
pytestmark = pytest.mark.state("privacy_everywhere")


@state("privacy_everywhere")
def somebody(app: Flask) -> None:
    """Somebody with a visit, a loan, a reservation and a line in a list that waits."""
    village = a_village(app, "石桥村", rooms=["service_hall", "reading_room"])
    with in_village(app, village):
        someone = create_resident(NAME, PHONE, "三组")
        record(here.room("service_hall"), 2, resident_id=someone.id, purpose=PURPOSE)
        copies = [
            books.add_copies(
                books.add_title(
                    Title(isbn="", name=name, author="", call_number="", kind="book", stays_in=False)
                ),
                1,
            )[0]
            for name in ("棉田手记", "孔雀河畔")
        ]
        lending.give_back(lending.lend(copies[0].id, someone).id)
        waiting.reserve(copies[1].title_id, someone)
        db.session.flush()
        for wait in db.session.query(waiting.Wait):
            waiting.cancel(wait.id)
        file = Path(app.config["HUB_HOME"]) / "sent"
        file.write_text(f"姓名,电话\n{NAME},19900009999\n{NAME},12\n王小明,\n", "utf-8")
        staging.read_into(batches.begin("residents", "名单.csv"), file, alone=False)
        file.unlink()


def resident(app: Flask) -> int:
    with in_village(app, 1):
        return db.session.scalars(select(Resident.id).where(Resident.name == NAME)).one()


def test_the_page_names_every_room(app: Flask):
    text = signed_in(app, 1).get(f"/privacy/residents/{resident(app)}/").text
    for said in (NAME, PHONE, "记名来访", "图书阅览室", "棉田手记", "待导入的名单"):
        assert said in text, said


def test_erased_nothing_is_found_anywhere(app: Flask, found):
    secretary = signed_in(app, 1)
    assert all(found(secret) for secret in SECRETS)
    assert (
        secretary.post(f"/privacy/residents/{resident(app)}/erase", data={"confirmed": "1"}).status_code
        == 303
    )
    assert [secret for secret in SECRETS if found(secret)] == []
    with in_village(app, 1):
        from plugins.reading_room.models import Loan

        assert db.session.query(Loan).count() == 1


def test_after_its_time_nothing_is_found_anywhere(app: Flask, found):
    assert all(found(secret) for secret in SECRETS)
    with time_machine.travel(now() + timedelta(days=365 * 4), tick=True):
        outcomes = run_retention(app)
    assert not any(done.problem for done in outcomes)
    assert [secret for secret in SECRETS if found(secret)] == []


class TestTheReport:
    def test_the_village_sees_what_a_run_did(self, app: Flask):
        with time_machine.travel(now() + timedelta(days=2), tick=True):
            run_retention(app)
            page = signed_in(app, 1).get("/privacy/").text
        assert "没有导入的名单内容清掉" in page.partition('id="runs"')[2]
        with in_village(app, 1):
            (run,) = runs()
            assert run.rows == 1
            assert report_of(run) == [("没有导入的名单内容清掉", 1, "", 0)]

    def test_a_rule_that_failed_stands_there(self, app: Flask, monkeypatch):
        from hub.kernel.declarations import Retention
        from hub.privacy import retention

        rule = Retention("坏的", "", lambda: 1 // 0)
        monkeypatch.setattr(retention, "rules", lambda: [("people", rule)])
        run_retention(app)
        assert "没有成功（ZeroDivisionError）" in signed_in(app, 1).get("/privacy/").text

    def test_once_a_day_whoever_does_it(self, app: Flask):
        before = now()
        assert not ran_since(app, before)
        run_retention(app)
        assert ran_since(app, before)
        a_village(app, "柳沟村")
        assert not ran_since(app, before)  # a village that is new has not had its turn

    def test_reports_of_a_quarter_are_kept(self, app: Flask):
        run_retention(app)
        with time_machine.travel(now() + timedelta(days=91), tick=True):
            run_retention(app)
        with in_village(app, 1):
            assert db.session.query(RetentionRun).count() == 1
