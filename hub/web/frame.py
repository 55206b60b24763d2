"""What stands around every page: the village, its rooms, the user, the words of the language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale

from hub.i18n import DEFAULT, _, html_lang
from hub.kernel.here import here
from hub.text import local_date, register_filters


@dataclass(slots=True)
class Item:
    label: Any
    url: str
    active: bool = False
    badge: int | None = None
    icon: str = ""
    glyph: str = ""


@dataclass(slots=True)
class Menu:
    """All that `layout.html` draws around a page."""

    village: Any = None
    villages: list[tuple[int, str]] = field(default_factory=list)
    main: list[Item] = field(default_factory=list)
    rooms: list[Item] = field(default_factory=list)
    manage: list[Item] = field(default_factory=list)
    bottom: list[Item] = field(default_factory=list)
    user: Any = None
    today: str = ""
    search_url: str = ""
    switch_url: str = ""
    lang: str = "zh-Hans-CN"


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    seal: str = ""

    @property
    def initial(self) -> str:
        return self.name[:1]


def init_frame(app: Flask) -> None:
    register_filters(app)
    app.jinja_env.globals.update(hub_menu=hub_menu, here=here, _=_, html_lang=page_lang)


def page_lang() -> str:
    """The language of this page, for `<html lang>`."""
    return html_lang(str(get_locale() or DEFAULT))


def hub_menu() -> Menu:
    """The frame of the current request; empty outside a village and on error pages."""
    menu = Menu(lang=page_lang())
    if here.user is None or request.endpoint is None:
        return menu
    menu.user = Named(here.user.name)
    menu.manage = _manage_items()
    if not here.in_village:
        return menu
    menu.village = Named(here.village.name, here.village.name[:1])
    menu.villages = g.get("hub_other_villages", [])
    menu.today = local_date(here.today)
    menu.search_url = url_for("home.search")
    menu.switch_url = url_for("accounts.switch_village")
    menu.main = _main_items()
    menu.rooms = [
        Item(room.name, url_for("home.room_page", room=key), _in_room(key), icon=room.icon)
        for key, room in here.enabled_rooms.items()
        if here.can(f"{key}.view") or here.can(f"{key}.record")
    ]
    menu.bottom = [
        Item(_("今天"), url_for("home.today"), request.endpoint == "home.today", glyph="◉"),
        Item(_("来访"), url_for("visits.record"), request.blueprint == "visits", glyph="＋"),
        Item(_("功能室"), url_for("home.rooms"), request.endpoint in ("home.rooms", "home.room_page"), glyph="▦"),
        Item(_("月报"), url_for("home.month"), request.endpoint == "home.month", glyph="▤"),
        Item(_("我的"), url_for("accounts.me"), request.blueprint == "accounts", glyph="☰"),
    ]
    return menu


def _main_items() -> list[Item]:
    items = [Item(_("今天"), url_for("home.today"), request.endpoint == "home.today")]
    for label, endpoint, permission in _entries("MENU_MAIN"):
        if here.can(permission):
            items.append(Item(label, url_for(endpoint), request.endpoint == endpoint))
    return items


def _manage_items() -> list[Item]:
    return [
        Item(label, url_for(endpoint), (request.blueprint or "") == endpoint.split(".")[0])
        for label, endpoint, permission in _entries("MENU_MANAGE")
        if here.can(permission)
    ]


def _entries(kind: str) -> list[tuple[Any, str, str]]:
    """Menu entries that features name in their hooks.py: (label, endpoint, permission)."""
    plugins = current_app.extensions["hub"].rooms.plugins
    return [
        entry
        for name, module in plugins.list_name_plugin()
        if name.startswith("core.")
        for entry in getattr(module, kind, ())
    ]


def _in_room(key: str) -> bool:
    if request.endpoint == "home.room_page":
        return (request.view_args or {}).get("room") == key
    return current_app.extensions["hub"].owners.get(request.blueprint or "") == key
