"""What is to be done today: faults, service, the daily check, bookings at bays that cannot be used, consumables."""

from __future__ import annotations

from collections.abc import Iterable

from hub.kits.stock import low_todos
from hub.kits.upkeep import SEVERITIES, SEVERITY_TONES, SOURCES, due_words
from hub.room import Todo, TodoSource, _, _l, here, short_moment

from . import bays, checking, faults
from .desk import desk
from .models import Bay
from .office import office
from .stock import shelf
from .workshop import workshop

MOST = 20  # things of one sort on the first screen


def fault_todos() -> Iterable[Todo]:
    """Faults that nobody has settled, the gravest first."""
    names = {bay.id: bays.bay_name(bay) for bay in bays.all_bays()}
    for fault in faults.upkeep.open_faults()[:MOST]:
        title = _(
            "%(bay)s：%(what)s",
            bay=names.get(fault.bay_id, ""),
            what=fault.what or SEVERITIES[fault.severity],
        )
        sub = f"{SOURCES[fault.source]} · {short_moment(fault.reported_at)}"
        tone = SEVERITY_TONES[fault.severity]
        url = workshop.url("settle", fault=fault.id)
        yield Todo(_l("故障"), title, sub, url, _l("处理"), tone=tone)  # type: ignore[arg-type]


def service_todos() -> Iterable[Todo]:
    """Planned service that it is time for."""
    for service, bay, due in faults.upkeep.due(here.today, Bay.offered)[:MOST]:
        title = _("%(bay)s：%(what)s", bay=bays.bay_name(bay), what=service.name)
        url = workshop.url("serve", service=service.id)
        yield Todo(_l("该保养"), title, due_words(due, here.today), url, _l("登记"), due=due.day)


def check_todos() -> Iterable[Todo]:
    """The daily check, until it is done."""
    if checking.today() is None and bays.all_bays():
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
    TodoSource("upkeep", fault_todos),
    TodoSource("operate", stranded_todos),
    TodoSource("upkeep", check_todos),
    TodoSource("upkeep", service_todos),
    TodoSource("stock", stock_todos),
]
