"""What a list that waits keeps of people, and how it ends; what waits to be decided about, for 待办."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from flask import url_for
from sqlalchemy import ColumnElement, select

from hub.i18n import _, _l, _n
from hub.imports import batches
from hub.imports.models import ImportBatch, ImportRow
from hub.kernel.database import db
from hub.kernel.declarations import PersonalData, Retention, Todo, TodoSource, Unsettled
from hub.people.models import Resident
from hub.sheets.declared import sheet_name, sheets_here
from hub.text import in_brackets

MOST = 20


def kept_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """Lists that wait to be decided about and name the resident."""
    rows = db.session.execute(
        select(ImportBatch.name, ImportRow.number)
        .join(ImportBatch, ImportBatch.id == ImportRow.batch_id)
        .where(_names(resident_id))
        .order_by(ImportRow.id)
        .limit(MOST)
    ).all()
    return [(_("待导入的名单"), _("%(file)s，第 %(row)s 行", file=name, row=number)) for name, number in rows]


def rows_waiting(resident_id: int) -> Iterable[Unsettled]:
    """Rows of lists that nobody has decided about."""
    for what, where in kept_of(resident_id):
        yield Unsettled(in_brackets(what, where), ends=_("这一行不再导入"))


def erase(resident_id: int) -> int:
    """Rows that name the resident are not taken in any more; the lists' first problems and notes may, too."""
    rows = db.session.scalars(select(ImportRow).where(_names(resident_id))).all()
    for row in rows:
        batch = db.session.get_one(ImportBatch, row.batch_id)
        batch.good = max(batch.good - 1, 0)
    batches.remove_rows(ImportRow, [row.id for row in rows])
    for row in rows:
        db.session.expunge(row)
    name = db.session.get_one(Resident, resident_id).name
    for batch in db.session.scalars(select(ImportBatch).where(ImportBatch.findings != "")):
        problems, notes = batches.findings(batch)
        if name and any(name in problem.text or name in problem.sentence for problem in problems):
            others = [one for one in problems if name not in one.text and name not in one.sentence]
            batches.keep_findings(batch, others, notes)
    return len(rows)


def _names(resident_id: int) -> ColumnElement[bool]:
    """A row says the resident's name as the whole of one of its values."""
    name = db.session.get_one(Resident, resident_id).name
    said = json.dumps(name or "\0", ensure_ascii=False)
    return ImportRow.content.contains(said, autoescape=True)


def waiting() -> Iterator[Todo]:
    """Lists that were looked at and that somebody has to decide about."""
    names = {sheet_name(room, sheet.key): sheet.label for room, sheet in sheets_here()}
    wanted = (
        select(ImportBatch)
        .where(ImportBatch.state == "checked", ImportBatch.good > 0, ImportBatch.sheet.in_(names))
        .limit(MOST)
    )
    for batch in db.session.scalars(wanted.order_by(ImportBatch.made_at)):
        sub = _n("%(n)s 行可以导入", batch.good)
        title = _("%(list)s：%(file)s", list=names[batch.sheet], file=batch.name)
        url = url_for("imports.look", batch_id=batch.id)
        yield Todo(_l("名单待导入"), title, sub, url, _l("去看看"))


PERSONAL_DATA = [
    PersonalData(
        ImportRow, ("content",), _l("名单导入前先看一遍"), _l("导入或作罢时清掉，最多一天"), kept_of, erase,
        rows_waiting,
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("没有导入的名单内容清掉"), _l("一天后"), batches.drop_undecided),
    Retention(_l("导入记录"), _l("30 天后不能整批撤销，一年后删除"), batches.forget_old),
]
TODOS = [TodoSource("residents.edit", waiting)]
