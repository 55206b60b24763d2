"""What is asked at the counter."""

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
    MomentField,
    MoneyField,
    PhoneField,
    PossibleDouble,
    Refused,
    Resident,
    ResidentField,
    TextField,
    TickField,
    TicksField,
    _,
    _l,
    _lp,
    create_resident,
    here,
    join_words,
    mask_person,
)

from .words import CONDITIONS


def _looked_up(label: Any) -> Any:
    """Who it is about: needed, unless a newcomer is written down below."""
    hint = _l("姓名、拼音首字母或手机后四位")
    return ResidentField(label, required=False, marked=False, new=False, description=hint)


class PersonForm(Form):
    """Somebody who is known, or who is written down on the fly."""

    borrower = _looked_up(_l("借用人"))
    new_name = TextField(_l("新居民姓名"), max=60, description=_l("没登记过的，在这里写姓名和电话"))
    new_phone = PhoneField(_l("电话"))
    another = TickField(_l("确认是另一个人"))

    def person(self) -> Resident:
        """The one chosen, else a new one. Raises Refused."""
        if self.borrower.data is not None:
            return self.borrower.data
        if not self.new_name.data:
            raise Refused(_("请先查找；没登记过的，填新居民姓名和电话。"), "borrower")
        try:
            return create_resident(
                self.new_name.data, self.new_phone.data, consent_on=here.today, another=self.another.data
            )
        except PossibleDouble as double:
            alike = join_words(mask_person(found.name, found.phone) for found in double.candidates)
            raise Refused(
                _(
                    "可能已经登记过：%(alike)s。请在“%(field)s”里查找；确实是另一个人，勾选后再按一次。",
                    alike=alike,
                    field=self.borrower.label.text,
                ),
                "another",
            ) from double
        except Refused as refusal:
            names = {"name": "new_name", "phone": "new_phone"}
            raise Refused(refusal.sentence, names.get(refusal.field or "", refusal.field)) from refusal


class HandoutForm(PersonForm):
    """What lending now and lending afterwards have in common. What a tool does not need is taken out (`fitting`)."""

    blocked = ""  # why the chosen tool cannot be lent
    grade: Any = ""  # what class it is of
    notes: tuple[str, ...] = ()  # what to know of the borrower

    tool = LookupField(_lp("one", "工具"), lookup="tools", description=_l("扫编号，或输编号、名称"))
    parts = TicksField(_l("部件，逐件核对"), marked=False)
    gear = TicksField(_l("护具，和工具一起借出"), marked=False)
    briefed = TickField(_l("安全提示已念给借用人听"))
    supplies = CountField(_l("发耗材"), required=False, max=20)
    deposit = MoneyField(_l("押金（元）"), required=False)
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)
    # The tool whose checklist was on the page when the form was sent.
    checked = TextField(max=12, widget=widgets.HiddenInput())

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        tool = self.tool.data
        if tool is None or not ("parts" in self or "gear" in self) or self.checked.data == str(tool.id):
            return sound
        self.form_errors.append(_("请核对下面的部件、护具和安全提示，再按一次。"))
        return False


class LendForm(HandoutForm):
    """借出"""

    # Given by the address when somebody comes for what they reserved.
    reservation = TextField(max=12, widget=widgets.HiddenInput())
    due = DayField(_l("应还"), required=False, marked=False)


class LateLoanForm(HandoutForm):
    """补录"""

    out_at = MomentField(_l("实际借出时间"))
    ended_at = MomentField(_l("实际归还时间"), required=False, description=_l("还没有还的，空着"))
    due = DayField(_l("应还"), required=False, description=_l("空着就按这件工具的天数算"))


class ReturnForm(Form):
    """归还，一次可以几件"""

    numbers = TextField(
        _l("扫工具编号"), max=200, marked=False, description=_l("可以连着扫几件，中间空格隔开")
    )
    loans = TicksField(_l("或在这里勾选"), marked=False)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and not self.numbers.data and not self.loans.data:
            self.form_errors.append(_("请扫一件工具，或在下面勾选。"))
            return False
        return sound


class ReturnOneForm(Form):
    """归还一件，逐件核对"""

    line = ""  # what is coming back, and from whom

    present = TicksField(_l("还回来的部件和护具"), marked=False, description=_l("没有还回来的，取消勾选"))
    condition = ChoiceField(_l("工具情况"), choices=CONDITIONS, default="ok")
    fault = TextField(_l("哪里坏了"), max=200, description=_l("选“要修”时写一句"))


class RenewForm(Form):
    """续借"""

    loan = LookupField(_l("哪一件"), lookup="loans", description=_l("工具编号、名称或借用人"))
    due = DayField(_l("续借到"), required=False, description=_l("空着就按这件工具的天数算"))


class ReportForm(Form):
    """报修"""

    tool = LookupField(_lp("one", "工具"), lookup="tools", description=_l("扫编号，或输编号、名称"))
    fault = LongTextField(_l("哪里坏了"), max=200, required=True)


class CloseTicketForm(Form):
    """维修办完"""

    outcome = ChoiceField(_l("结果"), choices={"back": _l("修好，回架"), "retired": _l("修不了，报废")})
    result = TextField(_l("怎么修的"), max=200)
    cost = MoneyField(_l("花费（元）"), required=False)


class ReserveForm(PersonForm):
    """预约"""

    tool = LookupField(_lp("one", "工具"), lookup="tools", description=_l("扫编号，或输编号、名称"))
    borrower = _looked_up(_l("借用人"))  # after the tool, as in lending
    first_day = DayField(_l("哪天来取"))
    end_day = DayField(
        _l("哪天归还"), required=False, description=_l("空着就按这件工具的天数算；归还那天别人就能借")
    )


class BriefingForm(PersonForm):
    """安全培训"""

    borrower = _looked_up(_l("姓名"))
    # Given by the address when the briefing is what a loan of this tool still needs.
    tool = TextField(max=12, widget=widgets.HiddenInput())
    adult = TickField(_l("已确认成年"), description=_l("只打勾，不记出生日期和证件"))
    given_on = DayField(_l("培训日期"))
    valid_until = DayField(_l("有效期到"), required=False, description=_l("空着就按设置的天数算"))


class AskedForm(Form):
    """问了没有"""

    kind = ChoiceField(_l("问的是哪一种"), required=False)
    other = TextField(_l("别的工具"), max=30)

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if sound and not self.kind.data and not self.other.data:
            self.form_errors.append(_("请点一种，或写下问的是什么工具。"))
            return False
        return sound


class PolicyForm(Form):
    """借用规则"""

    days_a = CountField(_l("A 手工：借几天"), min=1, max=60)
    renewals_a = CountField(_l("A 手工：最多续借几次"), max=10)
    days_b = CountField(_l("B 电动：借几天"), min=1, max=60)
    renewals_b = CountField(_l("B 电动：最多续借几次"), max=10)
    days_c = CountField(_l("C 危险：借几天"), min=1, max=60)
    renewals_c = CountField(_l("C 危险：最多续借几次"), max=10)
    briefing_days = CountField(_l("安全培训管多少天"), min=1, max=3650)
    grace_days = CountField(_l("预约没来取，留几天"), max=14)
    deposits = TickField(_l("收押金"), description=_l("一般不收；要收的，在每件工具上写金额"))
