"""What a list may not do, found out when the hub starts: the room that tries it is not taken in."""

from __future__ import annotations

import functools
import inspect as python
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import String, inspect
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.schema import Column as TableColumn
from sqlalchemy.sql.selectable import SelectBase

from hub.admin.actions import BulkAction, RowAction
from hub.admin.asked import RESERVED
from hub.admin.columns import Column
from hub.admin.filters import ChoiceFilter
from hub.admin.shape import ListShape
from hub.kernel.checks import DeclarationError
from hub.kernel.models import CoreBase, VillageRow

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

# What a list is made of; everything else of RecordsView is the hub's, and a room cannot replace it.
OPEN = frozenset(
    name
    for name in {**vars(ListShape), **ListShape.__annotations__}
    if not name.startswith("_") and name != "room"
)
_NAMES_OF_ROWS = frozenset({"id", "count", "index", "tuple", "t"})


def check_view(view: type[RecordsView], permissions: set[str] | None) -> None:
    """Raise DeclarationError with a sentence when a list cannot stand. `permissions` are those the room has; None
    for the core, whose lists name whole permissions."""
    try:
        _check_shape(view)
        _check_model(view, of_room=permissions is not None)
        _check_overriding(view)
        _check_permissions(view, permissions)
        _check_columns(view)
        _check_filters(view)
        _check_search(view)
        _check_form(view)
    except DeclarationError as error:
        raise DeclarationError(f"list {view.__name__}: {error}", error.rule) from error


def _check_shape(view: type[RecordsView]) -> None:
    from hub.admin.view import RecordsView

    if not (isinstance(view, type) and issubclass(view, RecordsView)):
        raise DeclarationError("is no subclass of RecordsView")
    for name in ("model", "slug", "title", "singular", "permission", "columns", "order"):
        if not getattr(view, name, None):
            raise DeclarationError(f"has no {name}")
    if not view.slug.replace("_", "").replace("-", "").isalnum():
        raise DeclarationError(f"slug {view.slug!r} is no part of an address")


def _check_overriding(view: type[RecordsView]) -> None:
    from hub.admin.view import RecordsView

    base = _names_of(RecordsView)
    for part in view.__mro__[: view.__mro__.index(RecordsView)]:
        for name, value in vars(part).items():
            if name.startswith("__") or name in ("_urls", "_default_view", "room") or name in OPEN:
                continue
            if hasattr(value, "_urls") and value is not getattr(RecordsView, name, None):
                raise DeclarationError(f"{name}: a list has no addresses of its own, they belong into Pages")
            if hasattr(value, "_action"):
                raise DeclarationError(f"{name}: deeds on several rows are bulk_actions")
            if name not in base and not name.startswith("_") and not callable(value):
                raise DeclarationError(f"{name} is nothing that a list knows")
            if name in base and value is not python.getattr_static(RecordsView, name):
                raise DeclarationError(f"{name} belongs to the hub and cannot be replaced")


@functools.cache
def _names_of(base: type[RecordsView]) -> frozenset[str]:
    return frozenset(dir(base))


def _check_permissions(view: type[RecordsView], permissions: set[str] | None) -> None:
    actions: list[RowAction | BulkAction] = [*view.row_actions, *view.bulk_actions, *view.links]
    named = {view.permission, view.edit_permission, view.create_permission} | {
        one.permission for one in actions
    }
    if any(action.permission == "" for action in actions):
        raise DeclarationError("an action names no permission")
    if not view.edit_permission and (view.can_create or view.can_edit or view.can_delete):
        raise DeclarationError("may be changed, but has no edit_permission")
    if view.create_page and not view.create_permission:
        raise DeclarationError("create_page has no create_permission")
    for name in sorted(named - {""}):
        if permissions is not None and name not in permissions:
            raise DeclarationError(f"permission {name!r} is not in room.toml", "permissions-known")
        if permissions is None and "." not in name:
            raise DeclarationError(f"permission {name!r} is not a whole one")


