"""What is asked at the counter and on a request's own page."""

from __future__ import annotations

from typing import Any

from wtforms import widgets

from hub.kits.casework import CrowdForm, NoteField, ReasonForm
from hub.room import (
    ChoiceField,
    Form,
    LookupField,
    ResidentField,
    TextField,
    TickField,
    TicksField,
    _,
    _l,
)

from .words import CATEGORIES


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


class ForwardForm(Form):
    """转镇里代办"""

    office = TextField(_l("转给哪里"), max=60, required=True, description=_l("例如 镇便民服务中心社保窗口"))
    note = NoteField(_l("备注"), max=400)


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
