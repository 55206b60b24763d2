"""The database: one engine, the settings that were measured to hold, and transactions that know if they write.

SQLite: WAL, synchronous=FULL, foreign keys on, BEGIN IMMEDIATE for transactions that write. A transaction that reads
first and writes later fails with "database is locked" under load, so the intention is declared before it begins.
PostgreSQL: a pooler in transaction mode may stand in front, so nothing is prepared on the server but what finds that
out by itself (`hub.kernel.planned`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from hub.kernel.discretion import take_off_values
from hub.kernel.ready import ask_before_use
from hub.kernel.tenancy import HubSession
from hub.kernel.transactions import declare_intention
from hub.kernel.turns import turns_of

if TYPE_CHECKING:
    from hub.settings import Settings

try:
    import pysqlite3.dbapi2 as sqlite_module  # carries a newer SQLite than most systems
except ImportError:  # pragma: no cover - platforms without a wheel
    import sqlite3 as sqlite_module

sqlite_driver: Any = sqlite_module

# SQLite before this version may corrupt a database whose write-ahead log is reset under load.
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "30000",
    "secure_delete": "ON",
    "wal_autocheckpoint": "8000",  # pages of the log, 32 MB; sooner in `hub.kernel.turns`
}

# Seconds that a page waits for a PostgreSQL that does not answer at all.
CONNECT_TIMEOUT = 10

# Connections a process keeps beside those of its threads: the audit's sealer, the day's work.
BESIDE = 2
# Those it opens beyond, and closes again.
AT_MOST_MORE = 5

db = SQLAlchemy(session_options={"class_": HubSession})


def engine_options(url: str) -> dict[str, Any]:
    """Options of `create_engine` for one address."""
    options: dict[str, Any] = {"hide_parameters": True}
    if url.startswith("sqlite"):
        return options | {"module": sqlite_module}
    arguments: dict[str, Any] = {"prepare_threshold": None}
    if "connect_timeout" not in make_url(url).query:
        arguments["connect_timeout"] = CONNECT_TIMEOUT
    return options | {"pool_pre_ping": True, "connect_args": arguments}


def tune(engine: Engine) -> Engine:
    """Attach what every connection and transaction of this engine needs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", turns_of(engine).begin)
        event.listen(engine, "commit", _refuse_empty_commit)
    else:
        event.listen(engine, "handle_error", take_off_values)
        ask_before_use(engine)
    return engine


def init_database(app: Flask, settings: Settings) -> None:
    """Give the app its database."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    # What does not fit into the pool is closed after its use, and a new connection costs more than a visit.
    pool = {"pool_size": settings.threads + BESIDE, "max_overflow": AT_MOST_MORE}
    pool["pool_pre_ping"] = False  # whether a connection is alive is asked in `tune`
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings.database) | pool
    db.init_app(app)
    app.teardown_appcontext(_let_go)
    with app.app_context():
        tune(db.engine)


def _let_go(_error: BaseException | None) -> None:
    """End the session where its connection may be gone: nobody is there any more to be told that it is."""
    if not db.session.registry.has():
        return
    try:
        db.session.close()
    except SQLAlchemyError:
        db.session().invalidate()


def begin_writing() -> None:
    """From here on the current request may write. SQLite's lock is taken at the next statement and not for what was
    looked up before. What is loaded stays so, also when the request commits: nothing is read again only to say what
    was done, which would take the lock once more."""
    session: Any = db.session()
    session.expire_on_commit = False
    if db.engine.dialect.name == "sqlite":
        session.commit()
    declare_intention(writes=True)


def refresh_statistics() -> None:
    """Let SQLite's planner know how the tables have grown; without it a rare name is looked for the long way.
    PostgreSQL does this by itself."""
    if db.engine.dialect.name == "sqlite":
        with db.engine.begin() as connection:
            connection.exec_driver_sql("PRAGMA analysis_limit=1000")
            connection.exec_driver_sql("PRAGMA optimize=0x10002")


def transaction_is_lost() -> bool:
    """Whether the database has given up the session's transaction: what was done in it is gone, and so would be what
    is still done. Whoever goes on after a failure asks this first."""
    try:
        raw: Any = db.session.connection().connection.dbapi_connection
    except SQLAlchemyError:
        return True
    if db.engine.dialect.name == "sqlite":
        return not raw.in_transaction
    return raw.closed or raw.info.transaction_status.name != "INTRANS"


def _configure_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = (
        None  # transactions begin where SQLAlchemy says, not where the driver guesses
    )
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.close()


def _refuse_empty_commit(connection: Connection) -> None:
    """On a full disk SQLite ends the transaction by itself. Whoever caught that failure and went on would commit
    nothing and believe that it was kept."""
    raw: Any = connection.connection.dbapi_connection
    if not raw.in_transaction:
        lost = sqlite_driver.OperationalError("SQLite has ended the transaction by itself")
        raise OperationalError("COMMIT", None, lost)