def _check_columns(view: type[RecordsView]) -> None:
    columns = (*view.columns, *view.details_columns)
    for column in columns:
        if not isinstance(column, Column):
            raise DeclarationError(f"{column!r} is no Column")
        if not column.name.isidentifier() or column.name in _NAMES_OF_ROWS:
            raise DeclarationError(f"a column cannot be called {column.name!r}")
        if _is_sealed(column.value) and (column.show is None or column.export or column.sort):
            raise DeclarationError(
                f"column {column.name} shows what is sealed; use the field's `cell`", "sealed"
            )
        if not column.personal and _is_personal(column.value):
            raise DeclarationError(f"column {column.name} shows something personal without personal=True")
    for column in view.columns:
        if column.is_shown and not column.export and not column.personal:
            raise DeclarationError(f"column {column.name} is shown and missing in the file", "exported")
    names = [column.name for column in view.columns]
    if len(names) != len(set(names)):
        raise DeclarationError("two columns have one name")
    if not any(column.kind == "main" for column in view.columns):
        raise DeclarationError('no column is of kind "main"')
    if view.order.removeprefix("-") not in {*names, *_columns_of(view)}:
        raise DeclarationError(f"order {view.order!r} is no column")


def _check_filters(view: type[RecordsView]) -> None:
    for one in view.filters:
        if RESERVED.intersection(one.arguments):
            raise DeclarationError(f"a filter cannot be called {one.name!r}")
        value = view.expression(one)
        if value is None:
            raise DeclarationError(f"filter {one.name} has no value")
        if isinstance(one, ChoiceFilter) and not one.choices and not _has_choices(view, one.name):
            raise DeclarationError(f"filter {one.name} has no choices")
        if _is_sealed(value):
            raise DeclarationError(f"filter {one.name} asks for what is sealed", "sealed")
        if not one.personal and _is_personal(value):
            raise DeclarationError(f"filter {one.name} asks for something personal without personal=True")


def _has_choices(view: type[RecordsView], name: str) -> bool:
    return any(column.choices for column in view.columns if column.name == name)


def _check_search(view: type[RecordsView]) -> None:
    for column in view.search:
        if not isinstance(column.type, String):
            raise DeclarationError(f"search: {column} is no text")
        if _is_personal(column):
            raise DeclarationError(f"search: {column} is personal; people are found through search_resident")
    found_by = view.search_resident
    if found_by is None or found_by is getattr(view.model, "id", None):
        return
    if not isinstance(found_by.property, RelationshipProperty):
        raise DeclarationError("search_resident is no relationship")


def _check_form(view: type[RecordsView]) -> None:
    if getattr(view, "column_editable_list", None) or getattr(view, "inline_models", None):
        raise DeclarationError("rows are not edited in the list nor in one another; use an action")
    if not (view.can_create or view.can_edit):
        return
    if not view.form_columns:
        raise DeclarationError("may be changed, but form_columns does not say which columns", "form-columns")
    known = inspect(view.model).attrs
    for name in view.form_columns:
        if name in view.form_fields:
            continue
        if name in known and _is_sealed(getattr(view.model, name)):
            raise DeclarationError(
                f"form column {name!r} is sealed; write it through a page of the room", "sealed"
            )
        if name not in known or name in ("id", "village_id"):
            raise DeclarationError(f"form column {name!r} is no column of its own", "form-columns")


def _check_model(view: type[RecordsView], *, of_room: bool) -> None:
    if inspect(view.model, raiseerr=False) is None:
        raise DeclarationError(f"{view.model.__name__} is no model")
    if not of_room:
        return
    if not issubclass(view.model, VillageRow):
        raise DeclarationError(f"{view.model.__name__} does not belong to a village")
    if issubclass(view.model, CoreBase) and (view.can_create or view.can_edit or view.can_delete):
        raise DeclarationError(
            f"{view.model.__name__} belongs to the hub and is changed through its services"
        )


def _columns_of(view: type[RecordsView]) -> Iterable[str]:
    return (attribute.key for attribute in inspect(view.model).column_attrs)


def _is_personal(value: Any) -> bool:
    return _is_marked(value, "personal")


def _is_sealed(value: Any) -> bool:
    return _is_marked(value, "sealed")


def _is_marked(value: Any, mark: str) -> bool:
    if callable(value) and not hasattr(value, "__clause_element__"):
        return False
    return any(column.info.get(mark) for column in columns_in(value))


def columns_in(value: Any, *, within: bool = True) -> Iterator[TableColumn[Any]]:
    """All columns of tables that an expression reads; `within`: those of statements within it too."""
    waiting = [value.__clause_element__() if hasattr(value, "__clause_element__") else value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, TableColumn):
            yield part
        if within or not isinstance(part, SelectBase):
            waiting += part.get_children()
