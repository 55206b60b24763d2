"""What PostgreSQL says of a failure, without what somebody has typed.

Below its first line it quotes the row that was refused (DETAIL) and the parameters it could not read (CONTEXT); where
a value cannot be read at all, the first line quotes it too. None of that may reach a log or a page.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import ExceptionContext

UNREADABLE = "22"  # the class of errors that quote a value: no number, no date, out of range


def take_off_values(context: ExceptionContext) -> None:
    """Called by the engine with each failure, before it is raised."""
    import psycopg  # not on SQLite

    failed = context.original_exception
    if not isinstance(failed, psycopg.Error) or not failed.sqlstate or not failed.args:
        return
    said = str(failed.args[0])
    kept = without_values(said, failed.sqlstate)
    raised: Any = context.sqlalchemy_exception
    for error in filter(None, (failed, raised)):
        error.args = tuple(part.replace(said, kept) if isinstance(part, str) else part for part in error.args)


def without_values(said: str, sqlstate: str) -> str:
    """The first line, and of that only what is the same for every value."""
    line = said.partition("\n")[0]
    return line.partition('"')[0].rstrip(" :") if sqlstate.startswith(UNREADABLE) else line
