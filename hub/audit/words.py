"""The audit in words: tables, columns and deeds as people call them.

Rooms name their own through the lists they declare; what nobody has named is said in general words, never in code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from flask import g
from sqlalchemy import select

from hub.accounts.models import User
from hub.audit.glossary import ACTIONS, COLUMNS, NAMES, TABLES, VALUES
from hub.audit.writer import HIDDEN, SILENT_TABLES
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.declarations import Declared, PersonalData
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.sheets.declared import all_sheets, sheet_name
from hub.text import clock_time, join_words, short_day, short_moment

NOTHING = "—"
_CODE = re.compile("[a-z][a-z_]*")
_OF_USERS = ("user_id", "_by_id")  # how columns end that name a user
_OF_ROOMS = ("rooms", "room", "trusted", "glass_room")  # columns that name rooms by their keys


def action_words(action: str) -> str:
    """What was done."""
    return str(ACTIONS.get(action) or _("其他操作"))


def table_words(table: str) -> str:
    """What kind of thing it was done to."""
    if table in TABLES:
        return str(TABLES[table])
    if views := _views(table):
        name = str(views[0].singular)
        return name[:1].upper() + name[1:]  # it stands alone here, not in a sentence
    if named := next((place.record for place in _personal(table) if place.record), ""):
        return str(named)
    room = table.partition("__")[0]
    return _("%(room)s的记录", room=_room_name(room)) if room in _rooms() else _("其他记录")


def column_words(table: str, column: str) -> str:
    """What a column is called: in the room's map of personal data, form or list, else in general."""
    return _own_words(table, column) or _("其他内容")


def has_words(table: str, column: str) -> bool:
    """Whether anybody says what a column is called."""
    return bool(_own_words(table, column))


def _own_words(table: str, column: str) -> str:
    if column == "name" and table in NAMES:
        return str(NAMES[table])
    for place in _personal(table):
        if column in place.words:
            return str(place.words[column])
    for view in _views(table):
        labels = {shown.name: shown.label for shown in view.columns} | dict(view.form_labels)
        if found := labels.get(column) or labels.get(column.removesuffix("_id")):
            return str(found)
    return str(COLUMNS.get(column, ""))


def changes_in_words(table: str, changes: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(what, from, to) of every change, readable. Personal values say only that they were there."""
    for column, pair in changes.items():
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        yield column_words(table, column), _shown(table, column, before), _shown(table, column, after)


def _shown(table: str, column: str, value: Any) -> str:
    if isinstance(value, str) and (named := _choices(table, column).get(value)):
        return str(named)
    if column.endswith(_OF_USERS) and isinstance(value, int):
        return _user_name(value)
    if column == "source_type" and isinstance(value, str) and (room := value.partition(".")[0]) in _rooms():
        return _("%(room)s的记录", room=_room_name(room))
    if column.endswith("_id") and isinstance(value, int):
        rooms = {room.id: room.name for room in here.rooms.values()} if column == "room_id" else {}
        return rooms.get(value) or _("%(n)s 号", n=value)
    if column in _OF_ROOMS and isinstance(value, str):
        return join_words(_room_name(key) if key in _rooms() else key for key in value.split()) or NOTHING
    is_code = isinstance(value, str) and _CODE.fullmatch(value) and not _own_words(table, column)
    return _("（内部记号）") if is_code else value_words(value)


def _user_name(user_id: int) -> str:
    """What somebody is called; everyone is asked for once a request."""
    names: dict[int, str] = g.setdefault("hub_audit_names", {})
    if user_id not in names:
        name = db.session.scalars(select(User.name).where(User.id == user_id)).one_or_none()
        names[user_id] = name or _("%(n)s 号", n=user_id)
    return names[user_id]


def _choices(table: str, column: str) -> Mapping[Any, Any]:
    """What the values of a column are called in a list that shows it; a visit's kinds are named by the rooms."""
    if (table, column) == ("visit", "kind"):
        return {
            kind.code: kind.label for room in the_hub().rooms.loaded for kind in room.declared.visit_kinds
        }
    if column == "sheet":
        return {sheet_name(room, sheet.key): sheet.label for room, sheet in all_sheets()}
    shown = (one for view in _views(table) for one in (*view.columns, *view.details_columns))
    return next((one.choices for one in shown if one.name == column and one.choices), {})


def value_words(value: Any) -> str:
    """One value as people read it."""
    if value is None or value == "":
        return NOTHING
    if value == HIDDEN:
        return _("（个人信息，不显示）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return str(VALUES[value]) if value in VALUES else _instant(value)
    if isinstance(value, (list, tuple)):
        return join_words(value_words(item) for item in value)
    return str(value)


def known_tables() -> list[tuple[str, str]]:
    """All tables that can stand in the audit, with their words, for a filter."""
    of_rooms = [
        table
        for room in the_hub().rooms.loaded
        if room.declared.base is not None
        for table in sorted(room.declared.base.metadata.tables)
    ]
    return [(table, table_words(table)) for table in (*TABLES, *of_rooms) if table not in SILENT_TABLES]


def _instant(text: str) -> str:
    """A day, a moment or a time of day that was written as a text; any other text as it is."""
    try:
        if len(text) == 10:
            return short_day(date.fromisoformat(text))
        if "T" in text:
            moment = datetime.fromisoformat(text)
            return short_moment(moment) if moment.tzinfo else text
        return clock_time(time.fromisoformat(text)) if ":" in text else text
    except ValueError:
        return text


def _views(table: str) -> list[Any]:
    """The lists of a table's records, those of the core and of every room."""
    return [view for part in _declared() for view in part.admin_views if view.model.__tablename__ == table]


def _personal(table: str) -> list[PersonalData]:
    """What is declared of the people in a table."""
    return [
        place for part in _declared() for place in part.personal_data if place.model.__tablename__ == table
    ]


def _declared() -> Iterator[Declared]:
    hub = the_hub()
    yield from hub.rooms.core.values()
    yield from (room.declared for room in hub.rooms.loaded)


def _rooms() -> dict[str, Any]:
    return {room.id: room for room in the_hub().rooms}


def _room_name(key: str) -> str:
    if here.in_village and key in here.rooms:
        return here.rooms[key].name
    manifest = _rooms()[key].manifest
    return manifest.name(the_hub().settings.lang) if manifest else key
