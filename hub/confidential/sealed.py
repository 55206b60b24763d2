"""Sealed fields of a model: in the database they are unreadable, in the model they are texts.

::

    class Appointment(SealedRecord, Base):
        contact = Sealed(longest=60)            # makes the column contact_sealed

    appointment.contact = "…"                   # sealed at once; None or "" empties it
    appointment.contact                         # the text, and that it was read stands in the log

Who may not read gets a `Withheld` instead of the text, and so does everybody where the key is missing: a text too, that
says so, so that no page breaks. `withheld(value)` tells one. A value that cannot be read is not written over: setting
it raises Refused with the next step.
"""

from __future__ import annotations

import secrets
from typing import Any, overload

from flask import g
from sqlalchemy import LargeBinary, String, select
from sqlalchemy.orm import Mapped, mapped_column

from hub.admin.columns import Column
from hub.confidential import reads
from hub.confidential.models import CURRENT, ConfidentialKey
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.keyring import Keyring, Unreadable, keyring
from hub.kernel.models import PERSONAL, SEALED, VILLAGE
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub

ENDING = "_sealed"
RECORD_KEY = "record_key"
_IN_USE = select(ConfidentialKey.key).where(ConfidentialKey.state == CURRENT).with_for_update(read=True)


class Withheld(str):
    """What stands in the place of a text that cannot be shown; `sentence` says why and what to do."""

    __slots__ = ("sentence",)
    sentence: str

    @classmethod
    def of(cls, text: str, sentence: str) -> Withheld:
        made = cls(text)
        made.sentence = sentence
        return made


def withheld(value: object) -> bool:
    """Whether a value is only the place of one that cannot be shown."""
    return isinstance(value, Withheld)


class SealedRecord:
    """Mixed into a model with sealed fields: what its values are bound to, known before the record has an id."""

    record_key: Mapped[str] = mapped_column(String(32), default=lambda: secrets.token_hex(16))


class Sealed:
    """A field whose values are sealed; `longest` is the most characters it takes."""

    def __init__(self, longest: int = 200) -> None:
        self.longest = longest

    def __set_name__(self, owner: type[Any], name: str) -> None:
        self.name, self.column = name, name + ENDING
        column: Any = mapped_column(LargeBinary, nullable=True, info=SEALED | PERSONAL)
        setattr(owner, self.column, column)

    @overload
    def __get__(self, row: None, model: type[Any]) -> Sealed: ...
    @overload
    def __get__(self, row: object, model: type[Any]) -> str: ...
    def __get__(self, row: Any, model: type[Any]) -> Sealed | str:
        if row is None:
            return self
        return self._shown(model, getattr(row, self.column), row.record_key, row.id)

    def __set__(self, row: Any, value: str | None) -> None:
        if withheld(value):
            raise ValueError(f"{self.name}: what cannot be shown cannot be written either")
        if not value:
            setattr(row, self.column, None)
            return
        if len(value) > self.longest:
            raise Refused(_("最多 %(n)s 个字，请写短一些。", n=self.longest), self.name)
        if row.record_key is None:
            row.record_key = secrets.token_hex(16)
        place = place_of(row, self.name)
        ring = the_keyring()
        before = getattr(row, self.column)
        if before is not None:
            try:
                if ring.open(before, place) == value:
                    return
            except Unreadable as error:
                raise Refused(_why(error).sentence, self.name) from error
        setattr(row, self.column, ring.seal(value, place, key_in_use(ring, self.name)))

    def holds(self, row: Any) -> bool:
        """Whether a record keeps anything here, without showing what."""
        return getattr(row, self.column) is not None

    def cell(self, model: type[Any], label: Any, **options: Any) -> tuple[Column, Column]:
        """The columns of a list that show this field: one for the eye, one that it needs. It is neither searched nor
        sorted nor exported, and whoever opens the list has read it: a record's own page is the better place."""
        hidden = Column(RECORD_KEY, "", getattr(model, RECORD_KEY), kind="hidden", export=False)

        def show(value: bytes | None, row: Any) -> str:
            return self._shown(model, value, row.record_key, row.id) or "—"

        shown = Column(
            self.name, label, getattr(model, self.column), show=show, personal=True, export=False, **options
        )
        return hidden, shown

    def _shown(self, model: type[Any], value: bytes | None, record: str, row_id: int | None) -> str:
        if value is None:
            return ""
        if not here.can(f"{model.room}.view"):
            return Withheld.of(_("〔保密〕"), _("这项内容只有本室的人能看。"))
        try:
            text = the_keyring().open(value, _place(here.village_id, model.__tablename__, record, self.name))
        except Unreadable as error:
            return _why(error)
        if row_id is not None:
            reads.note(model.room, model.__tablename__, row_id)
        return text


def fields_of(model: type[Any]) -> list[Sealed]:
    """The sealed fields of a model."""
    return [
        value
        for part in reversed(model.__mro__)
        for value in vars(part).values()
        if isinstance(value, Sealed)
    ]


def place_of(row: Any, field: str) -> str:
    """What a value of this record is bound to."""
    village = getattr(row, VILLAGE) or here.village_id
    return _place(village, type(row).__tablename__, row.record_key, field)


def _place(village: int, table: str, record: str, field: str) -> str:
    return f"{village}|{table}|{record}|{field}"


def the_keyring() -> Keyring:
    """The keys at hand, looked for once a request or command."""
    if "hub_keyring" not in g:
        g.hub_keyring = keyring(the_hub().settings)
    ring: Keyring = g.hub_keyring
    return ring


def key_in_use(ring: Keyring, field: str | None = None) -> str:
    """The key to seal with, which is held until the transaction ends: a rotation waits for whoever still seals with
    the former one. Raises Refused when there is none."""
    with db.session.no_autoflush:
        key = db.session.scalar(_IN_USE)
    if key is None or key not in ring:
        raise Refused(no_key(key), field)
    return key


def no_key(key: str | None) -> str:
    """Why nothing can be sealed now, and what to do."""
    if key is None:
        return _("还没有保密室的密钥，没有保存。请管理员运行 hub keys new，再填一次。")
    return _("找不到保密室的密钥 %(key)s，没有保存。请管理员放回密钥文件，再运行 hub keys check。", key=key)


def _why(error: Unreadable) -> Withheld:
    if error.missing:
        return Withheld.of(
            _("〔缺密钥，打不开〕"),
            _(
                "这项内容的密钥不在这台电脑上，打不开，也没有改动。请管理员放回密钥文件，再运行 hub keys check。"
            ),
        )
    return Withheld.of(
        _("〔被改动过，打不开〕"),
        _("这项内容在数据库里被改动或挪动过，打不开。请管理员运行 hub keys check，用备份核对。"),
    )
