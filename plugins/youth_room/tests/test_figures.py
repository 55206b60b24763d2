"""The room in numbers, its things to do, how it forgets, and that the demo keeps to its rules."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.kernel.here import here
from hub.room import Period
from hub.visits import services as visits
from hub.visits.models import Visit
from plugins.youth_room import day, figures, games, privacy, sessions, tally
from plugins.youth_room.demo import fill
from plugins.youth_room.models import Consumable, GameSet, Session, StockMove, Tally, Tap, Zone
from plugins.youth_room.stock import shelf
from plugins.youth_room.tests.place import CHESS, INK, adult, come, count, game, go, opened, zone

pytestmark = [pytest.mark.state("youth_place"), pytest.mark.usefixtures("here_now")]
TODAY = date(2025, 11, 20)


@pytest.fixture
def month() -> Period:
    starts = datetime(2025, 11, 1, tzinfo=here.tz)
    return Period(date(2025, 11, 1), date(2025, 11, 30), starts, datetime(2025, 12, 1, tzinfo=here.tz))


def told(period: Period) -> dict[str, object]:
    return {row.code: row.count(period) for row in figures.REPORT}


def todos(app) -> list[tuple[str, str, str]]:
    with app.test_request_context():
        return [(str(one.pill), one.title, one.sub) for source in figures.TODOS for one in source.fetch()]


class TestTheMonth:
    def test_sessions_heads_hours_and_sets(self, here_now, month):
        session = opened()
        come(session, 4)
        come(session, 1, "adult")
        go(session, 2)
        games.give_back(games.lend(session.id, game().id).id, ["棋盘"])
        games.lose(games.lend(session.id, game("Q-02").id).id)
        shelf.issue(1, 2)
        here_now.shift(timedelta(minutes=90))
        tally.all_out(session.id)
        sessions.close(session.id)
        found = told(month)
        assert (found["sessions"], found["hours"], found["most"]) == (1, 1.5, 5)
        assert [found[f"heads_{band}"] for band in ("small", "primary", "teen", "adult")] == [0, 4, 0, 1]
        assert (found["lent"], found["incomplete"], found["lost"], found["used"]) == (2, 1, 1, 2)

    def test_zones_add_up_to_the_room(self, here_now, month):
        come(opened(), 3)
        come(opened(INK), 2, "teen")
        here_now.shift(timedelta(hours=1))
        rows = {row.zone.name: row for row in day.of_period(month)}
        assert {name: row.heads for name, row in rows.items()} == {CHESS: 3, INK: 2}
        assert sum(row.hours for row in rows.values()) == told(month)["hours"] == 2.0

    def test_a_forgotten_session_counts_until_closing_time(self, here_now, month):
        opened()
        here_now.shift(timedelta(days=3))
        assert told(month)["hours"] == 6.5

    def test_a_month_without_anything_is_all_noughts(self, month):
        assert set(told(month).values()) == {0, None}

    def test_the_card_tells_who_is_still_inside(self):
        assert figures.card() == "没有开场"
        come(opened(), 5)
        opened(INK)
        assert figures.card() == "还在里面 5 人：棋乐无穷 5、翰墨润心 0"


class TestToDo:
    def test_nothing_as_long_as_all_is_well(self, app):
        come(opened())
        assert todos(app) == []

    def test_what_was_forgotten_with_those_inside_first(self, app, here_now):
        opened(INK)
        here_now.shift(timedelta(minutes=1))
        come(opened(), 2)
        here_now.shift(timedelta(hours=3))
        assert [(pill, title) for pill, title, _sub in todos(app)] == [
            ("没有结束", "棋乐无穷还没有结束"), ("没有结束", "翰墨润心还没有结束"),
        ]  # fmt: skip
        assert todos(app)[0][2] == "预定 18:01 结束；里面还有 2 人"

    def test_sets_and_what_runs_low(self, app):
        games.give_back(games.lend(opened().id, game().id).id, ["棋盘", "红子16"])
        games.report(game("Q-03").id, "杆子弯了")
        shelf.issue(1, 3)
        assert todos(app) == [
            ("缺部件", "象棋 Q-01", "缺 黑子16"),
            ("待修", "桌面足球 Q-03", "杆子弯了"), ("该进货", "墨汁", "只剩 2 瓶"),
        ]  # fmt: skip


class TestTheDay:
    def test_one_sheet_has_all_of_it(self):
        session = opened()
        come(session, 3)
        games.lend(session.id, game().id)
        shelf.issue(1, 1)
        sheet = day.of_day(TODAY)
        assert (sheet.came, sheet.of_band("primary"), len(sheet.lines[0].sets), len(sheet.moves)) == (
            3,
            3,
            1,
            1,
        )
        assert day.of_day(TODAY - timedelta(days=1)).lines == []

    @pytest.mark.parametrize("text", [None, "", "morgen", "9999-12-31", "0000-00-00", "2025-11-20x\0", "１"])
    def test_a_day_that_is_none_is_today(self, text):
        assert day.asked_day(text) == TODAY


class TestForgetting:
    def test_who_was_on_duty_after_a_year(self, here_now):
        session = opened()
        sessions.close(session.id)
        here_now.shift(timedelta(days=365))
        assert privacy.forget_adults() == 0
        here_now.shift(timedelta(hours=1))
        assert privacy.forget_adults() == 1
        db.session.refresh(session)
        assert session.adult_id is None

    def test_not_while_the_session_is_open(self, here_now):
        opened()
        here_now.shift(timedelta(days=800))
        assert privacy.forget_adults() == 0

    def test_single_taps_after_a_week(self, here_now):
        session = opened()
        come(session, 2)
        here_now.shift(timedelta(days=8))
        assert (privacy.forget_taps(), count(Tap), session.came) == (1, 0, 2)

    def test_nothing_can_be_found_of_a_person(self):
        assert {(place.find, place.erase) for place in privacy.PERSONAL_DATA} == {(None, None)}


class TestTheDemo:
    def test_it_keeps_to_the_rules_and_there_is_something_to_see(self, app):
        for row in [*db.session.scalars(select(Zone)), *db.session.scalars(select(Consumable))]:
            row.name = "旧" + row.name
        for row in db.session.scalars(select(GameSet)):
            row.number = "旧" + row.number
        db.session.flush()
        fill(Demo(Random(7), date(2025, 8, 20), TODAY, [], 0.6, {"youth_room": adult()}))
        db.session.expire_all()
        came = dict(
            db.session.execute(
                select(Tally.session_id, func.sum(Tally.came)).group_by(Tally.session_id)
            ).all()
        )
        assert count(Session) > 60
        for session in db.session.scalars(select(Session)):
            visit = db.session.scalars(
                select(Visit).where(Visit.source_type == sessions.SOURCE, Visit.source_id == session.id)
            ).one()
            assert visit.heads == session.came == came[session.id]
            assert session.late or visit.heads - visit.gone == session.inside
        for row in db.session.scalars(select(Consumable).where(Consumable.name.not_like("旧%"))):
            moved = select(func.sum(StockMove.change)).where(StockMove.consumable_id == row.id)
            assert row.stock == db.session.scalar(moved) >= 0
        room = here.room("youth_room")
        assert visits.inside([room])[room.id] == sum(row.inside for row in sessions.open_now()) == 9
        assert {"缺部件", "待修", "该进货"} <= {pill for pill, _title, _sub in todos(app)}
        assert privacy.forget_taps() == privacy.forget_adults() == 0
        assert zone("翰墨润心").seats == 8
