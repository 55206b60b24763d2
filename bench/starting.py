"""What a process costs: until it answers for the first time, and the memory it then holds."""

from __future__ import annotations

from statistics import median

from bench import alike
from bench.databases import Database
from bench.results import Line
from bench.servers import Server
from hub.settings import Settings

OPEN = {"hub": "/healthz", "stock": "/admin/", "floor": "/", "alike": "/admin/"}
MOST_MEMORY = 150  # megabytes


def given_to(app: str, database: Database) -> dict[str, object]:
    """What a server of an app is told."""
    return database.settings() if app == "hub" else {"address": database.bare}


def measure(database: Database, rounds: int) -> list[Line]:
    """How long each takes to its first answer, in turn, and its memory then."""
    tables, lists = alike.write(Settings(**database.settings()))
    took: dict[str, list[float]] = {app: [] for app in OPEN}
    memory: dict[str, float] = {}
    for _ in range(rounds):
        for app, path in OPEN.items():
            server = Server(app, given_to(app, database))
            try:
                took[app].append(server.wait(path))
                memory[app] = server.memory()
            finally:
                server.stop()
    hub, floor, stock, large = (median(took[app]) for app in ("hub", "floor", "stock", "alike"))
    return [
        Line(
            "start, all rooms, to the first answer", hub, floor, stock, "s", "≤ 2 × bare Flask-Admin",
            hub / stock, most=2,
        ),
        Line(
            f"start, beside stock Flask-Admin with {tables} tables, {lists} lists", hub, None, large, "s",
            note=f"{hub / large:.2f} × of it",
        ),
        Line(
            "memory of a worker after its start", memory["hub"], memory["floor"], memory["stock"], "MB",
        ),
    ]  # fmt: skip


def memory_at_work(servers: dict[str, Server]) -> Line:
    """The memory of workers that have answered some hundreds of requests."""
    hub, floor, stock = (servers[app].memory() for app in ("hub", "floor", "stock"))
    return Line(
        "memory of a worker at work", hub, floor, stock, "MB", f"≤ {MOST_MEMORY} MB", hub, most=MOST_MEMORY
    )
