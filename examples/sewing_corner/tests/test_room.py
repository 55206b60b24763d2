"""The day in the sewing corner, and its rules."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from hub.room import Refused, Resident, Visit, create_resident, db, here
from hub.testing import a_demo, a_period, erase
from sewing_corner import demo, figures, mending, privacy
from sewing_corner.models import Bundle

pytestmark = pytest.mark.usefixtures("hub_clock")
PAGE = "/rooms/sewing_corner"
DAY, YEAR = timedelta(days=1), timedelta(days=366)


@pytest.fixture
def brought(in_village):
    """The id of a bundle of two pieces, promised for tomorrow."""
    with in_village():
        who = create_resident("王小明", "19900008842")
        return mending.take_in(who, "hem", 2, here.today + DAY).id


def count(model):
    return db.session.scalar(select(func.count(model.id)))


def bundle(id):
    return db.session.get_one(Bundle, id)


class TestTheDay:
    def test_clothes_come_in_are_mended_and_fetched(self, keeper, in_village):
        with in_village():
            who = create_resident("王小明", "19900008842").id
        given = {
            "resident": who,
            "resident_text": "王小明",
            "work": "zip",
            "pieces": 1,
            "promised_on": "2025-11-22",
        }
        said = keeper.post(f"{PAGE}/take_in", data=given, follow_redirects=True)
        assert "已收下：王* 1 件，写第 1 号" in said.text
        with in_village():
            id = db.session.scalars(select(Bundle.id)).one()
        assert "第 1 号补好了" in keeper.post(f"{PAGE}/bundle/{id}/mended", follow_redirects=True).text
        assert "第 1 号已取走" in keeper.post(f"{PAGE}/bundle/{id}/fetched", follow_redirects=True).text
        with in_village():
            assert (bundle(id).state, count(Visit)) == ("fetched", 2)

    def test_every_step_can_be_taken_back(self, keeper, in_village, brought):
        for step in ("mended", "fetched", "unfetched", "unmended"):
            assert keeper.post(f"{PAGE}/bundle/{brought}/{step}").status_code == 303
        with in_village():
            assert (bundle(brought).state, bundle(brought).mended_at) == ("waiting", None)
            mending.take_back(brought)
        with in_village():
            assert (count(Bundle), count(Visit)) == (0, 0)

    def test_the_number_on_the_tag_is_found_by_the_search(self, keeper, brought):
        assert "改裤脚，要补" in keeper.get("/search?q=1").text

    def test_tomorrow_is_said_today_and_what_is_late_every_day(self, keeper, brought, hub_clock):
        assert "明天要取" in keeper.get("/").text
        hub_clock.shift(3 * DAY)
        assert "逾期 2 天" in keeper.get("/").text

    def test_a_week_on_the_rail_is_long_enough(self, keeper, in_village, brought, hub_clock):
        with in_village():
            mending.mend(brought)
        assert "没来取" not in keeper.get("/").text
        hub_clock.shift(8 * DAY)
        assert "没来取" in keeper.get("/").text


class TestRulesOfTheTable:
    def test_ten_pieces_a_head(self, in_village, brought):
        with in_village():
            who = db.session.scalars(select(Resident)).one()
            with pytest.raises(Refused, match="最多同时放 10 件，已经有 2 件"):
                mending.take_in(who, "hole", 9, here.today)

    def test_nothing_is_promised_for_yesterday_nor_for_next_year(self, in_village, brought):
        with in_village():
            who = db.session.scalars(select(Resident)).one()
            for day in (here.today - DAY, here.today + YEAR):
                with pytest.raises(Refused, match="30 天以内"):
                    mending.take_in(who, "hole", 1, day)

    def test_what_is_not_mended_is_not_handed_out(self, in_village, brought):
        with in_village(), pytest.raises(Refused, match="第 1 号现在是“要补”"):
            mending.fetch(brought)

    def test_whoever_may_only_look_sees_no_name(self, reader, brought):
        page = reader.get(f"{PAGE}/bundles/").text
        assert "王*" in page
        assert "王小明" not in page
        assert reader.get(f"{PAGE}/take_in").status_code == 403


class TestForgetting:
    def test_a_person_is_erased_once_the_clothes_are_fetched(self, in_village, brought):
        with in_village():
            who = db.session.scalars(select(Resident)).one()
            with pytest.raises(Refused, match="没有取走"):
                erase(who)
            db.session.rollback()
        with in_village():
            mending.mend(brought)
            mending.fetch(brought)
            erase(db.session.scalars(select(Resident)).one())
            assert bundle(brought).resident_id is None

    def test_after_a_year_nobody_knows_whose_it_was(self, in_village, brought, hub_clock):
        hub_clock.shift(YEAR)
        with in_village():
            assert privacy.forget_old() == 1
            assert (bundle(brought).resident_id, privacy.forget_old()) == (None, 0)


def test_the_demo_adds_up(in_village):
    with in_village():
        demo.fill(a_demo(days=60))
        whole = a_period(here.today - 59 * DAY, here.today)
        assert figures.brought(whole) == db.session.scalar(select(func.sum(Bundle.pieces))) > 100
        assert 0 < figures.mended(whole) < figures.brought(whole)
