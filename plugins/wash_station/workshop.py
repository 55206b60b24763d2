"""The pages of upkeep: faults, stops, the daily check, planned service."""

from __future__ import annotations

from hub.kits.upkeep import UpkeepWords, UsesServiceForm, Workshop, add_check_page, add_upkeep_pages
from hub.room import Pages, _l

from . import bays, faults
from .checking import daily
from .desk import desk
from .models import Bay

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
add_check_page(
    shop, daily, title=_l("每日检查"), faulty=_l("检查好了，%(n)s 项不正常，请登记故障"),
    template="wash_station/check.html",
)  # fmt: skip
