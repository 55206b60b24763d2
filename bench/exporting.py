"""A whole list as a file: when its first byte comes, when its last, and what memory the process takes meanwhile."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from bench.pages import WrongAnswer
from bench.plan import Plan
from bench.results import Line
from bench.servers import Server
from bench.talking import Http, cookie_of

PIECE = 256 * 1024
MOST_MEMORY = 60  # megabytes above idle
PATHS = {
    "hub": "/visit-log/export/csv/",
    "floor": "/export.csv",
    "stock": "/admin/visit/export/csv/",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One file."""

    first: float
    total: float
    memory: float
    lines: int


def fetch_csv(server: Server, plan: Plan) -> Fetched:
    """Fetch the list as CSV. Raises WrongAnswer when a row is missing."""
    idle = server.memory()
    server.forget_peak()
    began = time.perf_counter()
    lines, first = 0, 0.0
    with Http(server.port, cookie_of(1) if server.name == "hub" else "") as http:
        answer = http.stream(PATHS[server.name])
        while piece := answer.read1(PIECE):
            first = first or time.perf_counter() - began
            lines += piece.count(b"\n")
    total = time.perf_counter() - began
    if answer.status != 200 or lines < plan.rows + 1:
        raise WrongAnswer(f"{server.name}: {lines} lines of {plan.rows + 1}, status {answer.status}")
    return Fetched(first, total, server.memory("VmHWM") - idle, lines)


def measure_csv(
    servers: dict[str, Server], plan: Plan, say: Callable[[str], None] = lambda _text: None
) -> list[Line]:
    """Three lines: the whole, the first byte, the memory."""
    got = {}
    for name, server in servers.items():
        got[name] = fetch_csv(server, plan)
        say(f"      CSV of {name}: {got[name].total:.0f} s")
    hub, floor, stock = got["hub"], got["floor"], got.get("stock")
    return [
        Line(
            f"CSV of {plan.rows:,} rows", hub.total, floor.total, stock.total if stock else None, "s",
            "≥ 5 × faster than stock", stock.total / hub.total if stock else None, least=5,
        ),
        Line(
            "CSV: first byte", hub.first, floor.first, stock.first if stock else None, "s", "≤ 1 s", hub.first, most=1,
        ),
        Line(
            "CSV: memory above idle", hub.memory, floor.memory, stock.memory if stock else None, "MB",
            f"≤ {MOST_MEMORY} MB", hub.memory, most=MOST_MEMORY,
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook that was made beside the pages. Times in seconds."""

    content: io.BytesIO
    seconds: float
    first: float  # until the page with its progress was there
    slowest: float  # of these pages


def made_beside(http: Http, path: str, pause: float = 1.0) -> Made:
    """Look at a workbook until it is ready, as its page does, and fetch it. Raises WrongAnswer."""
    began, seen = time.perf_counter(), []
    while "take=1" not in (answer := http.get(path)).body:
        seen.append(answer.took)
        if answer.status != 200 or "<progress" not in answer.body:
            raise WrongAnswer(f"no progress but {answer.status}: {answer.body[:300]}")
        time.sleep(pause)
    seconds = time.perf_counter() - began
    mark = "&" if "?" in path else "?"
    content = io.BytesIO(http.stream(f"{path}{mark}take=1").read())
    return Made(content, seconds, seen[0] if seen else 0.0, max(seen, default=0.0))


def measure_xlsx(server: Server, plan: Plan) -> list[Line]:
    """The hub's workbook. Raises WrongAnswer."""
    idle = server.memory()
    server.forget_peak()
    with Http(server.port, cookie_of(1)) as http:
        made = made_beside(http, "/visit-log/export/xlsx/")
    rows = _rows_in(made.content)
    if rows < plan.rows:
        raise WrongAnswer(f"{rows} rows of {plan.rows} in the workbook")
    peak = server.memory("VmHWM") - idle
    size = made.content.getbuffer().nbytes / 1e6
    return [
        Line(f"XLSX of {plan.rows:,} rows, made beside the pages", made.seconds, unit="s", note=f"{size:.1f} MB"),
        Line(
            "XLSX: the page with its progress", made.first * 1e3, unit="ms", note=f"slowest {made.slowest * 1e3:.0f} ms"
        ),
        Line(
            "XLSX: memory above idle", peak, unit="MB", target=f"≤ {MOST_MEMORY} MB", ratio=peak, most=MOST_MEMORY
        ),
    ]  # fmt: skip


def _rows_in(content: io.BytesIO) -> int:
    """The rows of all sheets but their headings, counted as the text goes by."""
    rows = 0
    with zipfile.ZipFile(content) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                rows -= 1
                with book.open(name) as sheet:
                    rest = b""
                    while piece := sheet.read(1 << 20):
                        rows += (rest + piece).count(b"<row ")
                        rest = piece[-4:]
    return rows
