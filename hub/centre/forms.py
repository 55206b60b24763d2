"""Forms of the centre: a room's facts, a correction of the log, the figure of a day."""

from __future__ import annotations

from typing import Any

from flask import request

from hub.centre.models import Room
from hub.i18n import _, _l, _lp
from hub.web.forms import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    LongTextField,
    MomentField,
    TextField,
)

HOURS = {
    "centre": _l("和中心一样"),
    "always": _l("全天开放（24 小时）"),
    "own": _l("另定钟点"),
}
CENTRE = 0  # stands for the centre itself among the choices of rooms


class RoomForm(Form):
    """What a village says about a room."""

    name = TextField(_l("名称"), max=60, required=True)
    icon = TextField(
        _l("印章字"), max=1, required=True, description=_l("一个字，用在卡片和菜单上，例如：办。")
    )
    purpose = LongTextField(_l("是做什么的"), max=300)
    used_for = LongTextField(_l("平时用来"), max=300)
    warn_above = CountField(
        _l("容量：超过多少人提醒"),
        min=1,
        max=10_000,
        required=False,
        description=_l("例如 20—30 人的，这里填 20。不限人数的都不填。"),
    )
    refuse_above = CountField(
        _l("容量：超过多少人不再登记"),
        min=1,
        max=10_000,
        required=False,
        description=_l("例如 20—30 人的，这里填 30。写明原因仍可登记。"),
    )
    stay_minutes = CountField(
        _l("一般待多少分钟"), min=1, max=1440, description=_l("没有登记离开时间的，按这个算在室人数。")
    )
    hours = ChoiceField(_l("开放时间"), choices=HOURS)
    opens = ClockField(_lp("hours", "开门"), required=False, description=_l("只在“另定钟点”时填。"))
    closes = ClockField(
        _lp("hours", "关门"), required=False, description=_l("不晚于开门时间的，算第二天凌晨。")
    )

    def show(self, room: Room) -> None:
        """Fill in what is known."""
        self.process(request.form if request.method == "POST" else None, obj=room)

    def validate(self, *more: Any) -> bool:
        """Figures and hours must fit together."""
        right = super().validate(*more)
        if not right:
            return False
        warn, refuse = self.warn_above.data, self.refuse_above.data
        if warn is not None and refuse is not None and warn > refuse:
            self.refuse_above.errors = [_("不能小于提醒的人数 %(warn)s。", warn=warn)]
        if self.hours.data == "own":
            for field in (self.opens, self.closes):
                if field.data is None:
                    field.errors = [_("选了“另定钟点”，请填上时间。")]
        return not self.errors


class OpeningForm(Form):
    """From when to when the centre or a room was open."""

    room = ChoiceField(_l("哪里"), select=True)
    opened_at = MomentField(_lp("record", "开门"))
    closed_at = MomentField(_lp("record", "关门"), required=False, description=_l("还开着的不填。"))


class DoorForm(Form):
    """The figure of one day."""

    day = DayField(_l("日期"))
    heads = CountField(_l("进门人次"), min=0, max=100_000)
