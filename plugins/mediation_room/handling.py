"""What is done with a case while it is heard. Each function holds the case first and adds a step to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from hub.kits.casework import CALENDAR_DAYS, Office
from hub.room import Refused, _, db, here, visits

from . import mediators
from .models import Case, Meeting, Party, Statement, Step
from .words import FLOW, MEETING, PLACES, ROOM, SIDES

OFFICE = Office(Case, Step, None, FLOW, ROOM)
TERM = 30  # days from accepting
SOURCE = f"{ROOM}.meeting"
LASTS = timedelta(minutes=90)


def answer(party_id: int, agrees: bool, words: str = "") -> Case:
    """What a party says to the mediation. One that refuses ends it, with their words. Raises Refused."""
    party = db.session.get(Party, party_id)
    if party is None:
        raise Refused(_("没有找到这位当事人。"))
    case = held(party.case_id)
    db.session.refresh(party)
    if case.state not in ("applied", "accepted"):
        raise Refused(_("已经开始调解，或已经了结，不用再登记回话。不愿再调解，请终止调解。"))
    if not agrees and not words.strip():
        raise Refused(_("请写下他怎么说的。"), "words")
    party.answer, party.answered_at = "yes" if agrees else "no", here.now
    if agrees:
        OFFICE.note(case, "answered", _("%(side)s同意", side=SIDES[party.side]))
        return case
    FLOW.move(case, "refused")
    case.words = words
    OFFICE.note(case, "refused", _("%(side)s不同意", side=SIDES[party.side]))
    return case


def accept(case_id: int, chosen: Iterable[str], *, asked: bool) -> Case:
    """受理: both agree, and somebody without an interest mediates. The thirty days begin. Raises Refused."""
    case = held(case_id)
    FLOW.check(case, "accepted")
    if any(party.answer != "yes" for party in mediators.parties_of(case.id)):
        raise Refused(_("双方都同意才能受理。请先登记当事人的回话。"))
    rows = mediators.seat(case, chosen, asked=asked)
    FLOW.move(case, "accepted")
    case.accepted_at = here.now
    case.due_on = case.first_due_on = CALENDAR_DAYS.due(here.today, TERM)
    OFFICE.note(case, "accepted", mediators.names_of(rows))
    return case


def change_mediators(case_id: int, chosen: Iterable[str], *, asked: bool) -> Case:
    """Others mediate from now on. Raises Refused."""
    case = in_state(case_id, "accepted", "mediating")
    rows = mediators.seat(case, chosen, asked=asked)
    OFFICE.note(case, "mediators", mediators.names_of(rows))
    return case


def declare(case_id: int, key: str, tie: str) -> Case:
    """回避: somebody has an interest in it. Raises Refused."""
    case = in_state(case_id, "applied", "accepted", "mediating")
    row = mediators.declare(case, key, tie)
    OFFICE.note(case, "avoided", mediators.name_of(row))
    return case


def hand_over(case_id: int, to: int, note: str) -> Case:
    """Somebody else looks after it; nobody who has an interest. Raises Refused."""
    try:
        mediators.check_handler_free(held(case_id).id, to)
    except Refused as refusal:
        raise Refused(refusal.sentence, "to") from refusal
    case: Case = OFFICE.give_to(case_id, to, note)
    return case


def hand_over_all(from_id: int, to: int, note: str) -> list[Case]:
    """All that somebody looks after goes to somebody else, unless they have an interest in one of it. Raises
    Refused."""
    cases: list[Case] = list(OFFICE.give_all(from_id, to, note))
    for case in cases:
        try:
            mediators.check_handler_free(case.id, to)
        except Refused as refusal:
            words = _("第 %(number)s 号他要回避，请先把那一件单独移交。", number=case.number)
            raise Refused(words, "to") from refusal
    return cases


def inform(case_id: int) -> Case:
    """告知权利义务: both were told. Raises Refused."""
    case = in_state(case_id, "accepted")
    if case.informed_at is not None:
        raise Refused(_("已经告知过了。"))
    case.informed_at = here.now
    OFFICE.note(case, "informed")
    return case


def meet(
    case_id: int,
    held_at: datetime,
    place: str,
    heads: int,
    said: str,
    agreed: str = "",
    crowd_reason: str = "",
) -> Meeting:
    """A session with both sides. In the room it counts as a visit. Raises Refused."""
    case = _mediated(case_id, held_at)
    if case.informed_at is None:
        raise Refused(_("先告知双方权利义务，再调解。告知书可以在“文书”里打印。"))
    if case.state == "accepted":
        FLOW.move(case, "mediating")
        OFFICE.note(case, "mediating")
    row = Meeting(case_id=case.id, held_at=held_at, place=place, heads=heads)
    row.said, row.agreed = said, agreed
    db.session.add(row)
    db.session.flush()
    OFFICE.note(case, "met", str(PLACES[place]))
    if place == "room":
        visits.record(
            here.room(ROOM), heads, kind=MEETING, started_at=held_at, ended_at=held_at + LASTS,
            source=(SOURCE, row.id), override_reason=crowd_reason,
        )  # fmt: skip
    return row


def hear(case_id: int, party_id: int, taken_at: datetime, place: str, text: str) -> Statement:
    """What one party says in private: kept apart from all that both may read. Raises Refused."""
    case = _mediated(case_id, taken_at)
    party = db.session.get(Party, party_id)
    if party is None or party.case_id != case.id:
        raise Refused(_("没有找到这位当事人。"), "party")
    row = Statement(case_id=case.id, party_id=party.id, taken_at=taken_at, place=place)
    row.text = text
    db.session.add(row)
    db.session.flush()
    OFFICE.note(case, "heard", str(SIDES[party.side]))
    return row


def add_note(case_id: int, note: str) -> Case:
    """Note something on a case that is not filed. Raises Refused."""
    case = held(case_id)
    if case.state == "archived":
        raise Refused(_("已经归档，不再记什么。"))
    OFFICE.note(case, "note", note)
    return case


def in_state(case_id: int, *states: str) -> Case:
    """The same, if it is in one of these states. Raises Refused."""
    case = held(case_id)
    if case.state not in states:
        raise Refused(
            _("这件事现在是“%(now)s”，不能这样做。请刷新页面看看现在的情况。", now=FLOW.words[case.state])
        )
    return case


def held(case_id: int) -> Case:
    """The case, which nobody else changes until the transaction ends. Raises Refused."""
    case: Case = OFFICE.hold(case_id)
    return case


def _mediated(case_id: int, at: datetime) -> Case:
    """A case under mediation, with somebody who mediates it. Raises Refused."""
    case = in_state(case_id, "accepted", "mediating")
    if at > here.now:
        raise Refused(_("还没有到这个时间，谈过以后再登记。"), "at")
    if case.accepted_at is not None and at < case.accepted_at - timedelta(days=7):
        raise Refused(_("比受理早了一周以上，请核对时间。"), "at")
    if not mediators.seats_of(case.id):
        raise Refused(_("这件纠纷现在没有调解员，请先换调解员。"))
    return case
