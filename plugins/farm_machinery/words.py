"""What things are called in this room."""

from __future__ import annotations

from hub.kits import upkeep
from hub.room import _l, _lp

RENTAL_STATES = {
    "requested": _l("待批准"),
    "approved": _l("待取机"),
    "out": _l("在租"),
    "returned": _l("待验机"),
    "inspected": _l("待结算"),
    "settled": _l("已结清"),
    "disputed": _l("有争议"),
    "cancelled": _l("已取消"),
}
RENTAL_TONES = {
    "requested": "gold", "approved": "gold", "out": "ok", "returned": "gold", "inspected": "gold", "settled": "off",
    "disputed": "warn", "cancelled": "off",
}  # fmt: skip
KEEPING = ("requested", "approved", "out", "returned", "inspected", "settled", "disputed")
GOING_ON = ("requested", "approved", "out", "returned", "inspected", "disputed")
MACHINE_STATES = {
    "in": _l("在场"),
    "out": _lp("state", "在租"),
    "check": _lp("state", "待验"),
    "retired": _lp("state", "报废"),
}
MACHINE_TONES = {"in": "ok", "out": "gold", "check": "gold", "retired": "off"}
WAIT_STATES = {
    "waiting": _l("排队中"),
    "offered": _l("已通知"),
    "taken": _l("已租到"),
    "dropped": _l("不排了"),
}
WAIT_TONES = {"waiting": "gold", "offered": "ok", "taken": "off", "dropped": "off"}
SETTLEMENTS = {**upkeep.SETTLEMENTS, "retired": _lp("state", "报废")}
FAULT_STATES = {**upkeep.FAULT_STATES, "retired": _lp("state", "报废")}
FAULT_TONES = {**upkeep.FAULT_TONES, "retired": "off"}
CONDITIONS = {"ok": _l("完好"), "damaged": _l("有损坏，要修")}
WAYS = {"out": _l("交机"), "in": _l("收机")}
WEEKDAYS = (
    _lp("weekday", "一"), _lp("weekday", "二"), _lp("weekday", "三"), _lp("weekday", "四"), _lp("weekday", "五"),
    _lp("weekday", "六"), _lp("weekday", "日"),
)  # fmt: skip
