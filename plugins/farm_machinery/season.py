"""The pages of the queue: join, see whose turn it is, offer, note the answer."""

from __future__ import annotations

from typing import Any

from hub.kits.booking import day_words
from hub.room import Done, Pages, _, _l, here, mask_name, short_day

from . import queue, renting
from .desk import ID, desk
from .fitting import days_words, fit_wait
from .forms import WaitForm

season = Pages()
WAIT = f"/wait/<{ID}:wait>"


@season.action(
    "wait", form=WaitForm, permission="rent", title=_l("排队"), submit=_l("排上"), prepare=fit_wait
)
def wait(form: WaitForm) -> Done:
    row = queue.join(
        form.kind.data, form.resident.data, form.window_first.data, form.window_last.data, form.days.data
    )
    place = next(n for n, one in enumerate(queue.waiting(row.kind), 1) if one.id == row.id)
    sentence = _("已排上：%(who)s，%(kind)s，第 %(n)s 位", who=_name(row), kind=row.kind, n=place)
    return Done(sentence, to=season.url("turns"))


@season.get("turns", permission="rent", template="farm_machinery/turns.html")
def turns() -> dict[str, Any]:
    """Who waits, in their order, and what each could have now; and the offers that nobody answered."""
    return {
        "turns": queue.turns(), "offers": list(queue.open_offers()), "pages": season, "days": days_words,
        "day_words": day_words, "may_approve": here.can("farm_machinery.approve"),
    }  # fmt: skip


@season.post("offer", permission="approve", url=f"{WAIT}/offer")
def offer(wait: int) -> Done:
    row = queue.offer(wait)
    facts = {"who": mask_name(row.renter.name if row.renter else None), "machine": row.machine.title}
    sentence = _("给 %(who)s 留着 %(machine)s，%(days)s，请打电话问要不要", days=days_words(row), **facts)
    return Done(sentence, to=season.url("turns"))


@season.post("accept", permission="approve", url=f"/rental/<{ID}:rental>/accept")
def accept(rental: int) -> Done:
    row = renting.approve(rental)
    facts = {"machine": row.machine.title, "day": short_day(row.span.first_day)}
    return Done(_("要了：%(machine)s，%(day)s来取", **facts), to=desk.url("rental", rental=row.id))


@season.post("decline", permission="approve", url=f"/rental/<{ID}:rental>/decline")
def decline(rental: int) -> Done:
    row = renting.cancel(rental, _("这几天不要"))
    return Done(
        _("这几天不要：%(machine)s 空出来了，本人还排着", machine=row.machine.title), to=season.url("turns")
    )


@season.post("drop", permission="rent", url=f"{WAIT}/drop", confirm=_l("不再排队，确定吗？"))
def drop(wait: int) -> Done:
    row = queue.drop(wait)
    return Done(_("不排了：%(who)s，%(kind)s", who=_name(row), kind=row.kind), to=season.url("turns"))


def _name(row: Any) -> str:
    return mask_name(row.resident.name if row.resident else None)
