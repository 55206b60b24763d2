"""Opening, closing and counting at the door: a tap each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from hub.centre import door, openings
from hub.centre.forms import CENTRE, DoorForm, OpeningForm
from hub.centre.models import DoorCount, Opening, Room
from hub.centre.rooms import ordered_rooms
from hub.centre.status import RoomStatus
from hub.centre.views import KEY, blueprint
from hub.i18n import _, _p
from hub.kernel.database import db
from hub.kernel.here import here
from hub.text import month_day
from hub.villages.hours import days
from hub.web.buttons import Button
from hub.web.deeds import Done, deed, form_page, permitted
from hub.web.urls import safe_url

OPEN = "centre.open"
CORRECT = "village.settings"
SHOWN = timedelta(days=13)
STEPS = (1, 5, 10)


def gate_action(room: Room | None, status: RoomStatus) -> Button | None:
    """The button to open or close a room (None: the centre) for the present user, who comes back to this page."""
    if not _may(room):
        return None
    way, label = ("close", _("关门")) if status.open else ("open", _("开门"))
    back = request.full_path.rstrip("?")
    if room is not None:
        return Button(label, url_for("centre.turn_room", key=room.key, way=way, back=back), "post")
    confirm = _("关门后，除全天开放的以外，各功能室也都算关门。") if status.open else ""
    return Button(label, url_for("centre.turn_centre", way=way, back=back), "post", confirm)


@blueprint.post("/centre/<any(open, close):way>")
def turn_centre(way: str) -> ResponseReturnValue:
    """Open or close the centre."""

    def turn() -> Done:
        if way == "open":
            openings.open_centre()
            return Done(_("中心已开门。"))
        openings.close_centre()
        return Done(_("中心已关门。"))

    return _turn(None, turn)


@blueprint.post(f"/centre/rooms/{KEY}/<any(open, close):way>")
def turn_room(key: str, way: str) -> ResponseReturnValue:
    """Open or close one room."""
    room = here.enabled_rooms.get(key)
    if room is None:
        abort(404)

    def turn() -> Done:
        if way == "open":
            openings.open_room(room)
            return Done(_("%(room)s已开门。", room=room.name))
        openings.close_room(room)
        return Done(_("%(room)s已关门。", room=room.name))

    return _turn(room, turn)


@blueprint.route("/settings/openings/new", methods=["GET", "POST"])
@permitted(CORRECT)
def new_opening() -> ResponseReturnValue:
    """Write down afterwards when a door was open (补记)."""
    return form_page(
        OpeningForm, partial(_correct, opening=None), title=_("补记开关门"), submit=_p("button", "补记"),
        home=_log(), prepare=partial(_show, opening=None),
    )  # fmt: skip


@blueprint.route("/settings/openings/<int(max=2147483647):id>", methods=["GET", "POST"])
@permitted(CORRECT)
def edit_opening(id: int) -> ResponseReturnValue:
    """Put a record right, such as a close that was forgotten."""
    opening = db.session.scalars(select(Opening).where(Opening.id == id)).first()
    if opening is None:
        abort(404)
    return form_page(
        OpeningForm, partial(_correct, opening=opening), title=_("更正开关门"), submit=_("保存"),
        home=_log(), prepare=partial(_show, opening=opening),
    )  # fmt: skip


@blueprint.route("/door", methods=["GET", "POST"])
@permitted(OPEN)
def tally() -> ResponseReturnValue:
    """Count at the door: taps for now, the whole figure of a day below."""
    return _tally(_today)


@blueprint.route("/door/counts/<int(max=2147483647):id>", methods=["GET", "POST"])
@permitted(OPEN)
def correct_count(id: int) -> ResponseReturnValue:
    """The same with a day's figure in the form, to be put right."""
    row = db.session.scalars(select(DoorCount).where(DoorCount.id == id)).first()
    if row is None:
        abort(404)
    return _tally(partial(_that_day, row=row))


def _tally(prepare: Callable[..., None]) -> ResponseReturnValue:
    def save(form: DoorForm) -> Done:
        row = door.set_count(form.day.data, form.heads.data)
        return Done(
            _("%(day)s已记为 %(heads)s 人次。", day=month_day(row.day.month, row.day.day), heads=row.heads)
        )

    return form_page(
        DoorForm, save, title=_("门口计数"), submit=_("记下"), home=url_for("centre.tally"),
        template="centre/door.html", prepare=prepare, context=_lately,
    )  # fmt: skip


@blueprint.post("/door/add")
@permitted(OPEN)
def add_heads() -> ResponseReturnValue:
    """+1, +5 or +10."""
    heads = request.form.get("heads", type=int)
    if heads not in STEPS:
        abort(400)

    def add() -> Done:
        row = door.count_in(heads)
        return Done(_("加 %(heads)s，今天 %(total)s 人次。", heads=heads, total=row.heads))

    return deed(add, url_for("centre.tally"))


def _turn(room: Room | None, turn: Callable[[], Done]) -> ResponseReturnValue:
    if not _may(room):
        abort(403)
    answer = deed(turn, url_for("home.today"))
    back = safe_url(request.args.get("back"))
    return redirect(back, code=303) if back else answer


def _may(room: Room | None) -> bool:
    return here.can(OPEN) or (room is not None and here.can(f"{room.key}.record"))


def _correct(form: OpeningForm, opening: Opening | None) -> Done:
    openings.correct(opening, form.room.data or None, form.opened_at.data, form.closed_at.data)
    return Done(_("开关门记录已保存。"))


def _show(form: OpeningForm, opening: Opening | None) -> None:
    rooms = [
        (room.id, room.name)
        for room in ordered_rooms()
        if room.enabled or (opening and opening.room_id == room.id)
    ]
    known: dict[str, Any] = {"room": (opening.room_id or CENTRE) if opening else CENTRE}
    form.process(request.form if request.method == "POST" else None, obj=opening, data=known)
    form.room.choices = [(CENTRE, _("中心大门")), *rooms]
    if request.method != "POST":
        form.room.data = known["room"]


def _log() -> str:
    return url_for("openings.index_view")


def _today(form: DoorForm) -> None:
    if request.method != "POST" and form.day.data is None:
        form.day.data = here.today


def _that_day(form: DoorForm, row: DoorCount) -> None:
    if request.method != "POST":
        form.day.data, form.heads.data = row.day, row.heads


def _lately() -> dict[str, Any]:
    first = here.today - SHOWN
    counts = door.door_counts(first, here.today)
    return {
        "today_count": counts.get(here.today),
        "steps": STEPS,
        "lately": [
            (day, counts.get(day)) for day in reversed(list(days(first, here.today - timedelta(days=1))))
        ],
    }
