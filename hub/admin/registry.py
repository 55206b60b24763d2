"""Registering every list and page, once, at the start. A room that cannot be registered is quarantined alone."""

from __future__ import annotations

from typing import Any

import structlog
from flask import Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin, BaseView, expose

from hub.admin.guard import check_view
from hub.admin.records import make_form
from hub.admin.tabs import EXTENSION
from hub.admin.view import RecordsView
from hub.kernel.checks import STANDARD_PERMISSIONS
from hub.kernel.loader import LoadedRoom
from hub.kernel.state import Hub
from hub.web import lookups
from hub.web.headers import csp_nonce
from hub.web.lookups import check_lookups, register_lookups
from hub.web.pages import mount_pages

log = structlog.get_logger()


class Start(BaseView):
    """Flask-Admin wants a first page; the hub has its own."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        return redirect(url_for("home.today"))


def init_admin(app: Flask, hub: Hub) -> None:
    """Register the core's blueprints and lists, then each room's pages and lists."""
    admin = Admin(
        app, name="hub", index_view=Start("", endpoint="admin", url="/admin"), csp_nonce_generator=csp_nonce
    )
    app.extensions[EXTENSION] = {}
    app.register_blueprint(lookups.blueprint)
    with app.app_context():
        _register_core(app, hub, admin)
        for room in hub.rooms.loaded:
            try:
                _register_room(app, hub, room, admin)
            except Exception as error:
                app.extensions[EXTENSION].pop(room.id, None)
                hub.rooms.quarantine(room.id, f"{type(error).__name__}: {error}", error)


def _register_core(app: Flask, hub: Hub, admin: Admin) -> None:
    features = _features(hub)
    for module in features:
        register_lookups(getattr(module, "LOOKUPS", ()))
    for module in features:
        for blueprint in getattr(module, "BLUEPRINTS", ()):
            app.register_blueprint(blueprint)
    views = [view for declared in hub.rooms.core.values() for view in declared.admin_views]
    for view in views:
        check_view(view, None)
    _register_views(app, admin, views, "")


def _features(hub: Hub) -> list[Any]:
    """The `hooks` modules of the core's features."""
    return [module for name, module in hub.rooms.plugins.list_name_plugin() if name.startswith("core.")]


def _register_room(app: Flask, hub: Hub, room: LoadedRoom, admin: Admin) -> None:
    declared = room.declared
    assert room.manifest
    for view in declared.admin_views:
        # Once more, without asking the view: it could have replaced its own check.
        check_view(view, {*STANDARD_PERMISSIONS, *room.manifest.permissions})
    for part in declared.pages:
        register_lookups(part.lookups, room.id)
    for form in (form for part in declared.pages for form in part.forms.values()):
        check_lookups(form, room.id)
    mount_pages(app, room.found, declared.pages)
    added = [view for module in _features(hub) for view in _lists_for(module, room)]
    for view in added:
        check_view(view, None)
    _register_views(app, admin, (*declared.admin_views, *added), room.id)


def _lists_for(feature: Any, room: LoadedRoom) -> list[type[RecordsView]]:
    """What a feature of the core adds to a room's lists: its `admin_views_for_room(room)`, where it has one."""
    make = getattr(feature, "admin_views_for_room", None)
    return make(room) if make else []


def _register_views(app: Flask, admin: Admin, classes: Any, room: str) -> None:
    views: list[RecordsView] = [view.make(room) for view in classes]
    for view in views:
        if view.can_create or view.can_edit:
            view.form_class = make_form(view)
        if room:
            # Before its addresses exist, so that the gate knows them at once.
            app.extensions["hub"].own(view.endpoint, room)
        admin.add_view(view)
    app.extensions[EXTENSION][room] = views
