"""The month's page, its files, its lock."""

from __future__ import annotations

import io
import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import func, select

from hub.audit.models import AuditEntry
from hub.centre import door, openings
from hub.kernel.database import db
from hub.reports.models import MonthLock
from hub.reports.words import WORDS
from hub.visits import services
from tests.visits.place import NOW, acting, client_of, room

pytestmark = pytest.mark.state("visit_place")
OCTOBER = "/month?month=2025-10"


@pytest.fixture(autouse=True)
def october(app):
    with time_machine.travel(NOW, tick=False):
        with acting(app):
            services.record(room("yard"), 7, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
            services.record(room("quiet_room"), 2, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        yield


@pytest.fixture
def secretary(app):
    return client_of(app, "secretary")


def lock(client, month: str = "2025-10", **more):
    return client.post("/month/lock", data={"month": month, "confirmed": "1", **more})


def locks(app) -> int:
    with acting(app):
        return db.session.scalar(select(func.count(MonthLock.id))) or 0


class TestThePage:
    def test_each_line_has_what_its_definition_asks_for(self, secretary):
        text = secretary.get(OCTOBER).text
        for words in (
            "大门常开",
            "聚民心",
            "分钟",
            "补录（晚于 3 天）",
            "没有点数的开放日",
            "不打总分，不排名",
            "十二个月",
        ):
            assert words in text

    def test_formula_and_weakness_stand_under_each_line(self, secretary):
        text = secretary.get(OCTOBER).text
        starts = [text.index(f'class="five" id="{code}"') for code in WORDS]
        assert starts == sorted(starts)
        for (start, end), words in zip(
            pairwise([*starts, len(text)]), WORDS.values(), strict=True
        ):  # fmt: skip
            assert str(words.formula) in text[start:end]
            assert str(words.weakness) in text[start:end]

    def test_the_rows_behind_a_figure_are_a_click_away(self, secretary):
        text = secretary.get(OCTOBER).text
        assert 'href="/visit-log/?started_at_from=2025-10-01&amp;started_at_to=2025-10-31"' in text
        assert 'href="/rooms/yard/visits/?started_at_from=2025-10-01&amp;started_at_to=2025-10-31"' in text
        assert (
            secretary.get(
                "/rooms/yard/visits/?started_at_from=2025-10-01&started_at_to=2025-10-31"
            ).status_code
            == 200
        )

    def test_the_list_behind_a_figure_has_what_was_counted_and_no_more(self, app, secretary):
        with acting(app):
            openings.correct(
                None, None, datetime(2025, 10, 9, 1, tzinfo=UTC), datetime(2025, 10, 9, 3, tzinfo=UTC)
            )
            openings.correct(
                None,
                room("yard").id,
                datetime(2025, 10, 9, 1, tzinfo=UTC),
                datetime(2025, 10, 9, 3, tzinfo=UTC),
            )
            for day in (date(2025, 9, 30), date(2025, 10, 9), date(2025, 10, 31), date(2025, 11, 1)):
                door.set_count(day, 20)
        text = secretary.get(OCTOBER).text
        for code, label, counted in (("door_open", "开关门记录", 1), ("people_come", "门口计数", 2)):
            start = text.index(f'class="five" id="{code}"')
            href = re.search(rf'<a href="([^"]+)">{label}</a>', text[start:])[1].replace("&amp;", "&")
            rows = secretary.get(href).text.split("<tbody", 1)[1].count("<tr")
            assert rows == counted, href

    def test_the_rooms_are_added_up_without_confidential_ones(self, app, secretary):
        with acting(app):
            services.record(room("workshop"), 1200, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        foot = secretary.get(OCTOBER).text.split("<tfoot", 1)[1].split("</tfoot>", 1)[0]
        assert "合计，不含保密功能室" in foot
        assert "<b>1,207</b>" in foot

    def test_a_month_without_visits_says_so_and_has_no_empty_pictures(self, app, secretary):
        assert "这个月还没有登记来访" not in secretary.get(OCTOBER).text
        text = secretary.get("/month?month=2024-05").text
        assert "这个月还没有登记来访" in text
        for picture in ("本月每天来访人次", "各室每天来访人次", "十二个月"):
            assert picture not in text, picture

    def test_a_month_that_is_over_is_locked_by_its_name(self, secretary):
        assert "锁定2025年10月" in secretary.get(OCTOBER).text
        assert "锁定2025年" not in secretary.get("/month").text

    def test_of_a_confidential_room_there_are_totals_alone(self, secretary):
        text = secretary.get(OCTOBER).text
        assert "&lt;5" in text
        assert "/rooms/quiet_room/visits/" not in text

    def test_a_room_that_is_off_keeps_its_past(self, app, secretary):
        with acting(app):
            room("yard").enabled = False
        assert "院子" in secretary.get(OCTOBER).text
        assert 'href="/rooms/yard/visits/' not in secretary.get(OCTOBER).text
        assert ">院子</span>" not in secretary.get("/month?month=2025-09").text

    def test_a_reader_sees_it_and_cannot_lock_it(self, app):
        reader = client_of(app, "reader")
        assert "锁定2025年10月" not in reader.get(OCTOBER).text
        assert lock(reader).status_code == 403
        assert reader.get("/month/template").status_code == 403

    @pytest.mark.parametrize("address", ["/month", "/month/report.xlsx", "/month/report.docx"])
    @pytest.mark.parametrize("month", ["2025-99", "%00", "9999-12", "x" * 3000, "२०२५-१०"])
    def test_whatever_stands_in_the_address_is_answered(self, secretary, address, month):
        assert secretary.get(address, query_string={"month": month}, buffered=True).status_code == 200


class TestLocking:
    def test_it_asks_first(self, app, secretary):
        answer = secretary.post("/month/lock", data={"month": "2025-10"})
        assert "不能再解锁" in answer.text
        assert locks(app) == 0

    def test_the_figures_stay_and_changes_stand_beside_them(self, app, secretary):
        lock(secretary)
        before = secretary.get(OCTOBER).text
        assert "锁定后没有变动" in before
        assert "于2025年11月20日 10:00 锁定" in before  # in files too, which are read on another day
        assert "变动在" not in before
        with acting(app):
            services.record(room("yard"), 5, started_at=datetime(2025, 10, 10, 3, tzinfo=UTC))
        text = secretary.get(OCTOBER).text
        assert "锁定后变动：人次，7 → 12" in text
        assert "锁定后变动：来访次数，1 → 2" in text
        assert ">7</a>" in text
        where = re.search("变动在：(.*)</p>", text)[1]
        assert re.findall('href="#([^"]+)"', where)[-1] == "room-yard"
        assert all(f'id="{place}"' in text for place in re.findall('href="#([^"]+)"', where))

    def test_a_room_that_is_off_or_new_afterwards_changes_nothing(self, app, secretary):
        lock(secretary)
        with acting(app):
            room("front_desk").enabled = False
            room("yard").enabled = False
        assert "锁定后没有变动" in secretary.get(OCTOBER).text

    def test_small_changes_of_a_confidential_room_are_not_told(self, app, secretary):
        lock(secretary)
        with acting(app):
            services.record(room("quiet_room"), 1, started_at=datetime(2025, 10, 10, 3, tzinfo=UTC))
        assert "静室" in secretary.get(OCTOBER).text
        assert "2 → 3" not in secretary.get(OCTOBER).text

    def test_locked_twice_it_is_locked_once(self, app, secretary):
        assert [lock(secretary).status_code for _time in range(2)] == [303, 303]
        assert locks(app) == 1

    @pytest.mark.parametrize("month", ["2025-11", "2099-01", "nonsense"])
    def test_a_month_that_is_not_over_is_not_locked(self, app, secretary, month):
        lock(secretary, month)
        assert locks(app) == 0
        assert "还没有过完" in secretary.get("/month").text

    def test_the_audit_tells_who_locked_it_and_not_its_figures(self, app, secretary):
        lock(secretary)
        with acting(app):
            entry = db.session.scalars(select(AuditEntry).where(AuditEntry.table == "month_lock")).one()
            assert entry.action == "lock"
            assert entry.changes["month"] == [None, "2025-10"]
            assert "figures" not in entry.changes
        assert "锁定" in secretary.get("/audit/").text

    def test_at_midnight_of_the_village_the_month_is_over(self, app):
        with time_machine.travel(datetime(2025, 11, 30, 15, 59, tzinfo=UTC), tick=False):
            client = client_of(app, "secretary")
            lock(client, "2025-11")
            assert locks(app) == 0
        with time_machine.travel(datetime(2025, 11, 30, 16, 1, tzinfo=UTC), tick=False):
            lock(client, "2025-11")
            assert locks(app) == 1


class TestFiles:
    def test_the_workbook_has_indicators_rooms_and_days(self, app, secretary):
        lock(secretary)
        with acting(app):
            services.record(room("yard"), 5, started_at=datetime(2025, 10, 10, 3, tzinfo=UTC))
        book = load_workbook(
            io.BytesIO(secretary.get("/month/report.xlsx?month=2025-10", buffered=True).data)
        )
        assert book.sheetnames == ["五常三聚", "各室", "每天"]
        lines = [row[:4] for row in book["五常三聚"].iter_rows(min_row=3, values_only=True)]
        assert ("大门常开", "数值", "0% 0/403 小时", None) in [(a, b, c, d or None) for a, b, c, d in lines]
        rooms = {row[:2]: row[2:5] for row in book["各室"].iter_rows(min_row=3, values_only=True)}
        assert rooms["院子", "人次"] == (7, "", "12")
        assert rooms["静室", "人次"][0] == "<5"
        assert "锁定后变动" in book["各室"]["A1"].value
        days = list(book["每天"].iter_rows(min_row=3, values_only=True))
        assert len(days) == 31
        assert sum(row[-1] for row in days) == 7
        assert "静室" not in [cell.value for cell in book["每天"][2]]

    def test_the_paper_has_the_figures_in_it(self, secretary):
        paper = Document(io.BytesIO(secretary.get("/month/report.docx?month=2025-10", buffered=True).data))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        assert "石桥村党群服务中心2025年10月月报" in [one.text for one in paper.paragraphs]
        assert "大门常开" in cells
        assert "<5" in cells
        assert not any("{" in text for text in [*cells, *(one.text for one in paper.paragraphs)])

    def test_the_paper_has_every_line_and_every_rooms_figures(self, app, secretary):
        paper = Document(io.BytesIO(secretary.get("/month/report.docx?month=2025-10", buffered=True).data))
        heads = [one.text for one in paper.paragraphs if one.style.name.startswith(("Heading", "Title"))]
        labels = [str(words.label) for words in WORDS.values()]
        assert heads == ["石桥村党群服务中心2025年10月月报", "五常三聚", *labels, "各室来访", "工坊", "院子"]
        lines, rooms = ([[cell.text for cell in row.cells] for row in table.rows] for table in paper.tables)
        assert [row[0] for row in lines] == ["指标", *labels]
        assert lines[1][1:3] == ["0% 0/403 小时", "0 分钟 ÷ 24180 分钟"]
        for row, words in zip(lines[1:], WORDS.values(), strict=True):
            assert row[3] == f"{words.formula}。{words.weakness}"
        assert {row[0]: row[1:] for row in rooms[1:]} == {
            "前台": ["0", "0", "0/31", "0"], "工坊": ["0", "0", "0/31", "0"],
            "院子": ["7", "1", "1/31", "1"], "静室": ["<5", "<5", "—", "—"],
        }  # fmt: skip
        texts = [one.text for one in paper.paragraphs]
        for said in (
            "车了零件：12 件",
            "坏了：—(无数据)",
            "停车：暂时读不到",
            "补录（晚于 3 天）：—(无数据)",
        ):
            assert said in texts
        assert not any(sign in text for text in texts for sign in ("{", "}", "None"))

    def test_the_workbook_has_numbers_and_prints_on_a4(self, secretary):
        book = load_workbook(
            io.BytesIO(secretary.get("/month/report.xlsx?month=2025-10", buffered=True).data)
        )
        lines = {(row[0].value, row[1].value): row[2] for row in book["五常三聚"].iter_rows(min_row=3)}
        whole = lines["大门常开", "分母"]
        assert (whole.value, whole.number_format) == (24180, '#,##0 "分钟"')
        assert lines["阵地常用", "缺记：各室都没有使用记录的开放日"].value == 30
        assert lines["群众常来", "数值"].value == "— 未统计"
        rooms = {(row[0].value, row[1].value): row[2].value for row in book["各室"].iter_rows(min_row=3)}
        assert (rooms["工坊", "车了零件"], rooms["院子", "停车"]) == (12, "暂时读不到")
        assert all(type(row[1].value) is int for row in book["每天"].iter_rows(min_row=3))
        for sheet in book:
            page = sheet.page_setup
            assert (int(page.paperSize), page.orientation) == (9, "landscape")
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (page.fitToWidth or 1, page.fitToHeight) == (
                1,
                0,
            )  # one page wide, as many as it takes long
            assert sheet.print_title_rows == "$2:$2"
            assert all(sheet.column_dimensions[cell.column_letter].width >= 10 for cell in sheet[2])

    def test_long_texts_of_the_workbook_are_not_cut_off(self, secretary):
        """Not every program works out for itself how high a row is."""
        book = load_workbook(
            io.BytesIO(secretary.get("/month/report.xlsx?month=2025-10", buffered=True).data)
        )
        sheet = book["五常三聚"]
        first, second = sheet[3], sheet[4]
        assert len(first[5].value) > 30  # Chinese characters in one line of a column of 60 letters
        assert sheet.row_dimensions[first[0].row].height >= 30
        assert second[5].value in (None, "")
        assert sheet.row_dimensions[second[0].row].height in (None, 15)

    def test_the_workbook_says_nothing_of_days_to_come(self, secretary):
        book = load_workbook(io.BytesIO(secretary.get("/month/report.xlsx", buffered=True).data))
        days = list(book["每天"].iter_rows(min_row=3, values_only=True))
        assert {cells[1:] for cells in days if cells[0] > "2025-11-20"} == {(None,) * (len(days[0]) - 1)}
        assert None not in days[0]

    def test_each_room_in_the_table_leads_to_its_figures(self, secretary):
        text = secretary.get(OCTOBER).text
        assert text.index('href="#room-yard"') < text.index('id="room-yard"')
        assert ('href="#room-front_desk"' in text, 'id="room-front_desk"' in text) == (False, False)

    def test_they_are_called_after_the_village_and_the_month(self, secretary):
        name = secretary.get("/month/report.xlsx?month=2025-10", buffered=True).headers["Content-Disposition"]
        assert "2025-10.xlsx" in name


class TestTheYear:
    def test_twelve_months_up_to_the_one_that_is_shown(self, app):
        from hub.reports.months import Month
        from hub.reports.year import twelve_months

        with acting(app):
            services.record(room("workshop"), 3, started_at=NOW - timedelta(hours=1))
            year = twelve_months(Month(2025, 11))
        assert next(iter(year)) == Month(2024, 12)
        assert list(year.values()) == [0] * 10 + [7, 3]
