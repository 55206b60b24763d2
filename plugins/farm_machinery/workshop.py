"""The pages behind the yard: faults, planned service, the end of a machine, the rules."""

from __future__ import annotations

from hub.room import Done, Pages, Refused, _, _l, db, here, short_day

from . import upkeep
from .desk import ID
from .forms import CloseForm, PolicyForm, ReportForm, ServiceForm
from .models import Service
from .terms import own_policy, policy

workshop = Pages()


@workshop.action("report", form=ReportForm, permission="upkeep", title=_l("报修"), submit=_l("报修"))
def report(form: ReportForm) -> Done:
    row = upkeep.report(form.machine.data.id, form.what.data)
    return Done(_("已报修：%(machine)s，修好以前不出租", machine=row.machine.title))


def _today(form: ServiceForm) -> None:
    if form.due_on.data is None and form.due_on.typed is None:
        form.due_on.data = here.today


@workshop.action(
    "service", form=ServiceForm, permission="upkeep", title=_l("安排保养"), submit=_l("安排"), prepare=_today
)
def service(form: ServiceForm) -> Done:
    row = upkeep.plan(form.machine.data.id, form.what.data, form.due_on.data)
    facts = {"machine": row.machine.title, "day": short_day(row.due_on)}
    return Done(_("已安排：%(machine)s %(day)s保养", **facts))


def _still_open(form: CloseForm, service: int) -> None:
    row = db.session.get(Service, service)
    if row is None or row.closed_at is not None:
        raise Refused(_("这条保养或维修已经办完了。"))


@workshop.action(
    "close", form=CloseForm, permission="upkeep", title=_l("保养维修办完"), submit=_l("办完"),
    url=f"/service/<{ID}:service>/close", prepare=_still_open,
)  # fmt: skip
def close(form: CloseForm, service: int) -> Done:
    row = upkeep.close(service, form.outcome.data, form.result.data, form.cost.data)
    sentence = _("已报废：%(machine)s") if row.outcome == "retired" else _("已办完：%(machine)s")
    return Done(sentence % {"machine": row.machine.title})


@workshop.post("serviced", permission="upkeep", url=f"/machine/<{ID}:machine>/serviced")
def serviced(machine: int) -> Done:
    return Done(_("保养过了：%(machine)s 可以出租", machine=upkeep.serviced(machine).title))


@workshop.post(
    "retire", permission="machines", url=f"/machine/<{ID}:machine>/retire",
    confirm=_l("报废以后不再出租，确定吗？"),
)  # fmt: skip
def retire(machine: int) -> Done:
    return Done(_("已报废：%(machine)s", machine=upkeep.retire(machine).title))


def _as_set(form: PolicyForm) -> None:
    if form.ahead_days.typed is None:  # not sent yet
        form.process(obj=policy())


@workshop.action(
    "rules", form=PolicyForm, permission="manage", title=_l("租用规则"), submit=_l("保存"), prepare=_as_set
)
def rules(form: PolicyForm) -> Done:
    form.populate_obj(own_policy())
    return Done(_("租用规则已保存，从现在起的登记照新规则"))
