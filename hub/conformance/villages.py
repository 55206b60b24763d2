"""The villages of a scratch hub: one to work in, one whose rows must not be seen from it, one that stays empty."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import event, inspect, select

from hub.audit.writer import quiet
from hub.centre.situation import in_village
from hub.conformance.visitors import Client, a_user, signed_in_for_good
from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.models import CoreBase, VillageRow
from hub.kernel.tenancy import HubSession
from hub.people.services import create_resident
from hub.villages.services import create_village
from hub.visits import services
from hub.visits.rollup import rebuild
from hub.visits.rules import PLAIN, confidential, kinds_of

SPAN = timedelta(days=150)  # long enough that every kind of record comes about
SCALE = 0.5
FAR = 1_000_000  # ids of the other village begin here, so that no number of it means anything in this one
OURS = ("阿依古丽·买买提", "王建国", "李秀英", "张志明", "刘海燕", "陈春梅", "热依曼·艾合买提", "赵立军")
THEIRS = ("米热古丽·玉素甫", "孙永强", "周雅欣", "吴庆丰", "郑天宝", "何雨涵", "哈丽娅·肉孜尔江", "冯长河")


class Villages:
    """Made once for all rules."""

    def __init__(self, app: Flask, room: str) -> None:
        self.app, self.room = app, room
        self.demo_problem = ""
        with app.app_context(), quiet():
            self.here, self.other, self.unused = (create_village(name) for name in ("甲村", "外村", "丙村"))
        staff = {
            id: (a_user(app, id, "secretary"), a_user(app, id, "keeper", rooms=[room]))
            for id in (self.here, self.other)
        }
        self.secretary, self.keeper = (self._browser(user) for user in staff[self.here])
        self._fill(self.here, OURS, 0, *staff[self.here])
        with far_ids():
            self._fill(self.other, THEIRS, 100, *staff[self.other])

    def _browser(self, user: int) -> Client:
        return signed_in_for_good(self.app, user, self.here)

    def visitor(self, role: str, *rooms: str, lang: str | None = None) -> Client:
        """Somebody else who is signed in to this village."""
        return self._browser(a_user(self.app, self.here, role, rooms=rooms, lang=lang))

    def _fill(self, village: int, names: tuple[str, ...], phone: int, secretary: int, keeper: int) -> None:
        with in_village(self.app, village), quiet():
            residents = [
                create_resident(name, f"1990000{phone + place:04d}", consent_on=here.today, another=True).id
                for place, name in enumerate(names)
            ]
            demo = Demo(
                Random(f"check-{village}"), here.today - SPAN, here.today, residents, SCALE,  # noqa: S311
                {"": secretary, self.room: keeper},
            )  # fmt: skip
            self._ask_for_demo(demo)
        self._have_visits(village, residents[0])
        with in_village(self.app, village):
            rebuild()

    def _ask_for_demo(self, demo: Demo) -> None:
        from hub.kernel.state import the_hub

        for room in the_hub().rooms.loaded:
            if room.declared.demo_data is None:
                continue
            try:
                with db.session.begin_nested():
                    room.declared.demo_data(demo)
            except Exception as error:  # the room's own; the rule `demo-data` says it
                if room.id == self.room:
                    self.demo_problem = f"{type(error).__name__}: {error}"[:500]

    def _have_visits(self, village: int, resident: int) -> None:
        """One of each kind that may be chosen. Events of the room that spoil it are found by a rule of their own."""
        with in_village(self.app, village):
            kinds = [kind for kind in kinds_of(here.room(self.room)) if kind.offered]
        for code, named in [(PLAIN, False), *((kind.code, kind.named) for kind in kinds)]:
            with contextlib.suppress(Exception), in_village(self.app, village), quiet():
                room = here.room(self.room)
                services.record(
                    room, 1, kind=code, resident_id=resident if named and not confidential(room) else None,
                    override_reason="登记检查",
                )  # fmt: skip

    def content(self, village: int, *, core: bool = True) -> dict[str, list[Any]]:
        """Every row of a village, by model."""
        return content_of(self.app, village, core=core)


@contextlib.contextmanager
def far_ids() -> Iterator[None]:
    """Give what is added to a session ids that no other row has."""
    numbers = count(FAR)

    def number(session: HubSession, _context: object, _instances: object) -> None:
        for row in session.new:
            if isinstance(row, VillageRow) and row.id is None:
                row.id = next(numbers)

    event.listen(HubSession, "before_flush", number)
    try:
        yield
    finally:
        event.remove(HubSession, "before_flush", number)


def content_of(app: Flask, village: int, *, core: bool = True) -> dict[str, list[Any]]:
    """Everything that a village has, a list of rows by the name of their model; the id comes first."""
    with in_village(app, village):
        return {
            model.__name__: [tuple(row) for row in db.session.execute(_columns_of(model))]
            for model in models_of(app, core=core)
        }


def models_of(app: Flask, *, core: bool = True) -> list[type[Any]]:
    """The models of all rows of villages."""
    bases = [room.declared.base for room in app.extensions["hub"].rooms.loaded if room.declared.base]
    all_bases = (CoreBase, *bases) if core else bases
    mapped = [mapper.class_ for base in all_bases for mapper in base.registry.mappers]
    return sorted(
        (model for model in mapped if issubclass(model, VillageRow)), key=lambda model: model.__tablename__
    )


def _columns_of(model: Any) -> Any:
    columns = sorted(inspect(model).column_attrs, key=lambda attribute: attribute.key != "id")
    return select(*(getattr(model, attribute.key) for attribute in columns)).order_by(model.id)
