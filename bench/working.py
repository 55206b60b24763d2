"""Who works: the processor's time of processes, and of it what nobody used, read from the system (Linux)."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second
PROCESSORS = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds of the processor. `idle` is what was left of all processors together, also while they waited for the
    disk; what is missing of them all is other people's."""

    client: float = 0.0
    servers: float = 0.0
    database: float = 0.0
    idle: float = 0.0

    def __add__(self, other: Work) -> Work:
        return Work(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Work)))

    def __sub__(self, earlier: Work) -> Work:
        return Work(*(getattr(self, one.name) - getattr(earlier, one.name) for one in fields(Work)))


def work_until_now(servers: Iterable[int], database: Collection[int]) -> Work:
    """Of this process, of the servers', and of the database's with all that these have started, ended ones too. To be
    subtracted: only the difference of two means something."""
    return Work(
        time.process_time(),
        sum(_own(pid) for pid in servers),
        sum(_own(pid) + _of_ended(pid) for pid in database) + sum(_own(pid) for pid in _started_by(database)),
        _idle(),
    )


def _own(pid: int) -> float:
    return _seconds(pid, "utime", "stime")


def _of_ended(pid: int) -> float:
    return _seconds(pid, "cutime", "cstime")


_PLACES = {
    "ppid": 1,
    "utime": 11,
    "stime": 12,
    "cutime": 13,
    "cstime": 14,
}  # after the name: man 5 proc_pid_stat


def _stat(pid: int | str) -> list[str]:
    """What the system tells of a process; nothing of one that has ended meanwhile, which then counts as ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    except OSError:
        return []


def _seconds(pid: int, *names: str) -> float:
    told = _stat(pid)
    return sum(int(told[_PLACES[name]]) for name in names) / TICKS if told else 0.0


def _started_by(pids: Collection[int]) -> list[int]:
    every = [one.name for one in Path("/proc").iterdir() if one.name.isdecimal()] if pids else []
    return [int(one) for one in every if (told := _stat(one)) and int(told[_PLACES["ppid"]]) in pids]


def _idle() -> float:
    found = re.match(r"cpu +(?:\d+ +){3}(\d+) +(\d+)", Path("/proc/stat").read_text())
    return sum(map(int, found.groups())) / TICKS if found else 0.0
