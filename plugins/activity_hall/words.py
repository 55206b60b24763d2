"""What things are called in this room."""

from __future__ import annotations

from typing import Any

from hub.room import _l, _lp

ROOM = "activity_hall"
EVENT_KIND = "event"
STATES = {
    "requested": _l("等答复"),
    "approved": _l("已同意"),
    "declined": _l("没同意"),
    "cancelled": _l("已取消"),
    "moved": _l("让出了"),
    "offered": _l("留给对方选"),
    "dropped": _l("没选"),
}
TONES: dict[str, Any] = {
    "requested": "gold", "approved": "ok", "declined": "off", "cancelled": "off", "moved": "warn", "offered": "gold",
    "dropped": "off",
}  # fmt: skip
KEEPING = ("requested", "approved", "offered")  # states in which a booking keeps its time
PROPOSERS = {"residents": _l("居民或团队"), "committee": _l("村里")}
ANSWERS = {"approve": _l("同意"), "decline": _l("不同意")}
PARTS = {"morning": _l("上午"), "afternoon": _l("下午"), "evening": _lp("part", "晚上")}
DAY_KINDS = {"holiday": _l("休"), "workday": _l("班")}
CHECKLIST = _l("扫地、收垃圾\n桌椅归位\n音响、电子屏、投影仪关了\n灯、窗、门关好")
