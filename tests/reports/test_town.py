"""The villages side by side: totals in alphabetical order, no rank, nobody of a village."""

from __future__ import annotations

import io
import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import update

from hub.accounts.models import User
from hub.centre import door
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.kernel.tenancy import TRUSTED
from hub.reports import town as pages
from hub.reports import villages
from hub.reports.locking import lock_month
from hub.visits import services
from hub.visits.models import VisitDay
from tests.reports.place import OCTOBER
from tests.visits.place import NOW, OTHER, PLACE, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")


@pytest.fixture(autouse=True)
def october(app):
    app.extensions.pop("hub_village_months", None)  # of another test
    with time_machine.travel(NOW, tick=False) as clock:
        with app.app_context():
            born = datetime(2025, 1, 1, tzinfo=UTC)
            db.session.add(
                User(
                    username="town",
                    name="town",
                    password_hash="-",
                    must_change_password=False,
                    town_admin=True,
                    created_at=born,
                )
            )
            db.session.commit()
        for village, heads in ((PLACE, 7), (OTHER, 9)):
            with acting(app, village_id=village):
                services.record(
                    room("yard"), heads, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC), purpose="问低保"
                )
                services.record(room("quiet_room"), 2, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        yield clock


@pytest.fixture
def town(app):
    return client_of(app, "town", village_id=None)


def test_villages_stand_in_alphabetical_order(town):
    text = town.get("/town/month?month=2025-10").text
    assert text.index("柳沟村") < text.index("石桥村")  # liu, shi
    assert ">9<" in text
    assert ">7<" in text  # without the two of the confidential room, which subtraction would tell


def test_the_order_is_that_of_pinyin_as_places_are_called(app):
    names = ["重阳村", "长安村", "单家村", "丰收村", "曾家村", "阿克村", "杏林社区", "大河村"]
    with app.app_context():
        born = datetime(2025, 1, 1, tzinfo=UTC)
        db.session.add_all(
            Village(id=100 + place, name=name, town="石桥镇", created_at=born)
            for place, name in enumerate(names)
        )
        db.session.flush()
        found = [one.name for one in villages.places()]
        db.session.rollback()
    assert [name for name in found if name in names] == [
        "阿克村", "长安村", "重阳村", "大河村", "丰收村", "单家村", "杏林社区", "曾家村",
    ]  # fmt: skip


def test_on_a_phone_the_ways_of_the_town_stand_at_the_foot(town):
    """It has no menu at the side there."""
    foot = town.get("/town/month").text.partition('<nav class="bottom"')[2].partition("</nav>")[0]
    assert re.findall('href="([^"]+)"', foot) == [
        "/town/month",
        "/town",
        "/town/accounts/",
        "/town/confidential",
        "/me",
    ]
    assert '<a href="/town/month" aria-current="page">' in foot


def test_there_is_no_rank_score_or_colour(town):
    text = town.get("/town/month?month=2025-10").text
    assert not any(words in text for words in ("第一名", "总分", "pill ok", "pill warn", "<meter"))
    assert "不排名，不打分" in text


def test_a_locked_month_is_told_as_it_was_locked(app, town):
    with acting(app):
        lock_month(OCTOBER)
        services.record(room("yard"), 30, started_at=datetime(2025, 10, 10, 3, tzinfo=UTC))
    text = town.get("/town/month?month=2025-10").text
    assert ">7<" in text
    assert "已锁定" in text
    assert ">37<" not in text


def test_the_workbook_has_totals_and_few_heads_are_not_told(town):
    book = load_workbook(io.BytesIO(town.get("/town/month/villages.xlsx?month=2025-10", buffered=True).data))
    lines, rooms = (list(sheet.iter_rows(min_row=3, values_only=True)) for sheet in book)
    assert [row[1] for row in lines[::8]] == ["柳沟村", "石桥村"]
    assert {row[2] for row in lines} == {
        "大门常开", "阵地常用", "活动常办", "服务常在", "群众常来", "聚人气", "聚活力", "聚民心",
    }  # fmt: skip
    told = {row[1:3]: row[3] for row in rooms}
    assert told["石桥村", "院子"] == 7
    assert told["石桥村", "静室"] == "<5"


def test_nobody_of_a_village_sees_it_and_a_secretary_neither(app, town):
    assert "问低保" not in town.get("/town/month?month=2025-10").text
    assert client_of(app, "secretary").get("/town/month").status_code == 403


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=-3", "?page=99999999999", "?page=x", "?month=%00", "?month=2025-13"]
)
def test_any_address_is_answered(town, query):
    assert town.get(f"/town/month{query}").status_code == 200


