"""The village's rooms on the settings pages: which are on, in what order, and what the village says about each."""

from __future__ import annotations

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.centre import rooms as services
from hub.centre.forms import RoomForm
from hub.centre.listing import lines
from hub.centre.models import Equipment, Room
from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.villages.tabs import setting_tabs
from hub.web.deeds import Done, deed, form_page, permitted

blueprint = Blueprint("centre", __name__)
ENABLE = "rooms.enable"
KEY = "<string(maxlength=40):key>"


@blueprint.get("/settings/rooms")
@permitted(ENABLE)
def rooms() -> str:
    """All rooms this hub has, and which of them the village uses."""
    return render_template("centre/rooms.html", lines=lines(), tabs=setting_tabs())


@blueprint.post(f"/settings/rooms/{KEY}/on")
@permitted(ENABLE)
def switch_on(key: str) -> ResponseReturnValue:
    def on() -> Done:
        room = services.enable_room(key)
        return Done(_("%(room)s已开通。", room=room.name))

    return deed(on, url_for("centre.rooms"))


@blueprint.post(f"/settings/rooms/{KEY}/off")
@permitted(ENABLE)
def switch_off(key: str) -> ResponseReturnValue:
    room = _room(key)

    def off() -> Done:
        services.disable_room(key)
        return Done(_("%(room)s已停用，它的数据都还在。", room=room.name))

    sentence = _("停用后，%(room)s从菜单、首页和查找里消失；记录全部保留，随时可以再开通。", room=room.name)
    return deed(off, url_for("centre.rooms"), confirm=sentence, submit=_("停用"))


@blueprint.post(f"/settings/rooms/{KEY}/<any(up, down):way>")
@permitted(ENABLE)
def move(key: str, way: str) -> ResponseReturnValue:
    def place() -> Done:
        room = services.move_room(key, up=way == "up")
        return Done(
            _("%(room)s已上移。", room=room.name) if way == "up" else _("%(room)s已下移。", room=room.name)
        )

    return deed(place, url_for("centre.rooms"))


@blueprint.route(f"/settings/rooms/{KEY}", methods=["GET", "POST"])
def facts(key: str) -> ResponseReturnValue:
    """Name, purpose, capacity and hours of one room."""
    room = _room(key)
    if not may_manage(room):
        abort(403)

    def save(form: RoomForm) -> Done:
        form.populate_obj(room)
        return Done(_("%(room)s的资料已保存。", room=room.name))

    things = select(Equipment).where(Equipment.room_id == room.id).order_by(Equipment.name)
    return form_page(
        RoomForm, save, title=room.name, submit=_("保存"), home=_home(room), template="centre/facts.html",
        prepare=lambda form: form.show(room),
        context=lambda: {"room": room, "equipment": db.session.scalars(things).all(),
                         "equipment_url": url_for("equipment.index_view", room=room.id)},
    )  # fmt: skip


def may_manage(room: Room) -> bool:
    """Whether the user may change what the village says about a room."""
    return here.can(f"{room.key}.manage") or here.can("village.settings")


def _home(room: Room) -> str:
    return url_for("centre.rooms") if here.can(ENABLE) else url_for("home.room_page", room=room.key)


def _room(key: str) -> Room:
    room = here.rooms.get(key)
    if room is None:
        abort(404)
    return room
