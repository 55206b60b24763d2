"""The pages at the yard's gate: hand out, take back, inspect, settle, dispute."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import Done, Pages, Refused, _, _l, db, here, short_day

from . import handing, settling
from .desk import RENTAL, desk, facts_of, find, who
from .fitting import fit_in, fit_out, fit_settle
from .forms import DisputeForm, InForm, OutForm, SettleForm
from .handing import Look
from .models import ZERO, Rental

gate = Pages()
MOST = 60


@gate.get("today", permission="rent", template="farm_machinery/today.html")
def today() -> dict[str, Any]:
    """交收: what is to be fetched, what is out, what is to be looked at and settled; a button for each."""
    rows = db.session.scalars(
        select(Rental)
        .where(
            Rental.state.in_(("out", "returned", "inspected"))
            | ((Rental.state == "approved") & (Rental.ends_at > here.now))
        )
        .options(joinedload(Rental.machine), joinedload(Rental.renter))
        .order_by(Rental.ends_at, Rental.id)
        .limit(200)
    ).all()
    states = ("approved", "out", "returned", "inspected")
    groups = {state: [row for row in rows if row.state == state] for state in states}
    groups["approved"] = [row for row in groups["approved"] if row.span.first_day <= here.today][:MOST]
    return {"groups": groups, "today": here.today, "pages": gate}


def _expect(rental: int, *states: str) -> Rental:
    """A rental that is where the form needs it. Raises Refused."""
    row = find(rental)
    if row.state not in states:
        raise Refused(_("这张租赁单已经有人办过了，请刷新后再看。"))
    return row


@gate.action(
    "hand_out", form=OutForm, permission="rent", title=_l("交机"), submit=_l("交机"), url=f"{RENTAL}/out",
    template="farm_machinery/out.html", prepare=lambda form, rental: fit_out(form, _expect(rental, "approved")),
    context=facts_of,
)  # fmt: skip
def hand_out(form: OutForm, rental: int) -> Done:
    row = handing.hand_out(
        rental, _look(form), licence_seen="licence_seen" in form and form.licence_seen.data,
        deposit=(form.deposit.data or ZERO) if "deposit" in form else ZERO, crowd_reason=form.override_reason.data,
    )  # fmt: skip
    facts = {"machine": row.machine.title, "who": who(row), "day": short_day(row.span.last_day)}
    return Done(
        _("已交机：%(machine)s，%(who)s，%(day)s收工前还", **facts),
        to=desk.url("rental", rental=row.id), undo_url=gate.url("undo_out", rental=row.id),
    )  # fmt: skip


@gate.post("undo_out", permission="rent", url=f"{RENTAL}/undo")
def undo_out(rental: int) -> Done:
    return Done(_("已撤销：%(machine)s 没有交出去", machine=handing.undo_hand_out(rental).machine.title))


@gate.post("take_back", permission="rent", url=f"{RENTAL}/back")
def take_back(rental: int) -> Done:
    row = handing.take_back(rental)
    return Done(
        _("已收机：%(machine)s，请接着验机", machine=row.machine.title),
        to=gate.url("inspect", rental=row.id),
    )


@gate.action(
    "inspect", form=InForm, permission="rent", title=_l("验机"), submit=_l("验机完毕"), url=f"{RENTAL}/in",
    template="farm_machinery/in.html", prepare=lambda form, rental: fit_in(form, _expect(rental, "returned")),
    context=facts_of,
)  # fmt: skip
def inspect(form: InForm, rental: int) -> Done:
    row = handing.inspect(
        rental, _look(form, damaged=form.condition.data == "damaged"), damage=form.damage.data or ZERO
    )
    may = here.can("farm_machinery.settle")
    return Done(
        _("已验机：%(machine)s，可以结算了", machine=row.machine.title),
        to=gate.url("settle", rental=row.id) if may else desk.url("rental", rental=row.id),
    )


@gate.action(
    "settle", form=SettleForm, permission="settle", title=_l("结算"), submit=_l("结清"), url=f"{RENTAL}/settle",
    template="farm_machinery/settle.html",
    prepare=lambda form, rental: fit_settle(form, _expect(rental, "inspected", "disputed", "settled")),
    context=facts_of,
)  # fmt: skip
def settle(form: SettleForm, rental: int) -> Done:
    row = settling.settle(
        rental, form.points_days.data if "points_days" in form else None, damage=form.damage.data,
        waive_late="waive_late" in form and form.waive_late.data, remark=form.remark.data,
    )  # fmt: skip
    return Done(settled_words(row), to=desk.url("rental", rental=row.id))


@gate.action(
    "dispute", form=DisputeForm, permission="settle", title=_l("记争议"), submit=_l("记下，先不结清"),
    url=f"{RENTAL}/dispute", template="farm_machinery/about.html", context=facts_of,
)  # fmt: skip
def dispute(form: DisputeForm, rental: int) -> Done:
    row = settling.dispute(rental, form.remark.data)
    return Done(
        _("已记争议：%(machine)s，商量好了再结清", machine=row.machine.title),
        to=desk.url("rental", rental=row.id),
    )


def settled_words(row: Rental) -> str:
    """已结清：深耕机 N-03，收 120.00 元，扣 40 分"""
    assert row.balance is not None
    parts = [_("已结清：%(machine)s", machine=row.machine.title)]
    if row.balance >= 0:
        parts.append(_("收 %(sum)s 元", sum=row.balance))
    else:
        parts.append(_("退 %(sum)s 元", sum=-row.balance))
    if row.points_spent:
        parts.append(_("扣 %(n)s 分", n=row.points_spent))
    return _("，").join(parts)


def _look(form: OutForm | InForm, *, damaged: bool = False) -> Look:
    sound = form.sound.data if "sound" in form else ()
    return Look(form.hours.data, sound, damaged, form.note.data)
