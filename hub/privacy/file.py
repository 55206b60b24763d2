"""What was erased must be gone from the database file, not only from its tables.

`secure_delete` overwrites it there; the write-ahead log still has the old pages until it is emptied.
"""

from __future__ import annotations

from hub.kernel.database import db


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
