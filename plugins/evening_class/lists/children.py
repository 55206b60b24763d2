"""Children, who may fetch them, how they left: for the room's own keepers alone, and never as a file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    RowAction,
    _,
    _l,
    here,
    pill,
    short_day,
)

from ..models import Attendance, Enrolment, Pickup, Session, Term
from ..words import RELEASES


def _consent(day: Any) -> Any:

    return short_day(day) if day else pill(_("还没有签"), "warn")


def _walks(day: Any) -> Any:
    return pill(_("可以"), "ok") if day else "—"


def _until(day: Any) -> Any:

    if day < here.today:
        return pill(_("%(day)s已过", day=short_day(day)), "off")
    return pill(short_day(day), "gold") if day <= here.today + timedelta(days=7) else short_day(day)


class Children(RecordsView):
    """孩子"""

    model = Enrolment
    slug = "children"
    title = _l("孩子")
    singular = _l("报名的孩子")
    permission = "children"
    joins = (Enrolment.term,)
    columns = (
        Column("name", _l("孩子"), Enrolment.name, kind="main", personal=True),
        Column("grade", _l("年级"), Enrolment.grade, personal=True),
        Column("group", _l("分组"), Enrolment.group, personal=True),
        Column("guardian", _l("监护人"), Enrolment.guardian, personal=True),
        Column("phone", _l("电话"), Enrolment.phone, personal=True),
        Column("consent_on", _l("同意书"), Enrolment.consent_on, personal=True, show=_consent),
        Column("walks_on", _l("独自回家"), Enrolment.walks_on, personal=True, show=_walks),
        Column("term", _l("学期"), Term.name, kind="secondary"),
        Column("left_on", _l("退出"), Enrolment.left_on, kind="secondary"),
    )
    order = "-id"
    filters = (
        FlagFilter("unsigned", _l("同意书还没签"), lambda: Enrolment.consent_on.is_(None) & Enrolment.left_on.is_(None),
                   personal=True),
        FlagFilter("left", _l("已退出"), Enrolment.left_on.is_not(None)),
    )  # fmt: skip
    can_export = False
    empty_text = _l("还没有孩子报名。可以一个一个报，也可以从表格导入。")
    open_page = "child"
    open_arg = "child"
    create_page = "enrol"
    create_permission = "enrol"
    create_label = _l("报名")
    import_sheet = "children"
    links = (
        RowAction(_l("分组"), page="group", permission="enrol"),
        RowAction(_l("打印当日名单"), page="day_sheet", permission="children"),
    )


class Pickups(RecordsView):
    """接送人"""

    model = Pickup
    slug = "pickups"
    title = _l("接送人")
    singular = _l("接送人")
    permission = "children"
    joins = (Pickup.enrolment,)
    columns = (
        Column("name", _l("谁来接"), Pickup.name, kind="main", personal=True),
        Column("child", _l("接哪个孩子"), Enrolment.name, personal=True),
        Column("relation", _l("关系"), Pickup.relation, personal=True),
        Column("phone", _l("电话"), Pickup.phone, personal=True),
        Column("valid_until", _l("有效到"), Pickup.valid_until, show=_until),
    )
    order = "-id"
    filters = (
        FlagFilter(
            "ending", _l("一周内到期"),
            lambda: Pickup.valid_until.between(here.today, here.today + timedelta(days=7)),
        ),
    )  # fmt: skip
    can_export = False
    empty_text = _l("报了名的孩子，监护人就是第一位接送人；别的人在孩子的页上加。")
    row_actions = (
        RowAction(_l("改有效期"), page="renew_pickup", arg="pickup", permission="enrol", main=True),
        RowAction(_l("不能再接"), page="end_pickup", arg="pickup", permission="enrol", post=True,
                  confirm=_l("从现在起，这个人不能再接孩子？")),
    )  # fmt: skip


class Releases(RecordsView):
    """放学记录"""

    model = Attendance
    slug = "releases"
    title = _l("放学记录")
    singular = _l("放学记录")
    permission = "children"
    joins = (Attendance.enrolment, Attendance.session)
    columns = (
        Column("child", _l("孩子"), Enrolment.name, kind="main", personal=True),
        Column("day", _l("哪一天"), Session.day),
        Column("in_at", _l("签到"), Attendance.in_at),
        Column("out_at", _l("放学"), Attendance.out_at),
        Column("how", _l("怎么走的"), Attendance.how, choices=RELEASES),
        Column("taken_by", _l("交给谁"), Attendance.taken_by, personal=True),
        Column("allowed_by", _l("谁同意的"), Attendance.allowed_by, personal=True, kind="secondary"),
        Column("allowed_phone", _l("打的号码"), Attendance.allowed_phone, personal=True, kind="secondary"),
        Column("allowed_at", _l("什么时候同意的"), Attendance.allowed_at, kind="secondary"),
    )
    order = "-id"
    filters = (ChoiceFilter("how", _l("怎么走的")), DateFilter("day", _l("哪一天")))
    can_export = False
    empty_text = _l("还没有放学记录。")
