"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l, _lp

KINDS = {"book": _l("图书"), "magazine": _l("报刊")}
COPY_STATES = {
    "in": _l("在架"),
    "out": _lp("state", "借出"),
    "repair": _l("修补"),
    "lost": _l("丢失"),
    "retired": _lp("state", "注销"),
}
COPY_TONES = {"in": "ok", "out": "gold", "repair": "warn", "lost": "warn", "retired": "off"}
LOAN_STATES = {"out": _l("在借"), "returned": _l("已还"), "lost": _l("丢失")}
LOAN_TONES = {"out": "gold", "returned": "ok", "lost": "warn"}
WAIT_STATES = {
    "waiting": _l("等书"),
    "taken": _l("已取"),
    "cancelled": _l("已取消"),
    "lapsed": _l("过期没取"),
}
CALL_RESULTS = {
    "promised": _l("答应来还"),
    "renew": _l("想续借"),
    "no_answer": _l("没人接"),
    "wrong": _l("打不通"),
}
CONDITIONS = {"ok": _l("完好"), "damaged": _l("有损坏，要修补")}
EVENT_KINDS = {
    "talk": _l("读书分享"),
    "family": _l("亲子阅读"),
    "group": _l("学习小组"),
    "other": _l("其他活动"),
}
STOCKTAKE_STATES = {"open": _l("盘点中"), "done": _l("已盘完"), "cancelled": _l("已作废")}
STOCKTAKE_TONES = {"open": "gold", "done": "ok", "cancelled": "off"}
