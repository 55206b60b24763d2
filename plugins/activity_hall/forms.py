"""What is asked at the desk and in the hall."""

from __future__ import annotations

from typing import Any

from hub.kits.booking import RepeatForm
from hub.kits.events import HeldForm
from hub.room import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    LongTextField,
    PhoneField,
    TextField,
    TickField,
    TicksField,
    _l,
)

from .words import ANSWERS, PROPOSERS


class RequestForm(RepeatForm):
    """登记申请"""

    hall = ChoiceField(_l("哪个场地"))
    day = DayField(_l("哪一天"))
    starts = ClockField(_l("几点开始"))
    ends = ClockField(_l("几点结束"))
    group = TextField(_l("哪个团队"), max=40, required=True, description=_l("会贴在公告上，写队名，不写人名"))
    purpose = TextField(
        _l("做什么"), max=60, required=True, description=_l("会贴在公告上，例如 排练、村民大会")
    )
    heads = CountField(_l("大约几个人"), min=1, max=10_000)
    proposer = ChoiceField(_l("谁提出的"), choices=PROPOSERS, default="residents")
    wanted = TicksField(_l("要用的设备"))
    contact = TextField(_l("联系人"), max=30, description=_l("用完 30 天后自动清空"))
    phone = PhoneField(_l("联系电话"))
    approve = TickField(_l("马上同意"))
    override_reason = TextField(_l("超出人数或时间仍要安排的原因"), max=200, marked=False)


class AnswerForm(Form):
    """答复申请"""

    answer = ChoiceField(_l("怎么答复"), choices=ANSWERS, default="approve")
    words = TextField(_l("跟团队说"), max=200, marked=False, description=_l("不同意要写原因；不写人名"))
    whole = TickField(_l("这一组还没答复的一起答复"))


class CancelForm(Form):
    """取消预约"""

    words = TextField(_l("为什么取消"), max=200, required=True, description=_l("不写人名"))
    rest = TickField(_l("这一组后面的也一起取消"))


class MoveForm(Form):
    """调换时间"""

    words = TextField(_l("为什么要让出来"), max=200, required=True, description=_l("会跟团队说；不写人名"))
    choice = ChoiceField(_l("换到什么时候"), default="ask")


class CountHeadsForm(HeldForm):
    """点人数"""

    materials = TextField(_l("用了什么"), max=200)


class CleanForm(Form):
    """打扫"""

    in_order = TicksField(_l("逐项看过，做好的打勾"))


class PolicyForm(Form):
    """规则"""

    set_up = CountField(_l("开始前留几分钟布置"), max=240)
    clean_up = CountField(_l("结束后留几分钟打扫"), max=240)
    ahead_days = CountField(_l("最多提前几天登记"), min=1, max=731)
    offer_days = CountField(_l("调换时三个时间给团队留几天"), min=1, max=14)
    checklist = LongTextField(_l("打扫时看什么"), max=600, required=True, description=_l("一行一项"))


def choose(field: Any, rows: Any) -> None:
    """The rows that can be chosen; where there is only one, it is chosen."""
    field.choices = [(row.id, row.name) for row in rows]
    if len(field.choices) == 1 and field.typed is None and field.data is None:
        field.data = field.choices[0][0]
