"""The pages at the desk: the bays at a glance, start, book, begin, finish, cancel."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.room import Done, Form, Pages, _, _l, clock_time, here, short_moment

from . import bays, checking, frost, washing
from .forms import BookForm, CancelForm, StartForm
from .words import KINDS, STATE_TONES, STATES

ID = "int(max=2147483647)"
desk = Pages()


def bay_choices(*, free: bool = False) -> list[tuple[int, str]]:
    """The bays to choose from, each with what it is now; `free`: only those that somebody can begin at."""
    return [
        (one.bay.id, _("%(bay)s %(kind)s（%(state)s）", bay=bays.bay_name(one.bay), kind=KINDS[one.bay.kind],
                       state=STATES[one.state]))
        for one in bays.glances()
        if one.can_start or not free
    ]  # fmt: skip


def choose_bay(form: Any, **_values: Any) -> None:
    """Any bay that is offered."""
    form.bay.choices = bay_choices()


def _choose_free(form: StartForm) -> None:
    # One that was taken a moment ago is refused in words, not as if there were none such.
    form.bay.choices = bay_choices(free=form.bay.typed is None)


def _choose_time(form: BookForm) -> None:
    choose_bay(form)
    if form.starts_at.data is None and form.starts_at.typed is None:
        at = here.now + timedelta(minutes=30)
        form.starts_at.data = at - timedelta(minutes=at.minute % 10, seconds=at.second)


@desk.get("board", permission="view", template="wash_station/board.html")
def board() -> dict[str, Any]:
    """All bays now, with what can be done at each."""
    return {
        "glances": bays.glances(), "pages": desk, "states": STATES, "tones": STATE_TONES, "kinds": KINDS,
        "name": bays.bay_name, "checked": checking.daily.today() is not None,
    }  # fmt: skip


@desk.action(
    "start", form=StartForm, permission="operate", title=_l("开始使用"), submit=_l("开始"), prepare=_choose_free
)  # fmt: skip
def start(form: StartForm) -> Done:
    use = washing.start(form.bay.data)
    sentence = _("%(bay)s开始了，最晚 %(at)s 结束", bay=bays.bay_name(use.bay), at=clock_time(use.ends_at))
    return Done(sentence, to=desk.url("board"), undo_url=desk.url("undo", use=use.id))


@desk.action(
    "book", form=BookForm, permission="operate", title=_l("预约"), submit=_l("预约"), prepare=_choose_time
)
def book(form: BookForm) -> Done:
    use = washing.book(form.bay.data, form.starts_at.data, form.minutes.data)
    sentence = _(
        "%(bay)s %(at)s 约好了，取号码 %(ticket)s",
        bay=bays.bay_name(use.bay), at=short_moment(use.starts_at), ticket=use.ticket,
    )  # fmt: skip
    return Done(sentence, to=desk.url("ticket", use=use.id))


@desk.get("ticket", permission="operate", url=f"/use/<{ID}:use>/ticket", template="wash_station/ticket.html")
def ticket(use: int) -> dict[str, Any]:
    """The ticket to hand over or to read out: the bay, the time, the signs; no name."""
    row = washing.find(use)
    return {"row": row, "name": bays.bay_name(row.bay), "kind": KINDS[row.bay.kind], "pages": desk}


@desk.post("begin", permission="operate", url=f"/use/<{ID}:use>/begin")
def begin(use: int) -> Done:
    row = washing.begin(use)
    sentence = _("%(bay)s开始了，最晚 %(at)s 结束", bay=bays.bay_name(row.bay), at=clock_time(row.ends_at))
    return Done(sentence, to=desk.url("board"), undo_url=desk.url("undo", use=row.id))


@desk.post("finish", permission="operate", url=f"/use/<{ID}:use>/finish")
def finish(use: int) -> Done:
    row = washing.finish(use)
    return Done(_("%(bay)s结束了", bay=bays.bay_name(row.bay)), to=desk.url("board"))


@desk.post("undo", permission="operate", url=f"/use/<{ID}:use>/undo")
def undo(use: int) -> Done:
    row = washing.finish(use)
    return Done(_("已撤销：%(bay)s", bay=bays.bay_name(row.bay)), to=desk.url("board"))


def _about_booking(use: int) -> dict[str, Any]:
    return {"subtitle": frost.use_words(washing.find(use))}


@desk.action(
    "cancel", form=CancelForm, permission="operate", title=_l("取消预约"), submit=_l("取消这个预约"),
    url=f"/use/<{ID}:use>/cancel", context=_about_booking,
)  # fmt: skip
def cancel(form: Form, use: int) -> Done:
    row = washing.cancel(use, form["why"].data)
    return Done(_("已取消：%(use)s", use=frost.use_words(row)), to=desk.url("board"))
