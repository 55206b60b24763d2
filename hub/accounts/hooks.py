"""What this feature answers to the hub."""

from __future__ import annotations

from hub.accounts import staff, town, views
from hub.i18n import _l

BLUEPRINTS = [views.blueprint, staff.blueprint, town.blueprint]
MENU_MANAGE = [
    (_l("账号"), "staff.index", staff.MANAGE, "key"),
    (_l("各村账号"), "town_staff.index", town.MANAGE, "key"),
]
