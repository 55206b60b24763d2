"""The rule that what was erased, or let go of after its time, is nowhere any more.

Every text that the room keeps of somebody is replaced by a mark that occurs once; then people are erased, and what has
been kept long enough is let go of. A mark that is found afterwards in the bytes of the files, or in any table, and not
in the very row that still keeps it, is something of a person that was left behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import String, cast, func, inspect, literal, select, text, update

from hub.centre.situation import in_village
from hub.conformance.personal import RESIDENT, in_twenty_years, personal_columns
from hub.conformance.rules import Needs, rule
from hub.conformance.scratch import Scratch, changed
from hub.conformance.subject import Subject
from hub.kernel import here as situation
from hub.kernel.database import db
from hub.kernel.declarations import PersonalData
from hub.kernel.erasing import empty_log
from hub.kernel.rows import change_rows
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.privacy.people import erase
from hub.privacy.unsettled import StillOpen, to_settle_first
from hub.speech import N_, _
from hub.visits.models import Visit

MARK = re.compile("Zq[0-9]+x[0-9]+x")
LONGEST_MARK = 12
PHONE = re.compile("1[0-9]{10}")


@dataclass
class Marks:
    """The columns that hold marks, and which of them still stand in a row."""

    columns: list[tuple[type[Any], Any]] = field(default_factory=list)

    def put(self, model: type[Any], column: Any) -> None:
        """Replace every text of a column; telephones, by which somebody is found, stay."""
        where = (column.is_not(None), column != "")
        found = db.session.scalars(select(column).where(*where).limit(1)).first()
        if found is None or PHONE.fullmatch(found) or (column.type.length or LONGEST_MARK) < LONGEST_MARK:
            return
        mark = literal(f"Zq{len(self.columns)}x") + cast(model.id, String) + "x"
        change_rows(update(model).where(*where).values({column.key: mark}), "erasure")
        self.columns.append((model, column))

    def standing(self) -> set[str]:
        """The marks that rows still hold where they were put."""
        return {
            mark
            for model, column in self.columns
            for mark in db.session.scalars(select(column).where(column.startswith("Zq")))
        }

    def of(self, model: type[Any], resident_id: int) -> set[str]:
        """Those in rows that point at a resident."""
        mine = [pointer == resident_id for pointer in pointing(model)]
        return {
            mark
            for owner, column in self.columns
            if owner is model
            for condition in mine
            for mark in db.session.scalars(select(column).where(condition, column.startswith("Zq")))
        }

    def what(self, marks: Iterable[str]) -> str:
        """The columns that marks were put into."""
        numbers = sorted({int(mark[2:].partition("x")[0]) for mark in marks})
        return ", ".join(f"{self.columns[n][0].__tablename__}.{self.columns[n][1].key}" for n in numbers)


def pointing(model: type[Any]) -> list[Any]:
    """The attributes of a model that name a resident."""
    keys = {key.parent for key in model.__table__.foreign_keys if key.column.table.name == RESIDENT}
    return [
        getattr(model, attribute.key)
        for attribute in model.__mapper__.column_attrs
        if attribute.columns[0] in keys and attribute.key != "village_id"
    ]


@rule(
    "erased", "silver",
    N_("删除一个人之后，本室说过的他的内容哪里都找不到（数据库文件、操作记录、日志），到期清理的也一样；人次不变。"),
    N_("在 find 里说全，在 erase 里清空；个人的列写 info=PERSONAL，不要抄到别的表、日志里。"),
    Needs.LATE,
)  # fmt: skip
def erased(subject: Subject) -> Iterator[str]:
    trial = Trial(subject)
    if not trial.models:
        return
    with in_village(trial.app, trial.village):
        trial.mark()
    yield from trial.erase_people()
    yield from trial.let_go()


@dataclass
class Trial:
    """The room's village, in which texts are marked and people erased."""

    subject: Subject
    marks: Marks = field(default_factory=Marks)

    @cached_property
    def scratch(self) -> Scratch:
        return self.subject.scratch

    @property
    def app(self) -> Any:
        return self.scratch.app

    @property
    def village(self) -> int:
        return self.scratch.villages.here

    @cached_property
    def models(self) -> list[type[Any]]:
        """Those that keep something of a person."""
        base = self.subject.declared.base
        mappers = base.registry.mappers if base is not None else ()
        found = [mapper.class_ for mapper in mappers if personal_columns(mapper.local_table)]
        return sorted(found, key=lambda model: model.__tablename__)

    def mark(self) -> None:
        """Put marks into every text that is kept of somebody and is not sealed."""
        for model in self.models:
            texts = {column.name for column in personal_columns(model.__table__) if _is_text(column)}
            for attribute in model.__mapper__.column_attrs:
                if attribute.columns[0].name in texts:
                    self.marks.put(model, getattr(model, attribute.key))

    def erase_people(self) -> Iterator[str]:
        """One person for each table that names residents, and one for each that knows them by their telephone."""
        for place in self.subject.declared.personal_data:
            if place.find is None:
                continue
            with in_village(self.app, self.village):
                someone = _somebody_in(place)
            if someone is not None:
                yield from self._erase(place, someone)

    def _erase(self, place: PersonalData, resident_id: int) -> Iterator[str]:
        with self.app.test_request_context(), in_village(self.app, self.village):
            resident = db.session.get_one(Resident, resident_id)
            before, said = _heads(), self._said_of(resident_id)
            assert place.find is not None
            if not list(place.find(resident_id)):
                yield _("%(table)s：记着某人，find 却不说。", table=place.model.__tablename__)
            first = [one for standing in to_settle_first(resident) for one in standing.first]
            links = [one.at() for one in first if one.at is not None]
            if first:
                try:
                    erase(resident)
                    yield _("%(table)s：还有没了结的，却删除了。", table=place.model.__tablename__)
                except StillOpen:
                    pass
            # As if it had been settled: what is open is another matter than what is left behind.
            for one in self.subject.declared.personal_data:
                if one.erase is not None:
                    one.erase(resident_id)
            db.session.flush()
            if _heads() != before:
                yield _("%(table)s：删除一个人，人次变了。", table=place.model.__tablename__)
        for link in links:
            code = self.scratch.villages.secretary.get(link, buffered=True).status_code
            if code not in (200, 302, 303):
                yield _("%(what)s 指向 %(url)s，打不开（%(code)s）。", what="unsettled", url=link, code=code)
        left = said & self._written()
        if left:
            yield _("删除后还找得到：%(what)s", what=self.marks.what(left))

    def _said_of(self, resident_id: int) -> set[str]:
        """The marks of what the room tells of a resident, and of the rows that point at them."""
        told = [
            f"{label} {value}"
            for place in self.subject.declared.personal_data
            if place.find is not None
            for label, value in place.find(resident_id)
        ]
        mine = (self.marks.of(model, resident_id) for model in self.models)
        return set(MARK.findall(" ".join(told))).union(*mine)

    def let_go(self) -> Iterator[str]:
        """After a long time: what no row holds any more is nowhere."""
        with in_village(self.app, self.village), changed(situation, "now", in_twenty_years):
            for one in self.subject.declared.retention:
                one.apply()
        with in_village(self.app, self.village):
            standing = self.marks.standing()
        left = self._written() - standing
        if left:
            yield _("清理后还找得到：%(what)s", what=self.marks.what(left))

    def _written(self) -> set[str]:
        """Every mark in a byte of the hub's folder, and with PostgreSQL in any column of any table."""
        with self.app.app_context():
            empty_log()
            tables = _marks_in_tables() if db.engine.dialect.name == "postgresql" else set()
        files = (file for file in self.scratch.settings.home.rglob("*") if file.is_file())
        pattern = re.compile(MARK.pattern.encode())
        return tables.union(
            *({mark.decode() for mark in pattern.findall(file.read_bytes())} for file in files)
        )


