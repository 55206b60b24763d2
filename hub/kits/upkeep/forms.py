"""What is asked when something breaks, is put right, is stopped, or is looked after."""

from __future__ import annotations

from typing import Any

from hub.kits.upkeep.words import SETTLEMENTS, SEVERITIES
from hub.room import ChoiceField, CountField, Form, LongTextField, TextField, TickField, _, _l


class FaultForm(Form):
    """报故障"""

    thing = ChoiceField(_l("哪一台"))
    severity = ChoiceField(
        _l("有多严重"), choices=SEVERITIES, description=_l("不能正常用和有危险的，登记后就停用")
    )
    what = LongTextField(_l("哪里坏了"), max=200, required=True, description=_l("只写东西，不写人名和车牌"))


class SettleForm(Form):
    """处理故障"""

    state = ChoiceField(_l("处理结果"), choices=SETTLEMENTS)
    outcome = TextField(_l("怎么处理的"), max=200, required=True)
    back = TickField(_l("恢复使用"))


class StopForm(Form):
    """停用"""

    thing = ChoiceField(_l("哪一台"))
    reason = TextField(_l("为什么停用"), max=100, required=True, description=_l("大家都看得到"))


class ServiceForm(Form):
    """新的保养计划"""

    thing = ChoiceField(_l("哪一台"))
    name = TextField(_l("做什么"), max=60, required=True)
    every_days = CountField(_l("每几天一次"), min=1, max=3660)


class UsesServiceForm(Form):
    """新的保养计划, of what counts its uses"""

    thing = ChoiceField(_l("哪一台"))
    name = TextField(_l("做什么"), max=60, required=True)
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
