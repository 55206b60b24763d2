"""What this feature answers to the hub."""

from __future__ import annotations

from typing import Any

from hub.confidential import glass, views
from hub.confidential.keeping import forget_old
from hub.confidential.lists import Readings
from hub.confidential.todos import todos
from hub.i18n import _l
from hub.kernel.declarations import Retention, TodoSource
from hub.kernel.hookspecs import hookimpl

BLUEPRINTS = [views.blueprint]
MENU_MANAGE = [
    (_l("保密室"), "confidential.index", glass.PERMISSION, "key"),
    (_l("谁看过"), "confidential_reads.index_view", Readings.permission, "key"),
    (_l("待确认"), "confidential.town", views.TOWN, "key"),
]


@hookimpl
def admin_views() -> list[type[Any]]:
    return [Readings]


@hookimpl
def todo_items() -> list[TodoSource]:
    return [TodoSource(views.STAFF, todos)]


@hookimpl
def retention() -> list[Retention]:
    return [Retention(_l("保密室的查看记录、通知和紧急查看的原因"), _l("3 年"), forget_old)]
