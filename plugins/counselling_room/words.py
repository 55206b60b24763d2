"""The room's words."""

from __future__ import annotations

from hub.room import _l

ROOM = "counselling_room"
SESSION, TALK = "session", "talk"
KINDS = {SESSION: _l("咨询"), TALK: _l("讲座")}
STATES = {
    "booked": _l("已预约"), "attended": _l("来过"), "no_show": _l("没有来"), "cancelled": _l("已取消"),
    "closed": _l("已结束"), "referred": _l("已转介"),
}  # fmt: skip
TONES = {
    "booked": "gold", "attended": "ok", "no_show": "warn", "cancelled": "off", "closed": "off", "referred": "off",
}  # fmt: skip
SOURCES = {"public": _l("自己约的"), "keeper": _l("在室里约的")}
# Where one may be referred; what for is never asked.
PLACES = {
    "hospital": _l("县医院心理科或精神专科"), "hotline": _l("12356 心理援助热线"), "women": _l("妇联"),
    "school": _l("学校心理老师"), "legal": _l("法律援助、调解"), "other": _l("其他专业机构"),
}  # fmt: skip
WHY_NO_TALK = {
    "speaker": _l("讲课人来不了"), "weather": _l("天气"), "few": _l("报名人太少"), "clash": _l("与别的事冲突"),
}  # fmt: skip
