"""What is asked when a group is booked and received, and when the hall is kept in order."""

from __future__ import annotations

from hub.room import (
    ChoiceField,
    CountField,
    Form,
    LongTextField,
    MomentField,
    PhoneField,
    TextField,
    TickField,
    _l,
)

from .words import KINDS


class BookForm(Form):
    """预约参观"""

    organisation = TextField(_l("单位或团队"), max=40, required=True, description=_l("只写单位，不要名单"))
    kind = ChoiceField(_l("类别"), choices=KINDS, default="party_day")
    heads = CountField(_l("人数"), min=1, max=480)
    split = TickField(_l("人多就分批，一批接一批"), default=True)
    starts_at = MomentField(_l("开始"))
    minutes = CountField(_l("一批几分钟"), min=15, max=240, required=False)
    guide = ChoiceField(_l("讲解员"), required=False)
    contact = TextField(_l("联系人怎么称呼"), max=30, description=_l("例如 李老师。参观后 30 天清空"))
    phone = PhoneField(_l("联系电话"), description=_l("参观后 30 天清空"))
    by_teacher = TickField(_l("联系人是带队老师"), description=_l("学校来参观必须勾"))
    reason = TextField(_l("超员或不在开放时间仍要安排的原因"), max=200)


class MoveForm(Form):
    """改时间"""

    starts_at = MomentField(_l("开始"))
    minutes = CountField(_l("几分钟"), min=15, max=240)
    reason = TextField(_l("超员或不在开放时间仍要安排的原因"), max=200)


class GuideForm(Form):
    """安排讲解员"""

    guide = ChoiceField(_l("讲解员"), required=False)


class ArriveForm(Form):
    """到场"""

    heads = CountField(_l("来了几个人"), min=1, max=480)
    came_at = MomentField(
        _l("几点到的"), required=False, description=_l("空着就按现在；过后补录就按预约的时间")
    )
    override_reason = TextField(_l("超过上限仍放行的原因"), max=200)


class CancelForm(Form):
    """取消"""

    why = TextField(_l("为什么取消"), max=200, required=True)
    all_parts = TickField(_l("同一单位的其他几批也取消"))


class SettingsForm(Form):
    """参观规则"""

    minutes = CountField(_l("一批几分钟"), min=15, max=240)
    ahead_days = CountField(_l("最多提前几天预约"), min=1, max=731)
    checklist = LongTextField(_l("开馆检查项目"), max=600, required=True, description=_l("一行一项"))
    programme = LongTextField(
        _l("主题党日流程"), max=600, required=True, description=_l("一行一项，印在活动单上")
    )
