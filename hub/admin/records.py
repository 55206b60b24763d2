"""The form of a record, made from the columns that a view names, and taking what was filled in back into the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import inspect
from sqlalchemy.orm import RelationshipProperty

from hub.kernel.checks import DeclarationError
from hub.kernel.types import UTCDateTime
from hub.web import forms
from hub.web.lookups import lookup_of

if TYPE_CHECKING:
    from hub.admin.view import RecordsView

LONG = 300


def make_form(view: RecordsView) -> type[forms.Form]:
    """The form class of a view; labels and choices are read when a form is made of it."""
    return type(
        f"{view.model.__name__}Form", (forms.Form,), {name: _field(view, name) for name in view.form_columns}
    )


def _field(view: RecordsView, name: str) -> Any:
    given = view.form_fields.get(name)
    if given is not None:
        return given
    attribute = inspect(view.model).attrs[name]
    options: dict[str, Any] = {"label": view.form_label(name), "description": view.form_help.get(name, "")}
    if isinstance(attribute, RelationshipProperty):
        column = next(c for c in attribute.local_columns if c.name != "village_id")
        lookup = view.form_lookups.get(name) or lookup_of(attribute.mapper.class_, view.room)
        if lookup is None:
            raise DeclarationError(
                f"form column {name!r}: nothing looks up {attribute.mapper.class_.__name__}", "lookups"
            )
        return forms.LookupField(lookup=lookup, required=not column.nullable, **options)
    return _of_column(attribute.columns[0], view.form_choices.get(name), options)


def _of_column(column: Any, choices: Any, options: dict[str, Any]) -> Any:
    kind = column.type
    if column.default is not None and column.default.is_scalar:
        options["default"] = column.default.arg
    if isinstance(kind, sa.Enum) and kind.enum_class is not None:
        choices = choices or [(one, one.value) for one in kind.enum_class]
    if choices is not None:
        return forms.ChoiceField(choices=choices, required=not column.nullable, **options)
    if isinstance(kind, sa.Boolean):
        return forms.TickField(**options)
    for known, field in _FIELDS:
        if isinstance(kind, known):
            return field(required=not column.nullable, **options)
    has_default = column.default is not None or column.server_default is not None
    is_long = isinstance(kind, sa.Text) or (kind.length or 0) > LONG
    text = forms.LongTextField if is_long else forms.TextField
    return text(max=kind.length or 4000, required=not (column.nullable or has_default), **options)


_FIELDS: tuple[tuple[type, type[forms.HubField]], ...] = (
    (UTCDateTime, forms.MomentField),
    (sa.Date, forms.DayField),
    (sa.Time, forms.ClockField),
    (sa.Integer, forms.CountField),
    (sa.Numeric, forms.MoneyField),
)


def take_over(form: forms.Form, row: Any, names: tuple[str, ...]) -> None:
    """Put what was filled in into the record; what is the same is left alone, so that the audit stays quiet."""
    attributes = inspect(type(row)).attrs
    for name in names:
        value = form[name].data
        attribute = attributes.get(name)
        columns = getattr(attribute, "columns", None)
        if value == "" and columns and columns[0].nullable:
            value = None
        if getattr(row, name) != value or row.id is None:
            setattr(row, name, value)
