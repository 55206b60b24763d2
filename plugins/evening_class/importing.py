"""A class list from a spreadsheet: one child a row, with guardian, phone and what the guardian has signed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from hub.room import (
    AlreadyThere,
    ImportSheet,
    Made,
    Refused,
    SheetColumn,
    _,
    _l,
    cells,
    check_phone,
    db,
    here,
    join_words,
    make_records,
)

from . import children
from .models import Attendance, Enrolment, Pickup, Term
from .terms import term_at_hand

Values = dict[str, Any]
SIGNED = {
    "是": True, "否": False, "可以": True, "不可以": False, "同意": True, "不同意": False, "有": True, "无": False,
    "没有": False, "不": False, "√": True, "×": False, "y": True, "n": False, "yes": True, "no": False, "1": True,
    "0": False,
}  # fmt: skip


def _phone(text: str) -> str:
    if not (digits := check_phone(text)):
        raise ValueError(_("没有监护人的电话不能报名。"))
    return digits


COLUMNS = (
    SheetColumn("name", _l("姓名"), required=True, max=50, also=("孩子姓名", "学生姓名", "名字", "孩子的名字"),
                example="甲小朋友"),
    SheetColumn("grade", _l("年级"), max=10, also=("班级",), example="三年级"),
    SheetColumn("guardian", _l("监护人"), required=True, max=50, also=("家长", "家长姓名", "监护人姓名"),
                example="甲家长"),
    SheetColumn("phone", _l("电话"), required=True, parse=_phone, max=25,
                also=("监护人电话", "家长电话", "联系电话", "手机", "手机号"), example="19900000000"),
    SheetColumn("term", _l("学期"), max=40, help=_l("学期的名称；空着就是现在的学期")),
    SheetColumn("consent_on", _l("监护人签同意书的日子"), parse=cells.day, empty=None,
                also=("同意日期", "签同意书的日子", "监护人同意"), help=_l("还没有签的空着，待办里会提醒"),
                example="2026-09-01"),
    SheetColumn("walks", _l("可独自回家"), parse=cells.one_of(SIGNED), empty=False,
                also=("独自回家", "自己回家", "可以独自回家"),
                help=_l("监护人签过同意书的才能填“是”；空着就是否"), example="否"),
)  # fmt: skip


def check() -> Callable[[Values], None]:
    """What a row may say: a term that is not over, no child twice, and nobody walks home whose guardian has not signed.
    Raises Refused where there is no term."""
    running = (
        select(Term.name).where(Term.last_on >= here.today, Term.erased_on.is_(None)).order_by(Term.first_on)
    )
    names = db.session.scalars(running).all()
    if not names:
        raise Refused(_("还没有学期。请先建一个学期，再导入名单。"))
    at_hand = term_at_hand()
    usual = at_hand.name if at_hand is not None and at_hand.name in names else names[0]
    seen: set[tuple[str, str, str]] = set()

    def check_row(values: Values) -> None:
        values["term"] = values["term"] or usual
        if values["term"] not in names:
            raise Refused(_("没有这个学期，或者已经结束。只填：%(terms)s。", terms=join_words(names)), "term")
        one = (values["term"], values["name"], values["phone"])
        if one in seen:
            raise Refused(_("上面已经有同一个孩子。"), "name")
        seen.add(one)
        if values["consent_on"] and values["consent_on"] > here.today.isoformat():
            raise Refused(_("同意的日子不能在将来。"), "consent_on")
        if values["walks"] and not values["consent_on"]:
            raise Refused(_("监护人还没有签同意书，不能填“是”。签了的写上日子。"), "walks")

    return check_row


def look(rows: Sequence[Values]) -> list[str | None]:
    """Who is enrolled in the term already, or was and left."""
    names = [values["name"] for values in rows]
    known = (
        select(Term.name, Enrolment.name, Enrolment.phone)
        .join(Enrolment.term)
        .where(Enrolment.name.in_(names))
    )
    there = {tuple(row) for row in db.session.execute(known)}
    said = AlreadyThere(_("这个孩子已经报过名了。"))
    return [said if (row["term"], row["name"], row["phone"]) in there else None for row in rows]


def take(rows: Sequence[Values]) -> Iterable[Made]:
    """Enrol the children; of each the guardian is the first who may fetch it. Raises Refused."""
    terms = _terms({values["term"] for values in rows})
    enrolled = make_records(Enrolment, [_child(values, terms[values["term"]]) for values in rows])
    make_records(Pickup, [
        {"enrolment_id": row.id, "name": values["guardian"], "phone": values["phone"], "relation": "",
         "valid_until": terms[values["term"]].last_on, "guardian": True}
        for row, values in zip(enrolled, rows, strict=True)
    ])  # fmt: skip
    return enrolled


def _terms(names: set[str]) -> dict[str, Term]:
    """The terms of a list, held in one order; there are one or two. Raises Refused when one is over by now."""
    found = dict(
        db.session.execute(select(Term.name, Term.id).where(Term.name.in_(names)).order_by(Term.id)).all()
    )
    for gone in names - found.keys():
        found[gone] = 0
    return {name: children.open_term(id) for name, id in found.items()}


def _child(values: Values, term: Term) -> Values:
    day = date.fromisoformat(values["consent_on"]) if values["consent_on"] else None
    return {
        "term_id": term.id, "name": values["name"], "grade": values["grade"], "group": "",
        "guardian": values["guardian"], "phone": values["phone"], "phone2": "", "consent_on": day,
        "walks_on": day if values["walks"] else None, "enrolled_on": here.today,
    }  # fmt: skip


def used(_model: type[Any], brought: Select[Any]) -> int:
    """How many of them have come, or have somebody else on their list by now."""
    came = select(Attendance.enrolment_id).where(Attendance.enrolment_id.in_(brought))
    fetched = select(Pickup.enrolment_id).where(Pickup.enrolment_id.in_(brought), Pickup.guardian.is_(False))
    both = came.union(fetched).subquery()
    return db.session.scalar(select(func.count()).select_from(both)) or 0


def remove(_model: type[Any], ids: Sequence[int]) -> None:
    """They go with those who may fetch them."""
    children.forget(ids, "import_undone")


SHEET = ImportSheet(
    "children", _l("小课堂名单"), "enrol", COLUMNS, take, check=check, look=look, used=used, remove=remove,
    list="children", names_people=True,
    help=_l("只收接送孩子用得着的；成绩、家庭情况、身份证号这些列会丢掉。没有监护人和电话的不能报名。"),
)  # fmt: skip
