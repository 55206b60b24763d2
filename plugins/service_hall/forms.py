"""What is asked at the counter and on a request's own page."""

from __future__ import annotations

import re
from typing import Any

from wtforms import widgets

from hub.kits.casework import LEVELS, SOURCES
from hub.room import (
    ChoiceField,
    CountField,
    Form,
    LongTextField,
    LookupField,
    ResidentField,
    TextField,
    TickField,
    TicksField,
    _,
    _l,
)

from .words import CATEGORIES

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")


class NoteField(LongTextField):
    """A few sentences, in which no identity number may stand."""

    def complaint(self) -> str | None:
        if _ID_NUMBER.search(self.data):
            return _("这里不记身份证号，请删掉号码再保存。")
        return super().complaint()


class CrowdForm(Form):
    """What every form has that counts a visit."""

    override_reason = TextField(_l("人多仍要登记的原因"), max=200)


class AskForm(CrowdForm):
    """只是问问"""

    category = ChoiceField(_l("问的是哪一类"), choices=CATEGORIES)


class OpinionForm(CrowdForm):
    """登记意见"""

    category = ChoiceField(_l("哪一类"), choices=CATEGORIES)
    text = NoteField(_l("意见"), max=500, required=True, description=_l("只记意见本身，不记是谁提的"))


class AnswerForm(Form):
    """答复意见"""

    answer = NoteField(_l("答复"), max=500, required=True, description=_l("怎么办的，或者为什么办不了"))


class PapersForm(CrowdForm):
    """The materials that are there, ticked one by one."""

    papers = TicksField(_l("交来的材料，逐件核对"), description=_l("没有交来的不勾，会写在回执上"))


class AcceptForm(PapersForm):
    """受理"""

    item = LookupField(_l("事项"), lookup="items", description=_l("名称里的字就行，例如 低保"))
    resident = ResidentField(
        _l("居民"), required=False, description=_l("要通知本人时才登记；姓名、拼音首字母或手机后四位")
    )
    note = NoteField(_l("说明"), max=500, description=_l("不写证件号码，不留证件复印件"))
    draft = TickField(_l("材料还不齐，先存草稿，不算受理"))
    # The item whose list of materials was on the page when the form was sent.
    checked = TextField(max=12, widget=widgets.HiddenInput())

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        item = self.item.data
        if item is None or "papers" not in self or self.checked.data == str(item.id):
            return sound
        self.form_errors.append(_("请核对下面的材料，再按一次。"))
        return False


class WaitForm(Form):
    """等居民"""

    what = NoteField(
        _l("请居民补什么"), max=500, required=True, description=_l("一行一件；停表，补来以后接着算期限")
    )


class ForwardForm(Form):
    """转镇里代办"""

    office = TextField(_l("转给哪里"), max=60, required=True, description=_l("例如 镇便民服务中心社保窗口"))
    note = NoteField(_l("备注"), max=400)


class ReasonForm(Form):
    """A reason, or what was said."""

    note = NoteField(_l("写一句"), max=500, required=True)


class ChaseForm(ReasonForm):
    """催办"""

    note = NoteField(_l("镇里怎么说"), max=500, required=True)


class ReturnForm(ReasonForm):
    """镇里退回"""

    note = NoteField(_l("为什么退回"), max=500, required=True)


class SettleForm(Form):
    """办好"""

    result = NoteField(_l("结果"), max=500, required=True, description=_l("告诉居民办成了什么"))


class RefuseForm(Form):
    """不予办理"""

    reason = NoteField(_l("原因"), max=500, required=True, description=_l("依据哪一条，还可以怎么办"))


class ReopenForm(ReasonForm):
    """重新办理"""

    note = NoteField(_l("为什么重新办"), max=500, required=True)


class ExtendForm(Form):
    """延期"""

    days = CountField(_l("延长几个工作日"), min=1, max=60)
    reason = NoteField(_l("原因"), max=400, required=True)
    agreed = TickField(_l("已经和居民说好"), required=True)


class HandOverForm(Form):
    """移交一件"""

    to = ChoiceField(_l("交给"))
    note = NoteField(_l("交代一句"), max=300)


class HandOverAllForm(HandOverForm):
    """移交一个人手上的全部"""

    giver = ChoiceField(_l("谁手上的"))


class RateForm(Form):
    """评价"""

    level = ChoiceField(_l("您对这次办理满意吗？"), choices=LEVELS)
    source = ChoiceField(_l("谁来评价"), choices=SOURCES, default="self")
