"""What was erased must be gone from the database file, not only from its tables.

`secure_delete` overwrites it there; the write-ahead log still has the old pages until it is emptied. Whoever erases
marks the session; the log is emptied when the request is over, before its answer is sent.
"""

from __future__ import annotations

import structlog
from flask import Flask

from hub.kernel.database import db, sqlite_driver

log = structlog.get_logger()
_MARK = "hub_erased"


def init_erasing(app: Flask) -> None:
    """Empty the log after every request, or command, that erased something."""
    app.teardown_appcontext(_empty_after_erasing)


def mark_erased() -> None:
    """Something of a person is erased by the present transaction."""
    db.session.info[_MARK] = True


def empty_log() -> bool:
    """Write the log into the file and cut it to nothing; call it after the commit.

    Answers False when somebody was just reading; the daily `hub retention run` then does it. Nothing to do on
    PostgreSQL, whose vacuum and log archive the operator looks after.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    db.session.remove()
    connection = db.engine.raw_connection()
    try:
        busy, _pages, _moved = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return not busy


def _empty_after_erasing(_error: BaseException | None) -> None:
    if not db.session.registry.has() or not db.session.info.pop(_MARK, False):
        return
    try:
        if not empty_log():
            log.warning("log_not_emptied", why="somebody is reading")
    except sqlite_driver.Error as error:
        log.warning("log_not_emptied", why=type(error).__name__)
