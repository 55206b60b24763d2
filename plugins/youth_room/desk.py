"""The pages of the keeper on duty: open, count in and out, hand over, close, and a day on paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import flash, request

from hub.room import Done, Pages, Refused, _, _l, _n, clock_time, colleagues, db, here, in_brackets, visits

from . import day, sessions, tally
from .forms import ChangeForm, LateForm, OpenForm, TapForm
from .models import Session
from .words import BANDS, ROOM, WAYS

ID = "int(max=2147483647)"
desk = Pages()


def _choose_adult(form: Any) -> None:
    working = colleagues(ROOM)
    form.adult.choices = working
    mine = here.user.id if here.user else None
    if form.adult.data is None and form.zone.typed is None and mine in dict(working):  # not sent yet
        form.adult.data = mine


@desk.get("board", permission="view", template="youth_room/board.html")
def board() -> dict[str, Any]:
    """Who is inside now, zone by zone, with the buttons to count."""
    running = sessions.open_now()
    ids = [row.id for row in running]
    room = here.room(ROOM)
    return {
        "running": running, "tallies": tally.by_band(ids), "taps": tally.last_taps(ids), "bands": BANDS, "ways": WAYS,
        "sets": day.sets_by_session(ids), "inside": visits.inside([room])[room.id], "room": room, "pages": desk,
        "forgotten": sessions.is_forgotten, "token": visits.new_token,
        "zones": {row.id: row.zone.name for row in running},
    }  # fmt: skip


def _plan(form: OpenForm) -> None:
    running = {row.zone_id for row in sessions.open_now()}
    # A zone that was opened a moment ago is refused in words, not as if there were none such.
    form.zone.choices = [
        choice
        for choice in sessions.zone_choices()
        if choice[0] not in running or form.zone.typed is not None
    ]
    _choose_adult(form)
    if form.until.data is None and form.until.typed is None:
        form.until.data = sessions.usual_end().astimezone(here.tz).time().replace(second=0, microsecond=0)


@desk.action(
    "open", form=OpenForm, permission="tally", title=_l("开场"), submit=_l("开场"), prepare=_plan,
    template="youth_room/open.html",
)  # fmt: skip
def open_zone(form: OpenForm) -> Done:
    row = sessions.open_session(form.zone.data, form.adult.data, _today_at(form.until.data))
    return Done(
        _("%(zone)s开场了，预定 %(at)s 结束", zone=row.zone.name, at=clock_time(row.until)),
        to=desk.url("board"),
    )


def _today_at(clock: Any) -> datetime:
    """The next time that the village's clocks show so: a session may reach past midnight."""
    now = here.now.astimezone(here.tz)
    at = datetime.combine(now.date(), clock, here.tz)
    return at if at > now or now - at < timedelta(hours=8) else at + timedelta(days=1)


def _about(session: int) -> dict[str, Any]:
    row = find(session)
    inside = _("%(zone)s，里面 %(n)s 人", zone=row.zone.name, n=row.inside)
    return {"subtitle": in_brackets(inside, sessions.inside_words(row.id)) if row.inside else inside}


def _fresh_token(form: TapForm, session: int) -> None:
    find(session)
    if not form.token.data:
        form.token.data = visits.new_token()


@desk.action(
    "tap", form=TapForm, permission="tally", title=_l("点人数"), submit=_l("登记"),
    url=f"/session/<{ID}:session>/tap", prepare=_fresh_token, context=_about, template="youth_room/tap.html",
)  # fmt: skip
def tap(form: TapForm, session: int) -> Done:
    made = tally.tap(
        session, form.band.data, form.way.data, form.number.data, form.token.data, form.override_reason.data
    )
    if made.warning:
        flash(made.warning, "warning")
    said = _n("%(who)s%(way)s %(n)s 人", made.number, who=BANDS[made.band], way=WAYS[made.way])
    return Done(said, to=desk.url("board"), undo_url=desk.url("undo_tap", tap=made.id))


@desk.post("undo_tap", permission="tally", url=f"/tap/<{ID}:tap>/undo")
def undo_tap(tap: int) -> Done:
    made = tally.undo(tap)
    said = _n("已撤销：%(who)s%(way)s %(n)s 人", made.number, who=BANDS[made.band], way=WAYS[made.way])
    return Done(said, to=desk.url("board"))


@desk.post(
    "all_out", permission="tally", url=f"/session/<{ID}:session>/all_out",
    confirm=_l("屋里每个角落都看过了，没有人了吗？"),
)  # fmt: skip
def all_out(session: int) -> Done:
    n = tally.all_out(session)
    return Done(_n("都走了：%(n)s 人离开", n), to=desk.url("board"))


@desk.post("close", permission="tally", url=f"/session/<{ID}:session>/close")
def close(session: int) -> Done:
    row = sessions.close(session)
    return Done(_n("%(zone)s结束了，来过 %(n)s 人", row.came, zone=row.zone.name), to=desk.url("board"))


def _as_it_is(form: ChangeForm, session: int) -> None:
    row = find(session)
    if form.until.typed is None:  # not sent yet
        form.until.process_data(row.until)
        form.adult.data = form.adult.data or row.adult_id
    form.adult.choices = colleagues(ROOM)


@desk.action(
    "change", form=ChangeForm, permission="tally", title=_l("换人值守、延时"), submit=_l("保存"),
    url=f"/session/<{ID}:session>/change", prepare=_as_it_is, context=_about,
)  # fmt: skip
def change(form: ChangeForm, session: int) -> Done:
    row = sessions.change(session, form.adult.data, form.until.data)
    names = dict(colleagues(ROOM))
    facts = {"zone": row.zone.name, "who": names[form.adult.data], "at": clock_time(row.until)}
    return Done(_("%(zone)s：%(who)s值守，预定 %(at)s 结束", **facts), to=desk.url("board"))


def _choose_late(form: LateForm) -> None:
    form.zone.choices = sessions.zone_choices()
    _choose_adult(form)


@desk.action(
    "late", form=LateForm, permission="tally", title=_l("补录一场"), submit=_l("补录"), prepare=_choose_late
)  # fmt: skip
def enter_late(form: LateForm) -> Done:
    row = sessions.enter_late(
        form.zone.data, form.adult.data, form.opened_at.data, form.closed_at.data, form.heads,
        form.override_reason.data,
    )  # fmt: skip
    return Done(_n("已补录：%(zone)s，%(n)s 人", row.came, zone=row.zone.name))


@desk.get("day", permission="view", template="youth_room/day.html")
def sheet() -> dict[str, Any]:
    """当天记录: the sessions of a day on one sheet of paper, to be signed."""
    return {"sheet": day.of_day(day.asked_day(request.args.get("day"))), "bands": BANDS, "pages": desk}


@desk.get("by_zone", permission="view", template="youth_room/by_zone.html")
def zones_in_figures() -> dict[str, Any]:
    """Sessions, heads and hours of each zone, last month and this."""
    return {"months": day.two_months()}


def find(session_id: int) -> Session:
    """A session to be looked at. Raises Refused."""
    row = db.session.get(Session, session_id)
    if row is None:
        raise Refused(_("没有找到这一场，可能已经撤销。"))
    return row
