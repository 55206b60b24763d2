"""The pages behind the yard: faults, planned service, the end of a machine, the rules."""

from __future__ import annotations

from hub.kits.upkeep import (
    UpkeepWords,
    Workshop,
    add_serve_page,
    add_settle_page,
    plan_words,
)
from hub.room import Done, Pages, _, _l, _lp, here, short_day

from . import upkeep
from .desk import ID
from .forms import (
    DropForm,
    FaultDoneForm,
    PolicyForm,
    RepeatForm,
    ReportForm,
    ServiceDoneForm,
    ServiceForm,
)
from .models import Machine
from .terms import own_policy, policy
from .words import SETTLEMENTS
from .yard import machines

workshop = Pages()
shop = Workshop(
    workshop,
    upkeep.kept,
    name=lambda machine: machine.title,
    offered=machines,
    words=UpkeepWords(
        thing=_lp("one", "农机"), fault=_l("待修"), settle=_l("维修办完"), settlements=SETTLEMENTS,
        settled=_l("已办完：%(thing)s"), settled_out=_l("已办完：%(thing)s，别的毛病还没修好"),
    ),
    plan_permission="upkeep",
    cared=(Machine.state != "retired",),
)  # fmt: skip
add_settle_page(shop, form=FaultDoneForm, settle=upkeep.settle)
add_serve_page(shop, form=ServiceDoneForm, serve=upkeep.serve)


@workshop.action("report", form=ReportForm, permission="upkeep", title=_l("报修"), submit=_l("报修"))
def report(form: ReportForm) -> Done:
    row = upkeep.report(form.machine.data.id, form.what.data, form.severity.data)
    if row.machine.out_since is None:
        return Done(_("已报修：%(machine)s，还能出租", machine=row.machine.title))
    return Done(_("已报修：%(machine)s，修好以前不出租", machine=row.machine.title))


def _today(form: ServiceForm) -> None:
    if form.due_on.data is None and form.due_on.typed is None:
        form.due_on.data = here.today


@workshop.action(
    "service", form=ServiceForm, permission="upkeep", title=_l("安排保养"), submit=_l("安排"), prepare=_today
)
def service(form: ServiceForm) -> Done:
    row = upkeep.plan(form.machine.data.id, form.name.data, form.due_on.data, form.days.data or 1)
    facts = {"machine": row.machine.title, "day": short_day(form.due_on.data)}
    return Done(_("已安排：%(machine)s %(day)s保养", **facts))


@workshop.action(
    "new_service", form=RepeatForm, permission="upkeep", title=_l("新的保养计划"), submit=_l("保存")
)
def new_service(form: RepeatForm) -> Done:
    row = upkeep.repeat(form.machine.data.id, form.name.data, form.every_days.data)
    return Done(_("已保存：%(name)s，%(plan)s", name=row.name, plan=plan_words(row)))


@workshop.action(
    "drop_service", form=DropForm, permission="upkeep", title=_l("保养不做了"), submit=_l("不做了"),
    url=f"/service/<{ID}:service>/drop", context=shop.about_service,
)  # fmt: skip
def drop_service(form: DropForm, service: int) -> Done:
    return Done(_("不做了：%(name)s", name=upkeep.drop(service, form.why.data).name))


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
