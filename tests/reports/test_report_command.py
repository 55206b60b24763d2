"""`hub report`."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
import time_machine
from docx import Document
from openpyxl import load_workbook

from hub.visits import services
from tests.visits.place import NOW, ROOMS, acting, room

pytestmark = pytest.mark.state("visit_place")
DIRS = {"HUB_ROOMS_DIRS": json.dumps([str(ROOMS)])}


@pytest.fixture(autouse=True)
def october(app):
    with time_machine.travel(NOW, tick=False):
        with acting(app):
            services.record(room("yard"), 7, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
            services.record(room("quiet_room"), 2, started_at=datetime(2025, 10, 9, 3, tzinfo=UTC))
        yield


def test_it_prints_the_month(hub):
    said = hub("report", "2025-10", "--village", "1", **DIRS).output
    assert "石桥村 2025年10月" in said
    assert "大门常开  0% 0/403 小时  0 分钟 ÷ 24180 分钟" in said
    assert "院子  7 / 1 / 1/31" in said
    assert "静室  <5 / <5 / —" in said


def test_it_answers_programs(hub):
    found = json.loads(hub("report", "2025-10", "--village", "1", "--json", **DIRS).output)
    assert [line["code"] for line in found["lines"]][:2] == ["door_open", "rooms_used"]
    assert {room["name"]: room["heads"] for room in found["rooms"]}["静室"] == "<5"


def test_it_writes_files(hub, tmp_path):
    for ending in ("xlsx", "docx"):
        file = tmp_path / f"month.{ending}"
        result = hub("report", "2025-10", "--village", "1", "--out", str(file), **DIRS)
        assert result.exit_code == 0, result.output
    assert load_workbook(tmp_path / "month.xlsx").sheetnames[0] == "五常三聚"
    assert Document(tmp_path / "month.docx").paragraphs


@pytest.mark.parametrize("given", [["2025-13"], ["2026-01"], ["2025-10", "--out", "month.pdf"], ["2025-10"]])
def test_what_is_wrong_is_said(hub, given):
    where = [] if given == ["2025-10"] else ["--village", "1"]
    result = hub("report", *given, *where, **DIRS)
    assert result.exit_code == 2
    assert result.output.strip()
