"""Sheets: whatever wrote them, cells are texts; bad files are refused in words; what is wrong is said cell by cell."""

from __future__ import annotations

import contextlib
import io
import zipfile

import openpyxl
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kits.sheets import MOST_BYTES, MOST_ROWS, Row, SheetColumn, Table, check_table, letters, read_sheet
from hub.room import Refused

HEADINGS = ("ISBN", "书名", "册数")
COLUMNS = (
    SheetColumn("isbn", "ISBN", also=("书号",)),
    SheetColumn("name", "书名", required=True, max=10),
    SheetColumn("copies", "册数", parse=int, empty=1),
)


@pytest.fixture(autouse=True, scope="module")
def words():
    """Sentences need a language."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


def book(*rows: tuple[object, ...], shape: str = "General") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for line in sheet.iter_rows(min_row=2):
        line[0].number_format = shape
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(content: bytes, name: str = "书单.xlsx") -> Table:
    return read_sheet(io.BytesIO(content), name)


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same file with other parts in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, parts.pop(part, old.read(part)))
        for part, more in parts.items():
            new.writestr(part, more)
    return file.getvalue()


class TestReading:
    def test_numbers_keep_their_digits(self):
        table = read(book(HEADINGS, (9787999000013, "棉田", 2), (9787999000020.0, 12.5, True)))
        assert table.rows[0] == Row(2, ("9787999000013", "棉田", "2"))
        assert table.rows[1].cells == ("9787999000020", "12.5", "是")

    def test_zeros_that_the_format_shows_are_kept(self):
        assert read(book(HEADINGS, (42, "x", None), shape="00000")).rows[0].cells[0] == "00042"

    def test_texts_are_texts_and_empty_rows_are_left_out(self):
        table = read(book((None,), HEADINGS, ("007", " 两\n行 ", None), (None, None, None), ("", "后面", 1)))
        assert [(row.number, row.cells[:2]) for row in table.rows] == [
            (3, ("007", "两 行")),
            (5, ("", "后面")),
        ]

    def test_what_libreoffice_writes_is_read(self):
        """It names no dimensions, keeps texts in the cells, and adds a thousand empty rows."""
        sheet = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/>'
            '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>书号</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>书名</t></is></c></row>'
            '<row r="2"><c r="A2" t="n"><v>9.787999000013E12</v></c>'
            '<c r="B2" t="inlineStr"><is><t>棉田</t></is></c></row>'
            "</sheetData></worksheet>"
        )
        content = repacked(book(HEADINGS, ("1", "2")), **{"xl/worksheets/sheet1.xml": sheet.encode()})
        assert read(content).rows == (Row(2, ("9787999000013", "棉田")),)

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_csv_in_any_of_the_usual_encodings(self, encoding, separator):
        text = f'书名{separator}册数\r\n"香{separator}梨"{separator}3\r\n'
        assert read(text.encode(encoding), "书单.CSV").rows == (
            Row(2, (f"香{separator}梨".replace("\t", " "), "3")),
        )

    @settings(max_examples=60)
    @given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=6))
    def test_any_text_in_a_csv_is_read_or_refused(self, rows):
        import csv

        file = io.StringIO()
        csv.writer(file).writerows(rows)
        try:
            table = read(file.getvalue().encode("utf-8", "surrogatepass"), "a.csv")
        except Refused:
            return
        assert table.rows


class TestRefusing:
    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "a.xlsx", "空的"),
            (b"PK\x03\x04 half", "a.xlsx", "坏了"),
            (b"name\n1\n", "a.xlsx", "坏了"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xlsx", "旧格式"),
            (b"PK\x03\x04", "a.csv", "内容却不是"),
            (b"\x89PNG\0\0\xff\xfe", "a.csv", "读不出来"),
            (b"x", "a.xls", "另存为 .xlsx"),
            (b"x", "a.exe", "只能导入"),
            (b"x", "noending", "只能导入"),
            ("书名\n".encode(), "a.csv", "只有表头"),
            (b"\n\n", "a.csv", "什么也没有"),
            (b"x" * (MOST_BYTES + 1), "a.csv", "超过"),
            (b"a\n" * (MOST_ROWS + 2), "a.csv", "拆成几个"),
        ],
    )
    def test_a_file_that_is_none(self, content, name, said):
        with pytest.raises(Refused, match=said):
            read(content, name)

    def test_a_bomb_is_not_unpacked(self):
        bomb = repacked(
            book(HEADINGS, ("1", "2")), **{"xl/worksheets/sheet1.xml": b"<a>" + b" " * 70_000_000}
        )
        assert len(bomb) < MOST_BYTES
        with pytest.raises(Refused, match="太大"):
            read(bomb)

    @pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"])
    @pytest.mark.parametrize(
        "content",
        [
            b"<a",
            b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            b"\xff\xfe<\0a\0",
            b"<!--" + b" " * 2_000_000 + b"--><!DOCTYPE a>",
        ],
    )
    def test_broken_and_hostile_xml(self, part, content):
        with pytest.raises(Refused):
            read(repacked(book(HEADINGS, ("1", "2")), **{part: content}))

    @settings(max_examples=40)
    @given(st.data())
    def test_a_file_with_a_byte_turned_is_read_or_refused(self, data):
        content = bytearray(_BOOK)
        for _turn in range(3):
            content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
        with contextlib.suppress(Refused):
            read(bytes(content))


_BOOK = book(HEADINGS, ("9787999000013", "棉田", 2))


def table(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> Table:
    return Table(headings, tuple(Row(number, row) for number, row in enumerate(rows, start=2)))


class TestChecking:
    def test_columns_are_found_by_other_names_and_in_any_order(self):
        checked = check_table(table(("棉田", "9", "?"), headings=("书 名（必填）*", "书号", "颜色")), COLUMNS)
        assert checked.rows == [(2, {"isbn": "9", "name": "棉田", "copies": 1})]
        assert checked.notes == ["这些列不认识，没有读：颜色。"]

    def test_what_is_wrong_is_said_with_row_and_column(self):
        checked = check_table(table(("", "", "x"), ("", "长" * 11, ""), ("", "好", "2")), COLUMNS)
        assert [values["name"] for _row, values in checked.rows] == ["好"]
        assert [problem.where for problem in checked.problems] == [
            "第 2 行“书名”（B 列）", "第 2 行“册数”（C 列）", "第 3 行“书名”（B 列）",
        ]  # fmt: skip
        assert checked.problems[1].text == "x"
        assert checked.bad_rows == 2

    def test_a_rule_over_the_row_names_its_column(self):
        def rule(values):
            raise Refused("两次", "isbn")

        (problem,) = check_table(table(("9", "好", "")), COLUMNS, rule).problems
        assert (problem.where, problem.sentence) == ("第 2 行“ISBN”（A 列）", "两次")

    def test_a_heading_that_must_be_there(self):
        with pytest.raises(Refused, match="没有：书名"):
            check_table(table(("1",), headings=("ISBN",)), COLUMNS)

    def test_a_column_with_id_numbers_is_left_out_and_named(self):
        checked = check_table(table(("11010519491231002X", "好", "")), COLUMNS)
        assert checked.rows == [(2, {"isbn": "", "name": "好", "copies": 1})]
        assert checked.notes == ["“ISBN”里有身份证号，这一列不收。"]

    def test_a_short_row_is_as_good_as_empty_cells(self):
        assert check_table(Table(HEADINGS, (Row(2, ("9", "好")),)), COLUMNS).rows[0][1]["copies"] == 1


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_columns_are_called_as_a_spreadsheet_does(place, name):
    assert letters(place) == name
