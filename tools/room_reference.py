"""Writes docs/room-api.md, the reference of all that a room and its tests import, from signatures and docstrings."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.orm import MappedColumn, declared_attr

import hub.kits
import hub.pytest_plugin
import hub.room
import hub.testing
from hub.admin.shape import ListShape
from hub.kernel import declarations

TARGET = Path(__file__).resolve().parent.parent / "docs" / "room-api.md"
KITS = tuple(
    importlib.import_module(f"hub.kits.{found.name}") for found in pkgutil.iter_modules(hub.kits.__path__)
)
# Every name of hub.room under one heading; a test sees to it that none is left out.
GROUPS = {
    "Tables": "RoomTables reference PERSONAL DERIVED UTCDateTime sortable db hold change_rows keyed_digest",
    "Sealed fields": "SealedRecord Sealed withheld",
    "Where one is": "here Refused Village Room User colleagues",
    "Pages and forms": "Pages Done Form TextField LongTextField PhoneField CountField MoneyField DayField ClockField "
    "MomentField ChoiceField TickField TicksField LookupField ResidentField WordField TemplateForm Lookup Choice",
    "Pages without an account": "OpenPages Codes CodeColumns give_ticket holds_ticket address_for_phones random_signs "
    "proper_signs",
    "Lists": "RecordsView Column RowAction BulkAction Button ChoiceFilter DateFilter FlagFilter ReferenceFilter pill "
    "with_seal",
    "Lists from spreadsheets": "SheetColumn cells once make_records Made imported",
    "People, visits, points": "Resident find_residents create_resident check_phone PossibleDouble Visit visits "
    "counted points",
    "Figures": "asked asked_as how_many sum_of rows_of shared eve minutes_between Asked Rows",
    "Papers": "papers",
    "Words and days": "_ _l _n _p _lp join_words join_notes in_brackets mask_name mask_person short_day short_moment "
    "local_date clock_time days_overdue add_working_days is_working_day working_days_between "
    "special_days HOLIDAY WORKDAY scheduled hours_of",
}
# What an author calls on these; the rest is between them and the hub.
CALLED = {
    "Pages": "get post action public lookup url",
    "Sealed": "cell holds",
    "Templates": "own all_own content keep drop fill",
    "Events": "plan begin held cancel undo_held visit_undone to_write_down",
    "OpenPages": "show button ask url",
    "Codes": "give of forget read village_of find",
    "Upkeep": "hold_one report settle open_faults take_out put_back due planned serve",
    "RecordsView": "url url_of",
    "ScratchHub": "village",
    "Shelf": "hold receive issue adjust count",
}
BASES = ("RecordsView", "RoomRules")  # are subclassed, never called
SAID = {
    "PERSONAL": "`mapped_column(info=PERSONAL)`: the column holds something of a person; the audit says that it "
    "changed, never from what to what.",
    "DERIVED": "`mapped_column(info=DERIVED)`: the column is worked out from others, such as letters to search by; the "
    "audit tells of those others alone.",
    "HOLIDAY": "What `special_days` says of a holiday.",
    "WORKDAY": "What `special_days` says of a working day that was moved to a weekend (调休).",
    "WORKING_DAYS": "Days on which offices work: holidays are left out, 调休 counts.",
    "CALENDAR_DAYS": "Days of the calendar, for terms such as a month of mediation.",
    "cells": "What cells commonly hold, for `SheetColumn(parse=…)`: `cells.day`, `cells.money(most)`, "
    "`cells.whole(least, most)`, `cells.one_of(words)`, `cells.yes_or_no`. Each answers what may be kept as JSON, or "
    "raises ValueError in words.",
    "db": "`db.session` is the session of the village one is in: it sees that village's rows alone, and writes on POST "
    "only. Statements are ORM statements; nothing in a room commits.",
    "_": '`_("还剩 %(n)s 件", n=3)`: a text in the language of who reads it; the message is the Chinese one.',
    "_l": "The same for what is made before there is a request, such as labels: it is translated when it is shown.",
    "_p": '`_p("state", "停用")`: for a word that English must tell apart by what it stands for.',
    "_lp": "`_p`, translated when it is shown.",
    "here": "The present situation: `here.village`, `here.village_id`, `here.user` (None for a command), "
    "`here.now` (aware, UTC), `here.today` and `here.tz` (the village's), `here.room(id)` (the village's row of a "
    'room), `here.can("<room>.<permission>")`.',
}
WIDE = 96  # longer ones are broken, one parameter a line
NARROW = 1000  # not in a line of text
HEAD = """# What a room imports

Made by `make hooks` from the code; do not edit.

