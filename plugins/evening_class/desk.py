"""The evening itself, on a phone: sign in, call the absent, hand over, close."""

from __future__ import annotations

from datetime import time
from typing import Any

from flask import abort
from flask import request as web

from hub.room import Done, Pages, _, _l, _n, clock_time, db, here, local_date, short_day

from . import arriving, evenings, leaving, rollcall
from .children import fetches, pickups_of
from .forms import CrowdForm, PhoneReleaseForm
from .models import Attendance, Session
from .terms import hours_of, is_class_day, term_at_hand
from .words import RELEASES

ID = "int(max=2147483647)"
desk = Pages()


def shown_session() -> Session | None:
    """The evening of the address (`?evening=3`), or today's."""
    asked = web.args.get("evening", "")
    if not asked:
        return evenings.session_on(here.today)
    known = asked.isascii() and asked.isdecimal() and len(asked) < 10
    return (db.session.get(Session, int(asked)) if known else None) or abort(404)


def groups_of(lines: list[rollcall.Line]) -> list[tuple[str, list[rollcall.Line]]]:
    """The lines by group, in their order."""
    found: dict[str, list[rollcall.Line]] = {}
    for line in lines:
        found.setdefault(line.child.group, []).append(line)
    return list(found.items())


def back_to(row: Attendance | Session) -> str:
    """The page of an evening."""
    session = row.session if isinstance(row, Attendance) else row
    return desk.url("tonight", **({} if session.day == here.today else {"evening": session.id}))


@desk.get("tonight", permission="children", template="evening_class/tonight.html")
def tonight() -> dict[str, Any]:
    """All children of the evening: who is still to come, who is inside, who has gone."""
    session = shown_session()
    term = session.term if session else term_at_hand()
    lines = rollcall.roll(session, term.id if term else None) if term else []
    of = {
        state: [line for line in lines if line.state == state]
        for state in ("waiting", "inside", "out", "excused")
    }
    day = session.day if session else here.today
    return {
        "pages": desk, "session": session, "term": term, "waiting": groups_of(of["waiting"]), "of": of,
        "day": local_date(day), "today": day == here.today, "class_day": is_class_day(day), "ways": RELEASES,
        "over": session is not None and session.state == "open" and here.now > hours_of(day)[1],
        "running": bool(term and term.first_on <= here.today <= term.last_on),
    }  # fmt: skip


@desk.post("sign_in", permission="children", url=f"/tonight/in/<{ID}:child>")
def sign_in(child: int) -> Done:
    row = arriving.sign_in(child)
    return Done(
        _("%(name)s 签到了", name=row.enrolment.name), to=desk.url("tonight"),
        undo_url=desk.url("unsign_in", row=row.id),
    )  # fmt: skip


def _choose_child(form: CrowdForm) -> None:
    session, term = evenings.session_on(here.today), term_at_hand()
    lines = rollcall.roll(session, term.id if term else None) if term else []
    form.child.choices = [
        (line.child.id, line.child.name) for line in lines if line.state in ("waiting", "excused")
    ]


@desk.action(
    "crowd", form=CrowdForm, permission="children", title=_l("人多仍要签到"), submit=_l("签到"), prepare=_choose_child,
)  # fmt: skip
def crowd(form: CrowdForm) -> Done:
    row = arriving.sign_in(form.child.data, form.crowd_reason.data)
    return Done(_("%(name)s 签到了", name=row.enrolment.name), to=desk.url("tonight"))


@desk.post("unsign_in", permission="children", url=f"/attendance/<{ID}:row>/undo")
def unsign_in(row: int) -> Done:
    back = back_to(rollcall.find_row(row))
    return Done(_("已撤销：%(name)s", name=arriving.undo_sign_in(row)), to=back)


@desk.get("absent", permission="children", template="evening_class/absent.html")
def absent() -> dict[str, Any]:
    """Who has not come and whom to call: a tap dials."""
    session, term = evenings.session_on(here.today), term_at_hand()
    lines = rollcall.roll(session, term.id if term else None) if term else []
    return {
        "pages": desk, "lines": [line for line in lines if line.state == "waiting"], "day": local_date(here.today),
        "excused": [line for line in lines if line.state == "excused"],
        "open": session is None or session.state == "open",
    }  # fmt: skip


