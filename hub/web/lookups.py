"""Look-ups: picking one of thousands by typing a few letters, and the form fields that do it.

The list of finds is scoped, capped and asks a permission; the chosen id is resolved again when the form is read, so a
number of another village finds nothing. Without script the text alone is sent: an exact or the only find is taken.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, current_app, has_request_context, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import widgets
from wtforms.fields.core import UnboundField

from hub.i18n import _
from hub.kernel.checks import DeclarationError
from hub.kernel.here import here
from hub.text import in_brackets, join_words
from hub.web.fields import INT32, HubField, clean_text

CAP = 20
LONGEST = 60
_PLAIN = re.compile(r"[0-9][0-9:T-]{0,19}")
EXTENSION = "hub_lookups"
blueprint = Blueprint("lookup", __name__)


@dataclass(frozen=True, slots=True)
class Choice:
    """One find: its id, what it is called, and something that tells it from its namesakes. `code` is what a scanner
    would type."""

    id: int
    text: str
    sub: str = ""
    code: str = ""


@dataclass(slots=True)
class Lookup:
    """What can be looked up under a name.

    `find(words, limit)` gives choices, `get(id)` the object or None; both work in the current village. `text` is what
    an object is called (the `text` of its choice). `model` makes this the look-up of relationships to it.
    `matching(words, column)` gives the conditions under which a column of ids matches words; lists that are searched
    by what they refer to need it. `ids(words, limit)` gives the ids of those who match and fulfil the condition
    `kept()`, at less cost than a statement put together for these words.
    """

    name: str
    find: Callable[[str, int], Iterable[Choice]]
    get: Callable[[int], Any]
    permission: str = "record"
    text: Callable[[Any], str] = str
    model: type[Any] | None = None
    matching: Callable[[str, Any], Sequence[Any]] | None = None
    ids: Callable[[str, int], Sequence[int]] | None = None
    kept: Callable[[], Any] | None = None
    room: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.room}.{self.name}" if self.room else self.name

    @property
    def full_permission(self) -> str:
        return f"{self.room}.{self.permission}" if self.room else self.permission


def register_lookups(lookups: Sequence[Lookup], room: str = "") -> None:
    """Make look-ups of a room, or of the core, known to the current app."""
    known = current_app.extensions.setdefault(EXTENSION, {})
    for lookup in lookups:
        lookup.room = room
        known[lookup.full_name] = lookup


def find_lookup(name: str) -> Lookup:
    """A look-up by its name: of the room whose page this is, else of the core. Raises LookupError."""
    known: dict[str, Lookup] = current_app.extensions.get(EXTENSION, {})
    room = (
        current_app.extensions["hub"].owners.get(request.blueprint or "") if has_request_context() else None
    )
    lookup = known.get(f"{room}.{name}") or known.get(name)
    if lookup is None:
        raise LookupError(f"nothing can be looked up as {name!r}")
    return lookup


def check_lookups(form: type[Any], room: str) -> None:
    """Every look-up that a form of a room names is there. Raises DeclarationError."""
    known = current_app.extensions.get(EXTENSION, {})
    for name in dir(form):
        field = getattr(form, name)
        wanted = field.kwargs.get("lookup") if isinstance(field, UnboundField) else None
        if isinstance(wanted, str) and f"{room}.{wanted}" not in known and wanted not in known:
            raise DeclarationError(f"form {form.__name__}: nothing can be looked up as {wanted!r}", "lookups")


def lookup_of(model: type[Any], room: str = "") -> Lookup | None:
    """The look-up of a model, the room's own before the core's."""
    known: dict[str, Lookup] = current_app.extensions.get(EXTENSION, {})
    of_model = [lookup for lookup in known.values() if lookup.model is model and lookup.room in ("", room)]
    return max(of_model, key=lambda lookup: lookup.room, default=None)


@blueprint.get("/lookup/<name>")
def find(name: str) -> ResponseReturnValue:
    """What a look-up field asks while somebody types."""
    lookup: Lookup | None = current_app.extensions[EXTENSION].get(name)
    if lookup is None or (lookup.room and lookup.room not in here.enabled_rooms):
        abort(404)
    if not here.can(lookup.full_permission):
        abort(403)
    return jsonify([
        {"id": choice.id, "text": str(choice.text), "sub": str(choice.sub), "code": choice.code}
        for choice in search(lookup, request.args.get("q", ""))
    ])  # fmt: skip


def search(lookup: Lookup, text: str) -> list[Choice]:
    """The finds of a text, at most CAP; none for what nobody can have meant."""
    try:
        words = clean_text(text.strip())
    except ValueError:
        return []
    return list(lookup.find(words, CAP))[:CAP] if words and len(words) <= LONGEST else []


class LookupField(HubField):
    """One of many, found by typing. `lookup` is the name of a look-up or a Lookup; `data` is the object itself."""

    widget = widgets.TextInput()

    def __init__(self, label: Any = None, *, lookup: str | Lookup, **more: Any):
        super().__init__(label, **more)
        self._lookup = lookup
        self._text: str | None = None

    @property
    def lookup(self) -> Lookup:
        return find_lookup(self._lookup) if isinstance(self._lookup, str) else self._lookup

    @property
    def lookup_url(self) -> str:
        return url_for("lookup.find", name=self.lookup.full_name)

    @property
    def lookup_text(self) -> str:
        """What is shown in the text box."""
        if self._text is not None:
            return self._text
        return "" if self.data is None else self.lookup.text(self.data)

    def process(self, formdata: Any, *given: Any, **more: Any) -> None:
        typed = formdata.getlist(self.name + "_text") if formdata is not None else []
        self._text = str(typed[0]).strip() if typed else None
        super().process(formdata, *given, **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist and self._text is None:
            return
        self.data = self._by_id(str(valuelist[0]).strip() if valuelist else "")
        if self._text is None:
            if valuelist and str(valuelist[0]).strip() and self.data is None:
                raise ValueError(_("找不到所选的这一条，请重新查找。"))
        elif not self._text:
            self.data = None
        elif self.data is None or self.lookup.text(self.data) != self._text:
            self.data = self._by_text(self._text, self.data)

    def _by_id(self, text: str) -> Any:
        is_id = text.isascii() and text.isdecimal() and len(text) <= 10 and 0 < int(text) <= INT32
        return self.lookup.get(int(text)) if is_id else None

    def _by_text(self, text: str, chosen: Any) -> Any:
        """The object a text means: the exact find, or the only one; of namesakes the one that was chosen."""
        finds = search(self.lookup, text)
        same = [
            choice for choice in finds if text.casefold() in (choice.text.casefold(), choice.code.casefold())
        ]
        finds = same or finds
        if chosen is not None and chosen.id in [choice.id for choice in finds]:
            return chosen
        if len(finds) == 1:
            return self.lookup.get(finds[0].id)
        if not finds:
            raise ValueError(_("没有找到“%(text)s”，可以换个写法再查。", text=text[:LONGEST]))
        some = join_words(
            in_brackets(choice.text, choice.sub) if choice.sub else choice.text for choice in finds[:5]
        )
        raise ValueError(_("有几个都符合：%(some)s。请写得更全一些，或从列表里选一个。", some=some))

    def missing(self) -> str:
        return _("请先查找，再从列表里选一个。")

    def _value(self) -> str:
        return "" if self.data is None else str(self.data.id)


class ResidentField(LookupField):
    """A resident, found by name, pinyin, initials or the last four digits of the phone. `new`: somebody who is not
    found may be kept on the way."""

    def __init__(
        self, label: Any = None, *, lookup: str | Lookup = "residents", new: bool = True, **more: Any
    ):
        super().__init__(label, lookup=lookup, **more)
        self.new = new

    @property
    def resident(self) -> Any:
        """The resident, or None."""
        return self.data

    @property
    def new_url(self) -> str | None:
        """Where somebody is kept who is not there yet; from there one comes back with them chosen, and with what was
        chosen here (ids and numbers only: what was written stands in no address)."""
        if not (self.new and here.can("residents.edit")):
            return None
        chosen = {name: value for name, value in request.values.items() if _PLAIN.fullmatch(value)}
        chosen = {
            name: value for name, value in chosen.items() if name not in (self.name, "csrf_token", "token")
        }
        back = f"{request.path}?{urlencode(chosen)}" if chosen else request.path
        return url_for("people.new", back=back, field=self.name, name=self._text or None)
