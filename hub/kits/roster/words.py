"""What shifts and hours are called."""

from __future__ import annotations

from typing import Any

from hub.room import _, _l, clock_time, here, short_day

STATES = {
    "planned": _l("未到时间"),
    "missing": _l("没有签到"),
    "on": _l("在岗"),
    "open": _l("没有签退"),
    "done": _l("已值完"),
}
TONES = {"planned": "off", "missing": "warn", "on": "ok", "open": "warn", "done": "ok"}
HOURS = {"claimed": _l("待核实"), "verified": _l("已核实"), "refused": _l("不算")}
HOURS_TONES = {"claimed": "gold", "verified": "ok", "refused": "off"}


def state_of(shift: Any) -> str:
    """planned, on or done; missing when it is running or over and nobody came, open when nobody said they left."""
    if shift.off_at is not None:
        return "done"
    if shift.on_at is not None:
        return "on" if here.now <= shift.ends_at else "open"
    return "planned" if here.now < shift.starts_at else "missing"


def shift_words(shift: Any) -> str:
    """11月23日 18:30—20:30"""
    return _(
        "%(day)s %(from)s—%(to)s",
        **{"day": short_day(shift.day), "from": clock_time(shift.starts_at), "to": clock_time(shift.ends_at)},
    )


def hours_words(minutes: int) -> str:
    """1.5 小时"""
    return _("%(n)s 小时", n=f"{minutes / 60:.1f}".removesuffix(".0"))
