"""The pages in the hall: today, set up, begin, heads, clean."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request as asked

from hub.kits.events import EVENT_STATES, EVENT_TONES, can_begin
from hub.room import Done, Pages, _, _l, _n

from . import holding
from .answering import event_of
from .desk import ID, desk, facts_of, find
from .forms import CleanForm, CountHeadsForm
from .schedule import day_of
from .terms import checklist

floor = Pages()


@floor.get("today", permission="view", template="activity_hall/today.html")
def today() -> dict[str, Any]:
    """What takes place on a day, in its order, each with the next thing to do."""
    day = day_of(asked.args.get("day"))
    rows = [(row, event, holding.next_step(row, event)) for row, event in holding.of_day(day)]
    return {
        "day": day, "rows": rows, "pages": floor, "desk": desk, "states": EVENT_STATES, "tones": EVENT_TONES,
        "can_begin": can_begin, "before": (day - timedelta(days=1)).isoformat(),
        "after": (day + timedelta(days=1)).isoformat(),
    }  # fmt: skip


@floor.post("set_up", permission="hold", url=f"/booking/<{ID}:booking>/set_up")
def set_up(booking: int) -> Done:
    row = holding.set_up(booking)
    return Done(_("布置好了：%(title)s", title=row.title), to=floor.url("today"))


@floor.post("begin", permission="hold", url=f"/booking/<{ID}:booking>/begin")
def begin(booking: int) -> Done:
    return Done(_("开始了：%(title)s", title=holding.begin(booking).title), to=floor.url("today"))


def _about(booking: int) -> dict[str, Any]:
    return {"facts": facts_of(find(booking))[:5]}


def _fill(form: CountHeadsForm, booking: int) -> None:
    event = event_of(find(booking))
    if event is not None:
        form.fill_times(event)


@floor.action(
    "heads", form=CountHeadsForm, permission="hold", title=_l("点人数"), submit=_l("登记"),
    url=f"/booking/<{ID}:booking>/heads", context=_about, prepare=_fill, template="activity_hall/heads.html",
)  # fmt: skip
def heads(form: CountHeadsForm, booking: int) -> Done:
    row, _visit = holding.count_heads(
        booking, form.heads.data, began_at=form.began_at.data, finished_at=form.finished_at.data,
        materials=form.materials.data, note=form.note.data, crowd_reason=form.override_reason.data,
    )  # fmt: skip
    said = _n("已登记：%(title)s，%(n)s 人", form.heads.data, title=row.title)
    return Done(
        said, to=floor.url("today", day=row.span.first_day), undo_url=floor.url("not_counted", booking=row.id)
    )


@floor.post("not_counted", permission="hold", url=f"/booking/<{ID}:booking>/not_counted")
def not_counted(booking: int) -> Done:
    row = holding.not_counted(booking)
    return Done(
        _("已撤销：%(title)s还没有办", title=row.title), to=floor.url("today", day=row.span.first_day)
    )


def _list_points(form: CleanForm, booking: int) -> None:
    form.in_order.choices = [(point, point) for point in checklist()]
    row = find(booking)
    if row.cleaned_at is not None and form.in_order.raw_data is None:
        form.in_order.data = [point for point in checklist() if point not in row.undone.splitlines()]


@floor.action(
    "clean", form=CleanForm, permission="hold", title=_l("打扫"), submit=_l("打扫好了"),
    url=f"/booking/<{ID}:booking>/clean", context=_about, prepare=_list_points,
)  # fmt: skip
def clean(form: CleanForm, booking: int) -> Done:
    row = holding.cleaned(booking, form.in_order.data)
    missing = len(row.undone.splitlines())
    back = floor.url("today", day=row.span.first_day)
    if not missing:
        return Done(_("打扫好了：%(title)s", title=row.title), to=back)
    return Done(_n("已登记，还有 %(n)s 项没做好", missing), to=back)
