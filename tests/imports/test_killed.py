"""`kill -9` while a list is taken in: none of it is there, and it can be taken in once more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

import hub
from hub.centre.situation import in_village
from hub.imports import beside, taking
from hub.imports.models import ImportBatch, ImportMade, ImportRow
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.transactions import intention
from hub.people.models import Resident, ResidentKey
from hub.settings import Settings
from plugins.reading_room.models import Copy, Title
from plugins.tool_station.models import Tool
from tests.imports.test_residents import count, made, many

pytestmark = pytest.mark.state("imports_place")
ROWS = 4000


def begun(settings: Settings, file: Path, sheet: str = "residents") -> subprocess.Popen[bytes]:
    """`hub import` on the test's database."""
    given = {
        "HUB_HOME": str(settings.home), "HUB_DATABASE_URL": settings.database_url,
        "HUB_DATABASE_OWNER_URL": settings.database_owner_url, "HUB_TESTING": "1",
        "PYTHONPATH": str(Path(hub.__file__).parent.parent),
    }  # fmt: skip
    command = [
        sys.executable,
        "-c",
        "from hub.cli import main; main()",
        "import",
        sheet,
        str(file),
        "--village=1",
    ]
    return subprocess.Popen(
        command, env=os.environ | given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def killed_when(app: Flask, process: subprocess.Popen[bytes], far_enough: Callable[[], bool]) -> None:
    """Kill it, and nobody is asked, as soon as it is far enough."""
    for _look in range(12_000):
        with intention(writes=False), in_village(app, 1):  # it does not wait for those who write
            if far_enough():
                break
        assert process.poll() is None, "it was through already"
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    process.wait(30)


def test_killed_while_it_is_taken_in(app, village, settings, tmp_path):
    file = tmp_path / "名单.csv"
    file.write_text(many(ROWS), "utf-8")
    killed_when(app, begun(settings, file), lambda: made() >= 500)
    with in_village(app, village):
        assert (count(), count(ImportRow)) == (0, ROWS)  # nobody sees any of it
        assert made() < ROWS
    none_of_it_is_there(app, village, Resident)
    with in_village(app, village):
        assert count(ResidentKey) == 0
        number = db.session.scalars(select(ImportBatch.id)).one()
        taking.decide(number)
    beside.work_on(app, village, number)
    with in_village(app, village):
        assert count() == db.session.scalar(select(func.count(Resident.name.distinct()))) == ROWS
        assert db.session.scalar(select(func.count(ResidentKey.resident_id.distinct()))) == ROWS
        assert db.session.scalars(select(ImportBatch.state)).all() == ["done"]


LISTS = {
    "tool_station.tools": ("编号,名称", "T-{n},扳手", Tool, Tool),
    "reading_room.books": (
        "书名,作者,册数",
        "棉田手记 {n},李四,1",
        Title,
        Copy,
    ),  # what is dear is worked out before
}


@pytest.mark.parametrize("sheet", LISTS)
def test_killed_while_a_rooms_list_is_taken_in(app, village, settings, tmp_path, sheet):
    heading, row, *models = LISTS[sheet]
    file = tmp_path / "清单.csv"
    file.write_text("\n".join([heading, *(row.format(n=n) for n in range(ROWS))]), "utf-8")
    begins = begun(settings, file, sheet)
    killed_when(app, begins, lambda: "taking" in db.session.scalars(select(ImportBatch.state)).all())
    for model in models:
        with in_village(app, village):
            assert db.session.scalar(select(func.count(model.id))) == 0
    none_of_it_is_there(app, village, models[0])
    with in_village(app, village):
        number = db.session.scalars(select(ImportBatch.id)).one()
        taking.decide(number)
    beside.work_on(app, village, number)
    for model in models:
        with in_village(app, village):
            assert db.session.scalar(select(func.count(model.id))) == ROWS
            assert count(ImportRow) == 0


def none_of_it_is_there(app: Flask, village: int, model: type[Any]) -> None:
    """Once somebody has noticed, no record is there, all rows wait again, and the batch says so."""
    with time_machine.travel(now() + timedelta(minutes=1), tick=True):
        assert beside.finish_left(app) == 1
    with in_village(app, village):
        there = db.session.scalar(select(func.count(model.id)))
        assert (there, count(ImportMade), count(ImportRow)) == (0, 0, ROWS)
        batch = db.session.scalars(select(ImportBatch)).one()
        assert (batch.state, batch.reason) == ("checked", "上次导入中断了，一行也没有导入。可以再导入一次。")


def test_killed_while_it_is_read(app, village, settings, tmp_path):
    file = tmp_path / "名单.csv"
    file.write_text(many(ROWS), "utf-8")
    killed_when(app, begun(settings, file), lambda: count(ImportRow) >= 500)
    with in_village(app, village):
        assert count() == 0
    with time_machine.travel(now() + timedelta(minutes=1), tick=True):
        assert beside.finish_left(app) == 1
    with in_village(app, village):
        assert (count(), count(ImportRow)) == (0, 0)
        assert db.session.scalars(select(ImportBatch.state)).all() == ["failed"]
