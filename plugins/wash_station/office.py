"""The pages behind the desk: frost, the sheets with the QR codes, consumables, settings, figures by bay."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import abort
from markupsafe import Markup

from hub.kits.stock import add_stock_pages
from hub.room import Done, Pages, _, _l, address_for_phones, db, here

from . import bays, by_bay, frost
from .desk import ID, desk
from .forms import FrostForm, PolicyForm
from .models import Bay
from .open import open_pages
from .stock import shelf
from .terms import own_policy, policy
from .words import KINDS

office = Pages()
add_stock_pages(office, shelf, title=_l("耗材进出"), count_title=_l("盘点耗材"))


def _plan_frost(form: FrostForm) -> None:
    everything = bays.all_bays()
    form.bays.choices = [(bay.id, bays.bay_name(bay)) for bay in everything]
    if form.reason.typed is None:  # not sent yet
        form.bays.data = form.bays.data or [bay.id for bay in everything]
        form.reason.data = form.reason.data or _("冰冻")
        form.starts_at.data = form.starts_at.data or here.now
        form.ends_at.data = form.ends_at.data or here.now + timedelta(hours=12)


@office.action(
    "frost", form=FrostForm, permission="upkeep", title=_l("冰冻停用"), submit=_l("停用"), prepare=_plan_frost
)
def close(form: FrostForm) -> Done:
    closure = frost.close(
        form.bays.data,
        form.starts_at.data,
        form.ends_at.data,
        form.reason.data,
        cancel=bool(form.cancel.data),
    )
    n = len(frost.cancelled_for(closure.id))
    said = _("已登记停用，取消了 %(n)s 个预约", n=n) if n else _("已登记停用，这段时间没有预约")
    return Done(said, to=office.url("notice", closure=closure.id))


@office.get("notice", permission="view", url=f"/closure/<{ID}:closure>", template="wash_station/notice.html")
def notice(closure: int) -> dict[str, Any]:
    """What is hung out: which bays are closed until when and why, and which tickets are void."""
    row = frost.find(closure)
    if row is None:
        abort(404)
    names = [bays.bay_name(bay) for bay in frost.bays_of(row.id)]
    return {"row": row, "names": names, "cancelled": frost.cancelled_for(row.id), "words": frost.use_words}


@office.post(
    "lift", permission="upkeep", url=f"/closure/<{ID}:closure>/lift",
    confirm=_l("从现在起恢复开放；已取消的预约不会回来。恢复吗？"),
)  # fmt: skip
def lift(closure: int) -> Done:
    frost.lift(closure)
    return Done(_("已恢复开放"), to=desk.url("board"))


@office.get("sheets", permission="upkeep", template="wash_station/sheets.html")
def sheets() -> dict[str, Any]:
    """The bays whose sheets can be printed."""
    return {"bays": bays.all_bays(), "name": bays.bay_name, "kinds": KINDS, "pages": office}


@office.get("sheet", permission="upkeep", url=f"/bay/<{ID}:bay>/sheet", template="wash_station/sheet.html")
def sheet(bay: int) -> dict[str, Any]:
    """A5, to be hung at a bay: its QR code, the words, and the address for phones without a camera."""
    import segno  # for signs alone

    row = _find(bay)
    code = bays.CODES.of(row)
    address, reachable, picture = "", True, Markup("")
    if code:
        address, reachable = address_for_phones(open_pages.url("at", code=code.replace("-", "")))
        drawn = segno.make(address, error="m", micro=False).svg_inline(scale=8, border=2, omitsize=True)
        picture = Markup(drawn)  # noqa: S704 - drawn by the library from an address of our own
    return {
        "bay": row, "name": bays.bay_name(row), "kind": KINDS[row.kind], "address": address, "picture": picture,
        "reachable": reachable, "pages": office,
    }  # fmt: skip


@office.post(
    "new_code", permission="manage", url=f"/bay/<{ID}:bay>/code",
    confirm=_l("换码以后，墙上的旧码就不能用了，要重新打印、重新贴。换吗？"),
)  # fmt: skip
def new_code(bay: int) -> Done:
    row = _find(bay)
    bays.CODES.give(row)
    return Done(_("%(bay)s换了新码，请打印贴上", bay=bays.bay_name(row)), to=office.url("sheet", bay=row.id))


def _find(bay_id: int) -> Bay:
    row = db.session.get(Bay, bay_id)
    if row is None:
        abort(404)
    return row


def _as_set(form: PolicyForm) -> None:
    if form.book_days.typed is None:  # not sent yet
        form.process(obj=policy())


@office.action(
    "policy", form=PolicyForm, permission="manage", title=_l("预约和检查"), submit=_l("保存"), prepare=_as_set
)
def set_policy(form: PolicyForm) -> Done:
    form.populate_obj(own_policy())
    return Done(_("已保存"))


@office.get("by_bay", permission="view", template="wash_station/by_bay.html")
def bays_in_figures() -> dict[str, Any]:
    """Uses, hours, faults and days out of service of each bay, last month and this."""
    return {"months": by_bay.two_months(), "name": bays.bay_name, "kinds": KINDS}
