"""What is asked at the desk, in the workshop and at the bay."""

from __future__ import annotations

from typing import Any

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
    _,
    _l,
)

from .words import SETTLEMENTS


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


class FaultForm(Form):
    """报故障"""

    bay = ChoiceField(_l("哪个位"))
    severity = ChoiceField(
        _l("有多严重"), choices=SEVERITIES, description=_l("不能正常用和有危险的，登记后这个位就停用")
    )
    what = LongTextField(_l("哪里坏了"), max=200, required=True, description=_l("只写机器，不写人名和车牌"))


class SettleForm(Form):
    """处理故障"""

    state = ChoiceField(_l("处理结果"), choices=SETTLEMENTS)
    outcome = TextField(_l("怎么处理的"), max=200, required=True)
    back = TickField(_l("这个位恢复使用"))


class StopForm(Form):
    """停用"""

    bay = ChoiceField(_l("哪个位"))
    reason = TextField(_l("为什么停用"), max=100, required=True, description=_l("贴码的页面上大家都看得到"))


class ServiceForm(Form):
    """新的保养计划"""

    bay = ChoiceField(_l("哪个位"))
    name = TextField(_l("做什么"), max=60, required=True, description=_l("例如 换滤芯、查漏电开关"))
    every_days = CountField(_l("每几天一次"), min=1, max=3660, required=False)
    every_uses = CountField(_l("每用几次一次"), min=1, max=100_000, required=False)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and not self.every_days.data and not self.every_uses.data:
            self.every_days.errors = [_("几天一次、几次一次，至少填一个。")]
            return False
        return sound


class ServeForm(Form):
    """做好了一次保养"""

    note = TextField(_l("备注"), max=200)


class CheckForm(Form):
    """每日检查"""

    in_order = TicksField(_l("逐项看过，正常的打勾"))
    note = TextField(_l("备注"), max=200)


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
