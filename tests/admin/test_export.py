"""A list as a file: all rows, no formula, dates as dates, nobody's name for those who may not see it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hub.admin import sheets
from tests.admin.bench import LOANS, TOOLS, counting

TOOLS_CSV = "/rooms/workbench/tools/export/csv/"
TOOLS_XLSX = "/rooms/workbench/tools/export/xlsx/"


def fetch(client, address):
    """The whole answer, closed as a server closes it."""
    with client.get(address) as answer:
        answer.get_data()
    return answer


def rows_of(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def book_of(answer):
    return load_workbook(io.BytesIO(answer.data)).active


@pytest.mark.state("workbench")
class TestOfAList:
    def test_it_works(self, secretary):
        answer = fetch(secretary, TOOLS_CSV)
        assert answer.content_type == "text/csv; charset=utf-8"
        assert answer.data.startswith(b"\xef\xbb\xbf")
        rows = rows_of(answer)
        assert rows[0] == ["编号", "名称", "状态", "价格", "购置", "检查", "危险"]
        assert len(rows) == TOOLS + 1
        assert rows[5][:5] == ["T-005", "锤子", "借出", "125.00", ""]

    def test_it_carries_the_room_and_the_lists_title_as_its_name(self, secretary):
        header = fetch(secretary, TOOLS_XLSX).headers["Content-Disposition"]
        assert header.startswith(
            "attachment; filename*=UTF-8''%E5%B7%A5%E4%BD%9C%E5%8F%B0-%E5%B7%A5%E5%85%B7-"
        )

    def test_a_text_is_no_formula(self, secretary):
        assert "'=1+1" in {row[1] for row in rows_of(fetch(secretary, TOOLS_CSV))}
        cells = {cell.value: cell.data_type for cell in book_of(fetch(secretary, TOOLS_XLSX))["B"]}
        assert cells["=1+1"] == "s"

    def test_dates_are_dates_in_the_villages_time(self, secretary):
        sheet = book_of(fetch(secretary, TOOLS_XLSX))
        assert sheet["F3"].value.isoformat() == "2025-01-01T10:00:00"  # T-002
        assert sheet["E2"].value.isoformat() == "2024-02-01T00:00:00"
        assert sheet["D2"].value == 25

    def test_it_holds_what_the_list_shows_and_in_its_order(self, secretary):
        rows = rows_of(fetch(secretary, TOOLS_CSV + "?state=out&sort=-number&after=5"))
        assert {row[2] for row in rows[1:]} == {"借出"}
        assert rows[1][0] == "T-128"

    def test_who_is_masked_on_the_screen_is_masked_in_the_file(self, secretary, reader):
        address = "/rooms/workbench/loans/export/csv/"
        for client in (secretary, reader):
            rows = rows_of(fetch(client, address))
            assert "王*" in {row[1] for row in rows}
            assert "王小明" not in {row[1] for row in rows}
            assert len(rows) == LOANS + 1

    def test_a_number_with_a_word_is_a_number(self, secretary):
        address = "/rooms/workbench/loans/export/"
        heads = book_of(fetch(secretary, f"{address}xlsx/"))["E2"]
        assert (heads.data_type, heads.number_format) == ("n", 'General" 人"')
        assert rows_of(fetch(secretary, f"{address}csv/"))[1][4] == str(heads.value)

    def test_one_query_reads_the_rows_and_the_first_piece_comes_before_it(self, app, secretary):
        with counting(app) as statements:
            answer = secretary.get(TOOLS_CSV, buffered=False)
            pieces = answer.iter_encoded()
            assert "编号" in next(pieces).decode("utf-8-sig")
            before = len(statements)
            assert b"T-001" in next(pieces)
            assert len(statements) == before + 1
            answer.close()

    @pytest.mark.parametrize("kind", ["html", "json", "xls", "csv%00", ".."])
    def test_there_are_no_other_files(self, secretary, kind):
        assert secretary.get(f"/rooms/workbench/tools/export/{kind}/").status_code == 404


@given(st.text(max_size=30))
def test_no_text_begins_as_a_formula(text):
    *_, line = sheets.csv_stream(["列"], [[[text]]])
    cell = next(csv.reader(io.StringIO(line.decode(), newline="")))[0] if text else ""
    assert not cell.startswith(tuple("=+-@＝＋－＠\t\r\n"))
    assert cell.removeprefix("'") == text.removeprefix("'")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20))
def test_every_text_is_a_text_in_a_workbook(text):
    cell = written([[text]]).active["A2"]
    assert cell.value in (text, None if not text.strip() else text)
    assert cell.data_type in ("s", "n", "inlineStr")


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    book = written([[n] for n in range(5)])
    assert [sheet.max_row for sheet in book] == [3, 3, 2]
    assert all(sheet["A1"].value == "列" for sheet in book)


def test_it_prints_as_wide_as_a_page_with_the_titles_on_each():
    sheet = written([["值"]]).active
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize, sheet.print_title_rows) == (
        "landscape",
        9,
        "$1:$1",
    )
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)


def test_an_empty_list_is_a_sheet_with_its_heading():
    assert written([]).active["A1"].value == "列"


def written(rows):
    with sheets.xlsx_file("很[长]的/名字", ["列"], [rows]) as file:
        return load_workbook(file)
