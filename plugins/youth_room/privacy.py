"""What the room keeps of people: of children nothing, of the adult on duty the account, for a year."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from hub.room import PersonalData, Retention, _l, change_rows, here

from .models import Session, Tap

ADULT = timedelta(days=365)
TAPS = timedelta(days=7)


def forget_adults() -> int:
    """A year after a session nobody needs to know who was on duty."""
    old = Session.closed_at < here.now - ADULT
    return change_rows(
        update(Session).where(old, Session.adult_id.is_not(None)).values(adult_id=None), "retention"
    )


def forget_taps() -> int:
    """A week later a single tap cannot be taken back any more; what they add up to stays."""
    return change_rows(delete(Tap).where(Tap.at < here.now - TAPS), "retention")


PERSONAL_DATA = [
    PersonalData(
        Session, ("adult_id",), _l("哪位工作人员值守；孩子只记人数，不记姓名、不拍照"), _l("结束 1 年后清空"),
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("清空值守人"), _l("结束 1 年后"), forget_adults),
    Retention(_l("删除逐次点数，只留合计"), _l("7 天后"), forget_taps),
]
