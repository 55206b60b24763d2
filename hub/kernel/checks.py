"""What must be true of a room's declarations before the hub takes it in; the first wrong one quarantines the room."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy.orm import configure_mappers

from hub.kernel import declarations
from hub.kernel.declarations import Declared
from hub.kernel.manifest import Manifest
from hub.kernel.models import CoreBase, RoomTables

STANDARD_PERMISSIONS = ("view", "record", "manage")


class DeclarationError(Exception):
    """A hook's answer is not what the hub expects. `rule` is the rule of conformance that it breaks."""

    def __init__(self, sentence: str, rule: str = "declarations") -> None:
        super().__init__(sentence)
        self.rule = rule


def check_declared(manifest: Manifest, declared: Declared) -> None:
    """Raise DeclarationError with a sentence when something declared cannot stand."""
    _check_types(declared)
    _check_tables(manifest, declared)
    _check_personal_data(declared)
    permissions = {*STANDARD_PERMISSIONS, *manifest.permissions}
    asked = [item.permission for item in declared.quick_actions]
    asked += [item.permission for item in declared.todo_items]
    asked += [item.permission for item in declared.search]
    asked += [sheet.permission for sheet in declared.import_sheets]
    asked += [fact.permission for fact in declared.indicator_facts]
    for permission in asked:
        if permission not in permissions:
            raise DeclarationError(f"permission {permission!r} is not in room.toml", "permissions-known")
    if manifest.confidential and declared.search:
        raise DeclarationError("a confidential room gives nothing to the search")
    _check_sealed(manifest, declared)
    if manifest.confidential and (declared.import_sheets or declared.public_notices):
        raise DeclarationError("a confidential room imports no sheets and gives no public notices")
    _check_links(declared)
    _refuse_doubles("visit kind", [kind.code for kind in declared.visit_kinds])
    _refuse_doubles("report row", [row.code for row in declared.report_rows])
    _refuse_doubles("import sheet", [sheet.key for sheet in declared.import_sheets])
    _refuse_doubles("indicator fact", [fact.name for fact in declared.indicator_facts])
    _refuse_unknown_facts(declared)
    _refuse_doubles("list", [view.slug for view in declared.admin_views])
    _refuse_doubles("page", [name for part in declared.pages for name in part.names])
    for view in declared.admin_views:
        view.check(permissions)
    for part in declared.pages:
        part.check(manifest.id, permissions)


def _check_types(declared: Declared) -> None:
    hints = get_type_hints(Declared, vars(declarations))
    for field in dataclasses.fields(Declared):
        hint, value = hints[field.name], getattr(declared, field.name)
        if get_origin(hint) is not tuple:
            continue
        if not isinstance(value, tuple):
            raise DeclarationError(f"hook {field.name} must return a list, not {type(value).__name__}")
        wanted: Any = get_args(hint)[0]
        if dataclasses.is_dataclass(wanted):
            for item in value:
                if not isinstance(item, wanted):  # type: ignore[arg-type]
                    raise DeclarationError(f"hook {field.name} returned a {type(item).__name__}")


def _check_tables(manifest: Manifest, declared: Declared) -> None:
    if declared.base is None:
        return
    base: Any = declared.base
    if not issubclass(base, RoomTables) or base.metadata is CoreBase.metadata:
        raise DeclarationError("hook models must return a base made of RoomTables")
    for name in base.metadata.tables:
        if not name.startswith(manifest.id + "__"):
            raise DeclarationError(f"table {name} does not begin with {manifest.id}__", "table-prefix")
    configure_mappers()


def _check_links(declared: Declared) -> None:
    """Every button leads to a page of the room; what has a dot in it is a page of the hub. Every sheet belongs to a
    list of the room, and a list's sheet is there."""
    lists = {view.slug for view in declared.admin_views}
    sheets = {sheet.key for sheet in declared.import_sheets}
    for sheet in declared.import_sheets:
        if sheet.list and sheet.list not in lists:
            raise DeclarationError(
                f"import sheet {sheet.key}: {sheet.list!r} is no list of the room", "links"
            )
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,29}", sheet.key):
            raise DeclarationError(
                f"import sheet {sheet.key!r}: a key is made of small letters, digits and _"
            )
    for view in declared.admin_views:
        if view.import_sheet and view.import_sheet not in sheets:
            raise DeclarationError(
                f"list {view.__name__}: {view.import_sheet!r} is no sheet of the room", "links"
            )
    named = {action.page: f"quick action {action.page!r}" for action in declared.quick_actions}
    for view in declared.admin_views:
        pages = [action.page for action in (*view.row_actions, *view.links)]
        pages += [name for name in (view.open_page, view.create_page) if name]
        named |= {page: f"list {view.__name__}: {page!r}" for page in pages if "." not in page}
    known = {name for part in declared.pages for name in part.names}
    for page, what in named.items():
        if page not in known:
            raise DeclarationError(f"{what} has no page", "links")


def _check_personal_data(declared: Declared) -> None:
    """What points at a resident, or is marked as personal, has to be declared, so that it can be shown and erased."""
    if declared.base is None:
        return
    known = {one.model.__table__.name for one in declared.personal_data}
    for table in declared.base.metadata.tables.values():
        marked = any(column.info.get("personal") for column in table.columns)
        points = any(key.column.table.name == "resident" for key in table.foreign_keys)
        if (marked or points) and table.name not in known:
            raise DeclarationError(
                f"table {table.name} keeps something of a person, but personal_data does not say so",
                "personal-data",
            )


def _check_sealed(manifest: Manifest, declared: Declared) -> None:
    """What is sealed belongs to a confidential room, has a place it is bound to, and leaves the room in no file."""
    for table in declared.base.metadata.tables.values() if declared.base is not None else ():
        if not any(column.info.get("sealed") for column in table.columns):
            continue
        if not manifest.confidential:
            raise DeclarationError(
                f"table {table.name} seals something; room.toml must say confidential = true", "sealed"
            )
        if "record_key" not in table.columns:
            raise DeclarationError(f"table {table.name} seals something and is no SealedRecord", "sealed")
    for view in declared.admin_views if manifest.confidential else ():
        if view.can_export:
            raise DeclarationError(f"list {view.__name__} of a confidential room is exported", "sealed")


def _refuse_unknown_facts(declared: Declared) -> None:
    for fact in declared.indicator_facts:
        if fact.name not in declarations.FACT_SHAPES:
            raise DeclarationError(f"there is no fact {fact.name!r}")


def _refuse_doubles(what: str, names: list[str]) -> None:
    doubles = {name for name in names if names.count(name) > 1}
    if doubles:
        raise DeclarationError(f"{what} declared twice: {', '.join(sorted(doubles))}")
