"""The pages behind the counter: repairs, reservations, briefings, stock, what was asked for, the rules."""

from __future__ import annotations

from sqlalchemy import select

from hub.kits.stock import HANDED_OUT, add_stock_pages
from hub.room import Done, Pages, _, _l, db, here, mask_name, short_day

from . import briefing, repairs, reserving
from .desk import ID
from .forms import (
    AskedForm,
    BriefingForm,
    CloseTicketForm,
    PolicyForm,
    ReportForm,
    ReserveForm,
)
from .models import Demand, Tool
from .stock import shelf
from .terms import own_policy, policy

workshop = Pages()
add_stock_pages(workshop, shelf, moves=HANDED_OUT, title=_l("耗材收发"), count_title=_l("盘点耗材"))


@workshop.action("report", form=ReportForm, permission="repair", title=_l("报修"), submit=_l("报修"))
def report(form: ReportForm) -> Done:
    ticket = repairs.report(form.tool.data.id, form.fault.data)
    return Done(_("已报修：%(tool)s，修好以前不会借出", tool=ticket.tool.title))


@workshop.post("start_repair", permission="repair", url=f"/ticket/<{ID}:ticket>/start")
def start_repair(ticket: int) -> Done:
    return Done(_("在修：%(tool)s", tool=repairs.start(ticket).tool.title))


def _still_open(_form: CloseTicketForm, ticket: int) -> None:
    repairs.find_open(ticket)


@workshop.action(
    "close_repair", form=CloseTicketForm, permission="repair", title=_l("维修办完"), submit=_l("办完"),
    url=f"/ticket/<{ID}:ticket>/close", prepare=_still_open,
)  # fmt: skip
def close_repair(form: CloseTicketForm, ticket: int) -> Done:
    row = repairs.close(ticket, form.outcome.data, form.result.data, form.cost.data)
    sentence = _("修好回架：%(tool)s") if row.state == "back" else _("已报废：%(tool)s")
    return Done(sentence % {"tool": row.tool.title})


@workshop.post(
    "retire", permission="tools", url=f"/tool/<{ID}:tool>/retire", confirm=_l("报废以后不再出借，确定吗？")
)
def retire(tool: int) -> Done:
    return Done(_("已报废：%(tool)s", tool=repairs.retire(tool).title))


@workshop.post("found", permission="tools", url=f"/tool/<{ID}:tool>/found")
def found(tool: int) -> Done:
    return Done(_("找到了：%(tool)s 已回架", tool=repairs.found(tool).title))


@workshop.post("complete", permission="tools", url=f"/tool/<{ID}:tool>/complete")
def complete(tool: int) -> Done:
    return Done(_("补齐了：%(tool)s", tool=repairs.complete(tool).title))


@workshop.action(
    "reserve", form=ReserveForm, permission="lend", title=_l("预约工具"), submit=_l("预约"),
    template="tool_station/person.html",
)  # fmt: skip
def reserve(form: ReserveForm) -> Done:
    booking = reserving.reserve(form.tool.data.id, form.person(), form.first_day.data, form.end_day.data)
    facts = {
        "tool": booking.tool.title,
        "who": mask_name(booking.resident.name if booking.resident else None),
        "first": short_day(booking.first_day),
        "end": short_day(booking.end_day),
    }
    return Done(_("已预约：%(tool)s，%(who)s %(first)s来取，%(end)s归还", **facts))


@workshop.post("cancel", permission="lend", url=f"/reservation/<{ID}:reservation>/cancel")
def cancel(reservation: int) -> Done:
    return Done(_("已取消预约：%(tool)s", tool=reserving.cancel(reservation).tool.title))


def _today(form: BriefingForm) -> None:
    if form.given_on.data is None and form.given_on.typed is None:
        form.given_on.data = here.today


@workshop.action(
    "brief", form=BriefingForm, permission="brief", title=_l("登记安全培训"), submit=_l("登记"),
    template="tool_station/person.html", prepare=_today,
)  # fmt: skip
def brief(form: BriefingForm) -> Done:
    row = briefing.brief(form.person(), form.given_on.data, form.valid_until.data, adult=form.adult.data)
    sentence = _(
        "已登记培训：%(who)s，有效到%(day)s",
        who=mask_name(row.resident.name),
        day=short_day(row.valid_until),
    )
    tool = form.tool.data
    wanted = tool.isascii() and tool.isdecimal()
    return Done(sentence, to=workshop.url("lend", tool=tool, borrower=row.resident_id) if wanted else None)


@workshop.post(
    "withdraw",
    permission="brief",
    url=f"/briefing/<{ID}:briefing_id>/withdraw",
    confirm=_l("让这次培训现在失效？"),
)
def withdraw(briefing_id: int) -> Done:
    return Done(_("培训已失效：%(who)s", who=mask_name(briefing.withdraw(briefing_id).resident.name)))


def _choose_kind(form: AskedForm) -> None:
    kinds = db.session.scalars(
        select(Tool.kind).where(Tool.state != "retired").distinct().order_by(Tool.kind).limit(60)
    )
    form.kind.choices = [(kind, kind) for kind in kinds]


@workshop.action(
    "asked", form=AskedForm, permission="record", title=_l("问了没有"), submit=_l("记一次"),
    template="tool_station/asked.html", prepare=_choose_kind,
)  # fmt: skip
def asked(form: AskedForm) -> Done:
    kind = form.kind.data or form.other.data
    row = Demand(kind=kind, asked_at=here.now)
    db.session.add(row)
    db.session.flush()
    return Done(
        _("记下了：有人问%(kind)s，没借到", kind=kind), undo_url=workshop.url("unasked", demand=row.id)
    )


@workshop.post("unasked", permission="record", url=f"/asked/<{ID}:demand>/undo")
def unasked(demand: int) -> Done:
    row = db.session.get(Demand, demand)
    if row is not None:
        db.session.delete(row)
    return Done(_("已撤销"))


def _as_set(form: PolicyForm) -> None:
    if form.days_a.typed is None:  # not sent yet
        form.process(obj=policy())


@workshop.action(
    "rules", form=PolicyForm, permission="manage", title=_l("借用规则"), submit=_l("保存"), prepare=_as_set
)
def rules(form: PolicyForm) -> Done:
    form.populate_obj(own_policy())
    return Done(_("借用规则已保存，从现在起的借出照新规则"))
