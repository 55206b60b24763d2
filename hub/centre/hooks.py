"""What this feature answers to the hub."""

from __future__ import annotations

from hub.admin.view import RecordsView
from hub.centre import doors, views
from hub.centre.records import DoorCountView, EquipmentView, OpeningView
from hub.i18n import _l
from hub.kernel.hookspecs import hookimpl

BLUEPRINTS = [views.blueprint]
MENU_MAIN = [(_l("门口计数"), "centre.tally", doors.OPEN, "plus")]
MENU_MANAGE = [
    (_l("功能室管理"), "centre.rooms", views.ENABLE, "rooms"),
    (_l("设备"), "equipment.index_view", EquipmentView.permission, "box"),
    (_l("开关门记录"), "openings.index_view", doors.OPEN, "clock"),
]


@hookimpl
def admin_views() -> list[type[RecordsView]]:
    return [EquipmentView, OpeningView, DoorCountView]
