"""Recording a visit."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from hub.audit.models import AuditEntry
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.people.models import Resident
from hub.visits import services
from hub.visits.models import Visit, VisitDay
from tests.visits.place import NOW, OTHER, acting, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def village(app):
    with acting(app, "keeper"):
        yield


def visits() -> int:
    return db.session.scalar(select(func.count()).select_from(Visit)) or 0


@pytest.mark.usefixtures("village")
class TestRecord:
    def test_it_counts_heads_in_a_room_now(self):
        visit = services.record(room(), 2)
        assert (visit.heads, visit.started_at, visit.late) == (2, NOW, False)
        assert visit.ended_at == NOW + timedelta(minutes=30)
        assert visit.day.isoformat() == "2025-11-20"
        assert visit.recorded_by
        assert visit.recorded_by.username == "keeper"

    def test_it_is_added_to_the_day_of_the_room(self):
        services.record(room(), 2)
        services.record(room(), 1, started_at=NOW - timedelta(hours=1))
        day = db.session.scalars(select(VisitDay)).one()
        assert (day.visits, day.heads, day.late) == (2, 3, 1)

    def test_the_day_is_the_villages_own(self):
        before_dawn = NOW - timedelta(hours=3)  # seven in the village, still the day before in UTC
        assert services.record(room(), 1, started_at=before_dawn).day.isoformat() == "2025-11-20"

    def test_the_same_form_counts_once(self):
        first = services.record(room(), 2, token="once")
        assert services.record(room(), 2, token="once") is first
        assert visits() == 1

    def test_a_source_has_one_visit(self):
        services.record(room(), 1, source=("loan", 7))
        with pytest.raises(Refused, match="登记过来访"):
            services.record(room(), 1, source=("loan", 7))

    def test_it_is_written_into_the_audit_without_its_purpose(self):
        services.record(room(), 1, purpose="问低保")
        entry = db.session.scalars(
            select(AuditEntry).where(AuditEntry.table == "visit"), execution_options={"hub_trusted": True}
        ).one()
        assert entry.action == "create"
        assert "低保" not in str(entry.changes)


@pytest.mark.usefixtures("village")
class TestTimes:
    def test_a_quarter_of_an_hour_ago_is_not_late(self):
        assert not services.record(room(), 1, started_at=NOW - timedelta(minutes=15)).late

    def test_longer_ago_is_late(self):
        assert services.record(room(), 1, started_at=NOW - timedelta(minutes=16)).late

    @pytest.mark.parametrize(
        ("away", "field"),
        [(timedelta(minutes=5), "started_at"), (timedelta(days=-11 * 366), "started_at")],
        ids=["the future", "before the village"],
    )
    def test_what_cannot_be_is_refused(self, away, field):
        with pytest.raises(Refused) as refused:
            services.record(room(), 1, started_at=NOW + away)
        assert refused.value.field == field

    def test_nobody_leaves_before_coming(self):
        with pytest.raises(Refused, match="离开时间"):
            services.record(room(), 1, ended_at=NOW - timedelta(minutes=1))

    def test_nobody_stays_for_more_than_a_day(self):
        with pytest.raises(Refused, match="24 小时"):
            services.record(room(), 1, started_at=NOW - timedelta(days=2), ended_at=NOW - timedelta(hours=2))


@pytest.mark.usefixtures("village")
class TestHeads:
    @pytest.mark.parametrize("heads", [0, -1, 10_001])
    def test_a_senseless_number_is_refused(self, heads):
        with pytest.raises(Refused) as refused:
            services.record(room("yard"), heads)
        assert refused.value.field == "heads"

    def test_above_the_first_figure_it_warns(self):
        assert services.record(room(), 3).warning == ""
        assert "接近上限" in services.record(room(), 1).warning

    def test_above_the_second_figure_it_refuses(self):
        services.record(room(), 5)
        with pytest.raises(Refused, match="上限 5 人") as refused:
            services.record(room(), 1)
        assert refused.value.field == "override_reason"

    def test_a_reason_overrides_and_is_kept(self):
        services.record(room(), 5)
        visit = services.record(room(), 2, override_reason=" 节日活动 ")
        assert visit.override_reason == "节日活动"
        assert "超过上限" in visit.warning

    def test_a_reason_that_was_not_needed_is_not_kept(self):
        assert services.record(room(), 1, override_reason="节日活动").override_reason == ""

    def test_those_who_left_take_no_place(self):
        services.record(room(), 5, started_at=NOW - timedelta(hours=1))
        assert services.record(room(), 5).warning != ""

    def test_a_late_entry_is_held_against_those_who_were_there_then(self):
        services.record(room(), 4)
        with pytest.raises(Refused):
            services.record(room(), 2, started_at=NOW - timedelta(minutes=20))

    def test_a_room_without_figures_takes_everybody(self):
        assert services.record(room("yard"), 9_999).warning == ""


@pytest.mark.usefixtures("village")
class TestRooms:
    def test_a_room_that_is_off_takes_no_visits(self):
        room("yard").enabled = False
        with pytest.raises(Refused, match="没有开通"):
            services.record(room("yard"), 1)

    def test_an_unknown_kind_is_refused(self):
        with pytest.raises(Refused) as refused:
            services.record(room(), 1, kind="wedding")
        assert refused.value.field == "kind"

    def test_a_named_kind_needs_a_resident(self):
        with pytest.raises(Refused, match="登记到人") as refused:
            services.record(room("workshop"), 1, kind="course")
        assert refused.value.field == "resident"

    def test_a_named_kind_takes_a_resident(self):
        resident = db.session.scalars(select(Resident).where(Resident.name == "王小明")).one()
        visit = services.record(room("workshop"), 1, kind="course", resident_id=resident.id)
        assert visit.resident is resident
        assert resident.last_used_on == visit.day

    @pytest.mark.parametrize("more", [{"purpose": "睡不着"}, {"resident_id": 1}])
    def test_a_confidential_room_keeps_heads_only(self, more):
        with pytest.raises(Refused, match="只登记人数"):
            services.record(room("quiet_room"), 1, **more)


def test_a_resident_of_another_village_does_not_exist(app):
    with acting(app, village_id=OTHER):
        stranger = db.session.scalars(select(Resident.id)).first()
    with acting(app), pytest.raises(Refused, match="没有找到"):
        services.record(room(), 1, resident_id=stranger)
