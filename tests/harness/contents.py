"""What a PostgreSQL database holds, kept so that it can be brought back by touching only what a test has changed.

Copying a database costs a second, most of it for tables that nobody wrote to. Where the tables themselves are still
those of the state, the rows that differ are replaced instead, and the sequences set back.
"""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from psycopg import Connection, sql

# Whatever a migration, a purge or a test with the owner's rights may have changed besides rows.
SHAPE = """
SELECT md5(string_agg(part, '|' ORDER BY part COLLATE "C")) FROM (
  SELECT concat_ws(' ', relkind, relname, relowner, relrowsecurity, relforcerowsecurity, relacl) AS part
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', relname, attname, atttypid, attnotnull, atthasdef, attisdropped)
    FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
  UNION ALL SELECT concat_ws(' ', relname, tgname, tgenabled)
    FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE relnamespace = 'public'::regnamespace AND NOT tgisinternal
  UNION ALL SELECT concat_ws(' ', conname, contype, convalidated)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', polname, polrelid, polcmd, polroles, polqual, polwithcheck) FROM pg_policy
  UNION ALL SELECT concat_ws(' ', proname, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) parts
"""
# Whether it may have changed, in a third of the time: whatever is written into a catalogue has the number of a later
# transaction, and what is taken away is missing.
TOUCHED = """
SELECT count(*), max(xmin::text::bigint) FROM pg_class WHERE oid >= 16384
UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_attribute WHERE attrelid >= 16384 AND attnum > 0
UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_trigger
UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_constraint
UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_policy
UNION ALL SELECT count(*), max(xmin::text::bigint) FROM pg_proc WHERE oid >= 16384
"""
TABLES = """
SELECT relname, array_agg(attname ORDER BY attnum)
FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
  AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
GROUP BY relname
"""
SEQUENCES = "SELECT sequencename, start_value, last_value FROM pg_sequences WHERE schemaname = 'public'"
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
STILL_THERE = """
SELECT count(*) FROM pg_stat_activity, pg_stat_clear_snapshot()
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
PATIENCE = 5  # seconds

Marks = dict[str, tuple[int, int]]


class Shapes:
    """What the tables of the database behind a connection are, looked at only where they may have changed.

    Another database under the same name needs another one of these.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._touched: list[tuple[int, int | None]] = []
        self._shape = ""

    def now(self) -> str:
        touched = self._connection.execute(TOUCHED, prepare=True).fetchall()
        if touched != self._touched:
            self._touched, self._shape = touched, _shape(self._connection)
        return self._shape


@dataclass(frozen=True)
class Contents:
    """All rows of a database, and what tells in one query whether they are still the same."""

    shape: str
    tables: list[str]
    marks: Marks  # by table that has any rows: their number, the sum of their hashes
    rows: dict[str, tuple[list[str], bytes]]  # by table that has any: columns, and rows as COPY writes them
    sequences: dict[str, tuple[int, int | None]]  # start, last value given out

    @classmethod
    def of(cls, connection: Connection) -> Contents:
        """What is there now."""
        columns = dict(connection.execute(TABLES).fetchall())
        marks = _marks(connection, _filled(connection, tuple(columns)))
        rows = {table: (columns[table], _read(connection, table, columns[table])) for table in marks}
        return cls(_shape(connection), list(columns), marks, rows, _sequences(connection))

    @classmethod
    def load(cls, file: Path) -> Contents:
        loaded: Contents = pickle.loads(file.read_bytes())
        return loaded

    def save(self, file: Path) -> None:
        file.write_bytes(pickle.dumps(self))

    def bring_back(self, connection: Connection, shapes: Shapes) -> bool:
        """Make the database hold this again. False, with nothing done, where its tables are others by now.

        `connection` is one for which triggers that refuse changes, and foreign keys, are not there.
        """
        _send_away_others(connection)
        if shapes.now() != self.shape:
            return False
        filled = _filled(connection, tuple(self.tables))
        now = _marks(connection, [table for table in self.marks if table in filled])
        for table in sorted(filled | self.marks.keys()):
            if table in now and now[table] == self.marks[table]:
                continue
            if table in filled:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            if table in self.rows:
                _write(connection, table, *self.rows[table])
        for name, (_start, last) in _sequences(connection).items():
            start, kept = self.sequences[name]
            if last != kept:
                values = (name, start if kept is None else kept, kept is not None)
                connection.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", values)
        return True


def _send_away_others(connection: Connection) -> None:
    """And wait until they are gone: on a busy machine one that is told to go may still begin a transaction."""
    sent = connection.execute(OTHERS).fetchall()
    until = time.monotonic() + PATIENCE
    while sent and time.monotonic() < until and connection.execute(STILL_THERE).fetchone() != (0,):
        time.sleep(0.001)


def _shape(connection: Connection) -> str:
    row = connection.execute(SHAPE, prepare=True).fetchone()
    assert row
    return str(row[0])


def _filled(connection: Connection, tables: tuple[str, ...]) -> set[str]:
    """The tables that have rows. Most have none, which is told much sooner than what the rows are."""
    if not tables:
        return set()
    return {table for (table,) in connection.execute(_which_are_filled(tables), prepare=True)}


@cache
def _which_are_filled(tables: tuple[str, ...]) -> bytes:
    """Putting so many words together takes longer than the answer."""
    one = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    asked = [one.format(sql.Literal(table), sql.Identifier(table)) for table in tables]
    return sql.SQL(" UNION ALL ").join(asked).as_bytes(None)


def _marks(connection: Connection, tables: Iterable[str]) -> Marks:
    one = sql.SQL("SELECT {}, count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {} t")
    asked = [one.format(sql.Literal(table), sql.Identifier(table)) for table in tables]
    if not asked:
        return {}
    found = connection.execute(sql.SQL(" UNION ALL ").join(asked)).fetchall()
    return {table: (number, int(hashes)) for table, number, hashes in found}


def _sequences(connection: Connection) -> dict[str, tuple[int, int | None]]:
    return {name: (start, last) for name, start, last in connection.execute(SEQUENCES, prepare=True)}


def _columns(names: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, names))


def _read(connection: Connection, table: str, columns: list[str]) -> bytes:
    asked = sql.SQL("COPY {} ({}) TO STDOUT").format(sql.Identifier(table), _columns(columns))
    with connection.cursor().copy(asked) as copy:
        return b"".join(bytes(part) for part in copy)


def _write(connection: Connection, table: str, columns: list[str], rows: bytes) -> None:
    told = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _columns(columns))
    with connection.cursor().copy(told) as copy:
        copy.write(rows)
