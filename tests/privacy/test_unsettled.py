"""Who still has something is not erased, by hand or by age; what only lies ahead ends, and is read before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from hub.centre.rooms import disable_room
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.points import services as points
from hub.points.models import PointAccount
from hub.privacy import people, unsettled
from hub.privacy.people import erase
from hub.privacy.places import Place, places
from hub.privacy.retention import run_retention, runs
from hub.privacy.unsettled import StillOpen
from plugins.reading_room import books, waiting
from plugins.reading_room import lending as books_out
from plugins.reading_room.models import Title, Wait
from plugins.tool_station import lending as tools_out
from plugins.tool_station.lending import Handout
from plugins.tool_station.models import Loan, Tool
from tests.harness.people import a_village, signed_in
from tests.harness.states import state

NAME, NEXT = "帕提古丽·吐逊江", "李秀英"
ROOMS = ["tool_station", "reading_room", "service_hall", "points_shop"]
ERASE = "/privacy/residents/1/erase"
YEARS = timedelta(days=365 * 4)
pytestmark = pytest.mark.state("privacy_unsettled")


@state("privacy_unsettled")
def somebody(app: Flask) -> None:
    """A woman with a drill and points, who waits for a book before somebody else."""
    village = a_village(app, "石桥村", rooms=ROOMS)
    with in_village(app, village):
        she, other = create_resident(NAME, "19900007788"), create_resident(NEXT, "19900007789")
        drill = Tool(number="T-03", name="扳手", kind="扳手", grade="A")
        db.session.add(drill)
        db.session.flush()
        tools_out.lend(Handout(drill.id, she))
        title = books.add_title(
            Title(isbn="", name="棉田手记", author="", call_number="", kind="book", stays_in=False)
        )
        copy = books.add_copies(title, 1)[0]
        loan = books_out.lend(copy.id, other)
        waiting.reserve(title.id, she)
        books_out.give_back(loan.id)
        third = create_resident("张志明", "19900007790")
        waiting.reserve(title.id, third)
        points.earn(she.id, 30, text="义务清雪", source=("test", 1))


def her_name(app: Flask) -> str:
    with in_village(app, 1):
        return db.session.get_one(Resident, 1).name


def lose_the_drill() -> None:
    tools_out.lose(db.session.scalars(select(Loan.id)).one())


class TestAskingBefore:
    def test_what_is_out_is_named_by_room_with_the_way_there(self, app: Flask):
        secretary = signed_in(app, 1)
        page = secretary.get(ERASE).text
        assert f"还不能删除 {NAME} 的资料" in page
        said = page.partition("便民服务工具站</h2>")[2]
        assert "借用 扳手 T-03" in said
        assert "应还" in said
        link = said.partition('<a href="')[2].partition('"')[0]
        assert "扳手 T-03" in secretary.get(link).text
        assert "不能恢复" not in page  # there is no button either

    def test_who_presses_all_the_same_is_refused_and_nothing_is_changed(self, app: Flask):
        answer = signed_in(app, 1).post(ERASE, data={"confirmed": "1"})
        assert answer.status_code == 422
        assert "借用 扳手 T-03" in answer.text
        assert her_name(app) == NAME
        with in_village(app, 1):
            assert db.session.scalars(select(Loan)).one().borrower_id == 1
            assert [row.state for row in db.session.scalars(select(Wait))] == ["waiting", "waiting"]

    def test_the_sentence_names_everything(self, app: Flask):
        with in_village(app, 1), pytest.raises(StillOpen) as refused:
            erase(db.session.get_one(Resident, 1))
        said = str(refused.value)
        assert f"{NAME} 还不能删除" in said
        assert "便民服务工具站：借用 扳手 T-03" in said
        assert "棉田手记" not in said  # that ends by itself

    def test_what_ends_is_read_before_and_ends(self, app: Flask):
        with in_village(app, 1):
            lose_the_drill()
        secretary = signed_in(app, 1)
        page = secretary.get(ERASE).text
        for said in ("预约 《棉田手记》", "预约取消，给下一位", "积分余额 30 分", "余额作废", "不能恢复"):
            assert said in page, said
        assert secretary.post(ERASE, data={"confirmed": "1"}).status_code == 303
        with in_village(app, 1):
            assert db.session.get_one(Resident, 1).name == ""
            hers, theirs = db.session.scalars(select(Wait).order_by(Wait.id))
            assert (hers.state, hers.resident_id) == ("cancelled", None)
            assert theirs.copy_id == hers.copy_id  # what was put aside for her is now for the next
            assert db.session.scalars(select(PointAccount)).one().balance == 0

    def test_a_room_that_is_off_still_has_its_drill(self, app: Flask):
        with in_village(app, 1):
            disable_room("tool_station")
        page = signed_in(app, 1).get(ERASE).text
        assert "借用 扳手 T-03" in page
        assert 'href="/rooms"' in page

    def test_a_room_that_cannot_say_stands_in_the_way(self, app: Flask, monkeypatch):
        with in_village(app, 1):
            lose_the_drill()
            first = next(iter(places()))
        failing = replace(first.data, unsettled=lambda _resident_id: 1 // 0)
        monkeypatch.setattr(unsettled, "places", lambda: [Place(None, failing)])
        page = signed_in(app, 1).post(ERASE, data={"confirmed": "1"})
        assert page.status_code == 422
        assert "暂时读不到" in page.text
        assert her_name(app) == NAME


class TestByAge:
    """Nobody needed her for years, and the drill is still hers: she is reported, and not let go of."""

    @pytest.fixture(autouse=True)
    def years_later(self, app: Flask):
        with time_machine.travel(now() + YEARS, tick=True):
            yield

    def test_she_is_reported_and_stays(self, app: Flask):
        outcomes = run_retention(app)
        assert not any(done.problem for done in outcomes)
        (told,) = [done for done in outcomes if done.left]
        assert (told.rule, told.left) == ("居民登记", 1)
        assert her_name(app) == NAME
        with in_village(app, 1):
            (run,) = runs()
            assert NAME not in run.report  # whoever is erased later is not named there either
            assert db.session.get_one(Resident, 2).name == ""
        page = signed_in(app, 1).get("/privacy/").text
        assert f"{NAME} 已 3 年没有用到" in page
        assert "借用 扳手 T-03" in page
        assert f'href="{ERASE}"' in page
        assert "1 项到期还不能清理" in page

    def test_once_it_is_settled_she_is_let_go_of(self, app: Flask):
        with in_village(app, 1):
            lose_the_drill()
        assert not any(done.left or done.problem for done in run_retention(app))
        with in_village(app, 1):
            assert db.session.get_one(Resident, 1).name == ""
            assert db.session.scalars(select(Loan)).one().borrower_id is None
        assert "到期还不能清理" not in signed_in(app, 1).get("/privacy/").text


def test_nobody_lends_to_whom_somebody_erased_meanwhile(app: Flask):
    with in_village(app, 1):
        lose_the_drill()
        db.session.add(Tool(number="T-04", name="打气筒", kind="打气筒", grade="A"))
    with in_village(app, 1):
        her = db.session.get_one(Resident, 1)
        erase(her)
        tool = db.session.scalars(select(Tool).where(Tool.number == "T-04")).one()
        with pytest.raises(Refused, match="刚刚删除"):
            tools_out.lend(Handout(tool.id, her))
        db.session.rollback()


@pytest.mark.backends("postgresql")
@pytest.mark.parametrize("held", [True, False])
def test_lending_and_erasing_at_once(app: Flask, monkeypatch, held: bool):
    """Somebody lends her a pump after it was looked at what she has, and before she is erased. Without the resident
    being held that is lost: the pump is out, and nobody knows with whom."""
    with in_village(app, 1):
        lose_the_drill()
        db.session.add(Tool(number="T-04", name="打气筒", kind="打气筒", grade="A"))

    def lend() -> None:
        with in_village(app, 1):
            tool = db.session.scalars(select(Tool).where(Tool.number == "T-04")).one()
            tools_out.lend(Handout(tool.id, db.session.get_one(Resident, 1)))

    with ThreadPoolExecutor(1) as other:
        lending = []

        def look_and_lend(resident: Resident) -> None:
            unsettled.refuse_what_is_open(resident)
            lending.append(other.submit(lend))
            wait(lending, timeout=1)

        monkeypatch.setattr(people, "refuse_what_is_open", look_and_lend)
        if not held:
            monkeypatch.setattr(people, "hold", db.session.get)
        with in_village(app, 1):
            erase(db.session.get_one(Resident, 1))
        refusal = lending[0].exception()
    with in_village(app, 1):
        out = db.session.scalars(select(Loan).where(Loan.ended_at.is_(None))).all()
        assert [loan.borrower_id for loan in out] == ([] if held else [None])
        assert isinstance(refusal, Refused) == held


class TestTheWayBack:
    PERSON = "/privacy/residents/1/"

    @pytest.mark.parametrize("back", ["/people/1", "/residents/?search=x"])
    def test_it_leads_to_where_one_came_from(self, app: Flask, back: str):
        page = signed_in(app, 1).get(self.PERSON, query_string={"back": back}).text
        assert f'href="{back}"' in page
        assert f'href="{ERASE}?' in page

    @pytest.mark.parametrize(
        "back",
        ["", "//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"],
    )
    def test_only_within_the_hub(self, app: Flask, back: str):
        secretary = signed_in(app, 1)
        page = secretary.get(self.PERSON, query_string={"back": back}).text
        assert 'href="/privacy/"' in page
        assert "evil" not in page
        assert "alert(1)" not in page
        assert "evil" not in secretary.get(ERASE, query_string={"back": back}).text

    def test_from_a_residents_page_and_back(self, app: Flask):
        secretary = signed_in(app, 1)
        link = secretary.get("/people/1").text.partition('href="/privacy/residents/1/')[2].partition('"')[0]
        assert 'href="/people/1"' in secretary.get(self.PERSON + link.replace("&amp;", "&")).text
