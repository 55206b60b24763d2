"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l

ROOM = "evening_class"
CLASS = "class"  # the kind of visit
SOURCE = "evening_class.session"  # what brings a visit about

WEEKDAYS = {
    "1": _l("周一"), "2": _l("周二"), "3": _l("周三"), "4": _l("周四"), "5": _l("周五"),
    "6": _l("周六"), "7": _l("周日"),
}  # fmt: skip
RELEASES = {"adult": _l("交给接的人"), "phone": _l("电话同意"), "alone": _l("独自回家")}
SESSION_STATES = {"open": _l("上课中"), "closed": _l("已下课"), "lapsed": _l("没有下课")}
SESSION_TONES = {"open": "ok", "closed": "off", "lapsed": "warn"}
GRADES = tuple(f"{number}年级" for number in "一二三四五六")
