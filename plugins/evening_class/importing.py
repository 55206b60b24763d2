"""A class list from a spreadsheet: checked row by row, looked at, taken in, undone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from hub.kits.sheets import (
    Checked,
    SheetColumn,
    Table,
    check_table,
    fresh_batch,
    rows_of,
    throw_away,
)
from hub.room import Refused, _, _l, db, here, hold, join_words

from . import children
from .children import Child
from .models import Attendance, Batch, Enrolment, Term

Values = dict[str, Any]

# What nobody may bring in, under whatever heading people keep it.
REFUSED = re.compile(
    "身份证|证件|民族|宗教|信仰|政治|成绩|分数|排名|名次|评语|表现|家庭|单亲|离异|留守|贫困|低保|收入|困难|残疾|疾病|病史|健康|"
    "照片|相片|头像|指纹|人脸|户口|户籍|车牌|score|mark|photo|family|ethnic|idcard|id card",
    re.IGNORECASE,
)


def _phone(text: str) -> str:
    digits = re.sub(r"[\s\-－—()（）]", "", text)
    if not re.fullmatch(r"\+?[0-9]{5,15}", digits):
        raise ValueError(_("电话号码只写数字，例如 199 0000 0000。"))
    return digits


def _yes(text: str) -> bool:
    word = text.casefold()
    if word in ("是", "可以", "同意", "有", "y", "yes", "1", "√", "✓", "true"):
        return True
    if word in ("否", "不可以", "不同意", "不", "没有", "无", "n", "no", "0", "×", "false"):
        return False
    raise ValueError(_("只填“是”或“否”，空着就是否。"))


COLUMNS = (
    SheetColumn("name", _l("姓名"), required=True, max=50, also=("孩子姓名", "学生姓名", "名字", "name"),
                example="甲小朋友"),
    SheetColumn("grade", _l("年级"), max=10, also=("班级", "grade"), example="三年级"),
    SheetColumn("guardian", _l("监护人"), required=True, max=50, also=("家长", "家长姓名", "监护人姓名", "guardian"),
                example="甲家长"),
    SheetColumn("phone", _l("电话"), required=True, parse=_phone, max=25,
                also=("监护人电话", "家长电话", "联系电话", "手机", "手机号", "phone"), example="19900000000"),
    SheetColumn("walks", _l("可独自回家"), parse=_yes, empty=False,
                also=("独自回家", "自己回家", "可以独自回家", "walks"),
                help=_l("监护人同意的填“是”，空着就是否"), example="否"),
)  # fmt: skip


def check(table: Table, term: Term) -> Checked:
    """Every row of a list, looked at as it will be taken in. Raises Refused."""
    seen: set[tuple[str, str]] = set()
    there = {(child.name, child.phone) for child in children.children_of(term.id)}

    def check_row(values: Values) -> None:
        one = (values["name"], values["phone"])
        if one in seen:
            raise Refused(_("上面已经有同一个孩子。"), "name")
        seen.add(one)
        if one in there:
            raise Refused(_("这个孩子已经报过名了。"), "name")

    refused = [heading for heading in table.headings if REFUSED.search(heading)]
    checked = check_table(table, COLUMNS, check_row)
    if refused:
        some = join_words(heading[:20] for heading in refused[:12])
        checked.notes = [
            note for note in checked.notes if not any(heading[:20] in note for heading in refused)
        ]
        checked.notes.insert(
            0, _("这些列按规定不收，已经丢掉：%(some)s。小课堂只记接送孩子用得着的。", some=some)
        )
        others = [
            h for h in table.headings if h and h not in refused and not any(c.answers_to(h) for c in COLUMNS)
        ]
        if others:
            checked.notes.append(
                _("这些列不认识，没有读：%(some)s。", some=join_words(h[:20] for h in others[:12]))
            )
    return checked


def keep(table: Table, term: Term, consent_on: date | None) -> Batch:
    """Keep a list until it was looked at; not what the file is called, which may be a child's name. Raises Refused."""
    if consent_on is not None and consent_on > here.today:
        raise Refused(_("同意的日子不能在将来。"), "consent_on")
    checked = check(table, term)
    if consent_on is None and any(values["walks"] for _row, values in checked.rows):
        checked.notes.append(_("同意书还没有签，“可独自回家”先不记；签了以后在孩子的页上补。"))
    batch: Batch = fresh_batch(Batch, _("小课堂名单"), checked)
    batch.term_id, batch.consent_on = term.id, consent_on
    db.session.add(batch)
    db.session.flush()
    return batch


def take_in(batch_id: int) -> tuple[Batch, int]:
    """Take in the good rows of a list. Answers the number of children. Raises Refused."""
    batch = _held(batch_id)
    rows = rows_of(batch).rows
    if not rows:
        raise Refused(_("没有可以导入的行。请改好表格，再传一次。"))
    for _number, values in rows:
        day = batch.consent_on
        child = Child(
            values["name"], values["guardian"], values["phone"], grade=values["grade"], consent_on=day,
            walks_on=day if values["walks"] else None,
        )  # fmt: skip
        children.enrol(batch.term_id, child, batch.id)
    throw_away(batch, "done")
    return batch, len(rows)


def drop(batch_id: int) -> Batch:
    """Take in none of it. Raises Refused."""
    batch = _held(batch_id)
    throw_away(batch)
    return batch


def undo(batch_id: int) -> Batch:
    """Remove all children that an import brought, as long as none of them has come. Raises Refused."""
    batch = hold(Batch, batch_id)
    if batch is None or batch.state != "done":
        raise Refused(_("这次导入已经撤销了。"))
    brought = list(db.session.scalars(select(Enrolment.id).where(Enrolment.batch_id == batch.id)))
    come = select(func.count(func.distinct(Attendance.enrolment_id))).where(
        Attendance.enrolment_id.in_(brought)
    )
    if used := db.session.scalar(come):
        raise Refused(_("有 %(n)s 个孩子已经来过，不能整批撤销。请逐个办理退出。", n=used))
    children.forget(brought, "undo")
    throw_away(batch, "undone")
    return batch


def drop_old() -> int:
    """A list that nobody decided about for a day is not kept. Answers how many."""
    before = here.now - timedelta(days=1)
    old = db.session.scalars(select(Batch).where(Batch.state == "checked", Batch.made_at < before)).all()
    for batch in old:
        throw_away(batch)
    return len(old)


def _held(batch_id: int) -> Batch:
    batch = hold(Batch, batch_id)
    if batch is None or batch.state != "checked":
        raise Refused(_("这份表已经办过了。要再导入，请重新传一次。"))
    return batch
