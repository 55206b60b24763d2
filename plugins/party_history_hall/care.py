"""The pages of upkeep: the check of the morning, exhibits that are faulty, planned care."""

from __future__ import annotations

from hub.kits.upkeep import UpkeepWords, Workshop, add_check_page, add_upkeep_pages
from hub.room import Pages, _l

from . import exhibits
from .models import Exhibit

care = Pages()


shop = Workshop(
    care,
    exhibits.upkeep,
    name=lambda exhibit: exhibit.title,
    offered=exhibits.shown,
    words=UpkeepWords(
        thing=_l("展品"), which=_l("哪件展品"), fault=_l("展品报修"), report=_l("展品报修"),
        grave=_l("有危险的，登记后马上撤下"), mind=_l("只写展品，不写人名"),
        reported_out=_l("已登记，%(thing)s撤下了"), settle=_l("处理报修"),
        settlements={"fixed": _l("修好了"), "dismissed": _l("看过了，没有坏")},
        settled_out=_l("已处理，%(thing)s还撤着"), stop=_l("撤下展品"), why_stop=_l("为什么撤下"),
        stopped=_l("%(thing)s撤下了"), back=_l("重新展出"), sure="", resumed=_l("%(thing)s重新展出了"),
        example=_l("例如 除尘、查展柜的锁"),
    ),
    cared=(Exhibit.offered,),
)  # fmt: skip
add_upkeep_pages(shop)
add_check_page(
    shop, exhibits.daily, title=_l("开馆检查"), faulty=_l("检查好了，%(n)s 项不正常，是展品的请报修")
)
