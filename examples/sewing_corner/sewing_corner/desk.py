"""The table by the door: clothes in, clothes out."""

from __future__ import annotations

from datetime import timedelta

from hub.room import (
    ChoiceField,
    CountField,
    DayField,
    Done,
    Form,
    Pages,
    ResidentField,
    TextField,
    _,
    _l,
    here,
    mask_name,
)

from . import mending
from .words import WORK

ID = "int(max=2147483647)"  # a number in an address that the database can hold

desk = Pages()


class TakeInForm(Form):
    """收衣"""

    resident = ResidentField(_l("谁的衣服"), description=_l("姓名、拼音首字母或手机后四位"))
    work = ChoiceField(_l("做什么"), choices=WORK)
    pieces = CountField(_l("几件"), min=1, max=20, default=1)
    promised_on = DayField(_l("约哪天取"), default=lambda: here.today + timedelta(days=3))
    override_reason = TextField(_l("人多仍要登记的原因"), max=200)


@desk.action("take_in", form=TakeInForm, permission="mend", title=_l("收衣"), submit=_l("收下"))
def take_in(form: TakeInForm) -> Done:
    bundle = mending.take_in(
        form.resident.data,
        form.work.data,
        form.pieces.data,
        form.promised_on.data,
        form.override_reason.data,
    )
    who = mask_name(form.resident.data.name)
    sentence = _(
        "已收下：%(who)s %(pieces)s 件，写第 %(n)s 号", who=who, pieces=bundle.pieces, n=bundle.number
    )
    return Done(sentence, undo_url=desk.url("take_back", bundle=bundle.id))


@desk.post("take_back", permission="mend", url=f"/bundle/<{ID}:bundle>/back")
def take_back(bundle: int) -> Done:
    mending.take_back(bundle)
    return Done(_("已撤销收衣"))


@desk.post("mend", permission="mend", url=f"/bundle/<{ID}:bundle>/mended")
def mend(bundle: int) -> Done:
    number = mending.mend(bundle).number
    return Done(_("第 %(n)s 号补好了，挂到待取架", n=number), undo_url=desk.url("unmend", bundle=bundle))


@desk.post("unmend", permission="mend", url=f"/bundle/<{ID}:bundle>/unmended")
def unmend(bundle: int) -> Done:
    return Done(_("第 %(n)s 号还要补", n=mending.unmend(bundle).number))


@desk.post("fetch", permission="mend", url=f"/bundle/<{ID}:bundle>/fetched")
def fetch(bundle: int) -> Done:
    number = mending.fetch(bundle).number
    return Done(_("第 %(n)s 号已取走", n=number), undo_url=desk.url("unfetch", bundle=bundle))


@desk.post("unfetch", permission="mend", url=f"/bundle/<{ID}:bundle>/unfetched")
def unfetch(bundle: int) -> Done:
    mending.unfetch(bundle)
    return Done(_("已挂回待取架"))
