"""`kill -9` while a list is taken in: what had begun is finished, each row once; nothing is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

import hub
from hub.centre.situation import in_village
from hub.imports import beside
from hub.imports.models import ImportBatch, ImportMade, ImportRow
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.people.models import Resident, ResidentKey
from hub.settings import Settings
from tests.imports.test_residents import count, many

pytestmark = pytest.mark.state("imports_place")
ROWS = 4000


def begun(settings: Settings, file: Path) -> subprocess.Popen[bytes]:
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
        "residents",
        str(file),
        "--village=1",
    ]
    return subprocess.Popen(
        command, env=os.environ | given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def killed_when(app: Flask, process: subprocess.Popen[bytes], far_enough: Callable[[], bool]) -> None:
    """Kill it, and nobody is asked, as soon as it is far enough."""
    for _look in range(3000):
        with in_village(app, 1):
            if far_enough():
                break
        assert process.poll() is None, "it was through already"
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait(30)


def test_killed_while_it_is_taken_in(app, village, settings, tmp_path):
    file = tmp_path / "名单.csv"
    file.write_text(many(ROWS), "utf-8")
    killed_when(app, begun(settings, file), lambda: count() >= 500)
    with in_village(app, village):
        there = count()
        assert 0 < there < ROWS
        # What waits and what is there are together the whole, and what is there can be undone.
        assert (there + count(ImportRow), count(ImportMade)) == (ROWS, there)
        assert db.session.scalar(select(func.count(ResidentKey.resident_id.distinct()))) == there
    with time_machine.travel(now() + timedelta(minutes=1), tick=True):
        assert beside.finish_left(app) == 1
    with in_village(app, village):
        assert count() == db.session.scalar(select(func.count(Resident.name.distinct()))) == ROWS
        assert db.session.scalars(select(ImportBatch.state)).all() == ["done"]


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
