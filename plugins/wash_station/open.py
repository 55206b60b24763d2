"""The page behind the QR code on a bay's wall: for anybody with a phone, without an account, without a name.

A stranger can at worst begin at a free bay. Who began there gets a ticket in the phone, by which that phone alone, or a
keeper, ends it; what nobody ends is over when its time is. Nobody is seen on it: a bay is free, in use or closed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from hub.room import (
    Done,
    OpenPages,
    Refused,
    _,
    _l,
    clock_time,
    db,
    give_ticket,
    here,
    holds_ticket,
)

from . import bays, faults, washing
from .forms import PublicFaultForm, TicketForm
from .models import Bay, Use
from .words import KINDS, STATE_TONES, STATES

TICKET = "wash_use"
open_pages = OpenPages(bays.CODES, home="at")


@open_pages.show("at", url="/at/<code>", template="wash_station/public.html")
def bay(code: str) -> dict[str, Any] | None:
    """What the bay is now, and the one thing that can be done."""
    row = _find(code)
    if row is None:
        return None
    now = bays.glance(row)
    mine = now.running is not None and holds_ticket(TICKET, now.running.id)
    return {
        "bay": row, "now": now, "mine": mine, "name": bays.bay_name(row), "kind": KINDS[row.kind],
        "state": STATES[now.state], "tone": STATE_TONES[now.state], "code": code, "pages": open_pages,
        "ends": clock_time(now.running.ends_at) if now.running else "",
        "others": [] if mine or now.can_start else _free_elsewhere(row), "phone": here.village.phone,
    }  # fmt: skip


@open_pages.button("at_start", url="/at/<code>/start")
def start(code: str) -> Done | None:
    """Begin now; a second tap begins nothing more."""
    row = _find(code)
    if row is None:
        return None
    running = bays.glance(row).running
    if running is not None and holds_ticket(TICKET, running.id):
        return Done(_("已经开始了，最晚 %(at)s 结束。", at=clock_time(running.ends_at)))
    _check_one_at_a_time()
    return _started(washing.start(row.id, source="public"))


@open_pages.ask(
    "at_ticket", url="/at/<code>/ticket", form=TicketForm, title=_l("我有取号码"), submit=_l("开始"),
    context=lambda code: {} if _find(code) else None,
)  # fmt: skip
def begin(form: TicketForm, code: str) -> Done | None:
    """Begin what was booked at the desk."""
    row = _find(code)
    if row is None:
        return None
    _check_one_at_a_time()
    use = washing.of_ticket(row.id, form.ticket.data)
    if use.state == "cancelled":
        raise Refused(_("这个预约取消了。%(why)s", why=use.why), "ticket")
    return _started(washing.begin(use.id, source="public"))


@open_pages.button("at_finish", url="/at/<code>/finish")
def finish(code: str) -> Done | None:
    """End what this phone began."""
    row = _find(code)
    if row is None:
        return None
    running = bays.glance(row).running
    if running is None:
        return Done(_("已经结束了，谢谢。"))
    if not holds_ticket(TICKET, running.id):
        raise Refused(_("只有开始的那部手机能点结束。忘了结束也没关系，到时间会自己结束。"))
    washing.finish(running.id)
    return Done(_("结束了，谢谢。请把水枪和刷子放回原处。"))


@open_pages.ask(
    "at_fault", url="/at/<code>/fault", form=PublicFaultForm, title=_l("报故障"), submit=_l("发送"),
    context=lambda code: {"about": bays.bay_name(row)} if (row := _find(code)) else None,
    limit="4 per minute; 20 per day",
)  # fmt: skip
def report(form: PublicFaultForm, code: str) -> Done | None:
    """Tell the keeper that something is broken."""
    row = _find(code)
    if row is None:
        return None
    fault = faults.report_from_outside(row.id, form.severity.data, form.what.data)
    if fault.stopped:
        return Done(_("谢谢您！这个位已经停用，管理员会来看。请先离开机器，不要碰水和电。"))
    return Done(_("谢谢您！管理员会来看。"))


def _find(code: str) -> Bay | None:
    row = bays.CODES.find(Bay, code)
    return row if row is not None and row.offered else None


def _check_one_at_a_time() -> None:
    """One phone washes at one bay. Raises Refused."""
    running = db.session.scalars(
        select(Use).where(Use.begun_at.is_not(None), Use.ended_at.is_(None), Use.ends_at > here.now)
    )
    for use in running:
        if holds_ticket(TICKET, use.id):
            raise Refused(_("您在%(bay)s还没有结束。请先到那边扫码结束。", bay=bays.bay_name(use.bay)))


def _started(use: Use) -> Done:
    give_ticket(TICKET, use.id)
    return Done(_("开始了，最晚 %(at)s 结束。用好了请点“结束”。", at=clock_time(use.ends_at)))


def _free_elsewhere(bay: Bay) -> list[str]:
    """Where somebody who finds this bay taken can go."""
    return [bays.bay_name(one.bay) for one in bays.glances() if one.can_start and one.bay.kind == bay.kind]
