"""How a hub is put together, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from hub.accounts.session import enter_as_user, init_sign_in
from hub.admin.registry import init_admin
from hub.centre.situation import enter_village
from hub.confidential.reads import init_reads
from hub.confidential.trouble import init_trouble
from hub.i18n import init_i18n
from hub.kernel.arenas import share_heaps
from hub.kernel.database import init_database
from hub.kernel.discovery import Found
from hub.kernel.erasing import init_erasing
from hub.kernel.events import Events
from hub.kernel.gate import init_gate
from hub.kernel.keys import secret_key
from hub.kernel.loader import Rooms
from hub.kernel.logs import init_logs
from hub.kernel.reading_in import nothing_to_collect
from hub.kernel.schema import quarantine_outdated
from hub.kernel.state import Hub
from hub.settings import Settings, load_settings
from hub.web import init_web

# The core's own features answer the same hooks as rooms do; their menu entries stand in this order.
CORE_FEATURES = (
    "visits", "home", "reports", "people", "points", "centre", "villages", "accounts", "confidential", "imports",
    "notices", "audit", "privacy", "backup",
)  # fmt: skip


def create_app(
    settings: Settings | None = None, *, check_schema: bool = True, found: Iterable[Found] | None = None
) -> Flask:
    """Put a hub together. Raises SettingsError, and in strict mode RoomFailed.

    `check_schema=False` is for the command that migrates: it needs the rooms whose tables are behind. `found` are the
    rooms to take in, instead of all that are found.
    """
    settings = settings or load_settings()
    if not settings.testing:
        share_heaps()
    with nothing_to_collect(stays=check_schema and not settings.testing):
        return _put_together(settings, check_schema, found)


def _put_together(settings: Settings, check_schema: bool, found: Iterable[Found] | None) -> Flask:
    app = Flask("hub", static_folder="static", template_folder="templates")
    app.config.update(SECRET_KEY=secret_key(settings), TESTING=settings.testing, HUB_HOME=settings.home)
    init_logs(app, settings)
    init_database(app, settings)
    init_erasing(app)

    rooms = Rooms(strict=settings.strict)
    hub = app.extensions["hub"] = Hub(settings, rooms, Events(rooms), enter=enter_village)
    rooms.load_core(CORE_FEATURES)
    rooms.load(settings, found)
    if check_schema:
        quarantine_outdated(app)

    init_i18n(app, [room.found.folder for room in rooms.loaded], settings.lang)
    init_web(app, settings)
    init_sign_in(app)
    init_reads(app)
    init_trouble(app)
    init_admin(app, hub)
    init_gate(app, enter_as_user)
    return app
