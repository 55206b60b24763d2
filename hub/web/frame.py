"""What stands around every page: the village, its rooms, the user, the words of the language."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from flask import Flask, current_app, g, request

from hub.i18n import _, _n, _p
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.text import join_words, local_date, register_filters
from hub.web.buttons import Button
from hub.web.returning import came_from
from hub.web.steady import init_steady, kept_by, page_lang
from hub.web.urls import steady_url

MOST_TAPS = 4  # at the foot of a phone, beside 我的


class MenuEntry(NamedTuple):
    """A line of the menu, as a feature names it in its `MENU_MAIN` or `MENU_MANAGE`; `glyph` is a drawing of
    `_glyphs.html`."""

    label: Any
    endpoint: str
    permission: str
    glyph: str
    also: tuple[str, ...] = ()  # further blueprints whose pages belong under this line


class Item(NamedTuple):
    """A line of a menu, with a room's seal (`icon`) or a drawing (`glyph`)."""

    label: str
    url: str
    active: bool = False
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
    date: str = ""  # the same with its year
    search_url: str = ""
    search_hint: str = ""
    switch_url: str = ""
    lang: str = "zh-Hans-CN"

    @property
    def name(self) -> str:
        return self.village.name if self.village else ""

    @property
    def brand(self) -> tuple[str, str, str]:
        """The village's name and seal, and where they lead."""
        seal = self.village.seal if self.village else _("中")
        return self.name, seal, self.main[0].url if self.main else "/"


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    seal: str


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    links: tuple[Button, ...]

    @property
    def initial(self) -> str:
        return self.name[:1]


def init_frame(app: Flask) -> None:
    register_filters(app)
    app.jinja_env.globals.update(_=_, _n=_n, _p=_p, html_lang=page_lang)
    app.jinja_env.globals.update(hub_menu=hub_menu, here=here, keep_name=keep_name, came_from=came_from)
    init_steady(app)


def keep_name() -> str:
    """The name under which a form's text outlives a lost connection in the tab; none in a confidential room."""
    room = the_hub().rooms.get(the_hub().owners.get(request.blueprint or "", ""))
    confidential = room is not None and room.manifest is not None and room.manifest.confidential
    return "" if confidential else request.path


def hub_menu() -> Menu:
    """The frame of the current request; empty outside a village and on error pages. Nobody changes it: it is remembered
    by all that it is made of, so that a right, a name, a room or a day that is another makes another menu."""
    if "hub_menu" not in g:
        g.hub_menu = kept_by("hub_menus", _made_of(), _menu)
    menu: Menu = g.hub_menu
    return menu


def _made_of() -> Hashable:
    """All that `_menu` looks at, but for what stands in the app since its start."""
    user = here.user
    if user is None or request.endpoint is None:
        return page_lang()
    asked = (request.root_path, request.endpoint, request.blueprint, (request.view_args or {}).get("room"))
    village = here.village.name if here.in_village else None
    rooms = tuple((key, room.name, room.icon) for key, room in here.enabled_rooms.items()) if village else ()
    others = tuple(g.get("hub_other_villages", ()))
    return page_lang(), asked, user.name, here.grants, village, here.today if village else None, rooms, others


def _menu() -> Menu:
    menu = Menu(lang=page_lang())
    if here.user is None or request.endpoint is None:
        return menu
    menu.user = Person(here.user.name, (Button(_("退出登录"), steady_url("accounts.sign_out"), "post"),))
    menu.manage = _items("MENU_MANAGE")
    me = Item(_("我的"), steady_url("accounts.me"), request.blueprint == "accounts", glyph="me")
    if not here.in_village:
        if menu.manage:
            menu.bottom = [*menu.manage[:MOST_TAPS], me]  # on a phone there is no other way
        return menu
    menu.village = Named(here.village.name, here.village.name[:1])
    menu.villages = g.get("hub_other_villages", [])
    menu.today = local_date(here.today)
    menu.date = _("%(year)s年%(day)s", year=here.today.year, day=menu.today)
    menu.search_url = steady_url("home.search")
    menu.search_hint = _search_hint()
    menu.switch_url = steady_url("accounts.switch_village")
    menu.main = _main_items()
    menu.rooms = [
        Item(room.name, steady_url("home.room_page", room=key), _in_room(key), icon=room.icon)
        for key, room in here.enabled_rooms.items()
        if here.sees(key)
    ]
    menu.bottom = [
        Item(_("今天"), steady_url("home.today"), request.endpoint == "home.today", glyph="today"),
        Item(_("来访"), _visits_url(), request.blueprint in ("visits", "visit_log"), glyph="visits"),
        Item(
            _("功能室"),
            steady_url("home.rooms"),
            request.endpoint in ("home.rooms", "home.room_page"),
            glyph="rooms",
        ),
        Item(_("月报"), steady_url("reports.month"), request.blueprint == "reports", glyph="report"),
        me,
    ]
    return menu


def _search_hint() -> str:
    """What can be typed at the top, by what the user may search."""
    rooms = the_hub().rooms
    asked = [
        source.typed
        for feature in rooms.core.values()
        for source in feature.search
        if here.can(source.permission)
    ]
    for key in here.enabled_rooms:
        loaded = rooms.get(key)
        if loaded and loaded.manifest and not loaded.manifest.confidential:
            asked += [
                source.typed for source in loaded.declared.search if here.can(f"{key}.{source.permission}")
            ]
    return join_words(dict.fromkeys(str(words) for words in asked if words)) or _("功能室名称")


def _visits_url() -> str:
    """Where visits are recorded; for somebody who only reads, where they are listed."""
    return steady_url("visits.record" if here.can("visits.record") else "visit_log.index_view")


def _main_items() -> list[Item]:
    today = Item(_("今天"), steady_url("home.today"), request.endpoint == "home.today", glyph="today")
    return [today, *_items("MENU_MAIN")]


def _items(kind: str) -> list[Item]:
    """The entries that features name in their hooks.py and that the user may open."""
    return [
        Item(str(entry.label), steady_url(entry.endpoint), _is_under(entry), glyph=entry.glyph)
        for module in _core_modules()
        for entry in (MenuEntry(*words) for words in getattr(module, kind, ()))
        if here.can(entry.permission)
    ]


def _is_under(entry: MenuEntry) -> bool:
    return request.endpoint == entry.endpoint or request.blueprint in entry.also


def _core_modules() -> list[Any]:
    plugins = current_app.extensions["hub"].rooms.plugins
    return [module for name, module in plugins.list_name_plugin() if name.startswith("core.")]


def _in_room(key: str) -> bool:
    if request.endpoint == "home.room_page":
        return (request.view_args or {}).get("room") == key
    return current_app.extensions["hub"].owners.get(request.blueprint or "") == key
