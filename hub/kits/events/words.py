"""What events are called."""

from __future__ import annotations

from typing import Any

from hub.room import _l, _lp

PROPOSERS = {"residents": _l("居民提出"), "committee": _l("村里安排")}
EVENT_STATES = {"planned": _lp("event", "计划"), "held": _l("已办"), "cancelled": _l("已取消")}
EVENT_TONES: dict[str, Any] = {"planned": "gold", "held": "ok", "cancelled": "off"}
