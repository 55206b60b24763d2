"""Rules of what is kept of people."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, func, or_, select

from hub.audit.words import has_words
from hub.centre.situation import in_village
from hub.confidential.keys import closed_values
from hub.conformance.rules import Needs, Unproven, rule
from hub.conformance.scratch import changed
from hub.conformance.subject import Subject
from hub.kernel import here as situation
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.models import VILLAGE
from hub.people.models import Resident
from hub.speech import N_, _

RESIDENT = Resident.__tablename__
A_LONG_TIME = timedelta(days=366 * 20)


def personal_columns(table: Any) -> list[Any]:
    """The columns of a table that hold something of a person, or point at one."""
    pointing = {
        key.parent.name
        for key in table.foreign_keys
        if key.column.table.name == RESIDENT and key.parent.name != VILLAGE
    }
    return [column for column in table.columns if column.info.get("personal") or column.name in pointing]


@rule(
    "personal-data", "silver",
    N_("凡是记着某个人的列，个人信息一览里都有，说得出是什么；删除这个人时还有什么没了结，也说了。"),
    N_("在 hooks.py 的 personal_data 里写上这张表和这些列，列表里没有的列写进 words，没了结的写进 unsettled。"),
    Needs.ROOM,
)  # fmt: skip
def personal_data(subject: Subject) -> Iterator[str]:
    with subject.scratch.app.test_request_context():
        yield from list(_undeclared(subject))


def _undeclared(subject: Subject) -> Iterator[str]:
    named: dict[str, set[str]] = {}
    for place in subject.declared.personal_data:
        table = place.model.__table__
        named.setdefault(table.name, set()).update(place.columns)
        for column in place.columns:
            if column not in table.c:
                yield _("%(table)s 没有 %(column)s 这一列。", table=table.name, column=column)
            elif not _is_quiet(table.c[column]):
                yield _(
                    "%(what)s 没有写 info=PERSONAL，操作记录会留下它的内容。", what=f"{table.name}.{column}"
                )
            elif not has_words(table.name, column):
                yield _("%(what)s 没有说法，个人信息一览里写不出它是什么。", what=f"{table.name}.{column}")
        if place.unsettled is None and any(key.column.table.name == RESIDENT for key in table.foreign_keys):
            yield _("%(table)s 没有说删除这个人时还有什么没了结（unsettled）。", table=table.name)
        if not str(place.purpose).strip() or not str(place.keep).strip():
            yield _("%(table)s 没有写为什么记、记多久。", table=table.name)
    for table in subject.tables:
        for column in personal_columns(table):
            if column.name not in named.get(table.name, set()):
                yield f"{table.name}.{column.name}"


def _is_quiet(column: Any) -> bool:
    """Whether the audit keeps silent about what a column holds, or it says nothing but who."""
    return bool(
        column.info.get("personal") or column.info.get("sealed") or not isinstance(column.type, String)
    )


@rule(
    "sealed", "bronze",
    N_("保密功能室里写着某个人的文字都封存了：数据库里是密文，绑定在它的位置上。"),
    N_("用 Sealed 字段代替普通的文字列；只有 confidential = true 的功能室能用。"),
    Needs.HUB,
)  # fmt: skip
def sealed(subject: Subject) -> Iterator[str]:
    assert subject.manifest
    if not subject.manifest.confidential:
        return
    for table in subject.tables:
        for column in personal_columns(table):
            if isinstance(column.type, String):
                yield _("%(what)s 没有封存。", what=f"{table.name}.{column.name}")
    for closed in closed_values(subject.scratch.app):
        yield _("%(what)s 打不开。", what=f"{closed.table}.{closed.field}")


@rule(
    "retention", "silver",
    N_("记着某个人的每张表，都有到期清理的规定，而且真的会清理。"),
    N_("在 hooks.py 的 retention 里加一条，到期后脱开或删除。"),
    Needs.HUB,
)  # fmt: skip
def retention(subject: Subject) -> Iterator[str]:
    tables = {
        mapper.class_: personal_columns(mapper.local_table)
        for mapper in (subject.declared.base.registry.mappers if subject.declared.base else ())
        if personal_columns(mapper.local_table)
    }
    if not tables:
        return
    if not subject.declared.retention:
        yield _("一条也没有。")
        return
    villages = subject.scratch.villages
    with in_village(subject.scratch.app, villages.here):
        before = {model: _known(model, columns) for model, columns in tables.items()}
        with changed(situation, "now", in_twenty_years):
            for one in subject.declared.retention:
                one.apply()
        after = {model: _known(model, columns) for model, columns in tables.items()}
        db.session.rollback()
    for model in tables:
        if before[model] and after[model] >= before[model]:
            yield _("%(table)s：二十年后还都记着。", table=model.__tablename__)
    empty = [model.__tablename__ for model in tables if not before[model]]
    if empty:
        raise Unproven(_("演示数据里没有记着人的 %(tables)s，没法试。", tables=", ".join(empty)))


def in_twenty_years() -> datetime:
    return now() + A_LONG_TIME


def _known(model: Any, columns: list[Any]) -> int:
    """How many rows still say something of somebody."""
    says = []
    for column in columns:
        attribute = next(one for one in _attributes(model) if one.property.columns[0] is column)
        is_text = column.type.python_type is str if hasattr(column.type, "python_type") else False
        says.append((attribute.is_not(None) & (attribute != "")) if is_text else attribute.is_not(None))
    return int(db.session.scalar(select(func.count(model.id)).where(or_(*says))) or 0)


def _attributes(model: Any) -> Iterator[Any]:
    for attribute in model.__mapper__.column_attrs:
        yield getattr(model, attribute.key)
