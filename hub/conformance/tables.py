"""Rules of the tables: whose they are, that they stay in their village, and that the revisions make them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint, inspect

from hub.conformance.rules import Needs, rule
from hub.conformance.subject import Subject
from hub.kernel.database import db
from hub.kernel.migrate import CORE, parts
from hub.kernel.models import VILLAGE
from hub.kernel.revisions import differences
from hub.speech import N_, _


@rule(
    "table-prefix", "bronze",
    N_("功能室的表都以自己的代号开头，不动别的表。"),
    N_("把表名改成 <代号>__<名称>；升级脚本只改自己的表。"),
    Needs.ROOM,
)  # fmt: skip
def table_prefix(subject: Subject) -> Iterator[str]:
    scratch = subject.scratch
    known = set(CORE.metadata.tables)
    others = [part for part in parts(scratch.app) if part.id != "core"]
    with scratch.app.app_context(), db.engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            mine = any(part.owns(table) or table == part.version_table for part in others)
            if not (mine or table in known or table == CORE.version_table):
                yield _("升级脚本建了 %(table)s。", table=table)
        for found in differences(connection, CORE):
            if _kind(found) != "remove_table":  # said above
                yield _("升级脚本改了系统的表：%(what)s", what=found)


def _kind(found: Any) -> str:
    return str(found[0]) if isinstance(found, tuple) else ""


@rule(
    "migrations", "bronze",
    N_("升级脚本建出的表与模型一致。"),
    N_("运行 hub revision <代号> 写一个新的升级脚本；已发布的不要改。"),
    Needs.ROOM,
)  # fmt: skip
def migrations(subject: Subject) -> Iterator[str]:
    yield from subject.scratch.differences


@rule(
    "village-scope", "bronze",
    N_("每张表都有 village_id，并有 UNIQUE(village_id, id)。"),
    N_("所有表都写成 Base 的模型，不要用 Table()。"),
    Needs.ROOM,
)  # fmt: skip
def village_scope(subject: Subject) -> Iterator[str]:
    for table in subject.tables:
        column = table.c.get(VILLAGE)
        if column is None or column.nullable:
            yield _("%(table)s 没有 village_id，或可以为空。", table=table.name)
        elif (VILLAGE, "id") not in {
            _names(one) for one in table.constraints if isinstance(one, UniqueConstraint)
        }:
            yield _("%(table)s 没有 UNIQUE(village_id, id)。", table=table.name)


def _names(constraint: Any) -> tuple[str, ...]:
    return tuple(column.name for column in constraint.columns)


@rule(
    "composite-keys", "bronze",
    N_("指向本村记录的外键都带着 village_id。"),
    N_("用 reference(\"<列>\", to=<模型>)，不要用 ForeignKey。"),
    Needs.ROOM,
)  # fmt: skip
def composite_keys(subject: Subject) -> Iterator[str]:
    for table in subject.tables:
        for key in table.constraints:
            if not isinstance(key, ForeignKeyConstraint) or VILLAGE not in key.referred_table.c:
                continue
            if (VILLAGE, VILLAGE) not in {(one.parent.name, one.column.name) for one in key.elements}:
                yield f"{table.name}: {', '.join(_names(key))} → {key.referred_table.name}"


@rule(
    "unique-in-village", "bronze",
    N_("唯一性只管本村：每个唯一约束都带着 village_id。"),
    N_("把 village_id 写进 UniqueConstraint 或唯一索引。"),
    Needs.ROOM,
)  # fmt: skip
def unique_in_village(subject: Subject) -> Iterator[str]:
    for table in subject.tables:
        unique = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
        unique += [one for one in table.indexes if one.unique]
        for one in unique:
            if VILLAGE not in _names(one):
                yield f"{table.name}: {', '.join(_names(one))}"


@rule(
    "form-columns", "bronze",
    N_("能新增、修改的列表写明了表单有哪些列。"),
    N_("在列表里写 form_columns。"),
    Needs.ROOM,
)  # fmt: skip
def form_columns(_subject: Subject) -> Iterator[str]:
    """A hub asks for them when it takes the room in: its refusal stands in for this rule."""
    yield from ()
