"""What is asked at the desk and on a case's own page. No field for an identity number, 民族 or anything like it."""

from __future__ import annotations

from hub.kits.casework import CrowdForm, NoteField
from hub.room import (
    ChoiceField,
    CountField,
    DayField,
    Form,
    MomentField,
    PhoneField,
    TextField,
    TickField,
    TicksField,
    _l,
)

from .words import CONFIRMED, ENDINGS, FORMS, FOUND, KINDS, MEANS, PLACES, SIDES, SOURCES, TIES


class RegisterForm(Form):
    """受理登记"""

    kind = ChoiceField(_l("哪一类纠纷"), choices=KINDS, select=True)
    source = ChoiceField(_l("怎么来的"), choices=SOURCES, default="asked")
    first = TextField(
        _l("甲方姓名"), max=50, required=True, description=_l("申请的一方；加密保存，归档后删除")
    )
    first_phone = PhoneField(_l("甲方电话"))
    second = TextField(_l("乙方姓名"), max=50, required=True)
    second_phone = PhoneField(_l("乙方电话"))
    matter = NoteField(
        _l("纠纷情况和请求"), max=1000, required=True,
        description=_l("写双方都可以看的事实；只对一方说的话，以后记在“单独听取”里"),
    )  # fmt: skip
    both = TickField(_l("双方都在场，都同意调解"))


class PartyForm(Form):
    """添加当事人"""

    side = ChoiceField(_l("哪一方"), choices=SIDES)
    name = TextField(_l("姓名"), max=50, required=True)
    phone = PhoneField(_l("电话"))


class AnswerForm(Form):
    """登记回话"""

    party = ChoiceField(_l("谁回话了"))
    agrees = ChoiceField(_l("他怎么说"), choices={"yes": _l("同意调解"), "no": _l("不同意调解")})
    words = NoteField(_l("不同意的，他怎么说的"), max=500, marked=False)


class MediatorsForm(Form):
    """选定调解员"""

    mediators = TicksField(_l("调解员"), required=True, description=_l("一到三位"))
    asked = TickField(_l("已经问过：他们与双方都没有亲属和利害关系"), required=True)


class AvoidForm(Form):
    """登记回避"""

    mediator = ChoiceField(_l("谁要回避"))
    tie = ChoiceField(_l("什么关系"), choices=TIES)


class MeetForm(CrowdForm):
    """登记调解"""

    at = MomentField(_l("什么时候"))
    place = ChoiceField(_l("在哪里"), choices=PLACES, default="room")
    heads = CountField(_l("来了几个人"), min=1, max=50, default=2)
    said = NoteField(_l("调解记录"), max=2000, required=True, description=_l("当着双方说的话；双方都可以看"))
    agreed = NoteField(_l("这一次谈好了什么"), max=1000)


class HearForm(Form):
    """单独听取"""

    party = ChoiceField(_l("听谁说"))
    at = MomentField(_l("什么时候"))
    place = ChoiceField(_l("在哪里"), choices=PLACES, default="room")
    text = NoteField(
        _l("他怎么说"),
        max=2000,
        required=True,
        description=_l("只印在他自己的调查记录上，另一方的任何文书都没有"),
    )


class AgreeForm(Form):
    """达成协议"""

    form = ChoiceField(_l("哪一种"), choices=FORMS)
    made_on = DayField(_l("哪天达成的"))
    terms = NoteField(_l("协议内容"), max=2000, required=True, description=_l("写双方各自做什么；一行一条"))
    duty = NoteField(_l("第一项要做什么"), max=300, description=_l("其余的可以以后再加"))
    due_on = DayField(_l("哪天以前做完"), required=False)


class EndForm(Form):
    """终止调解"""

    ending = ChoiceField(_l("为什么终止"), choices=ENDINGS)
    words = NoteField(_l("说明"), max=500, required=True)


class ConfirmForm(Form):
    """司法确认"""

    answer = ChoiceField(_l("双方要不要向法院申请确认"), choices=CONFIRMED)


class DutyForm(Form):
    """约定履行事项"""

    what = NoteField(_l("要做什么"), max=300, required=True)
    due_on = DayField(_l("哪天以前做完"))


class FollowForm(Form):
    """回访"""

    visited_on = DayField(_l("哪天回访的"))
    means = ChoiceField(_l("怎么回访的"), choices=MEANS)
    found = ChoiceField(_l("履行了没有"), choices=FOUND)
    note = NoteField(_l("说明"), max=500)


class LengthenForm(Form):
    """延期"""

    days = CountField(_l("延长几天"), min=1, max=60, default=15)
    reason = NoteField(_l("原因"), max=400, required=True)
    agreed = TicksField(_l("谁同意了"), choices=SIDES, required=True, description=_l("双方都同意才能延期"))


class HazardForm(Form):
    """登记隐患"""

    kind = ChoiceField(_l("哪一类纠纷"), choices=KINDS, select=True)
    seen_on = DayField(_l("哪天发现的"))
    what = NoteField(_l("什么情况"), max=500, required=True, description=_l("加密保存；化解后删除，只留计数"))


class LookForm(Form):
    """再看看"""

    days = CountField(_l("几天后再去看"), min=1, max=90, default=14)


class AdviceForm(CrowdForm):
    """法律咨询"""

    heads = CountField(_l("几个人来问"), min=1, max=50, default=1, description=_l("只计数，不记是谁、问什么"))


class AidForm(Form):
    """法律援助申请交县里"""

    handed_on = DayField(_l("哪天交的"))
    received_by = TextField(_l("县里谁收的"), max=50, required=True, description=_l("不记申请人和案情"))


class VolunteerForm(Form):
    """志愿调解员"""

    name = TextField(_l("姓名"), max=50, required=True)
