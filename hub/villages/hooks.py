"""What this feature answers to the hub."""

from __future__ import annotations

from hub.i18n import _l
from hub.villages import town, views

BLUEPRINTS = [views.blueprint]
MENU_MANAGE = [
    (_l("设置"), "villages.settings", views.SETTINGS, "settings"),
    (_l("各村"), "villages.index_of_town", town.MANAGE, "village"),
]
