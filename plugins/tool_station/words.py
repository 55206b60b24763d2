"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l, _lp

GRADES = {"A": _l("A 手工"), "B": _l("B 电动"), "C": _l("C 危险")}
TOOL_STATES = {
    "in": _l("在架"),
    "out": _lp("state", "借出"),
    "repair": _lp("state", "维修"),
    "lost": _l("丢失"),
    "retired": _lp("state", "报废"),
}
TOOL_TONES = {"in": "ok", "out": "gold", "repair": "warn", "lost": "warn", "retired": "off"}
LOAN_STATES = {"out": _l("在借"), "returned": _l("已还"), "lost": _l("丢失")}
LOAN_TONES = {"out": "gold", "returned": "ok", "lost": "warn"}
CONDITIONS = {"ok": _l("完好"), "repair": _l("要修"), "parts": _l("丢了部件")}
TICKET_STATES = {
    "open": _l("待修"),
    "repairing": _l("在修"),
    "back": _l("修好"),
    "retired": _lp("state", "报废"),
}
OPEN_TICKETS = {"open": TICKET_STATES["open"], "repairing": TICKET_STATES["repairing"]}
TICKET_TONES = {"open": "warn", "repairing": "gold", "back": "ok", "retired": "off"}
BOOKING_STATES = {"waiting": _l("等取"), "taken": _l("已取"), "cancelled": _l("已取消")}
CALL_RESULTS = {
    "promised": _l("答应来还"),
    "renew": _l("想续借"),
    "no_answer": _l("没人接"),
    "wrong": _l("打不通"),
}
