"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l, _lp

ROOM = "youth_room"
# Children are told apart by size alone: nobody's age is asked, and nobody's name.
BANDS = {
    "small": _l("学龄前"),
    "primary": _l("小学生"),
    "teen": _l("中学生"),
    "adult": _l("陪同的大人"),
}
WAYS = {"in": _l("进来"), "out": _l("离开")}
SESSION = "session"  # the kind of visit
KIND = _l("活动")
SET_STATES = {
    "in": _l("在架"),
    "out": _lp("state", "在用"),
    "repair": _lp("state", "待修"),
    "lost": _l("丢失"),
    "retired": _lp("state", "报废"),
}
SET_TONES = {"in": "ok", "out": "gold", "repair": "warn", "lost": "warn", "retired": "off"}
LENT_STATES = {"out": _lp("state", "在用"), "returned": _l("已还"), "lost": _l("丢失")}
LENT_TONES = {"out": "gold", "returned": "ok", "lost": "warn"}
CONDITIONS = {"ok": _l("完好"), "repair": _l("要修")}
