"""The day's totals are always what counting the visits would give."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from hub.kernel.database import db
from hub.visits import services
from hub.visits.models import Visit, VisitDay
from tests.visits.place import NOW, acting, room

pytestmark = pytest.mark.state("visit_place")

steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("record"), st.sampled_from(["yard", "workshop"]), st.integers(1, 40), st.integers(0, 100)
        ),
        st.tuples(st.just("undo"), st.integers(0, 20)),
        st.tuples(st.just("again"), st.integers(0, 20)),
        st.tuples(st.just("leave"), st.sampled_from(["yard", "workshop"])),
    ),
    max_size=12,
)


def rolled_up() -> set[tuple[object, ...]]:
    rows = db.session.scalars(select(VisitDay).execution_options(populate_existing=True))
    return {(row.room_id, row.day, row.visits, row.heads, row.late) for row in rows}


def counted() -> set[tuple[object, ...]]:
    days: dict[tuple[object, ...], list[int]] = {}
    for visit in db.session.scalars(select(Visit)):
        day = days.setdefault((visit.room_id, visit.day), [0, 0, 0])
        day[:] = day[0] + 1, day[1] + visit.heads, day[2] + visit.late
    return {(*key, *totals) for key, totals in days.items()}


def forget_everything() -> None:
    for model in (Visit, VisitDay):
        db.session.execute(delete(model).execution_options(hub_audit="test"))


def play(step: tuple[object, ...]) -> None:
    ids = db.session.scalars(select(Visit.id).order_by(Visit.id)).all()
    match step:
        case ("record", str(key), int(heads), int(hours)):
            services.record(
                room(key), heads, started_at=NOW - timedelta(hours=hours), token=f"{key}{heads}{hours}"
            )
        case ("undo", int(index)) if ids:
            services.undo(ids[index % len(ids)])
        case ("again", int(index)) if ids:
            twin = db.session.get_one(Visit, ids[index % len(ids)])
            services.record(twin.room, 1, token=twin.token)
        case ("leave", str(key)):
            services.emptied(room(key))


@given(steps=steps)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happened_the_totals_are_the_counted_visits(app, steps):
    with time_machine.travel(NOW, tick=False), acting(app, "keeper"):
        forget_everything()
        for step in steps:
            play(step)
        assert rolled_up() == counted()
        assert services.recount() == len(counted())
        assert rolled_up() == counted()


def test_broken_totals_are_repaired(app):
    with time_machine.travel(NOW, tick=False), acting(app):
        services.record(room(), 2)
        db.session.scalars(select(VisitDay)).one().heads = 99
        db.session.flush()
        services.recount()
        assert rolled_up() == counted()
