"""What things are called in this room."""

from __future__ import annotations

from hub.room import _l

STATES = {"waiting": _l("要补"), "ready": _l("待取"), "fetched": _l("已取走")}
TONES = {"waiting": "gold", "ready": "ok", "fetched": "off"}
WORK = {"hem": _l("改裤脚"), "hole": _l("补破洞"), "zip": _l("换拉链"), "other": _l("其他针线活")}
