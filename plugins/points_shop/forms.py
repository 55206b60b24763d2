"""What is asked at the counter and behind it."""

from __future__ import annotations

from typing import Any

from wtforms import widgets

from hub.room import (
    ChoiceField,
    CountField,
    DayField,
    Form,
    LongTextField,
    LookupField,
    ResidentField,
    TextField,
    _l,
)

from .words import DECISIONS, SETTLEMENTS

ROWS = 5  # kinds of goods on one slip


class ClaimForm(Form):
    """申报"""

    resident = ResidentField(_l("谁做的好事"), description=_l("姓名、拼音首字母或手机后四位"))
    rule = ChoiceField(_l("做了什么"))
    done_on = DayField(_l("哪一天"))
    evidence = LongTextField(
        _l("凭据说明"), max=200, description=_l("一句话：在哪里、谁看见。不写身份证号，不附照片")
    )
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)


class VerifyForm(Form):
    """核实"""

    decision = ChoiceField(_l("核实结果"), choices=DECISIONS)
    why = TextField(_l("不通过的原因"), max=200, description=_l("不通过时必填"))


class ObjectionForm(Form):
    """记异议"""

    objection = LongTextField(
        _l("异议内容"), max=200, required=True, description=_l("只写事情，不写是谁提的")
    )


class SettleForm(Form):
    """处理异议"""

    decision = ChoiceField(_l("处理结果"), choices=SETTLEMENTS)
    why = TextField(_l("理由"), max=200, required=True)


class TakeBackForm(Form):
    """撤回已入账的积分"""

    why = TextField(_l("为什么撤回"), max=200, required=True)


class RedeemForm(Form):
    """兑换"""

    balance: int | None = None  # of the chosen resident, for those who may know

    token = TextField(max=40, widget=widgets.HiddenInput())
    resident = ResidentField(_l("谁来兑换"), description=_l("姓名、拼音首字母或手机后四位"))
    goods1 = LookupField(_l("商品"), lookup="goods", description=_l("名称，或从列表里选"))
    number1 = CountField(_l("数量"), min=1, max=99, default=1)
    goods2 = LookupField(_l("商品"), lookup="goods", required=False)
    number2 = CountField(_l("数量"), min=1, max=99, default=1, required=False)
    goods3 = LookupField(_l("商品"), lookup="goods", required=False)
    number3 = CountField(_l("数量"), min=1, max=99, default=1, required=False)
    goods4 = LookupField(_l("商品"), lookup="goods", required=False)
    number4 = CountField(_l("数量"), min=1, max=99, default=1, required=False)
    goods5 = LookupField(_l("商品"), lookup="goods", required=False)
    number5 = CountField(_l("数量"), min=1, max=99, default=1, required=False)
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)

    @property
    def rows(self) -> list[tuple[Any, Any]]:
        """The fields of each kind of goods and its number."""
        return [(self[f"goods{row}"], self[f"number{row}"]) for row in range(1, ROWS + 1)]

    @property
    def basket(self) -> dict[int, int]:
        """Numbers by goods; the same goods in two rows are added."""
        basket: dict[int, int] = {}
        for goods, number in self.rows:
            if goods.data is not None:
                basket[goods.data.id] = basket.get(goods.data.id, 0) + (number.data or 1)
        return basket


class BalanceForm(Form):
    """查积分"""

    resident = ResidentField(
        _l("查谁的积分"), new=False, description=_l("本人在场、本人要查时才查；余额不公开、不排名")
    )


class RuleForm(Form):
    """积分规则"""

    deed = TextField(_l("做了什么"), max=40, required=True, description=_l("例如 义务清雪、照看孤老"))
    points = CountField(_l("一次几分"), min=1, max=1000)
    cap = CountField(_l("每人每月最多几分"), min=1, max=10_000, required=False, description=_l("空着就不限"))
    evidence = TextField(_l("核实时看什么"), max=100)


class PolicyForm(Form):
    """公示规则"""

    publish_days = CountField(_l("公示几天"), min=1, max=60)
    claim_days = CountField(_l("做好事后几天内可以申报"), min=1, max=366)
