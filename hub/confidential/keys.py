"""The keys of confidential rooms: making the first, replacing one by another, and finding what no key opens.

A rotation takes moments of moderate length, one batch a transaction, while everybody works. It may be stopped at any
point and begun again: what is sealed anew already is left alone, and the former key stays until nothing needs it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from sqlalchemy import inspect, or_, select

from hub.audit.writer import note, quiet
from hub.centre.situation import in_village
from hub.confidential.models import CURRENT, FORMER, LOST, RETIRED, ConfidentialKey
from hub.confidential.sealed import ENDING, Sealed, fields_of, place_of, the_keyring
from hub.i18n import _
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.keyring import Unreadable, key_files, key_of, make_key
from hub.kernel.models import Village
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub

BATCH = 200  # records of one transaction


@dataclass(slots=True)
class Rotation:
    """How a rotation ended: values sealed anew, those that no key opens, and rooms whose tables it could not see."""

    key: str
    former: list[str]
    sealed: int = 0
    unreadable: int = 0
    unseen: list[str] = field(default_factory=list)

    @property
    def done(self) -> bool:
        """Whether the former keys are needed by nothing in the database any more."""
        return not self.unseen


@dataclass(frozen=True, slots=True)
class Closed:
    """A value that does not open."""

    village: int
    table: str
    row_id: int
    field: str
    missing: bool  # its key is not here; else it was damaged or moved
    key: str


def ensure_key(app: Flask) -> str | None:
    """Make the first key where the hub has none and no key lies in the folder; answers its fingerprint if made."""
    with app.app_context():
        settings = the_hub().settings
        if db.session.scalar(select(ConfidentialKey.id).limit(1)) is not None or any(key_files(settings)):
            return None
    return new_key(app)


def new_key(app: Flask, *, lost: bool = False) -> str:
    """Make the first key, or with `lost` one in the place of a key that nobody has any more: what that one has sealed
    stays unreadable. Raises Refused where there is a key."""
    with app.app_context():
        settings = the_hub().settings
        current = _current(hold=True)
        there = {name for name, _file in key_files(settings)}
        if current is None and there:
            raise Refused(
                _("密钥文件夹里已有密钥 %(key)s，没有新建，也没有改动。请先弄清它是哪里的。", key=min(there))
            )
        if current is not None and (current.key in the_keyring() or not lost):
            raise Refused(
                _(
                    "已经有密钥 %(key)s，没有新建，也没有改动。要换一把请运行 hub keys rotate。",
                    key=current.key,
                )
                if current.key in the_keyring()
                else _(
                    "数据库里的内容是用密钥 %(key)s 封存的，它的文件不在。请放回那个文件；"
                    "确实找不到了，再运行 hub keys new --lost，那些内容就打不开了。",
                    key=current.key,
                )
            )
        if current is not None:
            current.state, current.done_at = LOST, now()
            db.session.flush()
        key = make_key(settings)
        db.session.add(ConfidentialKey(key=key, state=CURRENT, made_at=now()))
        db.session.commit()
        return key


def rotate(app: Flask) -> Rotation:
    """Replace the key, or end a replacing that was interrupted. Raises Refused when the key in use is not here."""
    rotation = _begin(app)
    for village, model in _places(app):
        _seal_anew(app, village, model, rotation)
    with app.app_context():
        rotation.unseen = rooms_out_of_sight()
        if rotation.done:
            for former in db.session.scalars(select(ConfidentialKey).where(ConfidentialKey.state == FORMER)):
                former.state, former.done_at = RETIRED, now()
        note("key_rotated", ConfidentialKey.__tablename__, key=rotation.key, rows=rotation.sealed)
        db.session.commit()
    return rotation


def closed_values(app: Flask) -> Iterator[Closed]:
    """Every sealed value that does not open, village by village. Nobody is shown anything, so no read is logged."""
    for village, model in _places(app):
        last = 0
        while True:
            with in_village(app, village):
                ring, rows = the_keyring(), _batch(model, last)
                for row, one, value in _values(rows, model):
                    try:
                        ring.open(value, place_of(row, one.name))
                    except Unreadable as error:
                        where = (village, model.__tablename__, row.id, one.name)
                        yield Closed(*where, error.missing, key_of(value))
                if not rows:
                    break
                last = rows[-1].id


def rooms_out_of_sight() -> list[str]:
    """Rooms whose tables keep something sealed but which are not loaded, so that it cannot be sealed anew."""
    loaded = {room.id for room in the_hub().rooms.loaded}
    there = inspect(db.session.connection())
    tables = [(name.partition("__")[0], name) for name in there.get_table_names() if "__" in name]
    return sorted(
        {
            room
            for room, table in tables
            if room not in loaded and any(one["name"].endswith(ENDING) for one in there.get_columns(table))
        }
    )


def _begin(app: Flask) -> Rotation:
    with app.app_context():
        current = _current(hold=True)  # whoever seals with it at this moment is waited for
        if current is None:
            raise Refused(_("还没有保密室的密钥。请先运行 hub keys new。"))
        if current.key not in the_keyring():
            raise Refused(_("找不到现在用的密钥 %(key)s，不能更换。请放回密钥文件。", key=current.key))
        former = list(db.session.scalars(select(ConfidentialKey.key).where(ConfidentialKey.state == FORMER)))
        if former:
            return Rotation(current.key, former)
        key = make_key(the_hub().settings)
        current.state = FORMER
        db.session.flush()
        db.session.add(ConfidentialKey(key=key, state=CURRENT, made_at=now()))
        rotation = Rotation(key, [current.key])
        db.session.commit()
        return rotation


def _current(*, hold: bool) -> ConfidentialKey | None:
    query = select(ConfidentialKey).where(ConfidentialKey.state == CURRENT)
    return db.session.scalars(query.with_for_update() if hold else query).one_or_none()


def _places(app: Flask) -> list[tuple[int, type[Any]]]:
    """Every village with every model that keeps something sealed."""
    with app.app_context():
        villages = db.session.scalars(select(Village.id).order_by(Village.id)).all()
        models = [
            mapper.class_
            for room in the_hub().rooms.loaded
            if room.declared.base is not None
            for mapper in sorted(room.declared.base.registry.mappers, key=lambda one: one.class_.__name__)
            if fields_of(mapper.class_)
        ]
    return [(village, model) for village in villages for model in models]


def _batch(model: type[Any], last: int, *, hold: bool = False) -> Sequence[Any]:
    columns = [getattr(model, one.column).is_not(None) for one in fields_of(model)]
    query = select(model).where(model.id > last, or_(*columns)).order_by(model.id).limit(BATCH)
    return db.session.scalars(query.with_for_update(of=model) if hold else query).unique().all()


def _values(rows: Sequence[Any], model: type[Any]) -> Iterator[tuple[Any, Sealed, bytes]]:
    for row in rows:
        for one in fields_of(model):
            value = getattr(row, one.column)
            if value is not None:
                yield row, one, bytes(value)


def _seal_anew(app: Flask, village: int, model: type[Any], rotation: Rotation) -> None:
    last = 0
    while True:
        with in_village(app, village), quiet():
            ring, rows = the_keyring(), _batch(model, last, hold=True)
            for row, one, value in _values(rows, model):
                if key_of(value) == rotation.key:
                    continue
                place = place_of(row, one.name)
                try:
                    setattr(row, one.column, ring.seal(ring.open(value, place), place, rotation.key))
                    rotation.sealed += 1
                except Unreadable:
                    rotation.unreadable += 1
            db.session.flush()
            if not rows:
                return
            last = rows[-1].id
