"""Invented disputes of two years: everybody in them, and all that is said, is made up."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from hub.room import Resident, colleagues, db

from .handling import SOURCE, TERM
from .models import (
    Advice,
    Agreement,
    AidHandOver,
    Case,
    Duty,
    FollowUp,
    Hazard,
    Mediator,
    Meeting,
    Party,
    Seat,
    Statement,
    Step,
)
from .settling import CONFIRM_WITHIN
from .words import ADVICE, KINDS, MEETING, PLACES, ROOM

MATTERS = {
    "neighbour": "两家院墙外的排水沟走向说不到一起，雨天水流进院子。",
    "land": "两块承包地之间的田埂往一边移了一些，边界要重新量。",
    "water": "同一条渠浇地，先后顺序和时间没有说好。",
    "contract": "借的钱过了约定的日子还没有还清。",
    "house": "盖房时堆的沙石占了共用的路。",
    "damage": "羊进了菜地，踩坏了一部分菜苗。",
}
SAID = "双方各自说了经过，一起到现场看过，同意按村里的老办法商量。"
TERMS = "一、双方一起把事情理顺，费用对半。\n二、以后先商量再动手。"
PRIVATE = "愿意再让一步，但希望对方先开口。"


def fill(demo: Any) -> None:
    """About two disputes a month, most of them settled and filed; some in each state today."""
    working = colleagues(ROOM)
    keeper = working[0][0] if working else None
    names = _names(demo)
    helper = _mediators(demo, keeper)
    numbers: dict[date, int] = {}
    filed_until = demo.last_day - timedelta(days=150)
    day = demo.first_day + timedelta(days=3)
    while day < filed_until:
        _filed(demo, day, numbers)
        day += timedelta(days=demo.rng.randrange(9, 20))
    today = ("applied", "accepted", "mediating", "agreed", "performing", "followed", "ended", "refused")
    for place, state in enumerate(today):
        back = {"applied": 2, "accepted": 5, "mediating": 27}.get(state, 30 + 6 * place)
        _open(demo, demo.last_day - timedelta(days=back), state, numbers, names, (keeper, helper))
    _others(demo)
    demo.flush()


def _names(demo: Any) -> list[str]:
    chosen = demo.rng.sample(list(demo.residents), min(8, len(demo.residents)))
    rows = db.session.scalars(
        select(Resident.name).where(Resident.id.in_(chosen)).order_by(Resident.id)
    ).all()
    return [str(rows[place % len(rows)]) for place in range(8)]


def _mediators(demo: Any, keeper: int | None) -> Mediator:
    """The keeper, a volunteer, and one who has left."""
    for name, left in (("老村长（志愿）", None), ("退休教师（志愿）", demo.last_day - timedelta(days=20))):
        row = Mediator(left_on=left)
        row.name = name
        demo.add(row)
    row = demo.add(Mediator(user_id=keeper)) if keeper else row
    demo.flush()
    return row


def _case(demo: Any, day: date, state: str, numbers: dict[date, int]) -> Case:
    numbers[day] = place = numbers.get(day, 0) + 1
    row = Case(
        kind=demo.rng.choice(list(MATTERS)), source=demo.rng.choice(("asked", "asked", "found", "passed")),
        state=state, opened_at=demo.moment(day, 10), numbered_on=day, place_of_day=place,
        number=f"{day:%m%d}-{place:02d}", due_on=day + timedelta(days=7), first_due_on=day + timedelta(days=7),
    )  # fmt: skip
    if state not in ("applied", "refused"):
        row.accepted_at = demo.moment(day + timedelta(days=1), 10)
        row.due_on = row.first_due_on = day + timedelta(days=1 + TERM)
        row.informed_at = demo.moment(day + timedelta(days=1), 11)
    return demo.add(row)


def _agreement(demo: Any, row: Case, made_on: date) -> Agreement:
    return demo.add(
        Agreement(
            case_id=row.id,
            form=demo.rng.choice(("oral", "written")),
            made_on=made_on,
            confirm_by=made_on + CONFIRM_WITHIN,
            confirmed=demo.rng.choice(("", "no")),
        )
    )


def _filed(demo: Any, day: date, numbers: dict[date, int]) -> None:
    """Long over: the index alone."""
    row = _case(demo, day, "archived", numbers)
    over = day + timedelta(days=demo.rng.randrange(5, 25))
    row.resolved_at, row.closed_at = demo.moment(over, 16), demo.moment(over + timedelta(days=60), 16)
    if demo.rng.random() < 0.15:
        row.ending = demo.rng.choice(("apart", "withdrawn", "court"))
        return
    demo.flush()
    _agreement(demo, row, over)
    demo.visit(ROOM, demo.moment(over, 10), demo.rng.choice((2, 3, 4)), kind=MEETING)


def _open(
    demo: Any,
    day: date,
    state: str,
    numbers: dict[date, int],
    names: list[str],
    who: tuple[int | None, Mediator],
) -> None:
    keeper, helper = who
    row = _case(demo, day, state, numbers)
    row.handler_id = keeper
    row.matter = MATTERS[row.kind]
    demo.flush()
    a, b = demo.rng.sample(range(len(names)), 2)
    parties = []
    for side, place in (("a", a), ("b", b)):
        answer = (
            ""
            if state == "applied" and side == "b"
            else "no"
            if state == "refused" and side == "b"
            else "yes"
        )
        party = Party(case_id=row.id, side=side, answer=answer, answered_at=row.opened_at if answer else None)
        party.name, party.phone = names[place], f"1990000{demo.rng.randrange(10_000):04d}"
        parties.append(demo.add(party))
    _step(demo, row, "applied", row.opened_at, keeper)
    if state == "refused":
        row.resolved_at, row.words = demo.moment(day + timedelta(days=2), 15), "想自己再谈谈。"
        _step(demo, row, "refused", row.resolved_at, keeper)
    if state in ("applied", "refused"):
        return
    demo.flush()
    demo.add(Seat(case_id=row.id, mediator_id=helper.id, asked_at=row.accepted_at))
    _step(demo, row, "accepted", row.accepted_at, keeper)
    if state == "accepted":
        return
    _talks(demo, row, day + timedelta(days=3), parties[1])
    if state == "ended":
        row.ending, row.words = "apart", "几次都没有谈拢。"
        row.resolved_at = demo.moment(day + timedelta(days=20), 16)
    if state in ("agreed", "performing", "followed"):
        _kept(demo, row, day + timedelta(days=10), state)


def _talks(demo: Any, row: Case, day: date, party: Party) -> None:
    meeting = Meeting(case_id=row.id, held_at=demo.moment(day, 10, 30), place="room", heads=3)
    meeting.said, meeting.agreed = SAID, "下次带上当年的字据。"
    demo.add(meeting)
    heard = Statement(case_id=row.id, party_id=party.id, taken_at=demo.moment(day, 16), place=list(PLACES)[1])
    heard.text = PRIVATE
    demo.add(heard)
    demo.flush()
    demo.visit(ROOM, meeting.held_at, 3, kind=MEETING, source=(SOURCE, meeting.id))


def _kept(demo: Any, row: Case, made_on: date, state: str) -> None:
    row.resolved_at = demo.moment(made_on, 17)
    agreement = _agreement(demo, row, made_on)
    agreement.terms, agreement.confirmed = TERMS, "" if state == "agreed" else "no"
    duty = Duty(case_id=row.id, due_on=made_on + timedelta(days=15))
    duty.what = "一起把沟清好。"
    demo.add(duty)
    if state == "performing":
        row.visit_on = demo.last_day
    if state == "followed":
        duty.done_on = duty.due_on
        visit = FollowUp(case_id=row.id, visited_on=made_on + timedelta(days=20), means="home", found="done")
        visit.note = "两家都说没有新的问题。"
        demo.add(visit)


def _step(demo: Any, row: Case, kind: str, at: Any, by: int | None) -> None:
    step = Step(case_id=row.id, kind=kind, at=at, by_id=by)
    step.note = "当面登记。" if kind == "applied" else None
    demo.add(step)


def _others(demo: Any) -> None:
    """Advice, aid, and what was seen early."""
    day = demo.first_day + timedelta(days=1)
    while day < demo.last_day:
        row = demo.add(Advice(given_at=demo.moment(day, 11), heads=demo.rng.choice((1, 1, 2))))
        demo.flush()
        demo.visit(ROOM, row.given_at, row.heads, kind=ADVICE, source=(f"{ROOM}.advice", row.id))
        if demo.rng.random() < 0.15:
            aid = AidHandOver(handed_on=day)
            aid.received_by = "县法律援助中心窗口" if day > demo.last_day - timedelta(days=365) else None
            demo.add(aid)
        if demo.rng.random() < 0.3:
            demo.add(
                Hazard(
                    kind=demo.rng.choice(list(KINDS)),
                    seen_on=day,
                    state="calmed",
                    look_on=day + timedelta(days=14),
                    settled_on=min(day + timedelta(days=20), demo.last_day),
                )
            )
        day += timedelta(days=demo.rng.randrange(5, 14))
    for back, kind in ((4, "water"), (15, "neighbour")):
        seen_on = demo.last_day - timedelta(days=back)
        hazard = Hazard(kind=kind, seen_on=seen_on, state="watched", look_on=seen_on + timedelta(days=14))
        hazard.what = "两家为这件事说过几次，还没有吵起来。"
        demo.add(hazard)
