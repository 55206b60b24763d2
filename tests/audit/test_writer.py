"""Every change leaves a line in the audit, in the same transaction, without what is personal."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import delete, select

from hub.audit.models import AuditEntry
from hub.audit.writer import HIDDEN, call_it, note, quiet
from hub.centre.models import Equipment, Room
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.tenancy import TenancyError
from hub.people.services import create_resident
from tests.harness.people import a_user, a_village


@pytest.fixture
def village(app: Flask) -> int:
    with quiet():
        return a_village(app, rooms=["tool_station"])


def entries(table: str) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.table == table, AuditEntry.village_id == here.village_id)
    return list(db.session.scalars(query.order_by(AuditEntry.id)))


def test_creating_changing_and_deleting_each_leave_a_line(app: Flask, village: int):
    with in_village(app, village):
        thing = Equipment(room_id=here.room("tool_station").id, name="梯子")
        db.session.add(thing)
        db.session.flush()
        thing.condition = "broken"
        db.session.flush()
        db.session.delete(thing)
        db.session.flush()

        made, changed, gone = entries("equipment")
        assert (made.action, changed.action, gone.action) == ("create", "update", "delete")
        assert made.changes["name"] == [None, "梯子"]
        assert changed.changes == {"condition": ["good", "broken"]}
        assert gone.changes["name"] == ["梯子", None]
        assert made.row_id == changed.row_id == gone.row_id


def test_who_did_it_is_known(app: Flask, village: int):
    secretary = a_user(app, village)
    with app.app_context():
        from hub.accounts.models import User

        user = db.session.get_one(User, secretary)
    with in_village(app, village, user):
        here.room("tool_station").stay_minutes = 45
        db.session.flush()
        assert entries("room")[-1].user_id == secretary


def test_a_change_that_is_rolled_back_leaves_no_line(app: Flask, village: int):
    with in_village(app, village):
        here.room("tool_station").stay_minutes = 99
        db.session.flush()
        assert entries("room")
        db.session.rollback()
        assert entries("room") == []


def test_what_does_not_change_leaves_no_line(app: Flask, village: int):
    with in_village(app, village):
        room = here.room("tool_station")
        room.name = str(room.name)
        db.session.flush()
        assert entries("room") == []


def test_personal_values_are_never_written_only_that_they_changed(app: Flask, village: int):
    with in_village(app, village):
        resident = create_resident("买买提·艾力", "19900001234", "三组")
        resident.name = "买买提·艾合麦提"
        db.session.flush()
        made, changed = entries("resident")
        assert made.changes["name"] == [None, HIDDEN]
        assert changed.changes["name"] == [HIDDEN, HIDDEN]
        assert "买买提" not in str([made.changes, changed.changes])
        assert "19900001234" not in str(made.changes)


def test_a_bulk_change_must_say_why(app: Flask, village: int):
    with in_village(app, village):
        with pytest.raises(TenancyError):
            db.session.execute(delete(Equipment))
        there = len(db.session.scalars(select(Equipment)).all())
        db.session.execute(delete(Equipment).execution_options(hub_audit="清空"))
        assert entries("equipment")[-1].changes == {"reason": [None, "清空"], "rows": [None, there]}


def test_a_bulk_change_that_touched_nothing_leaves_no_line(app: Flask, village: int):
    with in_village(app, village):
        before = entries("equipment")
        nowhere = delete(Equipment).where(Equipment.id < 0).execution_options(hub_audit="清空")
        db.session.execute(nowhere)
        assert entries("equipment") == before


def test_a_deed_gives_the_line_of_its_row_a_name(app: Flask, village: int):
    with in_village(app, village):
        room = here.room("tool_station")
        room.stay_minutes = 77
        call_it(room, "switch", reason="试")
        db.session.flush()
        room.stay_minutes = 78
        db.session.flush()
        named, plain = entries("room")[-2:]
        assert (named.action, named.changes["reason"], plain.action) == ("switch", [None, "试"], "update")


def test_a_deed_can_be_noted(app: Flask, village: int):
    with in_village(app, village):
        note("export", "visit", rows=12)
        assert entries("visit")[-1].changes == {"rows": [None, 12]}


def test_inside_quiet_nothing_is_written(app: Flask, village: int):
    with in_village(app, village), quiet():
        db.session.add(Room(key="hall", name="大厅", icon="厅"))
        db.session.flush()
        assert entries("room") == []
