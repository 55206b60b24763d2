"""Writes the audit: what a flush changes stands in the audit in the same transaction, whoever changed it."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from flask import has_request_context, request
from sqlalchemy import CursorResult, event, insert, inspect
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from hub.audit.models import AuditEntry
from hub.kernel.clock import now
from hub.kernel.here import here
from hub.kernel.tenancy import TRUSTED, HubSession, TenancyError

HIDDEN = "***"
PUBLIC = "public"  # in place of an address: somebody without an account
REASON = "hub_audit"
_DEED = "hub_deed"
_SECRET = frozenset({"password_hash", "token_hash", "token"})
SILENT_TABLES = frozenset(
    {
        "audit_entry",
        "audit_seal",
        "audit_head",
        "visit_day",
        "resident_key",
        "sign_in",
        "sealed_read",
        "role_notice",
        "unknown_name",
        "import_batch",
        "import_row",
        "import_made",
    }
)

_NOTE = insert(AuditEntry)

_quiet: ContextVar[bool] = ContextVar("hub_audit_quiet", default=False)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Note nothing inside: for the demo, whose people and deeds are invented, for sealing anew, which changes nothing
    that anybody could read, and for imports, which stand in the audit as one deed with the number of their rows."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


@event.listens_for(HubSession, "after_flush")
def _note_changes(session: HubSession, _context: object) -> None:
    if _quiet.get():
        return
    entries = [
        entry
        for rows, action in ((session.new, "create"), (session.dirty, "update"), (session.deleted, "delete"))
        for row in rows
        if (entry := _entry(session, row, action))
    ]
    if entries:
        session.connection().execute(_NOTE, entries)


def told_of_new(model: type[Any], values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What the audit says of a new row that passes no flush, in the words in which a flush would have noted it."""
    return {
        key: [None, _shown(value, hide)]
        for key, hide in _told(inspect(model))
        if (value := values.get(key)) is not None
    }


def note(
    action: str, table: str, row_id: int | None = None, *, session: Session | None = None, **facts: Any
) -> None:
    """Write a deed into the audit that no change of a row shows, such as an export or a room enabled; in the session
    of the present page unless another is given."""
    from hub.kernel.database import db

    session = session or db.session()
    entry = _frame(session.info.get("village_id")) | {
        "action": action, "table": table, "row_id": row_id, "changes": {k: [None, _plain(v)] for k, v in facts.items()},
    }  # fmt: skip
    session.connection().execute(_NOTE, [entry])


def call_it(row: Any, action: str, **facts: Any) -> None:
    """Let what the next flush notes of a row stand under the name of the deed, with its facts: 作废 instead of 删除."""
    inspect(row).info[_DEED] = (action, {name: [None, _plain(fact)] for name, fact in facts.items()})


@event.listens_for(HubSession, "do_orm_execute")
def _note_bulk(state: ORMExecuteState) -> CursorResult[Any] | None:
    """A bulk update or delete passes no flush, so it must say why it is made: execution_options(hub_audit="…").

    It is made here, to know how many rows it touched: one that found nothing to change is no deed."""
    if not (state.is_update or state.is_delete) or state.execution_options.get(TRUSTED):
        return None
    reason = state.execution_options.get(REASON)
    if not reason:
        raise TenancyError("a bulk update or delete needs execution_options(hub_audit='why')")
    result: CursorResult[Any] = state.invoke_statement()  # type: ignore[assignment]
    if not result.rowcount:
        return result
    mapper: Any = state.bind_mapper
    entry = _frame(state.session.info.get("village_id")) | {
        "action": "bulk", "table": str(mapper.local_table.name) if mapper else "", "row_id": None,
        "changes": {"reason": [None, str(reason)], "rows": [None, result.rowcount]},
    }  # fmt: skip
    state.session.connection().execute(_NOTE, [entry])
    return result


def _entry(session: HubSession, row: Any, action: str) -> dict[str, Any] | None:
    state = inspect(row)
    table = state.mapper.local_table.name
    if table in SILENT_TABLES:
        return None
    changes = {}
    for key, hide in _told(state.mapper):
        before, after = _before_after(state, key, action)
        if before != after:
            changes[key] = [_shown(before, hide), _shown(after, hide)]
    if action == "update" and not changes:
        return None
    action, facts = state.info.pop(_DEED, (action, {}))
    changes = facts | changes
    village = getattr(row, "village_id", None) or session.info.get("village_id")
    return _frame(village) | {"action": action, "table": table, "row_id": row.id, "changes": changes}


@functools.cache
def _told(mapper: Mapper[Any]) -> tuple[tuple[str, bool], ...]:
    """The columns of a model that the audit tells of, and whether it hides what is in them."""
    columns = [(attribute.key, attribute.columns[0]) for attribute in mapper.column_attrs]
    return tuple(
        (key, any(column.info.get(mark) for mark in ("personal", "secret", "sealed")))
        for key, column in columns
        if not (column.primary_key or column.info.get("derived") or key in ("village_id", *_SECRET))
    )


def _before_after(state: Any, key: str, action: str) -> tuple[Any, Any]:
    if action == "create":
        return None, state.dict.get(key)
    if action == "delete":
        return state.dict.get(key), None
    history = state.attrs[key].history
    if not history.has_changes():
        return None, None
    return (history.deleted[0] if history.deleted else None), (history.added[0] if history.added else None)


def _shown(value: Any, hide: bool) -> Any:
    if value is None or value == "":
        return value
    return HIDDEN if hide else _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, (str, int, float, bool, list, dict, type(None))) else str(value)


def _frame(village_id: int | None) -> dict[str, Any]:
    user = here.user
    address = (request.remote_addr or "") if has_request_context() else ""
    return {
        "at": now(),
        "village_id": village_id,
        "user_id": user.id if user is not None else None,
        "address": PUBLIC if here.public else address,  # a villager's phone is not noted down
    }