@desk.post("excuse", permission="children", url=f"/tonight/excused/<{ID}:child>")
def excuse(child: int) -> Done:
    row = arriving.excuse(child)
    return Done(
        _("%(name)s 请假", name=row.enrolment.name), to=desk.url("absent"),
        undo_url=desk.url("unsign_in", row=row.id),
    )  # fmt: skip


@desk.get(
    "release",
    permission="children",
    url=f"/attendance/<{ID}:row>/release",
    template="evening_class/release.html",
)
def release(row: int) -> dict[str, Any]:
    """Handing over one child: only to those who may have it."""
    attendance = db.session.get(Attendance, row) or abort(404)
    child = attendance.enrolment
    listed = pickups_of([child.id]).get(child.id, [])
    day = attendance.session.day
    return {
        "pages": desk, "row": attendance, "child": child, "back": back_to(attendance), "fetches": fetches,
        "may": [one for one in listed if one.valid_until >= day],
        "past": [one for one in listed if one.valid_until < day], "numbers": leaving.numbers_on_record(child),
        "today": day == here.today, "ways": RELEASES, "ends": f"{hours_of(day)[1].astimezone(here.tz):%H:%M}",
    }  # fmt: skip


def _at() -> time | None:
    """The time of leaving that an earlier evening needs; None where it was not given or is none."""
    try:
        return time.fromisoformat(web.form.get("at", ""))
    except ValueError:
        return None


def _gone(row: Attendance) -> Done:
    how = row.taken_by or RELEASES[row.how]
    sentence = _(
        "%(name)s 放学了：%(how)s，%(at)s", name=row.enrolment.name, how=how, at=clock_time(row.out_at)
    )
    undo = desk.url("undo_release", row=row.id) if row.session.day == here.today else None
    return Done(sentence, to=back_to(row), undo_url=undo)


@desk.post("release_to", permission="children", url=f"/attendance/<{ID}:row>/to/<{ID}:pickup>")
def release_to(row: int, pickup: int) -> Done:
    return _gone(leaving.release_to(row, pickup, _at()))


@desk.post("release_alone", permission="children", url=f"/attendance/<{ID}:row>/alone")
def release_alone(row: int) -> Done:
    return _gone(leaving.release_alone(row, _at()))


def _about(row: int) -> dict[str, Any]:
    attendance = db.session.get(Attendance, row) or abort(404)
    return {"child": attendance.enrolment, "numbers": leaving.numbers_on_record(attendance.enrolment)}


def _offer_numbers(form: PhoneReleaseForm, row: int) -> None:
    attendance = db.session.get(Attendance, row) or abort(404)
    numbers = leaving.numbers_on_record(attendance.enrolment)
    form.phone.choices = [(number, number) for number in numbers]
    if form.phone.data is None and form.phone.typed is None:
        form.phone.data, form.allowed_by.data = numbers[0], attendance.enrolment.guardian
    if attendance.session.day == here.today:
        del form.at


@desk.action(
    "release_by_phone", form=PhoneReleaseForm, permission="children", url=f"/attendance/<{ID}:row>/phone",
    title=_l("电话同意后交接"), submit=_l("记下并放学"), prepare=_offer_numbers, context=_about,
    template="evening_class/by_phone.html",
)  # fmt: skip
def release_by_phone(form: PhoneReleaseForm, row: int) -> Done:
    at = form.at.data if "at" in form else None
    return _gone(leaving.release_by_phone(row, form.phone.data, form.allowed_by.data, form.taken_by.data, at))


@desk.post("undo_release", permission="children", url=f"/attendance/<{ID}:row>/back")
def undo_release(row: int) -> Done:
    attendance = leaving.undo_release(row)
    return Done(_("已撤销：%(name)s 还在室内", name=attendance.enrolment.name), to=back_to(attendance))


@desk.post("close", permission="children", url=f"/evening/<{ID}:evening>/close")
def close(evening: int) -> Done:
    session = evenings.close(evening)
    return Done(
        _n("下课了，今晚来了 %(n)s 个孩子，都已放学", session.came), to=back_to(session),
        undo_url=desk.url("reopen", evening=session.id),
    )  # fmt: skip


@desk.post("reopen", permission="children", url=f"/evening/<{ID}:evening>/reopen")
def reopen(evening: int) -> Done:
    session = evenings.reopen(evening)
    return Done(_("已撤销，%(day)s的课还没有下", day=short_day(session.day)), to=back_to(session))
