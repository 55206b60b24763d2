"""`python -m bench`: measure, print the table, and keep it as JSON under `.cache/bench`."""

from __future__ import annotations

import argparse
import fcntl
import os
import platform
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import exporting, growing, importing, lending, months, recorders, recording, starting, town
from bench.databases import BACKENDS, Database, say
from bench.keeping import PARTS, Measured, keep, kept, lines_of, spoken_of
from bench.pages import APPS, pages
from bench.plan import CACHE, CHECKOUT, Plan
from bench.results import Line, against_floor, as_table, put_into
from bench.servers import Server, serving
from bench.starting import OPEN, given_to
from bench.talking import Http, Talker, cookie_of
from bench.timing import Clock, time_page

BY_SIZE = ("pages", "month")  # at each size
FULL = 1_000_000  # visits: so far everything is measured
LENDING = "lending"  # in villages of its own
TOWN = "town"  # of villages of its own
GROWTH = "growth"  # of two sizes at once
OF_VISITS = tuple(part for part in PARTS if part not in (LENDING, TOWN, GROWTH))
QUICK = Plan(rows=50_000, residents=1_500)
MOST_STATEMENTS = 6
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
DOCUMENT = CHECKOUT / "docs" / "performance.md"


def main() -> None:
    """Measure what is asked for."""
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the servers are to end too
    asked = _arguments()
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.exit("another run is under way here")
        _run(asked)


def _run(asked: argparse.Namespace) -> None:
    began, failed = time.monotonic(), []
    of_visits = [part for part in asked.only or OF_VISITS if part in OF_VISITS]
    plans = [QUICK] if asked.quick else [_plan(rows, dense=asked.dense) for rows in sorted(asked.rows)]
    for backend in asked.backend or BACKENDS:
        for plan in plans if of_visits else ():
            name = _name(backend, plan)
            say(f"== {name}")
            # Beyond the first size only what may grow with the number of visits is of interest.
            parts = of_visits if asked.only or plan.rows <= FULL else BY_SIZE
            failed += _measure_all(BACKENDS[backend](plan), name, parts, asked)
            print(f"\n{name}\n\n{as_table(lines_of(kept(_file(asked)), name))}\n", flush=True)
        if not asked.only or GROWTH in asked.only:
            for plan in plans[1:]:
                failed += _growth(backend, plans[0], plan, asked)
        if not asked.only or TOWN in asked.only:
            failed += _town(backend, asked)
        if not asked.only or LENDING in asked.only:
            failed += _lending(backend, asked)
    if asked.write:
        _write(kept(_file(asked)))
    say(f"took {time.monotonic() - began:.0f} s; all that was measured so far is in {_file(asked)}")
    if failed:
        sys.exit(f"not measured: {'; '.join(failed)}")


def _measure_all(database: Database, name: str, parts: Sequence[str], asked: argparse.Namespace) -> list[str]:
    """Measure part by part, each kept at once; answers what could not be measured, and why."""
    failed = []
    facts = _facts() | {"load_before": round(os.getloadavg()[0], 1)}
    database.prepare()
    try:
        for part in (part for part in PARTS if part in parts):
            began = time.monotonic()
            say(f"   {part} …")
            try:
                lines = measure(database, part, asked.quick, asked.clock)
            except Exception as error:  # the other parts are worth having
                traceback.print_exc()
                failed.append(f"{name}, {part}: {type(error).__name__}: {error}"[:300])
                continue
            keep(_file(asked), facts, name, part, lines, asked.clock)
            say(f"   {part}: {time.monotonic() - began:.0f} s")
    finally:
        database.drop()
    return failed


def _growth(backend: str, less: Plan, more: Plan, asked: argparse.Namespace) -> list[str]:
    """A size against a smaller one, both in the same run. Answers what could not be measured, and why."""
    name = _name(backend, more)
    say(f"== {name}, against {less.rows:,}")
    facts = _facts() | {"load_before": round(os.getloadavg()[0], 1)}
    small, large = BACKENDS[backend](less, "less"), BACKENDS[backend](more)
    try:
        with ExitStack() as stack:
            talkers = []
            for database in (small, large):
                database.prepare()
                _servers, found = _talking(stack, database, ("hub",))
                talkers.append(found["hub"])
            lines = growing.measure(less, more, (talkers[0], talkers[1]), 25, asked.clock)
        keep(_file(asked), facts, name, GROWTH, lines, asked.clock)
    except Exception as error:  # what else is measured is worth having
        traceback.print_exc()
        return [f"{name}, growth: {type(error).__name__}: {error}"[:300]]
    finally:
        small.drop()
        large.drop()
    print(f"\n{name}\n\n{as_table(lines)}\n", flush=True)
    return []


def _town(backend: str, asked: argparse.Namespace) -> list[str]:
    """A town of many villages. Answers what could not be measured, and why."""
    name = f"{NAMES[backend]}, {town.TOWN} villages"

    def lines(database: Database) -> list[Line]:
        town.fill(database)
        with serving("hub", given_to("hub", database), OPEN["hub"]) as server:
            return town.measure(server)

    return _apart(backend, town.PLAN, name, TOWN, lines, asked)


def _lending(backend: str, asked: argparse.Namespace) -> list[str]:
    """What is lent, in villages of their own: few visits, many loans. Answers what could not be measured, and why."""
    failed: list[str] = []
    first: dict[str, float] = {}
    for plan in lending.sizes(asked.quick):

        def lines(database: Database) -> list[Line]:
            with ExitStack() as stack:
                _servers, talkers = _talking(stack, database, ("hub", "floor"))
                return lending.measure(database.plan, talkers, 7 if asked.quick else 25, asked.clock, first)

        failed += _apart(backend, plan, f"{NAMES[backend]}, {plan.loans:,} loans", LENDING, lines, asked)
    return failed


