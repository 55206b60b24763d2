"""The tabs that the pages of settings share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from hub.i18n import _l
from hub.kernel.here import here

_TABS = (
    (_l("基本情况"), "villages.settings", "village.settings"),
    (_l("开放时间"), "villages.seasons", "village.settings"),
    (_l("节假日"), "villages.calendar", "village.settings"),
    (_l("功能室"), "centre.rooms", "rooms.enable"),
    (_l("对外公告"), "notices.settings", "village.settings"),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab, as the macro `tabs` draws it."""

    label: Any
    url: str
    active: bool


def setting_tabs() -> list[Tab]:
    """Those the user may open, the present one marked."""
    return [
        Tab(label, url_for(endpoint), request.endpoint == endpoint)
        for label, endpoint, permission in _TABS
        if here.can(permission)
    ]
