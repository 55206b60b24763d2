"""A dispute comes in: seen early and watched, or registered as a case. Nothing here commits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hub.kits.casework import CALENDAR_DAYS, open_case
from hub.room import Refused, _, db, here, hold

from . import mediators
from .handling import OFFICE
from .models import Case, Hazard, Party
from .words import ROOM

ASK_WITHIN = 7  # days in which the other side is asked
LOOK_AGAIN = timedelta(days=14)
MOST_PARTIES = 10


@dataclass(frozen=True, slots=True)
class Registration:
    """What is written down of a dispute. `both`: both sides are here and agree to the mediation."""

    kind: str
    source: str
    matter: str
    first: str
    second: str
    first_phone: str = ""
    second_phone: str = ""
    both: bool = False
    hazard_id: int | None = None


def register(said: Registration) -> Case:
    """受理登记: a case with its number; who has asked for it agrees. Raises Refused."""
    hazard = _watched(said.hazard_id) if said.hazard_id else None
    if mediators.same_name(said.first, said.second):
        raise Refused(_("甲方和乙方是同一个名字，请核对。"), "second")
    case = Case(
        kind=said.kind, source=said.source, opened_at=here.now, handler_id=here.user.id if here.user else None
    )
    case.matter = said.matter
    open_case(case, "applied", ASK_WITHIN, ROOM, CALENDAR_DAYS)
    db.session.add(case)
    db.session.flush()
    _party(case, "a", said.first, said.first_phone, agrees=said.both or said.source == "asked")
    _party(case, "b", said.second, said.second_phone, agrees=said.both)
    db.session.flush()
    OFFICE.note(case, "applied")
    mediators.no_longer_free(case)
    if hazard is not None:
        hazard.state, hazard.settled_on, hazard.case_id, hazard.what = "case", here.today, case.id, None
    return case


def add_party(case_id: int, side: str, name: str, phone: str) -> Party:
    """Somebody else belongs to a side; they are asked too. Raises Refused."""
    case = OFFICE.hold(case_id)
    if case.state not in ("applied", "accepted", "mediating"):
        raise Refused(_("这件纠纷已经调解完，不能再添加当事人。"))
    there = mediators.parties_of(case.id)
    if len(there) >= MOST_PARTIES:
        raise Refused(_("一件最多登记 %(n)s 位当事人，其余请各推一位代表。", n=MOST_PARTIES), "name")
    if any(mediators.same_name(one.name, name) for one in there):
        raise Refused(_("这个名字已经登记过了。"), "name")
    # After both sides agreed, whoever is added joins what is under way, and agrees by joining.
    row = _party(case, side, name, phone, agrees=case.state != "applied")
    db.session.flush()
    OFFICE.note(case, "party")
    for gone in mediators.no_longer_free(case):
        OFFICE.note(case, "avoided", gone)
    return row


def watch(kind: str, seen_on: date, what: str) -> Hazard:
    """隐患: write down a dispute that was seen early. Raises Refused."""
    if seen_on > here.today:
        raise Refused(_("日期还没有到，请核对。"), "seen_on")
    row = Hazard(kind=kind, seen_on=seen_on, state="watched", look_on=here.today + LOOK_AGAIN)
    row.what = what
    db.session.add(row)
    db.session.flush()
    return row


def look_again(hazard_id: int, days: int) -> Hazard:
    """It is still there; look again in so many days. Raises Refused."""
    row = _watched(hazard_id)
    row.look_on = here.today + timedelta(days=days)
    return row


def calm(hazard_id: int) -> Hazard:
    """It came to nothing. What was written of it goes; that there was one is counted. Raises Refused."""
    row = _watched(hazard_id)
    row.state, row.settled_on, row.what = "calmed", here.today, None
    return row


def _watched(hazard_id: int) -> Hazard:
    row = hold(Hazard, hazard_id)
    if row is None or row.state != "watched":
        raise Refused(_("这条隐患已经化解，或已经登记成调解。"))
    return row


def _party(case: Case, side: str, name: str, phone: str, *, agrees: bool) -> Party:
    row = Party(
        case_id=case.id, side=side, answer="yes" if agrees else "", answered_at=here.now if agrees else None
    )
    row.name, row.phone = name, phone
    db.session.add(row)
    return row
