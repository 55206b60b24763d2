"""The pages of upkeep: damage, what is out of service, planned service."""

from __future__ import annotations

from typing import Any

from hub.kits.booking import span_words
from hub.kits.upkeep import FaultForm, UpkeepWords, Workshop, add_upkeep_pages
from hub.room import Done, Pages, _, _l, db

from . import holding
from .desk import ID, facts_of, find
from .halls import all_things
from .models import Fault, Thing

care = Pages()
shop = Workshop(
    care,
    holding.upkeep,
    name=lambda thing: thing.name,
    offered=all_things,
    words=UpkeepWords(
        fault=_l("损坏"), report=_l("登记损坏"), reported=_l("已登记：%(thing)s"),
        reported_out=_l("已登记，%(thing)s停用了"), settle=_l("处理损坏"),
        settlements={"fixed": _l("修好了"), "dismissed": _l("没有坏")}, settled=_l("已处理%(thing)s的损坏"),
        settled_out=_l("已处理%(thing)s的损坏，还停用着"), example=_l("例如 查插座、擦镜子"),
    ),
    cared=(Thing.offered,),
)  # fmt: skip


def _about_fault(fault: int) -> dict[str, Any]:
    about = shop.about_fault(fault)
    row = db.session.get_one(Fault, fault)
    if row.booking_id is not None:
        after = find(row.booking_id)
        about["facts"].append((_("哪场以后"), f"{span_words(after.span)} {after.title}"))
    return about


add_upkeep_pages(shop, about=_about_fault)


@care.action(
    "damage_after", form=FaultForm, permission="upkeep", title=_l("登记损坏"), submit=_l("登记"),
    url=f"/booking/<{ID}:booking>/damage", context=lambda booking: {"facts": facts_of(find(booking))[:5]},
    prepare=shop.choose_faulty,
)  # fmt: skip
def damage_after(form: FaultForm, booking: int) -> Done:
    row = holding.upkeep.found(
        form.thing.data, form.severity.data, form.what.data, booking_id=find(booking).id
    )
    return shop.said_of_fault(row)
