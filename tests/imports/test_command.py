"""`hub import`: what the pages do, from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from hub.centre.situation import in_village
from hub.imports.models import ImportBatch, ImportRow
from hub.kernel.database import db
from hub.people.models import Resident
from tests.cli.conftest import Hub

pytestmark = pytest.mark.state("imports_place")
GOOD = "姓名,电话,身份证号\n王小明,19900001111,\n李芳,,\n"
BAD = GOOD + "古丽,123,\n"
HERE = "--village=1"


@pytest.fixture
def sheet(tmp_path: Path):
    """`sheet("姓名\\n王小明\\n")`: a file of that content; answers its path."""

    def write(content: str | bytes, name: str = "名单.csv") -> str:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(file)

    return write


def there(app) -> tuple[int, int]:
    """Residents, and rows that wait."""
    with in_village(app, 1):
        return tuple(db.session.scalar(select(func.count(model.id))) for model in (Resident, ImportRow))


def test_it_tells_what_can_be_imported(app, hub: Hub):
    said = hub("import", HERE)
    assert (said.exit_code, "residents" in said.output, "tool_station.tools" in said.output) == (
        0,
        True,
        True,
    )


def test_a_good_list_is_taken_in_and_undone(app, hub: Hub, sheet):
    said = hub("import", "residents", sheet(GOOD.encode("gb18030")), HERE)
    assert (said.exit_code, there(app)) == (0, (2, 0))
    assert "这些列按规定不登记，没有读：身份证号。" in said.output
    assert "已导入 2 行。要撤销：hub import --undo 1" in said.output
    assert "2 行系统里已经有了" in hub("import", "residents", sheet(GOOD), HERE).output
    said = hub("import", "--undo=1", HERE)
    assert (said.exit_code, said.output, there(app)) == (0, "已撤销导入：名单.csv\n", (0, 0))
    assert hub("import", "--undo=1", HERE).exit_code == 1
    assert hub("import", "--undo=9", HERE).exit_code == 1


def test_a_long_list_is_taken_in_and_undone(app, hub: Hub, sheet):
    rows = "".join(f"张{chr(0x5000 + n)}{chr(0x5800 + n)},1990{n:07d}\n" for n in range(700))
    assert hub("import", "residents", sheet("姓名,电话\n" + rows), HERE).exit_code == 0
    assert there(app) == (700, 0)
    assert hub("import", "--undo=1", HERE).exit_code == 0
    assert there(app) == (0, 0)


def test_one_bad_row_stops_it_unless_it_is_to_be_left_out(app, hub: Hub, sheet):
    said = hub("import", "residents", sheet(BAD), HERE)
    assert (said.exit_code, there(app)) == (1, (0, 0))
    assert "第 4 行“电话”（B 列）" in said.output
    assert "--good-rows" in said.output
    assert hub("import", "residents", sheet(BAD), HERE, "--good-rows").exit_code == 0
    assert there(app) == (2, 0)


def test_only_looking_takes_nothing_in(app, hub: Hub, sheet):
    said = hub("import", "residents", sheet(BAD), HERE, "--check")
    assert (said.exit_code, there(app)) == (0, (0, 0))
    assert "可以导入 2 行，有问题 1 行。" in said.output
    with in_village(app, 1):
        assert db.session.scalars(select(ImportBatch.state)).all() == ["dropped"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "文件是空的"),
        (b"PK\x03\x04", "a.xlsx", "坏了或不完整"),
        ("姓名\n".encode(), "a.csv", "只有表头"),
        ("电话\n1\n".encode(), "a.csv", "表头里没有：姓名"),
        (b"MZ", "a.exe", "只能导入"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(app, hub: Hub, sheet, content, name, sentence):
    said = hub("import", "residents", sheet(content, name), HERE)
    assert (said.exit_code, sentence in said.output, there(app)) == (1, True, (0, 0))


@pytest.mark.parametrize(
    "arguments",
    [
        (),  # which of two villages?
        ("--village=9",),
        ("residents", HERE),  # no file
        ("no.such", "FILE", HERE),
        ("residents", "/no/such/file.csv", HERE),
        ("residents", "/", HERE),
        ("--undo=0", HERE),
        ("--undo=99999999999", HERE),
    ],
)
def test_what_is_asked_wrongly(app, hub: Hub, sheet, arguments):
    file = sheet(GOOD)
    said = hub("import", *(file if one == "FILE" else one for one in arguments))
    assert (said.exit_code, there(app)) == (2, (0, 0))