def _is_text(column: Any) -> bool:
    return isinstance(column.type, String) and not column.info.get("sealed")


def _somebody_in(place: PersonalData) -> int | None:
    """A resident whom a table names, else one made with the telephone of one of its rows."""
    for pointer in pointing(place.model):
        if (
            known := db.session.scalars(select(pointer).where(pointer.is_not(None)).limit(1)).first()
        ) is not None:
            return int(known)
    phone = getattr(place.model, "phone", None)
    if phone is None:
        return None
    known = db.session.scalars(select(phone).where(phone != "").limit(1)).first()
    if known is None:
        return None
    listed = db.session.scalars(select(Resident.id).where(Resident.phone == known)).first()
    return listed or create_resident("登记检查", known, another=True).id


def _heads() -> int:
    return int(db.session.scalar(select(func.coalesce(func.sum(Visit.heads), 0))) or 0)


def _marks_in_tables() -> set[str]:
    found: set[str] = set()
    with db.engine.connect() as connection:
        for name in inspect(connection).get_table_names():
            quoted = connection.dialect.identifier_preparer.quote(name)
            rows = connection.execute(text(f"SELECT t::text FROM {quoted} t WHERE strpos(t::text, 'Zq') > 0"))  # noqa: S608
            found |= {mark for (row,) in rows for mark in MARK.findall(row)}
    return found
