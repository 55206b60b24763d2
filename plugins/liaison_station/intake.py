"""An opinion or a trader's request is taken in: a number, a term, a receipt code; nobody has to say who they are."""

from __future__ import annotations

from dataclasses import dataclass

from hub.kits.casework import give_code, open_case
from hub.room import Refused, _, db, here, visits

from .handling import OFFICE
from .models import Deputy, Matter, Reception, Trader
from .words import COURT, FLOW, KINDS, ROOM

MATTER = f"{ROOM}.matter"  # what brings a visit about
OPINION, HELP = "opinion", "help"  # kinds of matter and of visit
DAYS = 10  # working days of an ordinary term


@dataclass(frozen=True, slots=True)
class Intake:
    """What is brought forward. Without contact and telephone it is anonymous; consent is given, never assumed."""

    topic: str
    text: str = ""
    contact: str = ""
    phone: str = ""
    trader_id: int | None = None
    deputy_id: int | None = None
    reception_id: int | None = None
    days: int = DAYS
    named_ok: bool = False
    post_ok: bool = False
    court: bool = False
    crowd_reason: str = ""


def take_in(intake: Intake) -> Matter:
    """Write a matter down, as the asker wants it known. At the desk it counts as a visit; at a reception its heads do.
    What a court deals with is redirected at once, and its text is not kept. Raises Refused."""
    if not intake.court and not intake.text:
        raise Refused(_("请写下反映的内容。"), "text")
    if intake.named_ok and not (intake.contact or intake.phone or intake.trader_id):
        raise Refused(_("没有留姓名和电话，就没有可以转告的；请去掉这个勾，或留下联系方式。"), "named_ok")
    _check_there(intake)
    kind = HELP if intake.trader_id else OPINION
    matter = Matter(
        kind=kind, topic=intake.topic, text="" if intake.court else intake.text, contact=intake.contact,
        phone=intake.phone, trader_id=intake.trader_id, named_ok=intake.named_ok,
        post_ok=intake.post_ok and not intake.court, deputy_id=intake.deputy_id,
        reception_id=intake.reception_id, days=intake.days, opened_at=here.now,
        handler_id=here.user.id if here.user else None,
    )  # fmt: skip
    open_case(matter, "received", intake.days, ROOM)
    give_code(matter)
    db.session.add(matter)
    db.session.flush()
    OFFICE.note(matter, "received")
    if intake.court:
        _redirect_at_once(matter)
    if intake.reception_id is None:
        purpose = str(KINDS[kind])
        visits.record(
            here.room(ROOM), 1, kind=kind, purpose=purpose, source=(MATTER, matter.id),
            override_reason=intake.crowd_reason,
        )  # fmt: skip
    return matter


def _redirect_at_once(matter: Matter) -> None:
    """The asker stands here and is told."""
    matter.court, matter.reply, matter.told = True, str(COURT), "face"
    for state in ("redirected", "fed_back"):
        FLOW.move(matter, state)
        OFFICE.note(matter, state)


def _check_there(intake: Intake) -> None:
    """What the address or a page left open for long may name, is it still there? Raises Refused."""
    if intake.trader_id is not None:
        trader = db.session.get(Trader, intake.trader_id)
        if trader is None or trader.left_on is not None:
            raise Refused(_("没有找到这家商户，请重新选择。"), "trader")
    if intake.deputy_id is not None and db.session.get(Deputy, intake.deputy_id) is None:
        raise Refused(_("没有找到这位代表，请重新选择。"), "deputy")
    if intake.reception_id is not None:
        reception = db.session.get(Reception, intake.reception_id)
        if reception is None or reception.state == "cancelled" or reception.day > here.today:
            raise Refused(_("这一次接待没有开始，或者已经取消，请重新选择。"), "reception")
