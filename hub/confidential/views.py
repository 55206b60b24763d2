"""The page 保密室: who may read, what waits for a second person, what the role was told, and opening in need."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hub.confidential import glass, trust
from hub.confidential.models import GlassBreak, RoleNotice, TrustRequest
from hub.confidential.rooms import confidential_here, holders, name_of
from hub.confidential.todos import unseen
from hub.confidential.words import notice_words, request_words
from hub.i18n import _, _l
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.gate import without_village
from hub.kernel.here import here
from hub.kernel.models import Village
from hub.text import short_moment
from hub.web.deeds import Done, deed, form_page, permitted
from hub.web.forms import Form, LongTextField

blueprint = Blueprint("confidential", __name__)
STAFF, TOWN = "confidential.look", "villages.manage"
NUMBER = "<int(max=2147483647):id>"
SHOWN = 20  # the latest openings in need


class ReasonForm(Form):
    """Why a confidential room is opened in need."""

    reason = LongTextField(
        _l("为什么要看"),
        max=200,
        required=True,
        description=_l("室管员会看到这句话。不要写来访人的姓名和情况。"),
    )


@blueprint.get("/confidential/")
@permitted(STAFF)
def index() -> str:
    """Everybody who works in the village may know who reads; the rest is for those it concerns."""
    rooms = confidential_here()
    mine = [room for room in rooms if here.can(f"{room}.view") and not here.can(f"{room}.glass")]
    told = unseen()
    requests = [
        (one, request_words(one), trust.may_answer(one)) for one in trust.requests_in(here.village_id)
    ]
    concerned = here.can(glass.PERMISSION) or bool(mine)
    return render_template(
        "confidential/index.html",
        rooms=[(here.room(key), holders(here.village_id, key)) for key in rooms],
        mine=mine,
        notices=[(notice, notice_words(notice)) for notice in told],
        requests=[one for one in requests if concerned or (here.user and one[0].user_id == here.user.id)],
        breaks=_breaks(mine) if concerned else [],
        open_now=glass.open_now(),
        name_of=name_of,
        may_break=here.can(glass.PERMISSION),
    )


def _breaks(mine: list[str]) -> list[GlassBreak]:
    """The latest openings of the rooms one is of; a secretary's own ones."""
    query = (
        select(GlassBreak)
        .where(GlassBreak.village_id == here.village_id)
        .options(selectinload(GlassBreak.user))
    )
    me = here.user.id if here.user else 0
    query = query.where(GlassBreak.room.in_(mine) | (GlassBreak.user_id == me))
    return list(db.session.scalars(query.order_by(GlassBreak.id.desc()).limit(SHOWN)))


@blueprint.post(f"/confidential/notices/{NUMBER}/seen")
@permitted(STAFF)
def seen(id: int) -> ResponseReturnValue:
    """One's own notice was seen."""

    def see() -> Done:
        notice = db.session.get(RoleNotice, id)
        if notice is None or here.user is None or notice.user_id != here.user.id:
            abort(404)
        notice.seen_at = notice.seen_at or now()
        return Done(_("已知道。"))

    return deed(see, url_for("confidential.index"))


@blueprint.post(f"/confidential/requests/{NUMBER}/agree")
@permitted(STAFF)
def agree(id: int) -> ResponseReturnValue:
    """A second person agrees."""
    return _answer(id, True, "confidential.index")


@blueprint.post(f"/confidential/requests/{NUMBER}/refuse")
@permitted(STAFF)
def refuse(id: int) -> ResponseReturnValue:
    """A second person does not."""
    return _answer(id, False, "confidential.index")


@blueprint.route("/confidential/<string(maxlength=40):room>/open", methods=["GET", "POST"])
@permitted(glass.PERMISSION)
def open_in_need(room: str) -> ResponseReturnValue:
    """Open a confidential room for half an hour, with a reason."""
    if room not in confidential_here():
        abort(404)
    return form_page(
        ReasonForm,
        partial(_break, room),
        title=_("紧急查看：%(room)s", room=name_of(room)),
        submit=_("打开 30 分钟"),
        home=url_for("confidential.index"),
        template="confidential/open.html",
        context=lambda: {"holders": holders(here.village_id, room)},
    )


def _break(room: str, form: ReasonForm) -> Done:
    opened = glass.break_glass(room, form.reason.data)
    sentence = _(
        "%(room)s已打开，到 %(until)s 为止；室管员会收到通知，看过哪条都会记下。",
        room=name_of(room), until=short_moment(opened.until),
    )  # fmt: skip
    return Done(sentence, to=url_for("home.room_page", room=room))


@blueprint.post("/confidential/close")
@permitted(glass.PERMISSION)
def close() -> ResponseReturnValue:
    """Give the room back before the time is over."""

    def end() -> Done:
        room = glass.close_glass()
        return Done(_("%(room)s已关上。", room=name_of(room)) if room else _("没有打开着的保密室。"))

    return deed(end, url_for("confidential.index"))


@blueprint.get("/town/confidential")
@without_village
@permitted(TOWN)
def town() -> str:
    """What waits for the town's administrator, where a room has nobody else to agree. Nothing of a room is seen."""
    requests = [(one, request_words(one)) for one in trust.all_requests() if trust.may_answer(one)]
    return render_template("confidential/town.html", requests=requests, villages=_village_names())


@blueprint.post(f"/town/confidential/{NUMBER}/agree")
@without_village
@permitted(TOWN)
def agree_from_town(id: int) -> ResponseReturnValue:
    """The town's administrator agrees."""
    return _answer(id, True, "confidential.town")


@blueprint.post(f"/town/confidential/{NUMBER}/refuse")
@without_village
@permitted(TOWN)
def refuse_from_town(id: int) -> ResponseReturnValue:
    """The town's administrator does not."""
    return _answer(id, False, "confidential.town")


def _answer(id: int, agreed: bool, home: str) -> ResponseReturnValue:
    asked = db.session.get(TrustRequest, id)
    if asked is None or (here.in_village and asked.village_id != here.village_id):
        abort(404)

    def done() -> Done:
        request = trust.answer(id, agree=agreed)
        values = {"name": request.user.name, "room": name_of(request.room)}
        if agreed:
            return Done(_("已确认，%(name)s 可以看%(room)s的记录了。", **values))
        return Done(_("已记下：%(name)s 不能看%(room)s的记录。", **values))

    sentence = (
        _("请先当面或打电话核实是本人。确认后，对方就能看里面的记录。")
        if agreed
        else _("拒绝后，对方看不到里面的记录；需要时请村书记重新安排。")
    )
    return deed(done, url_for(home), confirm=sentence, submit=_("确认") if agreed else _("拒绝"))


def _village_names() -> dict[int, str]:
    return dict(db.session.execute(select(Village.id, Village.name)).all())