A room imports `hub.room` and `hub.kits`, its tests `hub.testing` too, and nothing else of the hub. What stands here
changes only with a word in the [changelog](../CHANGELOG.md). How it goes together: [Writing a room](room-authors.md).
Hooks and what they return: [Hooks](hooks.md)."""


def main() -> None:
    """Write the reference."""
    TARGET.write_text(reference(), "utf-8")
    sys.stdout.write(f"{TARGET}\n")


def reference() -> str:
    """The whole page."""
    lines = [HEAD, ""]
    for title, names in GROUPS.items():
        lines += [f"## {title}", ""]
        for name in names.split():
            lines += _entry(name, getattr(hub.room, name))
        if title == "Lists":
            lines += ["### What a list says of itself", "", *_attributes(), *_hooks_of_lists(), ""]
    for module in (*KITS, hub.testing):
        lines += [f"## {module.__name__}", "", _text(module), ""]
        for name in module.__all__:
            lines += _entry(name, getattr(module, name))
    lines += ["### Fixtures", "", *_fixtures()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).rstrip() + "\n"


def grouped() -> list[str]:
    """All names of hub.room that stand somewhere: here, or in hooks.md."""
    named = [name for names in GROUPS.values() for name in names.split()]
    return sorted([*named, "hookimpl", *(name for name in hub.room.__all__ if hasattr(declarations, name))])


def _entry(name: str, value: Any) -> list[str]:
    if isinstance(value, ModuleType):
        return [f"### {name}", "", _text(value), "", *_functions(name, value), ""]
    if name in SAID or not (inspect.isclass(value) or inspect.isfunction(value)):
        return [f"### {name}", "", SAID.get(name) or _constant(value), ""]
    signature = _signature(value)
    code = ["```python", f"{name}{signature}", "```", ""] if signature else []
    lines = [f"### {name}", "", *code, _text(value), ""]
    if hasattr(value, "__mapper__"):
        columns = ", ".join(f"`{column.key}`" for column in value.__mapper__.column_attrs)
        lines = [f"### {name}", "", _text(value), "", f"Columns: {columns}.", ""]
    elif name.endswith("Columns"):
        lines += [f"Columns: {', '.join(f'`{column}`' for column in _columns(value))}.", ""]
    elif inspect.isclass(value) and (methods := _methods(value)):
        lines += [*methods, ""]
    return lines


def _columns(mixin: Any) -> list[str]:
    return [name for name, value in vars(mixin).items() if isinstance(value, (MappedColumn, declared_attr))]


def _functions(name: str, module: ModuleType) -> list[str]:
    return [
        f"* `{name}.{key}{_signature(value, NARROW)}`: {_first(value)}"
        for key, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__ and not key.startswith("_")
    ]


def _methods(kind: type[Any]) -> list[str]:
    """What an author calls on an object of the hub; what the hub itself calls is left out."""
    lines = []
    for name in CALLED.get(kind.__name__, "").split():
        value = inspect.getattr_static(kind, name)
        if isinstance(value, property):
            lines.append(f"* `.{name}`: {_first(value.fget)}")
        else:
            function = getattr(value, "__func__", value)
            lines.append(f"* `.{name}{_signature(function, NARROW)}`: {_first(function)}")
    return lines


@dataclass(frozen=True, slots=True)
class _Plain:
    """Prints as it is written, where a signature would print it in quotation marks or with its address."""

    text: str

    def __repr__(self) -> str:
        return self.text


def _signature(value: Any, wide: int = WIDE) -> str:
    """The parameters as they are written; nothing for a class of which nobody makes objects."""
    try:
        signature = inspect.signature(value)
    except (TypeError, ValueError):
        return ""
    parts = [_written(part) for name, part in signature.parameters.items() if name not in ("self", "cls")]
    if inspect.isclass(value) and (
        not parts or parts[0].kind is parts[0].VAR_POSITIONAL or value.__name__ in BASES
    ):
        return ""
    returns = signature.empty if inspect.isclass(value) else _annotation(signature.return_annotation)
    text = str(signature.replace(parameters=parts, return_annotation=returns))
    return text if len(text) < wide else _broken(text)


def _written(part: inspect.Parameter) -> inspect.Parameter:
    default = part.default
    if (inspect.isclass(default) and default is not part.empty) or inspect.isfunction(default):
        default = _Plain(default.__name__)
    return part.replace(annotation=_annotation(part.annotation), default=default)


def _annotation(given: Any) -> Any:
    if given is inspect.Parameter.empty:
        return given
    text = given if isinstance(given, str) else inspect.formatannotation(given)
    return _Plain(re.sub(r"\b[a-z_]+(?:\.[a-z_]+)*\.(?=[A-Z])", "", text))


def _broken(text: str) -> str:
    """One parameter a line; commas within brackets stay."""
    inner, depth, end = "", 0, text.rindex(")")
    for sign in text[1:end]:
        depth += (sign in "[(") - (sign in "])")
        inner += ",\n   " if sign == "," and depth == 0 else sign
    return f"(\n    {inner},\n){text[end + 1 :]}"


def _constant(value: Any) -> str:
    said = [value] if isinstance(value, int) else value
    return "`" + "`, `".join(map(str, said)) + "`."


def _attributes() -> list[str]:
    """What a list may say of itself: each attribute with its default, and the comment beside or above it."""
    lines, above = ["```python"], ""
    for line in inspect.getsource(ListShape).splitlines()[1:]:
        if line.strip().startswith("def "):
            break
        if line.strip().startswith("#"):
            above = "" if "---" in line else line.strip()
        elif line.strip() and not line.strip().startswith('"""'):
            lines += [above] if above else []
            lines.append(line.strip())
            above = ""
    return [*lines, "```", ""]


def _hooks_of_lists() -> list[str]:
    return [
        f"* `{name}{_signature(value, NARROW)}`: {_first(value)}"
        for name, value in vars(ListShape).items()
        if inspect.isfunction(value)
    ]


def _fixtures() -> list[str]:
    found = vars(hub.pytest_plugin).items()
    return [
        f"* `{name}`: {_first(value)}"
        for name, value in found
        if isinstance(value, pytest.FixtureDef) or type(value).__name__ == "FixtureFunctionDefinition"
        if name not in ("hub_of",)
    ]


def _text(value: Any) -> str:
    return inspect.cleandoc(value.__doc__ or "")


def _first(value: Any) -> str:
    """The first paragraph, in one line."""
    return " ".join(_text(value).split("\n\n")[0].split())


if __name__ == "__main__":
    main()
