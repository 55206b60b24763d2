"""What this feature answers to the hub."""

from __future__ import annotations

from hub.home.views import blueprint

BLUEPRINTS = [blueprint]
