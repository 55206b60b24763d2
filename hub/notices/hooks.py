"""What this feature answers to the hub."""

from hub.notices import views

BLUEPRINTS = [views.blueprint]
