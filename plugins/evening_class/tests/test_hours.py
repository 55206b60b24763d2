"""Volunteer hours (the roster kit, as this room uses it): a second person, points once, month figures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.roster import Person, volunteer_minutes, workers
from hub.room import Period, change_rows, here, points
from plugins.evening_class import figures
from plugins.evening_class.duty import roster, volunteering
from plugins.evening_class.models import Hours, Policy
from plugins.evening_class.tests.place import ROOM, TODAY, count, person, the_village, there
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("clock")]


def claim(minutes: int = 120, who: Person | None = None) -> Hours:
    return volunteering.claim(who or Person("周帮忙", resident_id=person().id), TODAY, minutes, "辅导作业")


def gives(number: int) -> None:
    db.session.add(Policy(points=number))
    db.session.flush()


def the_month() -> Period:
    return Period(TODAY.replace(day=1), TODAY, here.now - timedelta(days=20), here.now + timedelta(days=1))


class TestASecondPerson:
    def test_verifies_and_points_are_posted_once(self, app):
        with there(app):
            gives(2)
            id = claim(90).id
        with there(app, keeper=1):
            row = volunteering.verify(id)
            assert (row.state, row.points, points.balance(person().id)) == ("verified", 3, 3)
            with pytest.raises(Refused, match="已经有人办过"):
                volunteering.verify(id)
            # Asked for again by whatever mistake, the ledger answers the entry of that time.
            points.earn(person().id, 3, text="又一次", source=(volunteering.source, id))
            assert points.balance(person().id) == 3

    def test_who_wrote_it_down_does_not(self, app):
        with there(app):
            id = claim().id
            with pytest.raises(Refused, match="另一个人"):
                volunteering.verify(id)

    def test_nor_who_did_it(self, app):
        with there(app, keeper=1):
            me = next(one for one in workers("evening_class") if one.user_id == here.user.id)
        with there(app):
            id = claim(who=me).id
        with there(app, keeper=1), pytest.raises(Refused, match="另一个人"):
            volunteering.verify(id)

    def test_nor_anybody_behind_the_services_back(self, app):
        with there(app):
            row = claim()
            mine = update(Hours).where(Hours.id == row.id).values(
                state="verified", settled_at=here.now, settled_by_id=row.claimed_by_id
            )  # fmt: skip
            with pytest.raises(IntegrityError), db.session.begin_nested():
                change_rows(mine, "test")

    def test_without_points_in_the_village_nothing_is_posted(self, app):
        with there(app):
            id = claim().id
        with there(app, keeper=1):
            assert volunteering.verify(id).points == 0
            assert not points.available()

    def test_a_name_alone_earns_none(self, app):
        with there(app):
            gives(5)
            id = claim(who=Person("过路人")).id
        with there(app, keeper=1):
            assert volunteering.verify(id).points == 0

    def test_what_was_wrong_is_taken_back_with_its_points(self, app):
        with there(app):
            gives(2)
            id = claim().id
        with there(app, keeper=1):
            volunteering.verify(id)
            assert volunteering.take_back(id, "那天没有来").state == "refused"
            assert points.balance(person().id) == 0


class TestClaiming:
    @pytest.mark.parametrize(
        ("day", "minutes", "match"),
        [(0, 10, "不满"), (1, 60, "将来"), (-32, 60, "超过 31 天")],
    )
    def test_what_makes_no_sense_is_refused(self, app, day, minutes, match):
        with there(app), pytest.raises(Refused, match=match):
            volunteering.claim(Person("过路人"), TODAY + timedelta(days=day), minutes, "扫雪")

    def test_a_day_has_twelve_hours(self, app):
        with there(app):
            claim(600)
            with pytest.raises(Refused, match="10 小时，一天最多 12 小时"):
                claim(180)

    def test_signing_off_writes_the_hours_down(self, app, clock):
        with there(app):
            who = next(one for one in roster.on_offer() if one.name == "周帮忙")
            shift = roster.plan(who, here.now, here.now + timedelta(hours=2)).id
        keeper = signed_in(app, the_village(app), "keeper", rooms=["evening_class"])
        keeper.post(f"{ROOM}/rota/{shift}/on")
        clock.shift(timedelta(hours=2))
        page = keeper.post(f"{ROOM}/rota/{shift}/off", follow_redirects=True).text
        assert "时数已登记，等第二个人核实" in page
        with there(app):
            row = db.session.query(Hours).one()
            assert (row.minutes, row.person, row.shift_id) == (120, "周帮忙", shift)


class TestTheMonth:
    def test_what_was_verified_and_what_was_covered_of_the_rota(self, app, clock):
        with there(app):
            id = claim(60).id
            claim(90)
            shift = roster.plan(Person("周帮忙"), here.now, here.now + timedelta(hours=2)).id
            roster.sign_on(shift)
        with there(app, keeper=1):
            volunteering.verify(id)
            assert volunteer_minutes(Hours)(the_month()) == 60
        clock.shift(timedelta(hours=1))
        with there(app):
            roster.sign_off(shift)
        clock.shift(timedelta(hours=2))
        with there(app):
            duty = figures.duty(the_month())
            assert (duty.part, duty.whole) == (60, 120)
            rows = {row.code: row.count(the_month()) for row in figures.REPORT}
            assert (rows["volunteer_hours"], rows["duty_covered"], rows["on_average"]) == (1.0, 50.0, None)
            assert count(Hours) == 2
