"""What this feature answers to the hub."""

from __future__ import annotations

from hub.home.views import blueprint
from hub.i18n import _l

BLUEPRINTS = [blueprint]
MENU_MAIN = [(_l("月报"), "home.month", "report.view", "report")]
