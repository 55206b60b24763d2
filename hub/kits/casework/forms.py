"""What is asked on a case's own page, the same in every room that has cases."""

from __future__ import annotations

import re

from hub.kits.casework.deadlines import LONGEST_EXTENSION
from hub.kits.casework.receipts import CodeForm
from hub.kits.casework.satisfaction import LEVELS, SOURCES
from hub.room import ChoiceField, CountField, Form, LongTextField, TextField, TickField, _, _l

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


class ReasonForm(Form):
    """A reason, or what was said."""

    note = NoteField(_l("写一句"), max=500, required=True)


class WaitForm(Form):
    """Wait for the asker."""

    what = NoteField(
        _l("请居民补什么"), max=500, required=True, description=_l("一行一件；停表，补来以后接着算期限")
    )


class ReopenForm(ReasonForm):
    """重新办理"""

    note = NoteField(_l("为什么重新办"), max=500, required=True)


class ExtendForm(Form):
    """延期"""

    days = CountField(_l("延长几个工作日"), min=1, max=LONGEST_EXTENSION)
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


class RateByCodeForm(CodeForm):
    """评价 without an account, by whoever holds the receipt."""

    level = ChoiceField(_l("您对这次办理满意吗？"), choices=LEVELS)
