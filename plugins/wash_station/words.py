"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l

ROOM = "wash_station"
KINDS = {"car": _l("洗车"), "carpet": _l("洗地毯")}
MINUTES = {"car": 40, "carpet": 90}
# What a use is at the moment it is read; only kept, cancelled and mistake are stored.
PHASES = {
    "waiting": _l("已预约"),
    "running": _l("使用中"),
    "done": _l("已结束"),
    "lapsed": _l("没有来"),
    "cancelled": _l("已取消"),
    "mistake": _l("误点"),
}
PHASE_TONES = {
    "waiting": "gold", "running": "ok", "done": "off", "lapsed": "off", "cancelled": "off", "mistake": "off",
}  # fmt: skip
STATES = {
    "free": _l("空闲"),
    "running": _l("使用中"),
    "promised": _l("已预约"),
    "out": _l("停用"),
    "closed": _l("暂停开放"),
}
STATE_TONES = {"free": "ok", "running": "gold", "promised": "gold", "out": "warn", "closed": "off"}
CHECKLIST = _l(
    "高压水枪和水管不漏水\n吸尘器能吸\n地毯清洗刷完好\n电源插座和漏电开关正常\n地面不滑、没有结冰\n排水沟畅通"
)
SOURCES = {"keeper": _l("管理员登记"), "public": _l("扫码自助")}
