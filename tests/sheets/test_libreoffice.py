"""Files that LibreOffice 7.4 has really written, of invented people; made once, so that no test needs it installed.

They were made of a workbook with a title over its heading, a phone as a number, an ID number, days as a date, as a text
and as 20261125, an empty row and an empty second sheet, by `soffice --headless --convert-to …`.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from hub.kernel.refusals import Refused
from hub.people.sheet import COLUMNS
from hub.sheets.checking import Checked, Checking
from hub.sheets.reading import open_sheet

FILES = Path(__file__).parent / "files"


@pytest.fixture(autouse=True, scope="module")
def words():
    """Sentences need a language."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


def read(name: str, called: str = "") -> tuple[list[Checked], list[str]]:
    checking = Checking(open_sheet(FILES / name, called or name), COLUMNS)
    return list(checking), checking.notes


@pytest.mark.parametrize(
    "name", ["libreoffice-names.xlsx", "libreoffice-gb18030.csv", "libreoffice-utf8.csv"]
)
def test_a_list_of_residents(name):
    rows, notes = read(name)
    good = [row for row in rows if not row.problems]
    assert [(row.number, *row.values.values()) for row in good] == [
        (3, "王小明", "19900001111", "三组", "2026-11-25"),
        (4, "古丽娜尔·吐尔逊", "19900002222", "一组", "2026-11-25"),
    ]
    (bad,) = [row for row in rows if row.problems]
    assert [problem.where for problem in bad.problems] == ["第 6 行“电话”（B 列）"]
    assert notes == ["这些列按规定不登记，没有读：身份证号码。"]


def test_formulas_are_read_as_they_were_worked_out():
    rows, notes = read("libreoffice-formulas.xlsx")
    assert [row.values["group"] for row in rows] == ["三组", "三组"]
    assert notes == ["表里有公式；读的是保存时算好的结果。"]


def test_merged_cells_are_refused():
    with pytest.raises(Refused, match="B2:B3"):
        read("libreoffice-merged.xlsx")


@pytest.mark.parametrize("called", ["名册.ods", "名册.xlsx"])
def test_its_own_format_is_refused_whatever_it_is_called(called):
    with pytest.raises(Refused, match="ods"):
        read("libreoffice-names.ods", called)


def test_what_wps_writes_is_read(tmp_path):
    """WPS names its parts with a prefix at times, writes row spans and styles, and keeps extensions of its own."""
    file = tmp_path / "wps.xlsx"
    with zipfile.ZipFile(FILES / "libreoffice-names.xlsx") as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            if part.startswith("xl/worksheets/sheet1"):
                text = re.sub(r"<(/?)(?=[a-zA-Z])", r"<\1x:", content.decode())
                content = (
                    text.replace("xmlns=", "xmlns:x=", 1).replace("<x:row ", '<x:row spans="1:5" ').encode()
                )
            new.writestr(part, content)
        new.writestr("xl/wpsExtension.xml", b"<wps/>")
    checking = Checking(open_sheet(file, "名册.xlsx"), COLUMNS)
    assert [row.values["name"] for row in checking if not row.problems] == ["王小明", "古丽娜尔·吐尔逊"]
