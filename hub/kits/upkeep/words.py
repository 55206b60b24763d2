"""What upkeep is called."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from hub.kits.upkeep.plan import Due
from hub.room import _, _l, _n, short_day

CONDITIONS = {"good": _l("完好"), "worn": _l("有小毛病"), "broken": _l("坏了")}
CONDITION_TONES = {"good": "ok", "worn": "gold", "broken": "warn"}
SEVERITIES = {
    "minor": _l("小毛病，还能用"),
    "major": _l("坏了，不能正常用"),
    "danger": _l("有危险（漏电、着火、伤人）"),
}
SEVERITIES_IN_SHORT = {"minor": _l("小毛病"), "major": _l("坏了"), "danger": _l("有危险")}
SEVERITY_TONES: dict[str, Any] = {"minor": "gold", "major": "warn", "danger": "warn"}
FAULT_STATES = {"open": _l("待处理"), "fixed": _l("已修好"), "dismissed": _l("不是故障")}
FAULT_TONES = {"open": "warn", "fixed": "ok", "dismissed": "off"}
SOURCES = {"keeper": _l("管理员"), "public": _l("群众扫码")}
SETTLEMENTS = {"fixed": _l("修好了"), "dismissed": _l("看过了，不是故障")}


class UpkeepWords(NamedTuple):
    """How a room speaks of its things; sentences name one with %(thing)s."""

    thing: Any = _l("设备")
    which: Any = _l("哪样设备")
    fault: Any = _l("故障")
    report: Any = _l("报故障")
    grave: Any = _l("不能正常用和有危险的，登记后就停用")
    mind: Any = _l("只写设备，不写人名")
    reported: Any = _l("已登记%(thing)s的故障")
    reported_out: Any = _l("已登记，%(thing)s已停用")
    settle: Any = _l("处理故障")
    settlements: Mapping[str, Any] | None = None
    settled: Any = _l("已处理%(thing)s的故障")
    settled_out: Any = _l("已处理%(thing)s的故障，还停用着")
    stop: Any = _l("停用")
    why_stop: Any = _l("为什么停用")
    stopped: Any = _l("%(thing)s已停用")
    back: Any = _l("恢复使用")
    sure: Any = _l("已经看过、可以安全使用了吗？")
    resumed: Any = _l("%(thing)s恢复使用了")
    example: Any = ""


def out_words(thing: Any) -> str:
    """停用：高压枪漏水; nothing for what is in service."""
    return _("停用：%(why)s", why=thing.out_reason) if thing.out_since is not None else ""


def due_words(due: Due, today: date) -> str:
    """已过 3 天，或者还能用 20 次"""
    parts = []
    if due.day is not None:
        late = (today - due.day).days
        if late > 0:
            parts.append(_n("已过 %(n)s 天", late))
        else:
            parts.append(_("今天该做") if late == 0 else _("%(day)s该做", day=short_day(due.day)))
    if due.uses_left is not None:
        left = due.uses_left
        parts.append(_n("再用 %(n)s 次该做", left) if left > 0 else _n("已多用 %(n)s 次", -left))
    return _("，").join(parts)


def plan_words(service: Any) -> str:
    """每 30 天，或每 200 次; of what is done once, its days"""
    if (first := getattr(service, "due_on", None)) is not None:
        last = first + timedelta(days=service.days - 1)
        return (
            short_day(first)
            if first == last
            else _("%(first)s至%(last)s", first=short_day(first), last=short_day(last))
        )
    parts = []
    if service.every_days:
        parts.append(_n("每 %(n)s 天", service.every_days))
    if service.every_uses:
        parts.append(_n("每 %(n)s 次", service.every_uses))
    return _("，或").join(parts)
