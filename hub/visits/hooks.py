"""What this feature answers to the hub."""

from __future__ import annotations

from hub.admin.view import RecordsView
from hub.i18n import _l
from hub.kernel.hookspecs import hookimpl
from hub.kernel.loader import LoadedRoom
from hub.visits.lists import VisitList, log_of
from hub.visits.views import blueprint

BLUEPRINTS = [blueprint]
MENU_MAIN = [(_l("来访"), "visit_log.index_view", "visits.view", "visits", ("visits", "visit_log"))]


@hookimpl
def admin_views() -> list[type[RecordsView]]:
    return [VisitList]


def admin_views_for_room(room: LoadedRoom) -> list[type[RecordsView]]:
    """The lists that the core adds to every loaded room, after the room's own. The registry asks for them at start."""
    return [log_of(room)]
