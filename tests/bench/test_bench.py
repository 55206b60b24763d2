"""The benchmark times what it says: all three apps answer with the same rows, on a very small village. No time is
asserted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, inspect

from bench import alike, growing, lending, months, recording, stock
from bench.__main__ import DOCUMENT
from bench.filling import fill_postgres, fill_sqlite
from bench.floor import make_app as make_floor
from bench.keeping import keep, kept, lines_of, spoken_of
from bench.pages import WrongAnswer, pages
from bench.plan import HERE, Plan
from bench.results import MARKS, Line, against_floor, as_table, put_into
from bench.serve import APPS as SERVED
from bench.talking import Answer, Direct, cookie_of, csrf_token
from bench.timing import time_page
from bench.working import Work, work_until_now
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.visits.models import Visit, VisitDay
from hub.visits.rollup import rebuild
from tests.harness.databases import PostgresDatabase
from tests.harness.states import state

PLAN = Plan(rows=1_500, residents=60)
LENDING = Plan(
    rows=20, residents=60, loans=10_000
)  # as many as it takes for the machines to have had a season


@state("bench")
def small(app: Any) -> None:
    """A small village to measure, in the database of the tests."""
    _fill(app, PLAN)


def _fill(app: Any, plan: Plan) -> None:
    settings = app.extensions["hub"].settings
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    if settings.is_sqlite:
        fill_sqlite(settings.home / "hub.sqlite3", plan)
    else:
        fill_postgres(_as_superuser(settings.database), plan)


@state("bench_lending")
def lent(app: Any) -> None:
    """A small village that lends books and machines."""
    _fill(app, LENDING)


def _as_superuser(address: str) -> str:
    from sqlalchemy.engine import make_url

    return (
        make_url(address)
        .set(drivername="postgresql", username="postgres")
        .render_as_string(hide_password=False)
    )


@pytest.fixture
def bare(database) -> str:
    """The address for those that know of no roles."""
    if isinstance(database, PostgresDatabase):
        return _as_superuser(database.url).replace("postgresql:", "postgresql+psycopg:")
    return f"sqlite:///{database.home / 'hub.sqlite3'}"


def _statements(app: Any, talker: Direct, month: str) -> list[tuple[str, Any]]:
    """What a report asks of the database, the second time."""
    talker.get(f"/month?month={month}")
    found: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        found.append((statement, values))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert talker.get(f"/month?month={month}").status == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return found


def _plan(app: Any, statement: str, values: Any) -> list[Any]:
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))


@pytest.fixture
def talkers(app, settings, bare):
    apps = {"hub": app, "floor": make_floor(bare), "stock": stock.make_app(bare)}
    yield {
        name: Direct(one, cookie_of(1, settings.secret_key) if name == "hub" else "")
        for name, one in apps.items()
    }
    apps["floor"].extensions["floor"].close()
    with apps["stock"].app_context():
        apps["stock"].extensions["sqlalchemy"].engine.dispose()


class Slow:
    """Answers as another does, after so long; one that forgets answers something else the second time."""

    def __init__(self, other: Direct, took: float, *, forgets: bool = False) -> None:
        self.other, self.took, self.forgets, self.asked = other, took, forgets, 0

    def get(self, path: str) -> Answer:
        self.asked += 1
        found = self.other.get("/residents/" if self.forgets and self.asked > 1 else path)
        return replace(found, took=self.took)

    def post(self, path: str, data: Any) -> Answer:
        raise NotImplementedError


@pytest.mark.state("bench_lending")
class TestWhatIsLent:
    def test_every_page_shows_the_floors_rows(self, talkers):
        asked = {app: talkers[app] for app in ("hub", "floor")}
        for page in lending.pages(LENDING):
            assert set(time_page(page, asked, 1)) == set(asked)

    def test_a_calendar_with_other_rentals_is_not_timed(self, talkers):
        *_, calendar = lending.pages(LENDING)
        with pytest.raises(WrongAnswer, match="not \\[1\\]"):
            calendar.check("hub", talkers["hub"].get(calendar.hub), [1])


@pytest.mark.state("bench")
class TestTheSmallVillage:
    def test_the_days_totals_are_those_of_its_visits(self, app):
        with in_village(app, HERE):
            days = db.session.query(VisitDay).order_by(VisitDay.room_id, VisitDay.day)
            before = [(day.room_id, day.day, day.visits, day.heads, day.late) for day in days]
            assert sum(visits for _room, _day, visits, _heads, _late in before) == PLAN.rows
            rebuild()
            db.session.expire_all()
            assert [(day.room_id, day.day, day.visits, day.heads, day.late) for day in days] == before

    def test_every_page_shows_the_floors_rows(self, talkers):
        for page in pages(PLAN):
            timed = time_page(page, talkers, 1)
            assert set(timed) == {"hub", "floor", "stock"} - ({"stock"} if page.stock is None else set())

    def test_an_answer_with_other_rows_is_not_timed(self, talkers):
        first, deep, *_ = pages(PLAN)
        expected = deep.check("floor", talkers["floor"].get(deep.floor), None)
        with pytest.raises(WrongAnswer, match="shows the rows"):
            first.check("hub", talkers["hub"].get(first.hub), expected)

    def test_the_month_is_told_alike(self, talkers):
        months.check(talkers)

    def test_the_app_as_large_as_the_hub_has_its_tables_and_lists(
        self, app, settings, bare, tmp_path, monkeypatch
    ):
        monkeypatch.setattr(alike, "FILE", tmp_path / "alike_models.py")
        tables, lists = alike.write(settings)
        large = alike.make_app(bare)
        with app.app_context():
            assert tables == sum(
                not name.startswith("alembic") for name in inspect(db.engine).get_table_names()
            )
        views = large.extensions["admin"][0]._views
        assert len(views) - 1 == lists > 90  # and the page it opens with
        client = large.test_client()
        for path in ("/admin/", *(f"/admin/{view.endpoint}/" for view in (views[1], views[-1]))):
            assert client.get(path).status_code == 200
        with large.app_context():
            large.extensions["sqlalchemy"].engine.dispose()

    def test_a_size_is_timed_against_a_smaller_one_page_by_page(self, talkers):
        less, more = Slow(talkers["hub"], 2.0), Slow(talkers["hub"], 3.0)
        lines = growing.measure(PLAN, PLAN, (less, more), 1, "wall")
        assert len(lines) == len(pages(PLAN)) + 2
        assert all(line.operation.endswith(": against 1,500 visits") for line in lines)
        assert {line.verdict for line in lines} == {"MISSED: 1.50 for 1.20; 1.50 × of 2000.0 ms"}

    def test_nor_is_a_page_that_shows_other_rows_the_second_time(self, talkers):
        less, more = Slow(talkers["hub"], 2.0), Slow(talkers["hub"], 3.0, forgets=True)
        with pytest.raises(WrongAnswer, match="shows the rows"):
            growing.measure(PLAN, PLAN, (less, more), 1, "wall")

    def test_a_month_with_another_figure_is_not_timed(self, talkers):
        asked, report = talkers["floor"].get(months.ASKED).body, talkers["hub"].get(months.REPORT).body
        months.same(asked, report)
        figures = [found.start(1) for found in re.finditer(r"<dd>(\d)", asked)]
        assert len(figures) > 80
        for place in figures:
            with pytest.raises(WrongAnswer, match="figures"):
                months.same(f"{asked[:place]}9{asked[place:]}", report)
        with pytest.raises(WrongAnswer, match="door_open"):
            months.same(asked.replace('id="door_open">', 'id="door_open">9'), report)

    def test_a_report_takes_as_many_statements_whatever_there_is_to_tell(self, app, talkers):
        full, empty = (len(_statements(app, talkers["hub"], month)) for month in ("2025-06", "2023-06"))
        assert full == empty <= 32

    @pytest.mark.backends("sqlite")
    def test_no_statement_of_the_report_reads_what_grows_from_end_to_end(self, app, talkers):
        plans = [
            step.detail
            for statement, values in _statements(app, talkers["hub"], "2025-06")
            if statement.startswith("SELECT")
            for step in _plan(app, statement, values)
        ]
        whole = {plan for plan in plans if plan.startswith("SCAN ") and plan != "SCAN CONSTANT ROW"}
        assert whole <= {
            "SCAN farm_machinery__machine"
        }  # what a village owns, which does not grow with the years
        ranges = "village_id=? AND machine_id=? AND {}<?"
        assert any(ranges.format("begun_at") in plan for plan in plans)
        assert any(ranges.format("began_at") in plan for plan in plans)
        assert any("ix_visit_village_id_room_id_started_at_id" in plan for plan in plans)

    def test_all_three_record(self, app, settings, talkers):
        for name, talker in talkers.items():
            recording.recorder(name, talker, csrf_token(settings.secret_key))()
        with in_village(app, HERE):
            assert db.session.query(Visit).count() == PLAN.rows + 3

    def test_a_visit_that_is_not_acknowledged_is_no_visit(self, talkers):
        with pytest.raises(WrongAnswer, match="answered 400"):
            recording.recorder("hub", talkers["hub"], "no token")()


class TestTheTable:
    def test_it_says_what_is_met_and_by_how_much_the_rest_is_missed(self):
        lines = [
            against_floor("list", {"hub": 0.006, "floor": 0.002, "stock": 0.05}, 4, 3),
            against_floor("search", {"hub": 0.008, "floor": 0.002}, 3),
            Line("recorders", 90.0, stock=30.0, ratio=3.0, least=2),
        ]
        table = as_table(lines)
        assert "met; 3 statements" in table
        assert "MISSED: 4.00 for 3.00" in table
        assert len(set(map(len, table.splitlines()))) == 1

    def test_what_is_measured_later_lies_beside_what_was_measured_before(self, tmp_path):
        file = tmp_path / "results.json"
        assert kept(file) == {}
        keep(file, {}, "SQLite, 10 visits", "start", [Line("start", 2.0)], "wall")
        keep(
            file,
            {},
            "SQLite, 10 visits",
            "pages",
            [Line("visits: first page", 4.0, ratio=3.0, most=4)],
            "wall",
        )
        keep(file, {}, "PostgreSQL, 10 visits", "pages", [Line("visits: first page", 9.0)], "cpu")
        keep(
            file,
            {},
            "SQLite, 10 visits",
            "pages",
            [Line("visits: first page", 5.0, ratio=5.0, most=4)],
            "wall",
        )
        lines = lines_of(kept(file), "SQLite, 10 visits")
        assert [(line.operation, line.hub) for line in lines] == [("visits: first page", 5.0), ("start", 2.0)]
        assert [line.hub for line in lines_of(kept(file), "PostgreSQL, 10 visits")] == [9.0]
        told = json.loads(file.read_text("utf-8"))["measured"]["SQLite, 10 visits"]["pages"]
        assert told[0]["verdict"] == "MISSED: 5.00 for 4.00"
        assert spoken_of(kept(file)).endswith(
            "; pages by the cpu and the wall clock, all else by the wall clock"
        )

    def test_a_part_that_knows_one_clock_says_so_whatever_was_asked(self, tmp_path):
        file = tmp_path / "results.json"
        for part in ("export", "import", "pages"):
            keep(file, {}, "SQLite, 10 visits", part, [Line(part, 2.0)], "cpu")
        clocks = {line.operation: line.clock for line in lines_of(kept(file), "SQLite, 10 visits")}
        assert clocks == {"export": "wall", "import": "wall", "pages": "cpu"}
        assert spoken_of(kept(file)).endswith("; pages by the cpu clock, all else by the wall clock")
        file.write_text(file.read_text("utf-8").replace('"clock": "wall"', '"clock": "cpu"'), "utf-8")
        assert [line.clock for line in kept(file)["SQLite, 10 visits"]["export"]] == ["wall"]

    def test_a_file_of_another_make_is_begun_anew(self, tmp_path):
        file = tmp_path / "results.json"
        for text in ("", "[]", '{"measured": {"SQLite": [1]}}', '{"measured": {"SQLite": {"pages": [{}]}}}'):
            file.write_text(text, "utf-8")
            assert kept(file) == {}

    def test_it_takes_the_place_of_the_last_one_in_the_document(self, tmp_path):
        page = tmp_path / "page.md"
        page.write_text(f"before\n{MARKS[0]}\nold\n{MARKS[1]}\nafter\n", "utf-8")
        for text in ("one", "two"):
            put_into(page, text)
        assert page.read_text("utf-8") == f"before\n{MARKS[0]}\n\ntwo\n\n{MARKS[1]}\nafter\n"
        assert all(mark in DOCUMENT.read_text("utf-8") for mark in MARKS)

    def test_a_database_is_built_anew_when_its_rows_would_be_others(self):
        assert Plan(rows=10).key != Plan(rows=10, residents=5).key
        assert Plan(rows=10).key == Plan(rows=10).key


class TestWork:
    def test_it_is_of_those_who_did_it(self):
        busy = "import time\nwhile time.process_time() < 0.2: pass"
        before = work_until_now([], [os.getpid()])
        subprocess.run([sys.executable, "-c", busy], check=True)
        ended = work_until_now([], [os.getpid()]) - before
        assert ended.database >= 0.15  # it is told in hundredths
        assert ended.servers == 0

    def test_of_one_that_still_works_too(self):
        busy = "import time\nwhile time.process_time() < 0.2: pass\nprint(flush=True)\ninput()"
        with subprocess.Popen(
            [sys.executable, "-c", busy], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            assert process.stdout.readline()
            found = work_until_now([process.pid], [])
            assert found.servers >= 0.15
            assert (found - work_until_now([process.pid], [])).servers <= 0
            process.communicate(b"\n")

    def test_it_is_added_up(self):
        assert Work(1, 2, 3, 4) + Work(1, 1, 1, 1) - Work(2, 0, 0, 0) == Work(0, 3, 4, 5)

    def test_who_answers_at_once_does_so_to_the_hubs_form(self):
        recording.recorder("at_once", Direct(SERVED["at_once"]({})))()
