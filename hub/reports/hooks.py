"""What this feature answers to the hub."""

from __future__ import annotations

from hub.i18n import _l
from hub.reports import town, views

BLUEPRINTS = [views.blueprint, town.blueprint]
MENU_MAIN = [(_l("月报"), "reports.month", views.SEE, "report", ("reports",))]
MENU_MANAGE = [(_l("各村月报"), "town_reports.month", town.MANAGE, "report")]