def _apart(
    backend: str,
    plan: Plan,
    name: str,
    part: str,
    measured: Callable[[Database], list[Line]],
    asked: argparse.Namespace,
) -> list[str]:
    """A part that has a database of its own. Answers what could not be measured, and why."""
    say(f"== {name}")
    facts = _facts() | {"load_before": round(os.getloadavg()[0], 1)}
    database = BACKENDS[backend](plan)
    database.prepare()
    try:
        keep(_file(asked), facts, name, part, measured(database), asked.clock)
    except Exception as error:  # what else is measured is worth having
        traceback.print_exc()
        return [f"{name}, {part}: {type(error).__name__}: {error}"[:300]]
    finally:
        database.drop()
    print(f"\n{name}\n\n{as_table(lines_of(kept(_file(asked)), name))}\n", flush=True)
    return []


def _talking(
    stack: ExitStack, database: Database, apps: Sequence[str]
) -> tuple[dict[str, Server], dict[str, Talker]]:
    """A server of each app, and somebody who talks to it."""
    servers = {app: stack.enter_context(serving(app, given_to(app, database), OPEN[app])) for app in apps}
    talkers: dict[str, Talker] = {
        app: stack.enter_context(Http(server.port, cookie_of(1) if app == "hub" else ""))
        for app, server in servers.items()
    }
    return servers, talkers


def _file(asked: argparse.Namespace) -> Path:
    """Where it is kept; what was measured in haste stays out of the table."""
    return CACHE / ("quick.json" if asked.quick else "results.json")


def _plan(rows: int, *, dense: bool) -> Plan:
    """A village with half a million visits a year; or so many in the same two years."""
    return Plan(rows=rows, years=2 if dense else max(2, 2 * rows // FULL))


def _name(backend: str, plan: Plan) -> str:
    dense = plan.rows > FULL and plan.years == 2
    return f"{NAMES[backend]}, {plan.rows:,} visits{' of two years' if dense else ''}"


def _write(measured: Measured) -> None:
    """Put all that was measured into the document, whenever that was."""
    order = sorted(
        measured, key=lambda name: (list(NAMES.values()).index(name.partition(",")[0]), _rows(name))
    )
    facts = _facts()
    where = f"Python {facts['python']}, {facts['cores']} cores ({facts['machine']})"
    tables = "\n\n".join(f"### {name}\n\n{as_table(lines_of(measured, name))}" for name in order)
    put_into(DOCUMENT, f"Measured on {where}, {spoken_of(measured)}.\n\n{tables}")


def measure(database: Database, part: str, quick: bool, clock: Clock = "wall") -> list[Line]:
    """The lines of one part of one database."""
    rounds = 7 if quick else 25
    apart: dict[str, Callable[[], list[Line]]] = {
        "start": lambda: starting.measure(database, 1 if quick else 5),
        "import": lambda: importing.measure(database, 5_000 if quick else importing.ROWS),
        "many": lambda: [
            line
            for number in ((8,) if quick else (8, 32))
            for line in recorders.measure(database, number, 2 if quick else 10, say)
        ],
    }
    if part in apart:
        return apart[part]()
    with ExitStack() as stack:
        servers, talkers = _talking(stack, database, APPS)
        if part == "pages":
            return _pages(database.plan, servers, talkers, rounds, clock)
        if part == "month":
            return months.measure(talkers, rounds, clock)
        if part == "record":
            return recording.measure(talkers, rounds, clock)
        csv = exporting.measure_csv(_exporting(servers, database), database.plan, say)
        return csv + exporting.measure_xlsx(servers["hub"], database.plan)


def _exporting(servers: dict[str, Server], database: Database) -> dict[str, Server]:
    """Who exports. Stock Flask-Admin holds all rows in memory for minutes on either database; once is enough."""
    known = ("hub", "floor", "stock") if database.backend == "sqlite" else ("hub", "floor")
    return {app: servers[app] for app in known}


def _pages(
    plan: Plan, servers: dict[str, Server], talkers: dict[str, Talker], rounds: int, clock: Clock
) -> list[Line]:
    lines, most = [], 0
    for page in pages(plan):
        timed = time_page(page, talkers, rounds)
        took = {app: one.time(clock) for app, one in timed.items()}
        statements = timed["hub"].statements
        most = max(most, statements)
        lines.append(against_floor(page.name, took, page.most, statements))
    first, deep = lines[0].hub, lines[1].hub
    assert first is not None
    assert deep is not None
    lines.append(
        Line(f"depth {plan.depth:,} against the first page", deep, unit="ms", target="≤ 1.2 ×",
             ratio=deep / first, most=1.2, note=f"{deep / first:.2f} ×")
    )  # fmt: skip
    lines.append(
        Line("statements of a list page", most, unit="", target="≤ 6", ratio=most, most=MOST_STATEMENTS)
    )
    lines.append(starting.memory_at_work(servers))
    return lines


def _rows(name: str) -> int:
    return int("".join(sign for sign in name.partition(",")[2] if sign.isdecimal()))


def _facts() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--rows", type=int, nargs="+", default=[1_000_000], help="visits of the measured village"
    )
    parser.add_argument(
        "--dense", action="store_true", help="more visits in the same two years, not in more years"
    )
    parser.add_argument("--backend", choices=list(BACKENDS), action="append")
    parser.add_argument("--only", choices=PARTS, action="append", help="some parts")
    parser.add_argument(
        "--clock",
        choices=("wall", "cpu"),
        default="wall",
        help="for pages: time, or the server's work; all else is timed by the wall clock",
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="50,000 visits, few repeats")
    return parser.parse_args()


if __name__ == "__main__":
    main()
