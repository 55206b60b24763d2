"""The pages at the desk: an opinion, a trader's request for help."""

from __future__ import annotations

from typing import Any

from hub.room import Done, Pages, _, _l, in_brackets, short_day

from . import intake
from .forms import HelpForm, OpinionForm, TakeForm
from .models import Matter
from .receptions import hours_of, lately
from .words import COURT, KINDS, ROOM, TOPICS

desk = Pages()


def _receptions(form: TakeForm) -> None:
    form.reception.choices = [("", _("在站里")), *(
        (row.id, f"{short_day(row.day)} {in_brackets(row.deputy.name, hours_of(row))}") for row in lately()
    )]  # fmt: skip


@desk.action(
    "opinion", form=OpinionForm, permission="accept", title=_l("登记意见"), submit=_l("登记"),
    template=f"{ROOM}/take.html", prepare=_receptions,
)  # fmt: skip
def opinion(form: OpinionForm) -> Done:
    contact = {"contact": form.contact.data, "phone": form.phone.data}
    return _taken(intake.take_in(intake.Intake(**_of(form), **contact, named_ok=form.named_ok.data)))


@desk.action(
    "help", form=HelpForm, permission="accept", title=_l("商户求助"), submit=_l("登记"),
    template=f"{ROOM}/take.html", prepare=_receptions,
)  # fmt: skip
def ask_help(form: HelpForm) -> Done:
    trader = form.trader.data.id
    return _taken(intake.take_in(intake.Intake(**_of(form), trader_id=trader, named_ok=form.named_ok.data)))


def _of(form: TakeForm) -> dict[str, Any]:
    return {
        "topic": form.topic.data, "text": form.text.data, "days": form.days.data,
        "deputy_id": form.deputy.data.id if form.deputy.data else None,
        "reception_id": form.reception.data or None, "post_ok": form.post_ok.data, "court": form.court.data,
        "crowd_reason": form.override_reason.data,
    }  # fmt: skip


def _taken(matter: Matter) -> Done:
    receipt = desk.url("receipt", case=matter.id)
    if matter.court:
        return Done(
            _("已登记：第 %(number)s 号。请告诉他：%(words)s", number=matter.number, words=COURT), to=receipt
        )
    facts = {"number": matter.number, "kind": KINDS[matter.kind], "topic": TOPICS[matter.topic],
             "day": short_day(matter.due_on)}  # fmt: skip
    return Done(_("已收到：第 %(number)s 号 %(kind)s（%(topic)s），%(day)s前反馈", **facts), to=receipt)
