"""What is asked. Nowhere a field into which a reason, a finding or a note could be written."""

from __future__ import annotations

from hub.kits.booking import WEEKDAYS
from hub.kits.events import PlanForm
from hub.room import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    MomentField,
    TextField,
    TickField,
    TicksField,
    _l,
)

from .words import PLACES, WHY_NO_TALK

_contact = TextField(
    _l("联系方式（可不填）"), max=60, required=False, marked=False,
    description=_l("只为改时间时找得到您：电话或微信号。加密保存，只有咨询师能看，30 天后删除。不用写姓名和原因。"),
)  # fmt: skip


class OfferForm(Form):
    """放号"""

    week = DayField(_l("哪一周"), description=_l("那一周里的任何一天"))
    weekdays = TicksField(_l("星期几"), choices=tuple(enumerate(WEEKDAYS)), required=True)
    start = ClockField(_l("从几点"))
    until = ClockField(_l("到几点"))
    minutes = CountField(_l("一次几分钟"), min=15, max=240, default=50)
    pause = CountField(_l("中间隔几分钟"), min=0, max=120, default=10)


class BookForm(Form):
    """预约"""

    slot = ChoiceField(_l("哪个时间"))
    contact = _contact


class AskForm(Form):
    """公众自己约"""

    contact = _contact


class CodeForm(Form):
    """凭码查看"""

    code = TextField(_l("预约码"), max=40, required=True, render_kw={"autocomplete": "off"})


class HeldForm(Form):
    """来过"""

    heads = CountField(_l("来了几个人"), min=1, max=20, default=1)


class WalkInForm(HeldForm):
    """没有预约就来了"""

    started_at = MomentField(_l("几点来的"), required=False, marked=False, description=_l("空着就是现在"))


class ReferForm(Form):
    """转介"""

    place = ChoiceField(_l("转到哪里"), choices=PLACES)
    consented = TickField(_l("本人同意转介"), required=True)


class TalkForm(PlanForm):
    """安排讲座"""


class TalkHeldForm(Form):
    """讲座办完"""

    heads = CountField(_l("来了几个人"), min=1, max=500)
    began_at = MomentField(_l("实际开始"), required=False, marked=False)
    finished_at = MomentField(_l("实际结束"), required=False, marked=False)


class TalkOffForm(Form):
    """不办了"""

    why = ChoiceField(_l("为什么不办了"), choices=WHY_NO_TALK)
