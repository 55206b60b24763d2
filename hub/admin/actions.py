"""What can be done with a row, or with several chosen rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from hub.kernel.here import here
from hub.web.buttons import Button

# Stands in an address for the id of a row until the row is known: the address is made once for fifty rows.
_PLACE = 2_000_000_011


@dataclass(frozen=True, slots=True)
class RowAction:
    """A button of a row. `page` is one of the room's pages (or an endpoint of the core, with a dot), given the row's id
    as `arg`.

    `main`: stands in the row itself, not under ⋯. `post`: a deed without a form (`Pages.post`); `confirm` is the
    sentence asked before, which the page must ask too (`Pages.post(confirm=…)`) for those without script. `show`
    is given the row and says whether it applies to it.
    """

    label: Any
    page: str
    arg: str = "id"
    permission: str = ""
    main: bool = False
    show: Callable[[Any], Any] | None = None
    post: bool = False
    confirm: Any = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something done to all chosen rows in one transaction. `run` is given the records and answers a sentence; it may
    raise Refused. `confirm` is the question asked before."""

    name: str
    label: Any
    run: Callable[[Sequence[Any]], Any]
    permission: str
    confirm: Any


@dataclass(frozen=True, slots=True)
class Prepared:
    """An action whose address is known but for the row."""

    action: RowAction
    label: str
    confirm: str
    head: str
    tail: str

    def button(self, id: int) -> Button:
        action = self.action
        tone = "main" if action.main else action.tone
        return Button(
            self.label, f"{self.head}{id}{self.tail}", "post" if action.post else "get", self.confirm, tone
        )


def prepare(actions: Iterable[RowAction], room: str, full: Callable[[str], str]) -> list[Prepared]:
    """The actions that the one who looks may take; `full` makes a permission's name whole."""
    return [
        Prepared(
            action, str(action.label), str(action.confirm),
            *around_id(action.page if "." in action.page else f"{room}.{action.page}", action.arg),
        )
        for action in actions
        if not action.permission or here.can(full(action.permission))
    ]  # fmt: skip


def around_id(endpoint: str, arg: str = "id") -> tuple[str, str]:
    """An address of an endpoint, before and after the place where a row's id belongs."""
    values: dict[str, Any] = {arg: _PLACE}
    head, _place, tail = url_for(endpoint, **values).partition(str(_PLACE))
    return head, tail
