"""The forms of this room."""

from __future__ import annotations

from hub.room import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    PhoneField,
    TextField,
    TicksField,
    _l,
)

from .words import WEEKDAYS


class ChildForm(Form):
    """报名；改报名"""

    term = ChoiceField(_l("学期"))
    name = TextField(_l("孩子的名字"), max=50, required=True)
    grade = TextField(_l("年级"), max=10, description=_l("例如 三年级"))
    group = TextField(_l("分组"), max=20, description=_l("例如 作业一组；可以以后再分"))
    guardian = TextField(_l("监护人"), max=50, required=True)
    phone = PhoneField(_l("监护人电话"), required=True)
    phone2 = PhoneField(_l("另一个电话"), description=_l("打不通时再打"))
    consent_on = DayField(
        _l("监护人签同意书的日子"), required=False, description=_l("还没有签的空着，待办里会提醒")
    )
    walks_on = DayField(
        _l("同意“可以独自回家”的日子"), required=False, description=_l("监护人签过字才填；空着就要有人来接")
    )


class PickupForm(Form):
    """加一位接送人"""

    name = TextField(_l("谁来接"), max=50, required=True)
    relation = TextField(_l("是孩子的什么人"), max=20, description=_l("例如 奶奶"))
    phone = PhoneField(_l("电话"))
    valid_until = DayField(_l("有效到"))


class RenewForm(Form):
    """改有效期"""

    valid_until = DayField(_l("有效到"))


class GroupForm(Form):
    """分组"""

    group = TextField(_l("组名"), max=20, description=_l("空着就是从组里拿出来"))
    children = TicksField(_l("哪些孩子"), required=True)


class PhoneReleaseForm(Form):
    """电话同意后交接"""

    phone = ChoiceField(_l("打的哪个号码"))
    allowed_by = TextField(_l("谁同意的"), max=50, required=True)
    taken_by = TextField(_l("谁来接的"), max=50, required=True)
    at = ClockField(_l("几点离开的"))


class CrowdForm(Form):
    """人多仍要签到"""

    child = ChoiceField(_l("孩子"))
    crowd_reason = TextField(
        _l("为什么还要进"), max=200, required=True, description=_l("今晚后面的签到不再问；不要写人名")
    )


class EnterForm(Form):
    """停电补录：一晚"""

    day = DayField(_l("哪一天"))
    begins = ClockField(_l("到的时间"))
    ends = ClockField(_l("离开的时间"))


class PolicyForm(Form):
    """上课时间"""

    weekdays = TicksField(_l("哪几天上课"), choices=WEEKDAYS, required=True)
    begins = ClockField(_l("从"))
    ends = ClockField(_l("到"))
    points = CountField(
        _l("志愿服务一小时几分"), max=100, description=_l("核实以后记到志愿者的积分里；0 就是不给积分")
    )
