"""Sheets: whatever wrote them, cells are texts; bad files are refused in words; what is wrong is said cell by cell."""

from __future__ import annotations

import contextlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.kernel.refusals import Refused
from hub.sheets import reading
from hub.sheets.checking import Checked, Checking, heads
from hub.sheets.columns import SheetColumn, is_never_kept, letters
from hub.sheets.reading import MOST_BYTES, Row, Source, open_sheet

HEADINGS = ("ISBN", "书名", "册数")
COLUMNS = (
    SheetColumn("isbn", "ISBN", also=("书号",)),
    SheetColumn("name", "书名", required=True, max=10),
    SheetColumn("copies", "册数", parse=int, empty=1),
)


SENT: list[Path] = []


@pytest.fixture(autouse=True, scope="module")
def words(tmp_path_factory):
    """Sentences need a language, and what is sent a place."""
    SENT[:] = [tmp_path_factory.mktemp("sheets") / "sent"]
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


def opened(content: bytes, name: str = "书单.xlsx") -> Source:
    """What is read of some bytes."""
    return open_sheet(opened_file(content), name)


def opened_file(content: bytes) -> Path:
    SENT[0].write_bytes(content)
    return SENT[0]


def read(content: bytes, name: str = "书单.xlsx") -> list[Row]:
    """All rows that are not empty, the heading first."""
    return list(opened(content, name).rows)


def check(content: bytes, name: str = "书单.xlsx") -> tuple[list[Checked], list[str]]:
    """Every row below the heading as it was checked, and what was left out."""
    checking = Checking(open_sheet(opened_file(content), name, heads(COLUMNS)), COLUMNS)
    return list(checking), checking.notes


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
        rows = read(book(HEADINGS, (9787999000013, "棉田", 2), (9787999000020.0, 12.5, True)))
        assert rows[1] == Row(2, ("9787999000013", "棉田", "2"))
        assert rows[2].cells == ("9787999000020", "12.5", "是")

    def test_zeros_that_the_format_shows_are_kept(self):
        assert read(book(HEADINGS, (42, "x", None), shape="00000"))[1].cells[0] == "00042"

    def test_texts_are_texts_and_empty_rows_are_left_out(self):
        rows = read(book((None,), HEADINGS, ("007", " 两\n行 ", None), (None, None, None), ("", "后面", 1)))
        assert [(row.number, row.cells[:2]) for row in rows[1:]] == [
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
        assert read(content)[1:] == [Row(2, ("9787999000013", "棉田"))]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_csv_in_any_of_the_usual_encodings(self, encoding, separator):
        text = f'书名{separator}册数\r\n"香{separator}梨"{separator}3\r\n'
        assert read(text.encode(encoding), "书单.CSV")[1:] == [
            Row(2, (f"香{separator}梨".replace("\t", " "), "3")),
        ]

    @settings(max_examples=60)
    @given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=4), min_size=1, max_size=6))
    def test_any_text_in_a_csv_is_read_or_refused(self, rows):
        import csv

        file = io.StringIO()
        csv.writer(file).writerows(rows)
        with contextlib.suppress(Refused):
            for row in read(file.getvalue().encode("utf-8", "surrogatepass"), "a.csv"):
                assert row.cells


