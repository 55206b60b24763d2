"""Villages apart: a session belongs to one village and sees the rows of that village only.

Every ORM statement gets the village's condition, every new row its village; what cannot be scoped is refused. With no
village set, village rows cannot be read at all. On PostgreSQL row-level security holds the same line once more
(`hub.kernel.security`), fed by `set_config` at the start of each transaction.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NoReturn
from weakref import WeakKeyDictionary, WeakSet

from flask_sqlalchemy.session import Session
from sqlalchemy import Column, Table, event, inspect
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection
from sqlalchemy.orm import LoaderCriteriaOption, ORMExecuteState, SessionTransaction, with_loader_criteria
from sqlalchemy.sql import visitors
from sqlalchemy.sql.elements import ColumnClause
from sqlalchemy.sql.selectable import FromClauseAlias

from hub.kernel.models import VILLAGE, VillageRow
from hub.kernel.security import ABOVE_VILLAGES
from hub.kernel.transactions import transaction_writes

TRUSTED = "hub_trusted"
_TELL = sql("SELECT set_config('app.village_id', :id, true)")


class TenancyError(RuntimeError):
    """Code tried to leave its village. Always a mistake in code, never a user's."""


class HubSession(Session):
    """A session bound to at most one village for its whole life."""

    def bind_village(self, village_id: int) -> None:
        """Bind to a village; a second, different one is refused: use another session (`in_village`)."""
        known = self.info.get(VILLAGE)
        if known not in (None, village_id):
            raise TenancyError("this session already belongs to another village")
        self.info[VILLAGE] = village_id
        if known is None and self.in_transaction():
            _tell_postgresql(self.connection(), village_id)

    @property
    def village_id(self) -> int | None:
        return self.info.get(VILLAGE)

    def _refuse_bulk(self, *_: Any, **__: Any) -> NoReturn:
        raise TenancyError("bulk methods bypass the village's scope; add objects to the session instead")

    bulk_save_objects = bulk_insert_mappings = bulk_update_mappings = _refuse_bulk


@event.listens_for(HubSession, "after_begin")
def _start_transaction(session: HubSession, _transaction: SessionTransaction, connection: Connection) -> None:
    if session.village_id is not None:
        _tell_postgresql(connection, session.village_id)


def _tell_postgresql(connection: Connection, village_id: int) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_TELL, {"id": str(village_id)})


# Statements whose parts were looked through, outside and inside a village. One that is put together once, as those of
# every page are, is looked through once: it never changes, for all that is added to it makes another. It is known as
# the very object, so that none that only looks alike is taken for it, and forgotten with it. What differs from one
# execution to the next (village, options, values) is looked at each time.
_sound: tuple[WeakSet[Any], WeakSet[Any]] = WeakSet(), WeakSet()
# Those that come again, with the condition of a village: SQLAlchemy works out anew for every new statement how it is
# known to its cache, which for a long one takes longer than to run it.
_scoped: WeakKeyDictionary[Any, dict[int, Any]] = WeakKeyDictionary()
_FEW_VILLAGES = 8


@event.listens_for(HubSession, "do_orm_execute")
def _scope_statement(state: ORMExecuteState) -> None:
    if state.execution_options.get(TRUSTED) or state.is_column_load:
        return
    _refuse_what_cannot_be_scoped(state)
    village_id = state.session.info.get(VILLAGE)
    sound = _sound[village_id is not None]
    comes_again = state.statement in sound
    if not state.is_relationship_load and not comes_again:
        _refuse_parts(state, in_village=village_id is not None)
        sound.add(state.statement)
    if village_id is None:
        if any(issubclass(mapper.class_, VillageRow) for mapper in state.all_mappers):
            raise TenancyError("no village is set; rows of villages cannot be read")
        return
    if comes_again:
        state.statement = _scoped_again(state.statement, village_id)
    else:
        state.statement = state.statement.options(_belongs_to(village_id))


