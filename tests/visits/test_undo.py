"""Taking a visit back, and everybody leaving."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.visits import services
from hub.visits.models import Visit, VisitDay
from tests.visits.place import NOW, acting, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def visit_id(app, clock):
    with acting(app, "keeper"):
        return services.record(room(), 2).id


def undo(app, visit_id: int, by: str, reason: str = "", may_void: bool = False) -> None:
    with acting(app, by):
        grants = {services.VOID} if may_void else set()
        here.enter(here.village, here.user, grants, here.rooms.values())
        services.undo(visit_id, reason)


def left(app) -> tuple[int, int]:
    with acting(app):
        return len(db.session.scalars(select(Visit)).all()), len(db.session.scalars(select(VisitDay)).all())


def test_within_ten_minutes_it_is_as_if_it_had_not_been(app, visit_id, clock):
    clock.shift(timedelta(minutes=9))
    undo(app, visit_id, by="keeper")
    assert left(app) == (0, 0)


def test_after_ten_minutes_it_is_refused(app, visit_id, clock):
    clock.shift(timedelta(minutes=10))
    with pytest.raises(Refused, match="十分钟"):
        undo(app, visit_id, by="keeper")
    assert left(app) == (1, 1)


def test_nobody_undoes_the_visit_of_somebody_else(app, visit_id):
    with pytest.raises(Refused):
        undo(app, visit_id, by="reader")


def test_the_secretary_voids_any_visit_with_a_reason(app, visit_id, clock):
    clock.shift(timedelta(days=3))
    undo(app, visit_id, by="secretary", reason="登记错了", may_void=True)
    assert left(app) == (0, 0)
    with acting(app):
        entries = select(AuditEntry).where(AuditEntry.action == "void")
        entry = db.session.scalars(entries, execution_options={"hub_trusted": True}).one()
        assert entry.changes["reason"] == [None, "登记错了"]
        assert entry.changes["heads"][1] is None
        of_visits = select(AuditEntry.action).where(AuditEntry.table == "visit").order_by(AuditEntry.id)
        noted = db.session.scalars(of_visits, execution_options={"hub_trusted": True})
        assert list(noted) == ["create", "void"]


def test_the_secretary_needs_a_reason(app, visit_id):
    with pytest.raises(Refused) as refused:
        undo(app, visit_id, by="secretary", reason=" ", may_void=True)
    assert refused.value.field == "reason"


def test_a_visit_is_undone_once(app, visit_id):
    undo(app, visit_id, by="keeper")
    with pytest.raises(Refused, match="已经撤销"):
        undo(app, visit_id, by="keeper")


def test_others_of_the_day_stay_counted(app, visit_id):
    with acting(app, "keeper"):
        services.record(room(), 1)
    undo(app, visit_id, by="keeper")
    with acting(app):
        day = db.session.scalars(select(VisitDay)).one()
        assert (day.visits, day.heads) == (1, 1)


def test_rooms_hear_of_it_before_it_is_gone(app, visit_id, monkeypatch):
    heard = []
    with acting(app, "keeper"):
        monkeypatch.setattr(
            the_hub().events,
            "tell",
            lambda event, visit: heard.append((event, db.session.get(Visit, visit.id))),
        )
        gone = services.undo(visit_id)
        assert heard == [("visit_undone", gone)]


def test_when_all_have_left_the_room_is_empty(app, visit_id):
    with acting(app):
        services.record(room("yard"), 4)
        assert services.inside(here.rooms.values())[room().id] == 2
        assert services.emptied(room()) == 2
    with acting(app):
        inside = services.inside(here.rooms.values())
        assert (inside[room().id], inside[room("yard").id]) == (0, 4)
        assert db.session.get_one(Visit, visit_id).ended_at == NOW
