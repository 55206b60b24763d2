"""`python -m bench`: measure, print the table, and keep it as JSON under `.cache/bench`."""

from __future__ import annotations

import argparse
import fcntl
import os
import platform
import signal
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from bench import exporting, importing, lending, months, recording, starting
from bench.databases import BACKENDS, Database, say
from bench.pages import APPS, pages
from bench.plan import CACHE, CHECKOUT, Plan
from bench.results import Line, against_floor, as_table, put_into, write
from bench.servers import Server, serving
from bench.starting import OPEN, given_to
from bench.talking import Http, Talker, cookie_of
from bench.timing import Clock, time_page

GROWING = ("pages", "month")
PARTS = ("pages", "month", "record", "export", "start", "many", "import", "lending")
OF_VISITS = PARTS[:-1]
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
    began, load = time.monotonic(), os.getloadavg()[0]
    measured: dict[str, Sequence[Line]] = {}
    first_rows: dict[tuple[str, str], float] = {}
    of_visits = [part for part in asked.only or OF_VISITS if part in OF_VISITS]
    plans = [QUICK] if asked.quick else [Plan(rows=rows) for rows in asked.rows]
    for backend in asked.backend or BACKENDS:
        for place, plan in enumerate(plans if of_visits else ()):
            name = f"{NAMES[backend]}, {plan.rows:,} visits"
            say(f"== {name}")
            # Beyond the first size only what may grow with the number of visits is of interest.
            parts = of_visits if asked.only or not place else GROWING
            database = BACKENDS[backend](plan)
            database.prepare()
            try:
                lines = measure(database, parts, asked.quick, asked.clock)
            finally:
                database.drop()
            measured[name] = [*lines, *_beside_fewer(backend, lines, first_rows)]
            print(f"\n{name}\n\n{as_table(measured[name])}\n", flush=True)
        if not asked.only or "lending" in asked.only:
            measured |= _lending(backend, asked.quick, asked.clock)
    took = time.monotonic() - began
    facts = _facts() | {"load_before": round(load, 1), "took_s": round(took), "clock": asked.clock}
    write(CACHE / "results.json", facts, measured)
    if asked.write:
        tables = "\n\n".join(f"### {name}\n\n{as_table(lines)}" for name, lines in measured.items())
        put_into(DOCUMENT, f"{_in_words(facts)}\n\n{tables}")
    say(f"took {took:.0f} s; also in .cache/bench/results.json")


def _lending(backend: str, quick: bool, clock: Clock) -> dict[str, Sequence[Line]]:
    """What is lent, in villages of their own: few visits and many loans."""
    measured: dict[str, Sequence[Line]] = {}
    first: dict[str, float] = {}
    for plan in lending.sizes(quick):
        name = f"{NAMES[backend]}, {plan.loans:,} loans"
        say(f"== {name}")
        database = BACKENDS[backend](plan)
        database.prepare()
        try:
            with ExitStack() as stack:
                _servers, talkers = _talking(stack, database, ("hub", "floor"))
                measured[name] = lending.measure(plan, talkers, 7 if quick else 25, clock, first)
        finally:
            database.drop()
        print(f"\n{name}\n\n{as_table(measured[name])}\n", flush=True)
    return measured


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


def _in_words(facts: dict[str, Any]) -> str:
    where = f"Python {facts['python']}, {facts['cores']} cores ({facts['machine']}), load before {facts['load_before']}"
    return f"Measured on {facts['at'][:10]}: {where}; pages by the {facts['clock']} clock; {facts['took_s']} s in all."


def measure(database: Database, parts: Sequence[str], quick: bool, clock: Clock = "wall") -> list[Line]:
    """All lines of one database."""
    rounds = 7 if quick else 25
    lines: list[Line] = []
    with ExitStack() as stack:
        servers, talkers = _talking(stack, database, APPS)
        steps: dict[str, Callable[[], list[Line]]] = {
            "pages": lambda: _pages(database.plan, servers, talkers, rounds, clock),
            "month": lambda: months.measure(talkers, rounds, clock),
            "record": lambda: recording.measure(talkers, rounds),
            "export": lambda: (
                exporting.measure_csv(_exporting(servers, database), database.plan)
                + exporting.measure_xlsx(servers["hub"], database.plan)
            ),
        }
        for part, step in steps.items():
            if part in parts:
                say(f"   {part}")
                lines += step()
    if "start" in parts:
        say("   start")
        lines += starting.measure(database, 1 if quick else 5)
    if "many" in parts:
        for recorders in (8,) if quick else (8, 32):
            say(f"   {recorders} recorders")
            lines.append(recording.measure_many(database, recorders, 2 if quick else 10))
    if "import" in parts:
        say("   import")
        lines += importing.measure(database, 5_000 if quick else importing.ROWS)
    return lines


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


def _beside_fewer(backend: str, lines: Sequence[Line], first: dict[tuple[str, str], float]) -> list[Line]:
    """The lists against their own time at the first size of this run."""
    found = []
    for line in lines:
        if not line.operation.startswith("visits") or line.hub is None:
            continue
        name = line.operation.partition(" at depth")[0]
        before = first.setdefault((backend, name), line.hub)
        if before is not line.hub:
            times = line.hub / before
            found.append(
                Line(f"{name}: against fewer visits", line.hub, unit="ms", target="≤ 1.2 × its own time",
                     ratio=times, most=1.2, note=f"{times:.2f} × of {before:.1f} ms")
            )  # fmt: skip
    return found


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
    parser.add_argument("--backend", choices=list(BACKENDS), action="append")
    parser.add_argument("--only", choices=PARTS, action="append", help="some parts")
    parser.add_argument(
        "--clock", choices=("wall", "cpu"), default="wall", help="for pages: time or the server's work"
    )
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--quick", action="store_true", help="50,000 visits, few repeats")
    return parser.parse_args()


if __name__ == "__main__":
    main()
