"""The pages everybody sees: 今天, 功能室, a room, the search, the month."""

from __future__ import annotations

from flask import Blueprint, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import text as sql
from sqlalchemy.exc import SQLAlchemyError

import hub
from hub.centre.doors import gate_action
from hub.centre.status import CENTRE, statuses
from hub.home import finding, today
from hub.home.room import RoomPage
from hub.kernel.database import db
from hub.kernel.gate import public
from hub.kernel.here import here
from hub.kernel.sources import notes, owner_of
from hub.reports import indicators
from hub.reports.months import Month

blueprint = Blueprint("home", __name__)
SHOWN = 8  # things to do on the first screen; the rest is one tap away


@blueprint.get("/", endpoint="today")
def show_today() -> str:
    """What is now, what is to be done, how the month goes."""
    tasks, now = today.tasks(), statuses()
    month = Month.present()
    return render_template(
        "home/today.html",
        subtitle=today.hours_today(),
        gate=gate_action(None, now[CENTRE]),
        cards=today.cards(now),
        tasks=tasks[:SHOWN],
        count=len(tasks),
        more_url=url_for("home.todo") if len(tasks) > SHOWN else None,
        five=indicators.five(month) if here.can("report.view") else (),
        over=month.finished(),
        notes=notes(),
    )


@blueprint.get("/todo")
def todo() -> str:
    """Everything there is to do."""
    return render_template("home/todo.html", tasks=today.tasks())


@blueprint.get("/rooms")
def rooms() -> str:
    """All rooms as tiles, for the phone."""
    return render_template("home/rooms.html", cards=today.cards(statuses()))


@blueprint.get("/rooms/<room>/")
def room_page(room: str) -> str:
    """A room: today in it, what is done there, its records, its facts, its month."""
    if room not in here.enabled_rooms:
        abort(404)
    owner = owner_of(room)
    if not here.sees(room):
        abort(403)
    return render_template("home/room.html", shown=RoomPage(owner, request.args.get("tab", "")))


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Residents, rooms and what rooms let be found; a scanned code goes straight to its thing."""
    words = finding.clean(request.args.get("q", ""))
    groups = finding.search(words)
    straight = finding.jump(words, groups)
    if straight:
        return redirect(straight)
    return render_template("home/search.html", words=words, groups=groups)


@blueprint.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """For the machine that watches: is the hub up, and does its database answer?"""
    try:
        with db.engine.connect() as connection:
            connection.execute(sql("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(ok=False, version=hub.__version__), 503
    return jsonify(ok=True, version=hub.__version__)
