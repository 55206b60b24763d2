"""What is asked at the desk, in the workshop and at the bay."""

from __future__ import annotations

from hub.kits.upkeep import SEVERITIES
from hub.room import (
    ChoiceField,
    CountField,
    Form,
    LongTextField,
    MomentField,
    TextField,
    TickField,
    TicksField,
    _l,
)


class StartForm(Form):
    """开始"""

    bay = ChoiceField(_l("哪个位"))


class BookForm(Form):
    """预约"""

    bay = ChoiceField(_l("哪个位"))
    starts_at = MomentField(_l("几点开始"))
    minutes = CountField(
        _l("用几分钟"), min=10, max=480, required=False, description=_l("空着就按这个位的最长时间")
    )


class CancelForm(Form):
    """取消预约"""

    why = TextField(_l("为什么取消"), max=100, required=True, description=_l("来的人扫码会看到这句话"))


class FrostForm(Form):
    """冰冻停用"""

    bays = TicksField(_l("停哪些位"), required=True)
    starts_at = MomentField(_l("从什么时候"))
    ends_at = MomentField(_l("到什么时候"))
    reason = TextField(_l("原因"), max=60, required=True)
    cancel = TickField(_l("这段时间里的预约一并取消"))


class PolicyForm(Form):
    """规则"""

    book_days = CountField(_l("最多提前几天预约"), min=1, max=30)
    checklist = LongTextField(_l("每日检查项目"), max=600, required=True, description=_l("一行一项"))


class TicketForm(Form):
    """有取号码的人"""

    ticket = TextField(_l("取号码"), max=12, required=True, description=_l("六位，大小写都行"))


class PublicFaultForm(Form):
    """群众报故障"""

    severity = ChoiceField(_l("怎么了"), choices=SEVERITIES)
    what = LongTextField(_l("说一句"), max=200, description=_l("只说机器，不要写人名、电话、车牌。可以不写"))
