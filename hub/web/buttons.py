"""A button, as the macro `action_button` draws it."""

from __future__ import annotations

from typing import Any, NamedTuple


class Button(NamedTuple):
    """Something that can be done: `method` "get" leads to a page, "post" does it at once, after `confirm`, a sentence,
    was agreed to. `tone`: "main", "danger" or nothing."""

    label: Any
    url: str
    method: str = "get"
    confirm: Any = ""
    tone: str = ""
