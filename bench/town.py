"""The town's page of three hundred villages: looked at for the first time, again, and its workbook.

One village with a year of everything is filled as for all else and copied by statements, its last third so often
as there are villages to be. Twenty stand on a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median
from typing import Any

from sqlalchemy import Table

from bench.databases import Database
from bench.exporting import made_beside
from bench.pages import MONTH, WrongAnswer
from bench.plan import HERE, VILLAGES, Plan
from bench.results import Line
from bench.servers import Server
from bench.talking import Answer, Http, cookie_of

PLAN = Plan(rows=1_000, residents=300, years=1)
TOWN = 300
A_PAGE = 20
SHIFT = 5_000_000  # between the keys of two villages' rows
FEW = 300  # so many rows of a table are copied whole
_UNCOPIED = {"sign_in", "membership", "audit_entry", "audit_seal"}
_VILLAGE = re.compile(r"第\d+村")


def fill(database: Database) -> None:
    """Make three hundred villages of twelve, in the copy in work."""
    with database.unchecked() as run:
        villages = "village_id, name, town, centre_name, address, population, time_zone, phone, route, aims, principle"
        columns = villages.replace("village_id", "id") + ", active, created_at"
        for id in range(VILLAGES + 1, TOWN + 1):
            told = columns.replace("id, name", f"{id}, '第{id}村'", 1)
            run(f"INSERT INTO village ({columns}) SELECT {told} FROM village WHERE id = {HERE}")
        for table in _of_villages(database):
            run(_copied(table, run))
        run(
            'INSERT INTO audit_entry (village_id, at, user_id, action, "table", row_id, changes, address)'
            " SELECT village_id, recorded_at, 1, 'create', 'visit', id, '{}', '' FROM visit"
            f" WHERE village_id > {VILLAGES} AND id % 20 = 0 ORDER BY recorded_at"
        )
        run('UPDATE "user" SET town_admin = true WHERE id = 1')


def _of_villages(database: Database) -> Iterator[Table]:
    from hub.app import create_app
    from hub.kernel import migrate
    from hub.settings import Settings

    app = create_app(Settings(**database.settings()), check_schema=False)
    for part in migrate.parts(app):
        for table in part.metadata.sorted_tables:
            if {"village_id", "id"} <= set(table.c.keys()) and table.name not in _UNCOPIED:
                yield table


def _copied(table: Table, run: Callable[[str], list[Any]]) -> str:
    """The statement that gives each new village its rows, with keys of its own."""
    said = []
    for column in table.c:
        leads = [key.column.table for key in column.foreign_keys]
        if column.name == "village_id":
            said.append("v.id")
        elif column.name == "id" or any("village_id" in other.c for other in leads):
            said.append(f's."{column.name}" + v.id * {SHIFT}')
        else:
            said.append(f's."{column.name}"')
    names = ", ".join(f'"{column.name}"' for column in table.c)
    rows, last = run(f'SELECT count(*), max(id) FROM "{table.name}" WHERE village_id = {HERE}')[0]
    late = f"AND s.id > {last - rows // 3}" if rows > FEW else ""
    return (
        f'INSERT INTO "{table.name}" ({names}) SELECT {", ".join(said)} FROM "{table.name}" s'
        f" JOIN village v ON v.id > {VILLAGES} WHERE s.village_id = {HERE} {late}"
    )


def measure(server: Server) -> list[Line]:
    """Each page twice, then the workbook. Every village must be there once."""
    pages = range(1, -(-TOWN // A_PAGE) + 1)
    with Http(server.port, cookie_of(1)) as http:
        for month in ("2025-10", "2025-11"):  # what any such page costs a process once
            http.get(f"/town/month?month={month}")
        before = server.memory()
        looks = [[_looked(http, page) for page in pages] for _time in range(2)]
        found = [name for answer in looks[0] for name in _names(answer)]
        if len(found) != TOWN or len(set(found)) != TOWN:
            raise WrongAnswer(f"{len(found)} villages, {len(set(found))} of them different")
        grown = server.memory() - before
        made = made_beside(http, f"/town/month/villages.xlsx?month={MONTH}", 0.1)
    return [
        *(_line(name, answers) for name, answers in zip(("first", "second"), looks, strict=True)),
        Line(f"town, {TOWN} villages: memory that all pages leave", grown, unit="MB"),
        Line(
            f"town, {TOWN} villages: workbook, made beside the pages", made.seconds, unit="s",
            note=f"its page with the progress: slowest {made.slowest * 1e3:.0f} ms",
        ),
    ]  # fmt: skip


def _line(look: str, answers: Sequence[Answer]) -> Line:
    took = [answer.took * 1e3 for answer in answers]
    statements = max(int(answer.headers.get("X-Statements", 0)) for answer in answers)
    busy = median(answer.busy for answer in answers) * 1e3
    note = f"{statements} statements, {busy:.0f} ms of the processor; slowest {max(took):.0f} ms"
    return Line(f"town, {TOWN} villages: {A_PAGE} of them, {look} look", median(took), unit="ms", note=note)


def _looked(http: Http, page: int) -> Answer:
    answer = http.get(f"/town/month?month={MONTH}&page={page}")
    if answer.status != 200:
        raise WrongAnswer(f"page {page} of the town: {answer.status}: {answer.body[:300]}")
    return answer


def _names(answer: Answer) -> Iterable[str]:
    return dict.fromkeys(_VILLAGE.findall(answer.body.partition("<tbody")[2]))
