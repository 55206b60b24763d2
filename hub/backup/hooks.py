"""What this feature answers to the hub."""

from __future__ import annotations

from hub.backup.views import MAKE, blueprint
from hub.backup.words import today_note, todo
from hub.i18n import _l
from hub.kernel.declarations import TodoSource
from hub.kernel.hookspecs import hookimpl

BLUEPRINTS = [blueprint]
MENU_MANAGE = [(_l("备份"), "backup.index", MAKE, "save")]
TODAY_NOTES = [(MAKE, today_note)]


@hookimpl
def todo_items() -> list[TodoSource]:
    return [TodoSource(MAKE, todo)]