def test_a_town_administrator_cannot_lock(town):
    assert town.post("/month/lock", data={"month": "2025-10", "confirmed": "1"}).status_code in (302, 403)


PAGE = "/town/month?month=2025-10"
EACH = 30  # statements that measure a village


def more(app, number: int) -> None:
    """As many villages as that, in all."""
    with app.app_context():
        for id in range(OTHER + 1, number + 1):
            born = datetime(2025, 1, 1, tzinfo=UTC)
            db.session.add(Village(id=id, name=f"村{id:02d}", population=1000, created_at=born))
        db.session.commit()


def statements(app, town, address: str = PAGE) -> int:
    with counting(app) as sent:
        assert town.get(address).status_code == 200
    return len([one for one in sent if one.lstrip().upper().startswith(("SELECT", "WITH"))])


@pytest.fixture
def quiet(app, october):
    """An hour after all that was ever written, so that no transaction can still be under way; by a real clock, for the
    village was made by one."""

    def wait() -> None:
        with app.app_context():
            written = [place.written_at for place in villages.places() if place.written_at]
        october.move_to(max(written) + timedelta(hours=1))

    wait()
    return wait


class TestWhatItCosts:
    @pytest.mark.parametrize("number", [3, 30])
    def test_villages_in_which_nothing_was_written_take_one_statement_together(
        self, app, number, quiet, october
    ):
        more(app, number)
        quiet()
        town = client_of(app, "town", village_id=None)
        shown = min(number, pages.A_PAGE)
        assert 3 * shown < statements(app, town) <= EACH * shown
        october.shift(timedelta(hours=1))
        assert statements(app, town) <= 5

    def test_a_village_in_which_something_was_written_is_measured_alone(self, app, quiet):
        more(app, 19)
        quiet()
        town = client_of(app, "town", village_id=None)
        statements(app, town)
        with acting(app):
            services.record(room("yard"), 20, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        quiet()
        assert 5 < statements(app, town) <= EACH + 5
        assert ">27<" in town.get(PAGE).text


class TestWhatIsRemembered:
    def told(self, town) -> tuple[str, str]:
        """Heads and state of the first village's row."""
        row = re.search(r"石桥村.*?</tr>", town.get(PAGE).text, re.DOTALL)
        cells = re.findall(r">\s*([^<>]+?)\s*<", row[0])
        return cells[-2], cells[-1]

    def test_what_was_written_since_is_told_or_it_says_of_when_the_figures_are(self, app, town, october):
        assert self.told(town) == ("7", "未锁定")
        with acting(app):
            services.record(room("yard"), 20, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        october.shift(timedelta(minutes=4))
        assert self.told(town) == ("7", "未锁定，10:00 的数")
        october.shift(timedelta(minutes=2))
        assert self.told(town) == ("27", "未锁定")

    def test_who_was_still_writing_while_it_was_measured_is_not_missed(self, app, town, october):
        """The entry is older than the measurement, and its number smaller than the last: of a slow one."""
        assert self.told(town)[0] == "7"
        with acting(app):
            services.record(room("yard"), 20, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        known = app.extensions["hub_village_months"][PLACE, "2025-10", True]
        with app.app_context():
            stamp = next(place.stamp for place in villages.places() if place.id == PLACE)
        app.extensions["hub_village_months"][PLACE, "2025-10", True] = replace(known, stamp=stamp)
        assert self.told(town) == ("7", "未锁定，10:00 的数")
        october.shift(timedelta(minutes=6))
        assert self.told(town) == ("27", "未锁定")

    def test_the_villages_own_row_is_changed_from_outside_and_it_is_measured_again(self, app, quiet):
        with acting(app):
            door.set_count(date(2025, 10, 1), 400)
        quiet()
        town = client_of(app, "town", village_id=None)
        assert "40 人次/百人" in town.get(PAGE).text
        with app.app_context():
            db.session.get_one(Village, PLACE).population = 4000
            db.session.commit()
        quiet()
        assert "10 人次/百人" in town.get(PAGE).text

    def test_a_locked_month_is_not_measured_again_whatever_is_written(self, app, town, october):
        with acting(app):
            lock_month(OCTOBER)
        self.told(town)
        with acting(app):
            services.record(room("yard"), 20, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        october.shift(timedelta(hours=1))
        with acting(app, village_id=OTHER):
            pass
        statements(app, town)
        assert self.told(town) == ("7", "已锁定")
        assert statements(app, town) <= 5

    def test_a_copy_that_was_put_back_is_measured(self, app, town, october):
        october.shift(timedelta(hours=1))
        self.told(town)
        key = (PLACE, "2025-10", True)
        months = app.extensions["hub_village_months"]
        known = months[key]
        later = (known.stamp[0] + 5, known.stamp[1])
        months[key] = replace(known, stamp=later, month=replace(known.month, locked=True, rooms=()))
        assert self.told(town) == ("7", "未锁定")

    def test_after_a_repair_of_the_totals_it_is_measured_again(self, app, town, october):
        with acting(app):
            db.session.execute(update(VisitDay).values(heads=70), execution_options={TRUSTED: True})
        self.told(town)
        october.shift(timedelta(hours=1))
        assert self.told(town) == ("70", "未锁定")
        with acting(app):
            services.recount()
        october.shift(timedelta(minutes=6))
        assert self.told(town) == ("7", "未锁定")

    def test_no_more_than_so_many_are_remembered(self, app, town, monkeypatch):
        monkeypatch.setattr(villages, "MOST", 1)
        town.get(PAGE)
        assert len(app.extensions["hub_village_months"]) == 1


class TestManyVillages:
    ADDRESS = "/town/month/villages.xlsx?month=2025-10"

    def test_the_workbook_is_made_beside_the_pages(self, app, town):
        more(app, 30)
        page = town.get(self.ADDRESS).text
        assert "村多，要等一会儿" in page or "take=1" in page
        for thread in threading.enumerate():
            if thread.name == "workbook":
                thread.join(60)
        assert "take=1" in town.get(self.ADDRESS).text
        with town.get(f"{self.ADDRESS}&take=1") as answer:
            book = load_workbook(io.BytesIO(answer.get_data()))
        lines = list(book.worksheets[0].iter_rows(min_row=3, values_only=True))
        assert len(lines) == 30 * 8
        assert {row[1:3]: row[3] for row in book.worksheets[1].iter_rows(min_row=3, values_only=True)}[
            "石桥村", "静室"
        ] == "<5"
        assert client_of(app, "secretary").get(f"{self.ADDRESS}&take=1").status_code == 403

    def test_every_village_is_on_one_page(self, app, town):
        more(app, 30)
        found = [
            name
            for page in (1, 2)
            for name in re.findall(r"村\d\d|石桥村|柳沟村", town.get(f"{PAGE}&page={page}").text)
        ]
        assert sorted(set(found)) == sorted({"石桥村", "柳沟村", *(f"村{id:02d}" for id in range(3, 31))})
