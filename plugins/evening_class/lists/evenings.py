"""Terms and evenings: numbers alone, for everybody who may see the room."""

from __future__ import annotations

from typing import Any

from hub.room import ChoiceFilter, Column, DateFilter, RecordsView, RowAction, _l

from ..models import Session, Term
from ..terms import check_term
from ..words import SESSION_STATES, SESSION_TONES


def _counted(number: int, row: Any) -> str:
    """The numbers of an evening are counted when it closes."""
    return "—" if row.state == "open" else str(number)


class Sessions(RecordsView):
    """上课记录"""

    model = Session
    slug = "evenings"
    title = _l("上课记录")
    singular = _l("一晚的课")
    permission = "view"
    columns = (
        Column("day", _l("哪一天"), Session.day, kind="main", sort=True),
        Column("came", _l("来了"), Session.came, kind="num", show=_counted),
        Column("by_adult", _l("有人接"), Session.by_adult, kind="num", show=_counted),
        Column("by_phone", _l("电话同意"), Session.by_phone, kind="num", show=_counted),
        Column("alone", _l("独自回家"), Session.alone, kind="num", show=_counted),
        Column("absent", _l("请假"), Session.absent, kind="num", show=_counted),
        Column("state", _l("状态"), Session.state, choices=SESSION_STATES, pill=SESSION_TONES),
        Column("late", _l("补录"), Session.late, kind="hide_phone"),
        Column("crowd_reason", _l("人多的原因"), Session.crowd_reason, kind="secondary", personal=True),
    )
    order = "-day"
    filters = (ChoiceFilter("state", _l("状态")), DateFilter("day", _l("哪一天")))
    empty_text = _l("还没有上过课。先登记学期、给孩子报名，再从“签到、放学”点第一个孩子。")
    row_actions = (
        RowAction(
            _l("签到、放学"), page="tonight", arg="evening", permission="children", main=True,
            show=lambda row: row.state == "open",
        ),
    )  # fmt: skip


class Terms(RecordsView):
    """学期"""

    model = Term
    slug = "terms"
    title = _l("学期")
    singular = _l("学期")
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("name", _l("名称"), Term.name, kind="main"),
        Column("first_on", _l("第一天"), Term.first_on, sort=True),
        Column("last_on", _l("最后一天"), Term.last_on),
        Column("enrolled", _l("已删除资料的孩子"), Term.enrolled, kind="num"),
        Column("erased_on", _l("资料删除于"), Term.erased_on, kind="secondary"),
    )
    order = "-first_on"
    can_create = can_edit = True
    form_columns = ("name", "first_on", "last_on")
    form_labels = {"name": _l("名称"), "first_on": _l("第一天"), "last_on": _l("最后一天")}
    form_help = {
        "name": _l("例如 2025 年秋季"),
        "last_on": _l("过了这一天再过 30 天，孩子、监护人和电话全部删除，只留人数"),
    }
    conflict = _l("这个名称的学期已经有了。")
    empty_text = _l("还没有学期，请先登记：名称、第一天、最后一天。")
    links = (RowAction(_l("上课时间"), page="policy", permission="manage"),)

    def before_save(self, row: Term, is_created: bool) -> None:
        """Terms do not overlap."""
        check_term(row)
