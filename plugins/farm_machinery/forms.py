"""What is asked at the counter and in the yard."""

from __future__ import annotations

from decimal import Decimal

from hub.kits.upkeep import SEVERITIES, ServeForm
from hub.room import (
    ChoiceField,
    CountField,
    DayField,
    Form,
    LongTextField,
    LookupField,
    MoneyField,
    ResidentField,
    TextField,
    TickField,
    TicksField,
    _l,
    _lp,
)

from .models import Machine, Rental
from .pricing import Bill, Quote
from .words import CONDITIONS

HIGHEST_HOURS = 99_999
MOST_MONEY = Decimal(99_999)


class DaysForm(Form):
    """A machine and the days it is wanted for, with what that costs."""

    price: Quote | None = None  # of the chosen machine and days
    blocked = ""  # why it cannot be had
    others: tuple[tuple[str, str], ...] = ()  # days on which it could be had instead, with their addresses
    needs: Machine | None = None  # the chosen machine

    machine = LookupField(_lp("one", "农机"), lookup="machines", description=_l("编号、名称或种类"))
    first_day = DayField(_l("第一天"))
    last_day = DayField(_l("最后一天"), description=_l("当天收工前还回来；只用一天就和第一天相同"))


class QuoteForm(DaysForm):
    """报价"""


class RequestForm(DaysForm):
    """登记租用"""

    renter = ResidentField(_l("谁来租"), description=_l("姓名、拼音首字母或手机后四位"))
    points_days = CountField(
        _l("其中几天用积分"), required=False, marked=False, max=60, description=_l("其余的天数收现金")
    )
    approve = TickField(_l("同时批准"), description=_l("当场答应的勾上；不勾的，批准以后才算数"))


class WhyForm(Form):
    """取消"""

    why = TextField(_l("原因"), max=200, required=True, description=_l("一句话，好答复来问的人"))


class LookForm(Form):
    """What is looked at of a machine, out and in."""

    hours = CountField(_l("小时表读数"), max=HIGHEST_HOURS)
    sound = TicksField(_l("逐项检查，完好的勾上"), marked=False)
    note = TextField(_l("备注"), max=200)


class OutForm(LookForm):
    """交机"""

    machine: Machine | None = None

    licence_seen = TickField(_l("已看过驾驶证"), description=_l("只记看过和日期，不抄号码，不留复印件"))
    safety = TickField(_l("安全事项已念给租用人听"), required=True)
    deposit = MoneyField(_l("收押金（元）"), max=MOST_MONEY, required=False, marked=False)
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)


class InForm(LookForm):
    """验机"""

    condition = ChoiceField(_l("机况"), choices=CONDITIONS, default="ok")
    damage = MoneyField(
        _l("损坏赔偿（元）"), max=MOST_MONEY, required=False, description=_l("没有损坏，空着")
    )
    note = TextField(_l("哪里坏了、缺了什么"), max=200, description=_l("有损坏时写一句，会直接报修"))


class SettleForm(Form):
    """结算"""

    bill: Bill | None = None
    rental: Rental | None = None

    points_days = CountField(
        _l("其中几天用积分"), required=False, marked=False, max=60, description=_l("其余的天数收现金")
    )
    damage = MoneyField(_l("损坏赔偿（元）"), max=MOST_MONEY, required=False, marked=False)
    waive_late = TickField(_l("免收滞还费"))
    remark = TextField(_l("说明"), max=200, description=_l("免收滞还费或改赔偿时必填"))


class DisputeForm(Form):
    """记争议"""

    remark = LongTextField(_l("双方各怎么说"), max=200, required=True, description=_l("只写事情"))


class WaitForm(Form):
    """排队"""

    kind = ChoiceField(_l("要哪一种农机"))
    resident = ResidentField(_l("谁来排队"), description=_l("姓名、拼音首字母或手机后四位"))
    window_first = DayField(_l("农时：最早哪天"))
    window_last = DayField(_l("农时：最晚哪天"))
    days = CountField(_l("要用几天"), min=1, max=60, default=1)


class ReportForm(Form):
    """报修"""

    machine = LookupField(_lp("one", "农机"), lookup="machines", description=_l("编号、名称或种类"))
    severity = ChoiceField(
        _l("有多严重"), choices=SEVERITIES, default="major", description=_l("除了小毛病，修好以前都不出租")
    )
    what = LongTextField(_l("哪里坏了"), max=200, required=True, description=_l("只写农机，不写人名"))


class ServiceForm(Form):
    """安排保养"""

    machine = LookupField(_lp("one", "农机"), lookup="machines", description=_l("编号、名称或种类"))
    name = TextField(_l("做什么"), max=200, required=True, description=_l("例如 换机油、紧皮带"))
    due_on = DayField(_l("哪天做"), description=_l("那几天不出租；到了日子没做，做完以前不出租"))
    days = CountField(_l("做几天"), min=1, max=60, default=1, required=False)


class RepeatForm(Form):
    """新的保养计划: again and again by days; by hours is set with the machine"""

    machine = LookupField(_lp("one", "农机"), lookup="machines", description=_l("编号、名称或种类"))
    name = TextField(_l("做什么"), max=200, required=True, description=_l("例如 打黄油、查轮胎"))
    every_days = CountField(_l("每几天一次"), min=1, max=3660)


class FaultDoneForm(Form):
    """维修办完: with nothing grave left, the machine can be rented again by itself"""

    state = ChoiceField(_l("处理结果"))
    outcome = TextField(_l("怎么处理的"), max=200, required=True)
    cost = MoneyField(_l("花费（元）"), max=MOST_MONEY, required=False)


class ServiceDoneForm(ServeForm):
    """保养做好了"""

    cost = MoneyField(_l("花费（元）"), max=MOST_MONEY, required=False)


class DropForm(Form):
    """不做了"""

    why = TextField(_l("为什么不做了"), max=200, required=True)


class PolicyForm(Form):
    """租用规则"""

    ahead_days = CountField(_l("最多提前几天登记"), min=1, max=366)
    longest_days = CountField(_l("一次最多租几天"), min=1, max=60)
    fetch_hours = CountField(
        _l("没来取的，第一天过几小时放出"), min=1, max=240, description=_l("12 就是中午 12 点还没来取，别人就能租")
    )  # fmt: skip
    offer_hours = CountField(_l("通知排队的人，留几小时"), min=1, max=240)
