"""A list of 100,000 residents taken in from CSV and from XLSX: rows a second against a bare executemany, the memory it
takes, and how long somebody else who writes has to wait meanwhile.

What is measured runs in a process of its own, so that its memory is nobody else's: `python -m bench.importing FILE`.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.databases import Database
from bench.pages import WrongAnswer
from bench.plan import CACHE, CHECKOUT, HERE
from bench.results import Line

ROWS = 100_000
MOST_MEMORY = 60  # megabytes above idle
_MADE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥东南西北中江河湖海山川草木禾稻麦棉林森云雨雪风电"


def people(rows: int) -> Iterator[tuple[str, str, str]]:
    """Invented people: names, phones and groups, no two alike."""
    for number in range(rows):
        first, rest = divmod(number, len(_MADE))
        second, third = divmod(first, len(_MADE))
        name = f"赵{_MADE[rest]}{_MADE[second % len(_MADE)]}{_MADE[third]}"
        yield name, f"199{number:08d}", f"{number % 9 + 1}组"


def files(rows: int) -> dict[str, Path]:
    """The list as people bring it, made once."""
    import xlsxwriter

    found = {kind: CACHE / f"residents-{rows}.{kind}" for kind in ("csv", "xlsx")}
    if not found["csv"].exists():
        with found["csv"].open("w", encoding="gb18030", newline="") as file:
            csv.writer(file).writerows([("姓名", "手机号", "村民小组"), *people(rows)])
    if not found["xlsx"].exists():
        with xlsxwriter.Workbook(found["xlsx"], {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate([("姓名", "手机号", "村民小组"), *people(rows)]):
                sheet.write_row(at, 0, row)
    return found


def measure(database: Database, rows: int = ROWS) -> list[Line]:
    """The lines of both kinds of file."""
    lines = []
    for kind, file in files(rows).items():
        got = _run(database, file, rows)
        bare, with_keys = got["bare"], got["bare_keys"]
        total = got["read"] + got["take"]
        lines += [
            Line(
                f"import of {rows:,} residents, {kind.upper()}", total, bare, unit="s",
                note=f"{rows / total:,.0f} rows/s; read {got['read']:.0f} s, taken in {got['take']:.0f} s; "
                f"executemany of the residents {rows / bare:,.0f} rows/s, with their keys {rows / with_keys:,.0f}",
            ),
            Line(
                f"import, {kind.upper()}: memory above idle", got["memory"], unit="MB", target=f"≤ {MOST_MEMORY} MB",
                ratio=got["memory"], most=MOST_MEMORY,
            ),
        ]  # fmt: skip
        if got["waited"] is not None:
            lines.append(Line(f"import, {kind.upper()}: another writer's longest wait", got["waited"] * 1e3))
    return lines


def _run(database: Database, file: Path, rows: int) -> dict[str, Any]:
    database.copy()  # a resident who is known is not taken in again
    given = json.dumps(database.settings(), default=str)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HUB_")}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "bench.importing", str(file), given],
        env=environment, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    got: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    if got["taken"] != rows:
        raise WrongAnswer(f"{got['taken']} residents of {rows} taken in")
    return got


def main() -> None:
    """Take one file in, then write the same residents by hand."""
    from hub.app import create_app
    from hub.centre.situation import in_village
    from hub.imports import batches, beside, staging, taking
    from hub.imports.models import ImportBatch, ImportMade
    from hub.kernel.database import db
    from hub.settings import load_settings

    file = Path(sys.argv[1])
    settings = load_settings(**json.loads(sys.argv[2]))
    app = create_app(settings)
    with in_village(app, HERE):
        from hub.people.keys import sound_of

        sound_of("赵甲")  # what writes names is loaded with the first one
        idle = _memory("VmRSS")
        with _somebody_else(settings) as waits:
            began = time.perf_counter()
            batch = batches.begin("residents", file.name)
            db.session.commit()
            staging.read_into(batch, file, alone=True)
            read = time.perf_counter() - began
            number = batch.id
            taking.decide(number)
            db.session.commit()
            beside.work_on(app, HERE, number)
            took = time.perf_counter() - began - read
        peak = _memory("VmHWM") - idle
    with in_village(app, HERE):
        batch = db.session.get_one(ImportBatch, number)
        taken = batch.good if batch.state == "done" else 0
        made = db.session.query(ImportMade).count()
        bare, bare_keys = _by_hand(file)
        db.session.rollback()
    waited = max(waits, default=None) if settings.is_sqlite else None
    print(json.dumps({
        "read": read, "take": took, "memory": peak, "taken": min(taken, made), "bare": bare, "bare_keys": bare_keys,
        "waited": waited,
    }))  # fmt: skip


def _by_hand(file: Path) -> tuple[float, float]:
    """Seconds of a bare executemany of as many residents, and of these with the keys that they are found by."""
    from sqlalchemy import insert

    from hub.kernel.database import db
    from hub.people.keys import keys_of
    from hub.people.models import Resident, ResidentKey

    rows = list(people(int(file.stem.rpartition("-")[2])))
    raw: Any = db.session.connection().connection.dbapi_connection
    mark = "?" if db.engine.dialect.name == "sqlite" else "%s"
    resident = (
        f'INSERT INTO resident (village_id, name, phone, "group") VALUES ({HERE}, {mark}, {mark}, {mark})'
    )
    began = time.perf_counter()
    raw.cursor().executemany(resident, rows)
    took = time.perf_counter() - began
    ids = list(db.session.connection().scalars(
        insert(Resident.__table__).returning(Resident.__table__.c.id),  # type: ignore[arg-type]
        [{"village_id": HERE, "name": "赵", "phone": "", "group": ""}],
    ))  # fmt: skip
    keys = [(ids[0], key) for name, phone, _group in rows for key in keys_of(name, phone)]
    key = f"INSERT INTO {ResidentKey.__tablename__} (village_id, resident_id, key) VALUES ({HERE}, {mark}, {mark})"
    began = time.perf_counter()
    raw.cursor().executemany(key, keys)
    return took, took + time.perf_counter() - began


@contextmanager
def _somebody_else(settings: Any) -> Iterator[list[float]]:
    """Somebody who wants to write ten times a second, as long as the block runs: how long each time took."""
    from hub.kernel.database import sqlite_driver

    waits: list[float] = []
    ended = threading.Event()

    def write() -> None:
        connection = sqlite_driver.connect(
            str(settings.home / "hub.sqlite3"), timeout=60, isolation_level=None
        )
        while not ended.wait(0.1):
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
            waits.append(time.perf_counter() - began)
        connection.close()

    thread = threading.Thread(target=write)
    if settings.is_sqlite:
        thread.start()
    try:
        yield waits
    finally:
        ended.set()
        if settings.is_sqlite:
            thread.join()


def _memory(name: str) -> float:
    """Megabytes of this process, now (VmRSS) or at most so far (VmHWM)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    main()
