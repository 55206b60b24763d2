"""The pages at the desk: book, the week, who is there, the papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import abort
from flask import request as web

from hub.kits.booking import days_span, span_words
from hub.room import Done, Pages, _, _l, _n, db, here, mask_name, short_moment

from . import booking, hall, receiving
from .forms import ArriveForm, BookForm, CancelForm, GuideForm, MoveForm, SettingsForm
from .models import Group
from .words import KINDS, PHASE_TONES, PHASES, ROOM

ID = "int(max=2147483647)"
FARTHEST = 3660  # days from today that a week may be asked for
desk = Pages()


def guide_name(row: Group) -> str:
    """Who guides a group, as whoever looks may see it."""
    if row.guide is None:
        return ""
    return row.guide.name if here.can("residents.names") else mask_name(row.guide.name)


def monday_of(text: str) -> date:
    """Monday of the week of a day in an address; of this week for what is no day near enough."""
    try:
        day = date.fromisoformat(text) if len(text) == 10 else here.today
    except ValueError:
        day = here.today
    if abs((day - here.today).days) > FARTHEST:
        day = here.today
    return day - timedelta(days=day.weekday())


def _shown(rows: Any) -> dict[str, Any]:
    return {
        "rows": rows, "phase": lambda row: receiving.phase(row, here.now), "phases": PHASES, "tones": PHASE_TONES,
        "kinds": KINDS, "guide_name": guide_name, "pages": desk, "may": here.can(f"{ROOM}.receive"),
    }  # fmt: skip


@desk.get("board", permission="view", template="party_history_hall/board.html")
def board() -> dict[str, Any]:
    """A week of groups, to be seen and printed."""
    monday = monday_of(web.args.get("week", ""))
    sunday = monday + timedelta(days=6)
    rows = receiving.between(days_span(monday, sunday))
    days = [(monday + timedelta(days=n), [row for row in rows if row.span.first_day == monday + timedelta(days=n)])
            for n in range(7)]  # fmt: skip
    return _shown(rows) | {
        "days": days, "room": here.room(ROOM), "monday": monday, "sunday": sunday,
        "before": (monday - timedelta(days=7)).isoformat(), "after": (monday + timedelta(days=7)).isoformat(),
    }  # fmt: skip


def _offer_guides(form: Any) -> None:
    form.guide.choices = [("", _("先不安排")), *((guide.id, guide.name) for guide in hall.all_guides())]


def _prepare_booking(form: BookForm) -> None:
    _offer_guides(form)
    if form.minutes.data is None and form.minutes.typed is None:
        form.minutes.data = hall.settings().minutes
    if form.starts_at.data is None and form.starts_at.typed is None:
        at = here.now + timedelta(hours=1)
        form.starts_at.data = at - timedelta(
            minutes=at.minute, seconds=at.second, microseconds=at.microsecond
        )


@desk.action(
    "book", form=BookForm, permission="receive", title=_l("预约参观"), submit=_l("预约"), prepare=_prepare_booking
)  # fmt: skip
def book(form: BookForm) -> Done:
    asked = booking.Wanted(
        form.organisation.data, form.kind.data, form.heads.data, form.starts_at.data,
        form.minutes.data or hall.settings().minutes, form.guide.data or None, form.contact.data, form.phone.data,
        bool(form.by_teacher.data), bool(form.split.data), form.reason.data,
    )  # fmt: skip
    made = booking.book(asked)
    first = made.groups[0]
    if len(made.groups) > 1:
        sentence = _(
            "%(who)s %(heads)s 人分 %(n)s 批约好了，%(first)s 起", who=asked.organisation, heads=asked.heads,
            n=len(made.groups), first=short_moment(first.starts_at),
        )  # fmt: skip
    else:
        sentence = _("约好了：%(group)s", group=booking.group_words(first))
    return Done("".join([sentence, *(f"。{warning}" for warning in made.warnings)]), to=_week_of(first))


def _week_of(row: Group) -> str:
    return desk.url("board", week=row.span.first_day.isoformat())


def _find(group: int) -> Group:
    return receiving.find(group) or abort(404)


def _about(group: int) -> dict[str, Any]:
    return {"subtitle": booking.group_words(_find(group))}


def _as_booked(form: MoveForm, group: int) -> None:
    if form.starts_at.typed is None and form.minutes.typed is None:
        span = _find(group).span
        form.starts_at.data, form.minutes.data = span.start, int(span.length.total_seconds() // 60)


@desk.action(
    "move", form=MoveForm, permission="receive", url=f"/group/<{ID}:group>/move", title=_l("改时间"),
    submit=_l("改好"), prepare=_as_booked, context=_about,
)  # fmt: skip
def move(form: MoveForm, group: int) -> Done:
    row, warning = booking.move(group, form.starts_at.data, form.minutes.data, form.reason.data)
    sentence = _("改好了：%(group)s", group=booking.group_words(row))
    return Done(f"{sentence}。{warning}" if warning else sentence, to=_week_of(row))


def _guide_now(form: GuideForm, group: int) -> None:
    _offer_guides(form)
    if form.guide.typed is None:
        form.guide.data = _find(group).guide_id


@desk.action(
    "assign", form=GuideForm, permission="receive", url=f"/group/<{ID}:group>/guide", title=_l("安排讲解员"),
    submit=_l("就这位"), prepare=_guide_now, context=_about,
)  # fmt: skip
def assign(form: GuideForm, group: int) -> Done:
    row = booking.assign(group, form.guide.data or None)
    if row.guide is None:
        return Done(_("先不安排讲解员：%(group)s", group=booking.group_words(row)), to=_week_of(row))
    return Done(
        _("%(guide)s讲解：%(group)s", guide=row.guide.name, group=booking.group_words(row)), to=_week_of(row)
    )


def _heads_asked(form: ArriveForm, group: int) -> None:
    if form.heads.typed is None and form.heads.data is None:
        form.heads.data = _find(group).asked


@desk.action(
    "arrive", form=ArriveForm, permission="receive", url=f"/group/<{ID}:group>/arrive", title=_l("登记到场"),
    submit=_l("到场"), prepare=_heads_asked, context=_about,
)  # fmt: skip
def arrive(form: ArriveForm, group: int) -> Done:
    row = receiving.arrive(
        group, form.heads.data, came_at=form.came_at.data, crowd_reason=form.override_reason.data
    )
    return Done(
        _("%(who)s到场 %(n)s 人", who=row.title, n=row.heads), to=_week_of(row),
        undo_url=desk.url("unarrive", group=row.id),
    )  # fmt: skip


@desk.post("unarrive", permission="receive", url=f"/group/<{ID}:group>/unarrive")
def unarrive(group: int) -> Done:
    row = receiving.undo_arrival(group)
    return Done(_("已撤销：%(who)s还没到场", who=row.title), to=_week_of(row))


@desk.post("leave", permission="receive", url=f"/group/<{ID}:group>/leave")
def leave(group: int) -> Done:
    row = receiving.leave(group)
    return Done(_("%(who)s走了，%(n)s 人", who=row.title, n=row.heads), to=_week_of(row))


@desk.post(
    "stay_away",
    permission="receive",
    url=f"/group/<{ID}:group>/missed",
    confirm=_l("这一批没有来，位置让出来？"),
)
def stay_away(group: int) -> Done:
    row = receiving.stay_away(group)
    return Done(_("记下了：%(who)s没有来", who=row.title), to=_week_of(row))


@desk.action(
    "cancel", form=CancelForm, permission="receive", url=f"/group/<{ID}:group>/cancel", title=_l("取消参观"),
    submit=_l("取消这次参观"), context=_about,
)  # fmt: skip
def cancel(form: CancelForm, group: int) -> Done:
    gone = booking.cancel(group, form.why.data, all_parts=bool(form.all_parts.data))
    return Done(_n("已取消 %(n)s 批", len(gone)), to=_week_of(gone[0]))


@desk.get(
    "sheet", permission="receive", url=f"/group/<{ID}:group>/sheet", template="party_history_hall/sheet.html"
)
def sheet(group: int) -> dict[str, Any]:
    """主题党日活动单, or the slip of any other group: no list of names, what is missing is filled in by hand."""
    row = _find(group)
    return {
        "row": row, "kind": KINDS[row.kind], "guide": row.guide.name if row.guide else "", "when": span_words(row.span),
        "programme": hall.lines(hall.settings().programme), "room": here.room(ROOM),
        "parts": booking.parts_of(row), "words": booking.group_words, "pages": desk,
    }  # fmt: skip


def _as_set(form: SettingsForm) -> None:
    if form.minutes.typed is None:  # not sent yet
        form.process(obj=hall.settings())


@desk.action(
    "settings",
    form=SettingsForm,
    permission="manage",
    title=_l("参观规则"),
    submit=_l("保存"),
    prepare=_as_set,
)
def set_settings(form: SettingsForm) -> Done:
    form.populate_obj(hall.hold())
    return Done(_("已保存"))


@desk.post(
    "stop_guide",
    permission="manage",
    url=f"/guide/<{ID}:guide>/stop",
    confirm=_l("这位不再讲解？名字 30 天后清空。"),
)
def stop_guide(guide: int) -> Done:
    row = hall.stop_guide(guide)
    db.session.flush()
    return Done(_("%(name)s不再讲解", name=row.name))
