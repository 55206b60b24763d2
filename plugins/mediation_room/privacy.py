"""What the room keeps of people, all of it sealed, and how it forgets: a case is filed, and its index alone stays."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from hub.room import PersonalData, Retention, _l, change_rows, here

from .filing import file_old
from .models import (
    Agreement,
    AidHandOver,
    Case,
    Duty,
    FollowUp,
    Hazard,
    Mediator,
    Meeting,
    Party,
    Statement,
    Step,
)

YEAR = timedelta(days=365)
LEFT = timedelta(days=90)


def forget_hazards() -> int:
    """What was watched for a year without becoming a dispute is over."""
    old = (Hazard.state == "watched") & (Hazard.look_on < here.today - YEAR)
    return change_rows(
        update(Hazard).where(old).values(state="calmed", settled_on=here.today, what_sealed=None), "retention"
    )


def forget_who_received() -> int:
    old = (AidHandOver.handed_on < here.today - YEAR) & AidHandOver.received_by_sealed.is_not(None)  # type: ignore[attr-defined]
    return change_rows(update(AidHandOver).where(old).values(received_by_sealed=None), "retention")


def forget_who_left() -> int:
    gone = (Mediator.left_on < here.today - LEFT) & Mediator.name_sealed.is_not(None)  # type: ignore[attr-defined]
    return change_rows(update(Mediator).where(gone).values(name_sealed=None), "retention")


# A party is not one of the list of residents, and no sealed name can be looked for: whoever asks is shown their case in
# the room itself. So none of these places has a `find`.
_FILED = _l("归档时删除；结束 180 天还没归档的自动归档")
PERSONAL_DATA = [
    PersonalData(
        Case, ("matter_sealed", "words_sealed"), _l("调解：纠纷情况，加密保存"), _FILED,
        words={"matter_sealed": _l("纠纷情况"), "words_sealed": _l("为什么这样结束")},
    ),
    PersonalData(
        Party, ("name_sealed", "phone_sealed"), _l("写文书、约时间，加密保存"), _FILED, record=_l("当事人"),
        words={"name_sealed": _l("姓名"), "phone_sealed": _l("电话")},
    ),
    PersonalData(
        Statement, ("text_sealed",), _l("单独听取的一方意见，加密保存，不给另一方"), _FILED,
        record=_l("单独听取的意见"), words={"text_sealed": _l("说的话")},
    ),
    PersonalData(
        Meeting, ("said_sealed", "agreed_sealed"), _l("调解记录，加密保存"), _FILED, record=_l("调解记录"),
        words={"said_sealed": _l("各方说的"), "agreed_sealed": _l("谈成的")},
    ),
    PersonalData(
        Agreement, ("terms_sealed",), _l("协议内容，加密保存"), _FILED, words={"terms_sealed": _l("协议内容")}
    ),
    PersonalData(
        Duty, ("what_sealed",), _l("履行事项，加密保存"), _FILED, record=_l("协议的履行"),
        words={"what_sealed": _l("要做的事")},
    ),
    PersonalData(
        FollowUp, ("note_sealed",), _l("回访记录，加密保存"), _FILED, record=_l("回访"),
        words={"note_sealed": _l("回访情况")},
    ),
    PersonalData(
        Step, ("note_sealed",), _l("经办时记的话，加密保存"), _FILED, record=_l("经过"),
        words={"note_sealed": _l("经办时记的话")},
    ),
    PersonalData(
        Hazard, ("what_sealed",), _l("早发现的纠纷，加密保存"), _l("化解或登记调解时删除，最多一年"),
        words={"what_sealed": _l("什么情况")},
    ),
    PersonalData(
        AidHandOver, ("received_by_sealed",), _l("县里谁收的援助申请，加密保存"), _l("一年后清空"),
        words={"received_by_sealed": _l("县里收件人")},
    ),
    PersonalData(
        Mediator, ("name_sealed",), _l("志愿调解员，加密保存"), _l("离开 90 天后清空"),
        words={"name_sealed": _l("姓名")},
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("归档：删除姓名、记录和协议内容，只留索引"), _l("结束 180 天后"), file_old),
    Retention(_l("删除没有变成纠纷的隐患情况"), _l("一年没有再看"), forget_hazards),
    Retention(_l("清空县里收件人"), _l("交去一年后"), forget_who_received),
    Retention(_l("清空离开的志愿调解员姓名"), _l("90 天后"), forget_who_left),
]
