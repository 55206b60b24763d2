"""What is to be done today: faults, service, the daily check, bookings at bays that cannot be used, consumables."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from hub.kits.stock import low_todos
from hub.kits.upkeep import fault_todos, service_todos
from hub.room import Todo, TodoSource, _, _l, short_moment

from . import bays, checking
from .desk import desk
from .office import office
from .stock import shelf
from .workshop import shop, workshop


def check_todos() -> Iterable[Todo]:
    """The daily check, until it is done."""
    if checking.daily.today() is None and bays.all_bays():
        yield Todo(_l("每日检查"), _("清洗站今天还没有检查"), "", workshop.url("check"), _l("检查"))


def stranded_todos() -> Iterable[Todo]:
    """Somebody booked a bay that is out of service: they should be told, or the bay put right in time."""
    for one in bays.glances():
        if one.state == "out" and one.waiting:
            use = one.waiting[0]
            title = _(
                "%(bay)s停用，%(at)s 有人约了", bay=bays.bay_name(one.bay), at=short_moment(use.starts_at)
            )
            url = desk.url("cancel", use=use.id)
            yield Todo(_l("预约"), title, one.bay.out_reason, url, _l("取消预约"), tone="warn")


def stock_todos() -> Iterable[Todo]:
    """What it is time to buy."""
    return low_todos(shelf, office)


TODOS = [
    TodoSource("upkeep", partial(fault_todos, shop)),
    TodoSource("operate", stranded_todos),
    TodoSource("upkeep", check_todos),
    TodoSource("upkeep", partial(service_todos, shop)),
    TodoSource("stock", stock_todos),
]
