"""Statements put into words once and run by the driver itself, for deeds done many times a minute.

SQLAlchemy prepares, runs and reads each statement anew, which takes it longer than most of them take the database. And
PostgreSQL is told one at a time, a way there and back for each; here those that belong together go in one message.
Nothing but the words and the types of columns is used of SQLAlchemy, and its pool. What is sent carries its village
itself, as everything below the session does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Dialect, Executable, event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from hub.kernel.turns import turns_of

Row = tuple[Any, ...]
T = TypeVar("T")
_NEW = "hub_made_just_now"
_unasked: ContextVar[bool] = ContextVar("hub_connection_unasked", default=False)


class _Worded(NamedTuple):
    """A statement as the driver takes it."""

    text: str
    names: tuple[str, ...]  # of its values, in their order
    given: Mapping[str, Any]  # the values that stand in the statement itself
    translated: Mapping[str, Callable[[Any], Any]]  # those values that the driver takes in another form

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in self.names:
            if name in values:
                continue
            value = given[name] if name in given else self.given[name]
            values[name] = self.translated[name](value) if name in self.translated else value
        return values


class Ready:
    """Statements that are sent together, one after the other. `said` makes them, for the database of that name."""

    def __init__(self, said: Callable[[str], Sequence[Executable]]) -> None:
        self._said = said
        self._worded: dict[str, list[_Worded]] = {}

    def on(self, dialect: Dialect) -> list[_Worded]:
        if dialect.name not in self._worded:
            self._worded[dialect.name] = [_put(one, dialect) for one in self._said(dialect.name)]
        return self._worded[dialect.name]


def _put(statement: Any, dialect: Dialect) -> _Worded:
    compiled = statement.compile(dialect=dialect)
    names = {name: bind for bind, name in compiled.bind_names.items()}
    translated = {
        name: translate
        for name, bind in names.items()
        if (translate := bind.type.dialect_impl(dialect).bind_processor(dialect))
    }
    given = {name: bind.value for name, bind in names.items() if not bind.required}
    return _Worded(compiled.string, tuple(compiled.positiontup or names), given, translated)


class Line:
    """A connection of the pool, straight to the database. Each message is a transaction of its own, unless it is done
    by `together` (SQLite) or says so itself (PostgreSQL)."""

    def __init__(self, engine: Engine, raw: Any) -> None:
        self._engine, self._raw, self.dialect = engine, raw, engine.dialect
        self.is_sqlite = self.dialect.name == "sqlite"

    def send(self, ready: Ready, values: Mapping[str, Any]) -> list[list[Row]]:
        """The rows of each statement. Raises the driver's errors."""
        worded = ready.on(self.dialect)
        if self.is_sqlite:
            return [self._run(one, values) for one in worded]
        given: dict[str, Any] = {}
        for one in worded:
            given |= one.values(values)
        from hub.kernel.planned import send_together  # not on SQLite

        return send_together(self._engine, self._raw, [one.text for one in worded], given)

    def _run(self, worded: _Worded, given: Mapping[str, Any]) -> list[Row]:
        values = worded.values(given)
        rows: list[Row] = self._raw.execute(worded.text, [values[name] for name in worded.names]).fetchall()
        return rows

    def together(self, deed: Callable[[Line], T]) -> T:
        """On SQLite, what the deed answers, when all that it wrote is safe on the disk; it is given the line on which
        to write, maybe that of another thread of this process that writes at the same time. Raises what the deed
        raises, or the driver's errors; then nothing was written."""
        turns = turns_of(self._engine)
        answer: T = turns.together.do(self._raw, lambda raw: deed(Line(self._engine, raw)))
        return answer


def ask_before_use(engine: Engine) -> None:
    """Ask a connection of the pool whether it is alive, a way there and back, unless it was made just now or is for a
    straight line: whoever has one must have another way anyhow, which is asked. SQLAlchemy's own `pool_pre_ping` asks
    for every use."""
    dialect = engine.dialect

    def note_new(_connection: Any, entry: ConnectionPoolEntry) -> None:
        entry.info[_NEW] = True

    def ask(connection: Any, entry: ConnectionPoolEntry, _fairy: object) -> None:
        if entry.info.pop(_NEW, False) or _unasked.get():
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as error:
            if not dialect.is_disconnect(error, connection, None):
                raise
            raise InvalidatePoolError from error

    event.listen(engine, "connect", note_new)
    event.listen(engine, "checkout", ask)


@contextmanager
def straight(engine: Engine) -> Iterator[Line]:
    """A line for the length of the block. Left by an exception it is cut, and with it goes what was begun. It may be
    dead from the start; then the first message raises the driver's error."""
    asked = _unasked.set(True)
    try:
        connection = engine.raw_connection()
    finally:
        _unasked.reset(asked)
    raw: Any = connection.dbapi_connection
    line = Line(engine, raw)
    try:
        if not line.is_sqlite:
            raw.autocommit = True  # or the driver sends a BEGIN of its own first, and waits for its answer
        yield line
        if not line.is_sqlite:
            raw.autocommit = False
    except BaseException:
        connection.invalidate()
        raise
    finally:
        connection.close()