def _scoped_again(statement: Any, village_id: int) -> Any:
    known = _scoped.setdefault(statement, {})
    found = known.get(village_id)
    if found is None:
        while len(known) >= _FEW_VILLAGES:
            known.pop(next(iter(known)), None)
        found = known[village_id] = statement.options(_belongs_to(village_id))
    return found


@lru_cache(maxsize=4096)
def _belongs_to(village_id: int) -> LoaderCriteriaOption:
    """The condition of a village on every model of villages: made once, for it depends on the number alone."""
    return with_loader_criteria(VillageRow, lambda cls: cls.village_id == village_id, include_aliases=True)


def _refuse_what_cannot_be_scoped(state: ORMExecuteState) -> None:
    if not state.is_orm_statement:
        raise TenancyError("only ORM statements may run in a session; text and tables have no village")
    if state.is_from_statement:
        raise TenancyError("from_statement cannot be scoped to a village")
    if state.is_insert:
        raise TenancyError("bulk inserts bypass the village's stamp; add objects to the session instead")
    if state.is_update:
        if isinstance(state.parameters, list):
            raise TenancyError("bulk updates by primary key bypass the village's scope")
        statement: Any = state.statement
        named = [*(statement._values or ()), *(state.parameters or ())]
        moved = {getattr(column, "key", column) for column in named}
        if VILLAGE in moved or VILLAGE in statement.compile().params:
            raise TenancyError("a row cannot move to another village")


def _refuse_parts(state: ORMExecuteState, *, in_village: bool) -> None:
    """An ORM statement may hold parts that are none, which nothing scopes: columns of a table itself, and text."""
    statement: Any = state.statement
    keys, inner = set(), []
    for part in visitors.iterate(statement):
        if part.__visit_name__ == "select" and part is not statement:
            inner.append(part)
        if part.__visit_name__ == "textclause" or _is_text(part):
            raise TenancyError("text within a statement has no village")
        if not isinstance(part, Column) or not _of_village(part):
            continue
        if not in_village:
            raise TenancyError("no village is set; rows of villages cannot be read")
        if type(part) is Column:  # those of a model carry marks
            if not part.primary_key:
                raise TenancyError("columns of a table itself have no village; name those of its model")
            keys.add(part.table)
    # SQLAlchemy itself asks by the key columns of the model's own table, but in no statement within another.
    if keys and (
        keys - {mapper.local_table for mapper in state.all_mappers} or any(map(_has_bare_key, inner))
    ):
        raise TenancyError("columns of a table itself have no village; name those of its model")


def _has_bare_key(statement: Any) -> bool:
    return any(type(part) is Column and _of_village(part) for part in visitors.iterate(statement))


def _is_text(part: Any) -> bool:
    return type(part) is ColumnClause and part.table is None and part.name != "*"


def _of_village(column: Any) -> bool:
    table = column.table
    while isinstance(table, FromClauseAlias):
        table = table.element
    return isinstance(table, Table) and VILLAGE in table.c and table.name not in ABOVE_VILLAGES


@event.listens_for(HubSession, "before_flush")
def _stamp_rows(session: HubSession, _context: object, _instances: object) -> None:
    if not transaction_writes() and (session.new or session.deleted or session.dirty):
        raise TenancyError("a page that is only read (GET) tried to write")
    for row in session.new:
        if isinstance(row, VillageRow):
            _stamp(row, session.village_id)
    for row in session.dirty | session.deleted:
        if isinstance(row, VillageRow):
            if inspect(row).attrs.village_id.history.has_changes():
                raise TenancyError("a row cannot move to another village")
            _stamp(row, session.village_id)


def _stamp(row: VillageRow, village_id: int | None) -> None:
    if village_id is None:
        raise TenancyError("no village is set; rows of villages cannot be written")
    if row.village_id is None:
        row.village_id = village_id
    elif row.village_id != village_id:
        raise TenancyError("a row of another village cannot be written here")