class TestRefusing:
    @pytest.mark.parametrize(
        ("content", "name", "said"),
        [
            (b"", "a.xlsx", "空的"),
            (b"PK\x03\x04 half", "a.xlsx", "坏了"),
            (b"name\n1\n", "a.xlsx", "内容却不是"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "a.xlsx", "旧格式"),
            (b"PK\x03\x04", "a.csv", "内容却不是"),
            (b"\x89PNG\0\0\xff\xfe", "a.csv", "读不出来"),
            (b"x", "a.xls", "另存为 .xlsx"),
            (b"x", "a.exe", "只能导入"),
            (b"x", "noending", "只能导入"),
            (b"x" * (MOST_BYTES + 1), "a.csv", "超过"),
            (b"x", "a.xlsm", "带宏"),
            (b"x", "a.et", "另存为 .xlsx"),
        ],
    )
    def test_a_file_that_is_none(self, content, name, said):
        with pytest.raises(Refused, match=said):
            read(content, name)

    def test_a_bomb_is_not_unpacked(self):
        bomb = repacked(
            book(HEADINGS, ("1", "2")), **{"xl/worksheets/sheet1.xml": b"<a>" + b" " * 170_000_000}
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


def sheet(*rows: tuple[str, ...], headings: tuple[str, ...] = HEADINGS) -> Source:
    numbered = [Row(number, row) for number, row in enumerate((headings, *rows), start=1)]
    return Source(iter(numbered), len(numbered))


def values_of(rows: list[Checked]) -> list[dict[str, object]]:
    return [row.values for row in rows if not row.problems]


class TestChecking:
    def test_columns_are_found_by_other_names_and_in_any_order(self):
        checking = Checking(sheet(("棉田", "9", "?"), headings=("书 名（必填）*", "书号", "颜色")), COLUMNS)
        assert values_of(list(checking)) == [{"isbn": "9", "name": "棉田", "copies": 1}]
        assert checking.notes == ["这些列不认识，没有读：颜色。"]

    def test_what_is_wrong_is_said_with_row_and_column(self):
        rows = list(Checking(sheet(("", "", "x"), ("", "长" * 11, ""), ("", "好", "2")), COLUMNS))
        assert [row["name"] for row in values_of(rows)] == ["好"]
        problems = [problem for row in rows for problem in row.problems]
        assert [problem.where for problem in problems] == [
            "第 2 行“书名”（B 列）", "第 2 行“册数”（C 列）", "第 3 行“书名”（B 列）",
        ]  # fmt: skip
        assert problems[1].text == "x"

    def test_a_rule_over_the_row_names_its_column(self):
        def rule(values):
            raise Refused("两次", "isbn")

        (row,) = Checking(sheet(("9", "好", "")), COLUMNS, rule)
        assert [(one.where, one.sentence) for one in row.problems] == [("第 2 行“ISBN”（A 列）", "两次")]

    def test_a_heading_that_must_be_there(self):
        with pytest.raises(Refused, match="没有：书名"):
            list(Checking(sheet(("1",), headings=("ISBN",)), COLUMNS))

    def test_what_a_list_is_called_may_stand_above_its_heading(self):
        rows = Checking(sheet(HEADINGS, ("9", "好", ""), headings=("石桥村书单", "", "")), COLUMNS)
        assert [row.number for row in rows] == [3]

    @pytest.mark.parametrize(
        ("rows", "said"), [(["书名"], "只有表头"), ([], "什么也没有"), ([""], "什么也没有")]
    )
    def test_a_file_with_nothing_in_it(self, rows, said):
        with pytest.raises(Refused, match=said):
            check("\n".join(rows).encode() + b"\n", "a.csv")

    def test_too_many_rows(self, monkeypatch):
        monkeypatch.setattr("hub.sheets.checking.MOST_ROWS", 20)
        with pytest.raises(Refused, match="拆成几个"):
            check("书名\n".encode() + "好\n".encode() * 21, "a.csv")

    def test_what_a_column_is_called_here_goes_before_what_others_call_it(self):
        columns = (
            SheetColumn("number", "编号", required=True, also=("序号",)), SheetColumn("name", "名称", also=("品名",)),
        )  # fmt: skip
        source = sheet(("1", "甲", "Z-1", "马灯"), headings=("序号", "品名", "编号", "名称"))
        checking = Checking(source, columns)
        assert values_of(list(checking)) == [{"number": "Z-1", "name": "马灯"}]
        assert checking.notes == ["同样的列已经有了，这些没有读：序号、品名。"]

    def test_headings_that_differ_in_their_brackets_are_two(self):
        columns = (
            SheetColumn("rate", "一天（元）", required=True), SheetColumn("points", "一天（分）"),
        )  # fmt: skip
        for headings in (("一天（元）*", "一天（分）"), ("一天(分)", "一天"), ("一天 (分)", "一天(元)")):
            row = ("80", "40") if "元" in headings[0] else ("40", "80")
            assert values_of(list(Checking(sheet(row, headings=headings), columns))) == [
                {"rate": "80", "points": "40"}
            ]
        with pytest.raises(Refused, match="没有：一天（元）"):
            list(Checking(sheet(("40",), headings=("一天（分）",)), columns))

    def test_sums_and_signatures_under_a_list_are_none_of_its_rows(self):
        rows = [
            ("9", "好", ""),
            ("合　计", "", "1"),
            ("", "填表人：某某   审核人：某某", ""),
            ("8", "合计本", ""),
        ]
        checking = Checking(sheet(*rows), COLUMNS)
        assert [row["name"] for row in values_of(list(checking))] == ["好", "合计本"]
        assert checking.notes == ["第 3、4 行是合计或签名，没有读。"]

    def test_what_stands_in_place_of_a_result_is_no_text(self):
        rows = list(Checking(sheet(("#N/A", "好", ""), ("#REF!", "好", ""), ("Err:508", "好", "")), COLUMNS))
        assert [problem.text for row in rows for problem in row.problems] == ["#N/A", "#REF!", "Err:508"]

    def test_a_short_row_is_as_good_as_empty_cells(self):
        (row,) = Checking(sheet(("9", "好")), COLUMNS)
        assert row.values["copies"] == 1


class TestWhatIsNeverKept:
    @pytest.mark.parametrize(
        "heading",
        [
            "身份证号",
            "公民身份号码",
            "民 族",
            "宗教信仰",
            "政治面貌",
            "年收入（元）",
            "健康状况",
            "车牌",
            "人脸",
            "ID Card",
            "惠农一卡通账号",
            "社保卡号",
            "是不是党员",
            "慢性病",
            "护照号码",
        ],
    )
    def test_a_heading_that_is_refused(self, heading):
        assert is_never_kept(heading)
        checking = Checking(sheet(("9", "好", "某某"), headings=("ISBN", "书名", heading)), COLUMNS)
        assert values_of(list(checking)) == [{"isbn": "9", "name": "好", "copies": 1}]
        assert "按规定不登记" in checking.notes[0]

    @pytest.mark.parametrize("heading", ["姓名", "电话", "村民小组", "编号", "备注", "材料", "办理时限"])
    def test_one_that_is_not(self, heading):
        assert not is_never_kept(heading)

    @pytest.mark.parametrize(
        "number",
        ["11010519491231002X", "110105194912310021", "110105199003070000", "证110105199003071234 好"],
    )
    def test_a_column_with_id_numbers_is_left_out_whatever_it_is_called(self, number):
        checking = Checking(sheet(("9", "好", ""), (number, "也好", ""), ("8", "还好", "")), COLUMNS)
        rows = list(checking)
        assert checking.dropped == {"isbn"}
        assert [row["isbn"] for row in values_of(rows)] == ["9", "", ""]
        assert checking.notes == ["“ISBN”里有身份证号，这一列不收。"]

    def test_in_a_column_that_must_be_there_the_cell_is_wrong_and_never_shown(self):
        rows = list(Checking(sheet(("9", "11010519491231002X", ""), ("8", "好", "")), COLUMNS))
        (problem,) = rows[0].problems
        assert ("身份证号" in problem.sentence, problem.text) == (True, "")
        assert [row["isbn"] for row in values_of(rows)] == ["8"]

    @pytest.mark.parametrize("text", ["978799900001312345", "19900001234", "123456789012345678901"])
    def test_other_long_numbers_stay(self, text):
        (row,) = Checking(sheet((text, "好", "")), COLUMNS)
        assert row.values["isbn"] == text


class TestOddFiles:
    def test_merged_cells_below_the_heading_are_refused_and_named(self):
        made = openpyxl.Workbook()
        page = made.active
        for row in (("石桥村书单",), HEADINGS, ("1", "好", 1), ("2", "", 1)):
            page.append(row)
        page.merge_cells("A1:C1")
        assert [row.number for row in check(saved(made))[0]] == [3, 4]
        page.merge_cells("B3:B4")
        with pytest.raises(Refused, match="B3:B4"):
            check(saved(made))

    def test_cells_merged_within_a_row_are_read(self):
        made = openpyxl.Workbook()
        page = made.active
        for row in (HEADINGS, ("1", "好", 1), ("填表人：某某",), ("共 1 册",)):
            page.append(row)
        page.merge_cells("A3:C3")
        page.merge_cells("A4:C4")
        rows, notes = check(saved(made))
        assert [(row.number, len(row.problems)) for row in rows] == [(2, 0), (4, 1)]
        assert notes == ["第 3 行是合计或签名，没有读。"]

    def test_of_several_sheets_the_first_with_a_heading_is_read_and_the_others_are_named(self):
        made = openpyxl.Workbook()
        made.active.append(("石桥村书单", "填表说明"))
        made.active.title = "封面"
        for name in ("一架", "二架", "空的"):
            page = made.create_sheet(name)
            for row in (HEADINGS, ("1", f"{name}的书", 1)) if name != "空的" else ():
                page.append(row)
        made.create_sheet("藏着").append(HEADINGS)
        made["藏着"].sheet_state = "hidden"
        rows, notes = check(saved(made))
        assert [row.values["name"] for row in rows] == ["一架的书"]
        assert notes == ["只读了工作表“一架”。另外的没有读：封面、二架；要导入，请分别存成文件，再传。"]

    def test_of_sheets_without_a_heading_the_first_filled_one_is_said_to_lack_it(self):
        made = openpyxl.Workbook()
        made.create_sheet("甲").append(("ISBN", "册数"))
        made.create_sheet("乙").append(("别的",))
        with pytest.raises(Refused, match="没有：书名"):
            check(saved(made))

    def test_a_text_typed_with_a_mark_before_it(self):
        made = book(HEADINGS, ("'007", "'好", "2"), ("'=1", "d'or", ""))
        assert [row.cells[:2] for row in read(made)[1:]] == [("007", "'好"), ("=1", "d'or")]

    def test_formulas_are_read_as_they_were_worked_out_and_that_is_said(self):
        worked_out = b'<c r="C2"><f>1+1</f><v>2</v></c>'
        rows, notes = check(with_cell(worked_out))
        assert (rows[0].values["copies"], notes) == (2, ["表里有公式；读的是保存时算好的结果。"])

    @pytest.mark.parametrize(
        "cell",
        [
            b'<c r="C2"><f>1+1</f></c>',
            b'<c r="C2"><f>1+1</f><v/></c>',
            b'<c r="C2"><f>1+1</f><v></v></c>',
            b'<c r="C2"><f t="shared" si="0"/></c>',
        ],
    )
    def test_a_formula_that_was_not_worked_out_is_refused(self, cell):
        with pytest.raises(Refused, match="没有算出结果"):
            check(with_cell(cell))

    def test_a_formula_that_was_worked_out_to_nothing_is_nothing(self):
        assert check(with_cell(b'<c r="C2" t="str"><f>""</f><v></v></c>'))[1] == [
            "表里有公式；读的是保存时算好的结果。"
        ]

    def test_columns_far_to_the_right_are_not_read_and_that_is_said(self):
        wide = book([*HEADINGS, *(f"列{number}" for number in range(100))], ("1", "好", 1, *["x"] * 100))
        notes = check(wide)[1]
        assert "等 57 列" in notes[0]
        assert notes[1] == "第 60 列以后没有读。请只留要导入的列。"

    def test_what_points_at_other_files_is_said_and_not_followed(self):
        linked = repacked(
            book(HEADINGS, ("1", "好")), **{"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}
        )
        assert "表里引用了别的文件" in check(linked)[1][0]

    def test_macros_are_refused_whatever_the_file_is_called(self):
        with pytest.raises(Refused, match="带宏"):
            check(repacked(book(HEADINGS, ("1", "好")), **{"xl/vbaProject.bin": b"x"}))

    def test_an_ods_that_was_renamed(self):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as packed:
            packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        with pytest.raises(Refused, match="ods"):
            check(file.getvalue())

    def test_a_million_empty_rows_are_not_gone_through(self, monkeypatch):
        monkeypatch.setattr(reading, "MOST_EMPTY", 30)
        empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 200))
        far = b'<row r="500"><c r="A500" t="inlineStr"><is><t>x</t></is></c></row>'
        rows, notes = check(with_cell(b"", empty + far))
        assert ([row.number for row in rows], notes) == ([2], ["第 2 行以下都是空行，没有再往下读。"])

    def test_texts_that_would_fill_the_memory(self, monkeypatch):
        monkeypatch.setattr("hub.sheets.packed.MOST_TEXTS", 2000)
        texts = repacked(
            book(HEADINGS, ("1", "好")), **{"xl/sharedStrings.xml": b"<sst>" + b" " * 3000 + b"</sst>"}
        )
        with pytest.raises(Refused, match="太大"):
            check(texts)


def saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def with_cell(cell: bytes, more: bytes = b"") -> bytes:
    """A book of one row whose third cell, and what follows, are written so."""
    texts = zip("ABC", HEADINGS, strict=True)
    heading = "".join(f'<c r="{at}1" t="inlineStr"><is><t>{text}</t></is></c>' for at, text in texts).encode()
    row = b'<c r="A2" t="inlineStr"><is><t>9</t></is></c><c r="B2" t="inlineStr"><is><t>x</t></is></c>' + cell
    page = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        + heading + b'</row><row r="2">' + row + b"</row>" + more + b"</sheetData></worksheet>"
    )  # fmt: skip
    return repacked(book(HEADINGS, ("1", "2")), **{"xl/worksheets/sheet1.xml": page})


@pytest.mark.parametrize(
    ("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ")]
)
def test_columns_are_called_as_a_spreadsheet_does(place, name):
    assert letters(place) == name
