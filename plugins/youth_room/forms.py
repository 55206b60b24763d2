"""What is asked of the keeper."""

from __future__ import annotations

from typing import Any

from wtforms import widgets

from hub.room import (
    ChoiceField,
    ClockField,
    CountField,
    Form,
    LookupField,
    MomentField,
    TextField,
    TicksField,
    _l,
    _lp,
)

from .tally import MOST
from .words import BANDS, CONDITIONS, WAYS


class OpenForm(Form):
    """开场"""

    zone = ChoiceField(_l("哪个区"))
    adult = ChoiceField(_l("谁值守"), description=_l("没有大人在场不能开场"))
    until = ClockField(_l("预定几点结束"))


class ChangeForm(Form):
    """换人、延时"""

    adult = ChoiceField(_l("谁值守"))
    until = MomentField(_l("预定什么时候结束"))


class TapForm(Form):
    """点人数"""

    band = ChoiceField(_l("谁"), choices=BANDS)
    way = ChoiceField(_l("进来还是离开"), choices=WAYS, default="in")
    number = CountField(_l("几个人"), min=1, max=MOST, default=1)
    override_reason = TextField(_l("人多仍要进来的原因"), max=200)
    token = TextField(max=40, widget=widgets.HiddenInput())


class LateForm(Form):
    """补录一场"""

    zone = ChoiceField(_l("哪个区"))
    adult = ChoiceField(_l("谁值守"))
    opened_at = MomentField(_l("几点开始"))
    closed_at = MomentField(_l("几点结束"))
    small = CountField(BANDS["small"], max=500, required=False)
    primary = CountField(BANDS["primary"], max=500, required=False)
    teen = CountField(BANDS["teen"], max=500, required=False)
    adults = CountField(BANDS["adult"], max=500, required=False)
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)

    @property
    def heads(self) -> dict[str, int]:
        """Heads by band."""
        fields: dict[str, Any] = {
            "small": self.small, "primary": self.primary, "teen": self.teen, "adult": self.adults,
        }  # fmt: skip
        return {band: field.data for band, field in fields.items() if field.data}


class LendForm(Form):
    """借棋具"""

    game = LookupField(_lp("one", "棋具"), lookup="game_sets", description=_l("扫编号，或输编号、名称"))
    session = ChoiceField(_l("给哪一场"))


class ReturnForm(Form):
    """归还，逐件核对"""

    line = ""  # what comes back, from which zone

    present = TicksField(_l("还回来的部件"), marked=False, description=_l("没有还回来的，取消勾选"))
    condition = ChoiceField(_l("情况"), choices=CONDITIONS, default="ok")
    fault = TextField(_l("哪里坏了"), max=200, description=_l("选“要修”时写一句"))


class FaultForm(Form):
    """报修"""

    fault = TextField(_l("哪里坏了"), max=200, required=True)
