"""What is asked at the desk, on a matter's own page, and for a reception day."""

from __future__ import annotations

from hub.kits.casework import CrowdForm, NoteField, ReasonForm
from hub.room import (
    ChoiceField,
    ClockField,
    CountField,
    DayField,
    Form,
    LookupField,
    PhoneField,
    TextField,
    TickField,
    _l,
)

from .receptions import MOST_HEADS
from .words import TOPICS, WAYS


class TakeForm(CrowdForm):
    """What an opinion and a trader's request have in common."""

    topic = ChoiceField(_l("哪一类"), choices=TOPICS, select=True)
    text = NoteField(_l("内容"), max=1000, marked=False, description=_l("只记事情本身；不写证件号码"))
    deputy = LookupField(_l("想请哪位代表转达"), lookup="deputies", required=False)
    reception = ChoiceField(
        _l("在哪一次接待时说的"), required=False, select=True,
        description=_l("接待日已经点过人数，选上就不再多算一次"),
    )  # fmt: skip
    days = CountField(_l("几个工作日内反馈"), min=1, max=60, default=10)
    post_ok = TickField(_l("本人同意把意见和答复（不含姓名）公示出来"))
    court = TickField(
        _l("这件事已经起诉，法院正在审理"), description=_l("不再受理，当面告诉他找谁；不记内容")
    )


class OpinionForm(TakeForm):
    """登记意见"""

    contact = TextField(_l("姓名"), max=50, description=_l("办结 90 天后清空"))
    phone = PhoneField(_l("电话"))
    named_ok = TickField(_l("本人同意把姓名和电话转告承办单位"))


class HelpForm(TakeForm):
    """商户求助"""

    trader = LookupField(_l("商户"), lookup="traders", description=_l("店名里的字就行"))
    named_ok = TickField(_l("店主同意把店名、姓名和电话转告承办单位"))


class PublishForm(Form):
    """公布接待日"""

    deputy = LookupField(_l("代表"), lookup="deputies")
    day = DayField(_l("哪一天"), description=_l("至少提前三天公布"))
    opens = ClockField(_l("从"))
    closes = ClockField(_l("到"))
    about = TextField(_l("主要听什么"), max=60, description=_l("空着就是什么都可以说"))


class HeldForm(CrowdForm):
    """登记接待情况"""

    heads = CountField(_l("来了几个人"), min=0, max=MOST_HEADS, description=_l("只点人数，不记名字"))


class CancelForm(Form):
    """取消接待日"""

    reason = TextField(_l("为什么取消"), max=100, required=True, description=_l("写在告示上，大家看得见"))


class ForwardForm(Form):
    """转办"""

    body = TextField(_l("转给哪里"), max=60, required=True, description=_l("例如 镇农业农村办公室"))
    text = NoteField(
        _l("转办内容"), max=1000, required=True, description=_l("印在转办单上；没有同意的，不写是谁提的")
    )
    note = NoteField(_l("备注"), max=300, description=_l("只有站里看得见"))


class ChaseForm(ReasonForm):
    """催办"""

    note = NoteField(_l("对方怎么说"), max=500, required=True)


class ReturnForm(ReasonForm):
    """退回"""

    note = NoteField(_l("为什么退回"), max=500, required=True)


class ReplyForm(Form):
    """答复"""

    text = NoteField(_l("答复内容"), max=1000, required=True, description=_l("怎么办的，或者为什么办不了"))


class FeedBackForm(Form):
    """反馈来访人"""

    how = ChoiceField(_l("怎样反馈的"), choices=WAYS)
    note = NoteField(_l("他怎么说"), max=400)


class PostForm(Form):
    """答复公示"""

    question = NoteField(_l("公示的意见"), max=300, description=_l("重新写一句，不写姓名和电话"))
    answer = NoteField(_l("公示的答复"), max=600)


class ConsentForm(Form):
    """同意事项"""

    named_ok = TickField(_l("同意把姓名和电话转告承办单位"))
    post_ok = TickField(_l("同意把意见和答复（不含姓名）公示出来"))
