"""Volunteers, when they were there, the hours they gave."""

from __future__ import annotations

from typing import Any

from hub.kits.roster import hours_actions, hours_columns, shift_columns
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Refused,
    RowAction,
    _,
    _l,
    here,
    pill,
    short_day,
)

from ..models import Hours, Shift, Volunteer


def _checked(day: Any) -> Any:
    return short_day(day) if day else pill(_("还没有核对，不能排班"), "warn")


class Volunteers(RecordsView):
    """志愿者"""

    model = Volunteer
    slug = "volunteers"
    title = _l("志愿者")
    singular = _l("志愿者")
    permission = "view"
    edit_permission = "duty"
    columns = (
        Column("name", _l("姓名"), Volunteer.name, kind="main", personal=True),
        Column("subject", _l("帮什么"), Volunteer.subject),
        Column("checked_on", _l("核对于"), Volunteer.checked_on, show=_checked),
        Column("until", _l("帮到"), Volunteer.until, kind="secondary"),
    )
    order = "-id"
    filters = (
        FlagFilter("unchecked", _l("还没有核对"), Volunteer.checked_on.is_(None)),
        FlagFilter("helping", _l("现在帮忙的"), Volunteer.until.is_(None)),
    )
    can_create = can_edit = True
    form_columns = ("name", "resident", "subject", "checked_on", "until")
    form_labels = {
        "name": _l("姓名"), "resident": _l("登记过的居民"), "subject": _l("帮什么"), "checked_on": _l("核对身份的日子"),
        "until": _l("帮到哪一天"),
    }  # fmt: skip
    form_help = {
        "resident": _l("是本村登记过的居民就选上，核实的时数可以记积分"),
        "subject": _l("例如 数学、书法、科普"),
        "checked_on": _l("当面看过证件才填；没有核对的不能排班。只记日子，不留证件"),
        "until": _l("不再来了才填"),
    }
    conflict = _l("这个名字的志愿者已经有了；是另一个人的，请在名字后面加个字区别。")
    empty_text = _l("还没有志愿者。先添加并核对，再排班。")
    links = (RowAction(_l("排班"), page="plan_shift", permission="duty"),)

    def before_save(self, row: Volunteer, is_created: bool) -> None:
        """A day of checking that lies ahead was not."""
        if is_created:
            row.added_on = here.today
        if row.checked_on is not None and row.checked_on > here.today:
            raise Refused(_("核对的日子不能在将来。"), "checked_on")


class Shifts(RecordsView):
    """值班"""

    model = Shift
    slug = "shifts"
    title = _l("值班")
    singular = _l("值班")
    permission = "view"
    columns = shift_columns(Shift)
    order = "-starts_at"
    filters = (DateFilter("day", _l("哪一天")),)
    empty_text = _l("还没有排过班，请从“值班表”排班。")
    links = (
        RowAction(_l("值班表"), page="rota", permission="view"),
        RowAction(_l("排班"), page="plan_shift", permission="duty"),
    )


class HoursGiven(RecordsView):
    """志愿时数"""

    model = Hours
    slug = "hours"
    title = _l("志愿时数")
    singular = _l("志愿时数")
    permission = "view"
    columns = hours_columns(Hours)
    order = "-day"
    filters = (ChoiceFilter("state", _l("状态")), DateFilter("day", _l("哪一天")))
    empty_text = _l("还没有志愿时数。志愿者签退时自动登记，也可以自己登记；都要第二个人核实。")
    links = (RowAction(_l("登记志愿时数"), page="claim_hours", permission="duty"),)
    row_actions = hours_actions()
