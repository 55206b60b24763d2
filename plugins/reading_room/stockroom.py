"""The pages for many books at once: taking stock; and the events."""

from __future__ import annotations

from typing import Any

from flask import abort

from hub.kits.events import CancelForm, HeldForm
from hub.room import Done, Pages, _, _l, db

from . import eventing, stocktaking
from .desk import ID
from .forms import EventForm, ScanForm, StocktakeForm
from .models import Event, Stocktake

stockroom = Pages()


# ---------------------------------------------------------------------------------------------------- stocktake


@stockroom.action(
    "stocktake", form=StocktakeForm, permission="stocktake", title=_l("盘点"), submit=_l("开始盘点"),
    template="reading_room/stocktake.html",
    context=lambda: {"open": stocktaking.open_one(), "pages": stockroom},
)  # fmt: skip
def start(form: StocktakeForm) -> Done:
    row = stocktaking.start(form.scope.data)
    return Done(_("盘点开始了，一册一册扫。"), to=stockroom.url("scanning", stocktake=row.id))


def find_stocktake(stocktake: int) -> Stocktake:
    """A stocktake, to be looked at."""
    return db.session.get(Stocktake, stocktake) or abort(404)


def _scanned(stocktake: int) -> dict[str, Any]:
    row = find_stocktake(stocktake)
    return {"row": row, "recent": stocktaking.recent(row), "pages": stockroom}


@stockroom.action(
    "scanning", form=ScanForm, permission="stocktake", title=_l("盘点"), submit=_l("记下"),
    url=f"/stocktake/<{ID}:stocktake>", template="reading_room/scanning.html", context=_scanned,
)  # fmt: skip
def scanning(form: ScanForm, stocktake: int) -> Done:
    copy, new = stocktaking.scan(stocktake, form.scan.data)
    sentence = _("在架：%(book)s") if new else _("已经扫过：%(book)s")
    return Done(sentence % {"book": copy.label}, to=stockroom.url("scanning", stocktake=stocktake))


@stockroom.get(
    "variance", permission="stocktake", url=f"/stocktake/<{ID}:stocktake>/variance",
    template="reading_room/variance.html",
)  # fmt: skip
def variance(stocktake: int) -> dict[str, Any]:
    """What is missing and what is too many, before it is confirmed."""
    row = find_stocktake(stocktake)
    told = stocktaking.variance(row) if row.state == "open" else None
    return {"row": row, "told": told, "pages": stockroom}


@stockroom.post(
    "finish", permission="stocktake", url=f"/stocktake/<{ID}:stocktake>/finish",
    confirm=_l("结束盘点？没扫到的会登记为丢失。"),
)  # fmt: skip
def finish(stocktake: int) -> Done:
    row = stocktaking.finish(stocktake)
    facts = {"scanned": row.scanned, "missing": row.missing, "surplus": row.surplus}
    return Done(
        _("盘完了：扫了 %(scanned)s 册，少 %(missing)s 册，多 %(surplus)s 册", **facts),
        to=stockroom.url("variance", stocktake=row.id),
    )


@stockroom.post(
    "cancel_stocktake", permission="stocktake", url=f"/stocktake/<{ID}:stocktake>/cancel",
    confirm=_l("作废这次盘点？扫过的不算数。"),
)  # fmt: skip
def cancel_stocktake(stocktake: int) -> Done:
    stocktaking.cancel(stocktake)
    return Done(_("盘点已作废"), to=stockroom.url("stocktake"))


# ------------------------------------------------------------------------------------------------------- events


@stockroom.action("plan_event", form=EventForm, permission="events", title=_l("安排活动"), submit=_l("安排"))
def plan_event(form: EventForm) -> Done:
    row = eventing.events.plan(
        form.name.data, form.starts_at.data, form.ends_at.data, form.proposer.data, kind=form.kind.data
    )
    return Done(_("已安排：%(name)s", name=row.name))


def _event_facts(event: int) -> dict[str, Any]:
    from hub.room import short_moment

    row = db.session.get(Event, event) or abort(404)
    return {"facts": [(_("活动"), row.name), (_("开始"), short_moment(row.starts_at))]}


def _fill_times(form: HeldForm, event: int) -> None:
    form.fill_times(db.session.get(Event, event) or abort(404))


@stockroom.action(
    "hold_event", form=HeldForm, permission="events", title=_l("活动办完"), submit=_l("登记"),
    url=f"/event/<{ID}:event>/held", template="reading_room/held.html", context=_event_facts, prepare=_fill_times,
)  # fmt: skip
def hold_event(form: HeldForm, event: int) -> Done:
    row = eventing.held(
        event, form.heads.data, form.note.data, form.override_reason.data,
        began_at=form.began_at.data, finished_at=form.finished_at.data,
    )  # fmt: skip
    sentence = _("已登记：%(name)s，%(n)s 人", name=row.name, n=row.heads)
    return Done(sentence, undo_url=stockroom.url("undo_event", event=row.id))


@stockroom.post("begin_event", permission="events", url=f"/event/<{ID}:event>/begin")
def begin_event(event: int) -> Done:
    return Done(_("活动开始了：%(name)s", name=eventing.events.begin(event).name))


@stockroom.post("undo_event", permission="events", url=f"/event/<{ID}:event>/undo")
def undo_event(event: int) -> Done:
    return Done(_("已撤销：%(name)s 还没有办", name=eventing.events.undo_held(event).name))


@stockroom.action(
    "cancel_event", form=CancelForm, permission="events", title=_l("取消活动"), submit=_l("取消活动"),
    url=f"/event/<{ID}:event>/cancel", context=_event_facts,
)  # fmt: skip
def cancel_event(form: CancelForm, event: int) -> Done:
    return Done(_("已取消活动：%(name)s", name=eventing.events.cancel(event, form.why.data).name))
