"""The pages of upkeep: faults, stops, the daily check, planned service."""

from __future__ import annotations

from hub.kits.upkeep import UpkeepWords, UsesServiceForm, Workshop, add_upkeep_pages
from hub.room import Done, Pages, _, _l

from . import bays, checking, faults
from .desk import desk
from .forms import CheckForm
from .models import Bay
from .terms import checklist

workshop = Pages()


shop = Workshop(
    workshop,
    faults.upkeep,
    name=bays.bay_name,
    offered=bays.all_bays,
    words=UpkeepWords(
        thing=_l("位"), which=_l("哪个位"), grave=_l("不能正常用和有危险的，登记后这个位就停用"),
        mind=_l("只写机器，不写人名和车牌"), example=_l("例如 换滤芯、查漏电开关"),
    ),
    next_page=lambda: desk.url("board"),
    cared=(Bay.offered,),
)  # fmt: skip
add_upkeep_pages(shop, plan=UsesServiceForm, report=faults.report, stop=faults.stop, resume=faults.put_back)


def _list_points(form: CheckForm) -> None:
    form.in_order.choices = [(point, point) for point in checklist()]
    done = checking.today()
    if done is not None and form.in_order.raw_data is None:
        missing = done.missing.splitlines()
        form.in_order.data = [point for point in checklist() if point not in missing]
        form.note.data = done.note


@workshop.action(
    "check", form=CheckForm, permission="upkeep", title=_l("每日检查"), submit=_l("检查好了"), prepare=_list_points,
    template="wash_station/check.html",
)  # fmt: skip
def check(form: CheckForm) -> Done:
    row = checking.check(form.in_order.data, form.note.data)
    missing = row.missing.splitlines()
    if not missing:
        return Done(_("检查好了，都正常"), to=desk.url("board"))
    return Done(_("检查好了，%(n)s 项不正常，请登记故障", n=len(missing)), to=workshop.url("fault"))
