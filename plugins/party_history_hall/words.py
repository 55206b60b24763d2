"""What things are called in this room."""

from __future__ import annotations

from typing import Any

from hub.room import _l

ROOM = "party_history_hall"
KINDS = {"party_day": _l("主题党日"), "school": _l("学校"), "public": _l("公众")}
# What a group is at the moment it is read; only booked, came, missed and cancelled are stored.
PHASES = {
    "booked": _l("已预约"),
    "expected": _l("该到了"),
    "uncounted": _l("没登记到场"),
    "there": _l("在馆"),
    "done": _l("已结束"),
    "missed": _l("没有来"),
    "cancelled": _l("已取消"),
}
PHASE_TONES: dict[str, Any] = {
    "booked": "gold", "expected": "gold", "uncounted": "warn", "there": "ok", "done": "off", "missed": "off",
    "cancelled": "off",
}  # fmt: skip
KEEPING = ("booked", "came")  # states in which a group keeps its place and its guide
CHECKLIST = _l("宣传屏打开了，画面正常\n灯都亮\n展柜、展板完好\n讲解器有电\n地面、出口没有东西挡着")
PROGRAMME = _l("参观展览\n重温入党誓词\n交流心得")
