"""What this feature answers to the hub."""

from __future__ import annotations

from hub.i18n import _l
from hub.imports import keeping, views
from hub.kernel.declarations import PersonalData, Retention, TodoSource
from hub.kernel.hookspecs import hookimpl

BLUEPRINTS = [views.blueprint]
MENU_MANAGE = [(_l("导入名单"), "imports.index", "residents.edit", "load")]


@hookimpl
def todo_items() -> list[TodoSource]:
    return keeping.TODOS


@hookimpl
def personal_data() -> list[PersonalData]:
    return keeping.PERSONAL_DATA


@hookimpl
def retention() -> list[Retention]:
    return keeping.RETENTION
