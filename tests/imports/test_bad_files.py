"""Whatever is sent: an answer in words that says what to do next, in either language, and nothing is an error; what is
good in it can be taken in."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from hub.centre.situation import in_village
from hub.imports import batches
from hub.imports.models import ImportBatch, ImportRow
from hub.kernel.database import db
from hub.people.models import Resident
from tests.harness.people import Client, signed_in
from tests.imports import files
from tests.imports.files import HEADINGS, WANG, book, cells, repacked, table, worksheet
from tests.imports.test_residents import wait

pytestmark = pytest.mark.state("imports_place")
LIBREOFFICE = Path(__file__).parent.parent / "sheets" / "files"
OLD = (LIBREOFFICE / "libreoffice-names.xls").read_bytes()
HAN = re.compile(r"[\u3400-\u9fff]")
SHEET = "xl/worksheets/sheet1.xml"
STYLES, ELSEWHERE = "xl/styles.xml", "xl/externalLinks/externalLink1.xml"
LAUGHS = b'<!DOCTYPE a [<!ENTITY b0 "ha">%s]><a>&b30;</a>' % b"".join(
    b'<!ENTITY b%d "&b%d;&b%d;">' % (n + 1, n, n) for n in range(30)
)

REFUSED = {
    "empty": (b"", "名单.csv", "空的"),
    "nothing in it": (b"\r\n\r\n,,\r\n", "名单.csv", "什么也没有"),
    "headings alone": (table().encode(), "名单.csv", "只有表头"),
    "no heading": ("电话\n19900001111\n".encode(), "名单.csv", "没有：姓名"),
    "text called xlsx": (table(WANG).encode(), "名单.xlsx", "内容却不是"),
    "a page called xlsx": (b"<html><table><tr><td>", "名单.xlsx", "内容却不是"),
    "xlsx called csv": (book(WANG), "名单.csv", "内容却不是"),
    "xlsx called xls": (book(WANG), "名单.xls", "另存为 .xlsx"),
    "xls": (OLD, "名单.xls", "另存为 .xlsx"),
    "xls called xlsx": (OLD, "名单.xlsx", "旧格式"),
    "xls called csv": (OLD, "名单.csv", "内容却不是"),
    "ods": ((LIBREOFFICE / "libreoffice-names.ods").read_bytes(), "名单.ods", "另存为 .xlsx"),
    "ods called xlsx": ((LIBREOFFICE / "libreoffice-names.ods").read_bytes(), "名单.xlsx", ".ods"),
    "xlsm": (book(WANG), "名单.xlsm", "带宏"),
    "macros": (repacked(book(WANG), {"xl/vbaProject.bin": b"x"}), "名单.xlsx", "带宏"),
    "a program": (b"MZ\x90\0", "名单.exe", "只能导入"),
    "half of it": (book(WANG)[:-900], "名单.xlsx", "坏了或不完整"),
    "broken inside": (repacked(book(WANG), {SHEET: b"<worksheet><sheetData><row"}), "名单.xlsx", "坏了"),
    "an archive in an archive": (files.in_itself(book(WANG)), "名单.xlsx", "坏了"),
    "entities": (repacked(book(WANG), {SHEET: LAUGHS}), "名单.xlsx", "坏了"),
    "entities elsewhere": (repacked(book(WANG), {STYLES: LAUGHS}), "名单.xlsx", "坏了"),
    "a bomb": (lambda: repacked(book(WANG), {SHEET: b"<a>" + b" " * 170_000_000}), "名单.xlsx", "太大"),
    "a bomb of styles": (lambda: repacked(book(WANG), {STYLES: b"<b/>" * 4_500_000}), "名单.xlsx", "太大"),
    "many parts": (repacked(book(WANG), {f"xl/{n}.xml": b"<a/>" for n in range(600)}), "名单.xlsx", "太大"),
    "merged downwards": (files.merged("A2:A3", HEADINGS, WANG, WANG), "名单.xlsx", "A2:A3"),
    "two rows of headings": (
        files.merged("A1:A2", ("姓名", "联系方式"), ("", "电话"), WANG), "名单.xlsx", "A1:A2",
    ),
    "a formula without a result": (files.with_formula("=1+1", ""), "名单.xlsx", "没有算出"),
    "signs of no encoding": (table(WANG).encode("gbk") + b"\xff\xff,\r\n", "名单.csv", "读不出来"),
    "zero bytes": (table(WANG).encode() + b"\0\0", "名单.csv", "读不出来"),
    "utf-16 without its mark": (table(WANG).encode("utf-16-le"), "名单.csv", "读不出来"),
    "an open quotation mark": (table(('"李芳', "", "", ""), WANG).encode(), "名单.csv", "第 2 行"),
    "a cell without an end": (table(("李芳", "", "长" * 200_000, "")).encode(), "名单.csv", "第 2 行"),
}  # fmt: skip


def form(content: bytes, name: str) -> dict[str, Any]:
    """What a browser sends, in memory: the client of the tests leaves long ones open in a file."""
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), name)})
    return {"data": body, "content_type": f"multipart/form-data; boundary={boundary}"}


def sent(client: Client, content: bytes, name: str = "名单.xlsx", sheet: str = "residents") -> str:
    """The page that answers a file."""
    answer = client.post(f"/imports/new/{sheet}", **form(content, name))
    assert answer.status_code == 303, answer.text
    wait()  # a long one is read beside the pages
    page = client.get(answer.location)
    assert page.status_code == 200
    return page.text


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_read_is_answered_in_words(app, village, case):
    content, name, said = REFUSED[case]
    made = content() if callable(content) else content
    pages = [sent(signed_in(app, village, lang=language), made, name) for language in ("zh_Hans_CN", "en")]
    with in_village(app, village):
        batches = db.session.execute(
            select(ImportBatch.state, ImportBatch.reason).order_by(ImportBatch.id)
        ).all()
        assert [state for state, _reason in batches] == ["failed", "failed"]
        assert db.session.scalar(select(func.count(ImportRow.id))) == 0
    (_state, chinese), (_state, english) = batches
    assert said in chinese
    assert english
    assert not HAN.search(english)
    for page, reason in zip(pages, (chinese, english), strict=True):
        assert reason in page


MING = ("王小明", "19900001111", "三组", "2026-03-05")
READ = {
    "as it should be": (book(WANG), "名单.xlsx", MING),
    "by another name of the ending": (book(WANG), "名单.XLSX", MING),
    "a day as a number": (book((*WANG[:3], 46086)), "名单.xlsx", MING),
    "a day of 1904": (files.with_day(date(2026, 3, 5), date_1904=True), "名单.xlsx", MING),
    "a day of 1900": (files.with_day(date(2026, 3, 5)), "名单.xlsx", MING),
    "2026年3月5日": (table((*WANG[:3], "2026年3月5日")).encode(), "名单.csv", MING),
    "2026.3.5": (table((*WANG[:3], "2026.3.5")).encode(), "名单.csv", MING),
    "full-width digits": (
        table(("王小明", "１９９００００１１１１", "三组", "２０２６－０３－０５")).encode(), "名单.csv", MING,
    ),
    "a phone as a number": (book(("王小明", 19900001111, "三组", "2026/3/5")), "名单.xlsx", MING),
    "a phone as a fraction": (book(("王小明", 19900001111.0, "三组", "2026/3/5")), "名单.xlsx", MING),
    "a phone with spaces": (book(("王小明", "199 0000 1111", "三组", "20260305")), "名单.xlsx", MING),
    "a phone with its country": (book(("王小明", "+86-199-0000-1111", "三组", "20260305")), "名单.xlsx", MING),
    "spaces in a name": (book(("王  小　明", *WANG[1:])), "名单.xlsx", MING),
    "gbk": (table(WANG).encode("gbk"), "名单.csv", MING),
    "gb18030": (table(("䶮𠀀", *WANG[1:])).encode("gb18030"), "名单.csv", ("䶮𠀀", *MING[1:])),
    "with a mark": (table(WANG).encode("utf-8-sig"), "名单.csv", MING),
    "utf-16": (table(WANG).encode("utf-16"), "名单.csv", MING),
    "semicolons": (table(WANG, separator=";").encode(), "名单.csv", MING),
    "tabs": (table(WANG, separator="\t").encode("utf-16"), "名单.txt", MING),
    "tabs below a title": ("石桥村居民名单\r\n".encode() + table(WANG, separator="\t").encode(), "名单.csv", MING),
    "sep=": (b"sep=;\r\n" + table(WANG, separator=";").encode(), "名单.csv", MING),
    "a new line in a cell": (table(("王小明", "19900001111", '"三\r\n组"', "2026-03-05")).encode(), "名单.csv",
                             ("王小明", "19900001111", "三  组", "2026-03-05")),
    "a quotation mark within": (table(("王小明", "19900001111", '三"组', "2026-03-05")).encode(), "名单.csv",
                                ("王小明", "19900001111", '三"组', "2026-03-05")),
    "a heading that spans": (files.merged("A1:D1", ("石桥村居民名单",), HEADINGS, WANG), "名单.xlsx", MING),
    "a group that was worked out": (files.with_formula('="三"&"组"', "三组"), "名单.xlsx", MING),
    "a link": (files.with_formula('=HYPERLINK("http://x.invalid","三组")', "三组"), "名单.xlsx", MING),
    "5,000 columns": (book((*WANG, *"x" * 5000), headings=(*HEADINGS, *"y" * 5000)), "名单.xlsx", MING),
    "what points elsewhere": (repacked(book(WANG), {ELSEWHERE: b"<externalLink/>"}), "名单.xlsx", MING),
}  # fmt: skip


@pytest.mark.parametrize("case", READ)
def test_a_file_that_can_be_read_is(app, village, secretary, case):
    content, name, expected = READ[case]
    sent(secretary, content, name)
    with in_village(app, village):
        batch = db.session.scalars(select(ImportBatch)).one()
        assert (batch.state, batch.reason, batch.good, batch.bad) == ("checked", "", 1, 0)
        (row,) = batches.waiting_rows(batch.id)
        got = tuple(row.values[key] for key in ("name", "phone", "group", "consent_on"))
        assert " ".join(got).split() == " ".join(expected).split()


WRONG = {
    "a phone cut short by the program": (("王小明", "1.99E+10", "", ""), "缩写"),
    "too long": (("王小明", "", "长" * 1500, ""), "最多 40 个字，现在有 1500 个"),
    "much too long": (("王小明", "", "长" * 100_000, ""), "最多 40 个字"),
    "no day": (("王小明", "", "", "二月三十"), "请填日期"),
    "a command": (("=cmd|' /c calc'!A0", "", "", ""), "不能用的符号"),
    "an id number for a name": (("110105199003071234", "", "", ""), "身份证号"),
    "a name with a number": (("王小明1", "", "", ""), "不要写数字"),
    "nothing where something must be": (("", "19900001111", "", ""), "没有填"),
    "a phone that is too short": (("王小明", "1990000111", "", ""), "11 位"),
}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("case", WRONG)
def test_a_row_that_is_wrong_is_named_and_the_others_can_be_taken_in(app, village, secretary, case, kind):
    row, said = WRONG[case]
    content = table(row, WANG).encode() if kind == "csv" else book(row, WANG, strings_to_formulas=False)
    page = sent(secretary, content, f"名单.{kind}")
    assert said in page
    assert "第 2 行" in page
    with in_village(app, village):
        batch = db.session.scalars(select(ImportBatch)).one()
        number = batch.id
        assert (batch.good, batch.bad) == (1, 1)
    assert "110105199003071234" not in page
    taken = secretary.post(f"/imports/{number}/take", follow_redirects=True)
    assert "已导入 1 行" in taken.text
    with in_village(app, village):
        assert db.session.scalars(select(Resident.name)).all() == ["王小明"]


def test_a_cell_of_200_000_characters_in_a_workbook(app, village, secretary):
    part = worksheet([cells(1, *HEADINGS), cells(2, *WANG), cells(3, "李芳", "", "长" * 200_000)])
    assert "最多 40 个字，现在太长了" in sent(secretary, repacked(book(WANG), {SHEET: part}))


def test_more_rows_than_a_spreadsheet_has(secretary, monkeypatch):
    monkeypatch.setattr("hub.sheets.checking.MOST_ROWS", 300)
    part = worksheet(
        [cells(1, *HEADINGS), *(cells(n, "王小明") for n in range(2, 500)), cells(1_048_577, "李芳")]
    )
    assert "超过 300 行" in sent(secretary, repacked(book(WANG), {SHEET: part}))
    part = worksheet([cells(1, *HEADINGS), cells(2, *WANG), cells(1_048_577, "李芳")])
    assert "没有再往下读" in sent(secretary, repacked(book(WANG), {SHEET: part}))


def test_who_stands_twice_is_said(secretary):
    page = sent(secretary, table(WANG, WANG).encode(), "名单.csv")
    assert "上面已经有同样的姓名和电话了" in page


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_formulas_as_data_stay_what_they_are(app, village, secretary, kind):
    """A tool may be called anything; what it is called is text, here and in what is exported."""
    row = ("T-1", "=cmd|' /c calc'!A0", "@SUM(1)")
    made = book(row, headings=("编号", "名称", "备注"), strings_to_formulas=False)
    content = made if kind == "xlsx" else f'编号,名称,备注\n{row[0]},"{row[1]}",{row[2]}\n'.encode()
    page = sent(secretary, content, f"工具.{kind}", "tool_station.tools")
    assert "1 行可以导入" in page
    with in_village(app, village):
        number = db.session.scalars(select(ImportBatch.id)).one()
    secretary.post(f"/imports/{number}/take")
    listed = secretary.get("/rooms/tool_station/tools/export/csv/").text
    assert "'=cmd|" in listed


def test_an_upload_that_breaks_off(app, village, secretary, settings):
    """The body ends before its announced length, as when the network goes."""
    body = b'--cut\r\nContent-Disposition: form-data; name="file"; filena'
    answer = secretary.post(
        "/imports/new/residents", data=body, content_type="multipart/form-data; boundary=cut",
        headers={"Content-Length": str(len(body) + 5000)},
    )  # fmt: skip
    assert answer.status_code in (400, 422)
    assert "请" in answer.text
    with in_village(app, village):
        assert db.session.scalar(select(func.count(ImportBatch.id))) == 0
    assert not settings.uploads.exists() or not list(settings.uploads.iterdir())


def test_a_file_beyond_all_measure(secretary):
    answer = secretary.post("/imports/new/residents", **form(b"x" * (21 * 1024 * 1024), "名单.csv"))
    assert answer.status_code == 413
    assert "20 MB" in answer.text
