"""排队 in the season: whoever asked first is offered first, on days that lie in their field window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.booking import Span, Wish, days_span, has_lapsed, runs_of_days, time_of
from hub.room import Refused, Resident, _, db, here, mask_name

from .models import Machine, Rental, Wait
from .promising import promise
from .terms import policy
from .yard import blocks_of, calendar, check_days, machines, open_upkeep, wish_for

MOST = 60
LONGEST_WINDOW = 60  # days


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody who waits, and the machine and days that could be theirs now; None as long as there are none."""

    wait: Wait
    machine: Machine | None = None
    wish: Wish | None = None


def join(kind: str, resident: Resident, first: date, last: date, days: int) -> Wait:
    """Queue for a kind of machine. Raises Refused."""
    if not machines(kind):
        raise Refused(_("没有这一种农机，请重新选择。"), "kind")
    if last < here.today:
        raise Refused(_("农时已经过了，请核对日子。"), "window_last")
    if last < first:
        raise Refused(_("最晚的日子不能早于最早的日子。"), "window_last")
    if (last - first).days >= LONGEST_WINDOW:
        raise Refused(_("农时最长 %(n)s 天。", n=LONGEST_WINDOW), "window_last")
    if days > (last - first).days + 1:
        raise Refused(_("要用的天数比农时还长，请核对。"), "days")
    if days > policy().longest_days:
        raise Refused(_("一次最多租 %(n)s 天。", n=policy().longest_days), "days")
    same = select(Wait.id).where(
        Wait.kind == kind, Wait.resident_id == resident.id, Wait.state == "waiting", Wait.window_last >= here.today
    )  # fmt: skip
    if db.session.scalars(same).first() is not None:
        raise Refused(_("这位居民已经在排%(kind)s的队了。", kind=kind), "resident")
    row = Wait(
        kind=kind, resident_id=resident.id, resident=resident, window_first=first, window_last=last, days=days,
        asked_at=here.now, state="waiting",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    resident.last_used_on = here.today
    return row


def waiting(kind: str | None = None) -> Sequence[Wait]:
    """Who waits and can still be served, in the order in which they asked."""
    query = select(Wait).where(
        Wait.state == "waiting", Wait.window_last >= here.today, Wait.resident_id.is_not(None)
    )
    if kind is not None:
        query = query.where(Wait.kind == kind)
    query = query.options(joinedload(Wait.resident)).order_by(Wait.asked_at, Wait.id).limit(MOST)
    return db.session.scalars(query).all()


def turns(kind: str | None = None) -> list[Turn]:
    """What each one who waits could have now, in their order: what is thought of for one is not for the next. The
    number of queries does not depend on how many wait."""
    waits = waiting(kind)
    if not waits:
        return []
    yard = machines(kind)
    last = max(wait.window_last for wait in waits)
    within = days_span(here.today, last + timedelta(days=15))
    rows, upkeep = calendar.between(within, [machine.id for machine in yard]), open_upkeep()
    taken: dict[int, list[Span]] = {}
    for machine in yard:
        mine = [time_of(row, here.now) for row in rows.get(machine.id, ())]
        taken[machine.id] = mine + [block.span for block in blocks_of(machine, upkeep.get(machine.id))]
    answers = []
    for wait in waits:
        turn = _first_fit(wait, [machine for machine in yard if machine.kind == wait.kind], taken)
        if turn.machine is not None and turn.wish is not None:
            taken[turn.machine.id].append(turn.wish.busy)
        answers.append(turn)
    return answers


def check_turn(machine: Machine, wish: Wish, renter_id: int) -> None:
    """Nobody who waits longer could have the machine on these days. Raises Refused."""
    for turn in turns(machine.kind):
        if turn.machine is None or turn.wish is None or turn.wait.resident_id == renter_id:
            continue
        if turn.machine.id == machine.id and turn.wish.busy.meets(wish.busy):
            who = mask_name(turn.wait.resident.name if turn.wait.resident else None)
            raise Refused(
                _(
                    "%(who)s 排队在先，这几天先问%(who)s要不要。请到“排队”里通知，或帮这位居民也排上。",
                    who=who,
                ),
                "first_day",
            )


def offer(wait_id: int) -> Rental:
    """Offer the next one the machine and days that could be theirs; they are kept for a while. Raises Refused."""
    wait = _find(wait_id)
    calendar.hold(machine.id for machine in machines(wait.kind))
    wait = _lock(wait_id, "waiting")
    turn = next((turn for turn in turns(wait.kind) if turn.wait.id == wait.id), None)
    if turn is None or turn.machine is None or turn.wish is None or wait.resident is None:
        raise Refused(_("农时里暂时没有空出来的农机，先接着排。"))
    wish = check_days(turn.machine, turn.wish.span.first_day, turn.wish.span.last_day)
    until = min(here.now + timedelta(hours=policy().offer_hours), wish.span.end)
    row = promise(turn.machine, wish, wait.resident, wait_id=wait.id, lapses_at=until)
    wait.state = "offered"
    return row


def taken(row: Rental) -> None:
    """The one who was offered it takes it."""
    _follow(row, "taken")


def given_up(row: Rental) -> None:
    """What was promised to somebody from the queue is cancelled: they wait again, in their old place."""
    _follow(row, "waiting")


def drop(wait_id: int) -> Wait:
    """Somebody no longer waits; what they were offered is free. Raises Refused."""
    wait = _find(wait_id)
    calendar.hold(machine.id for machine in machines(wait.kind))
    wait = _lock(wait_id, "waiting", "offered")
    for row in db.session.scalars(
        select(Rental).where(Rental.wait_id == wait.id, Rental.state == "requested")
    ):
        row.state = "cancelled"
    wait.state = "dropped"
    return wait


def place_of(kind: str, resident_id: int, wish: Wish) -> int | None:
    """The place in the queue that is served when a resident gets a machine for these days; they need not wait on."""
    place = db.session.scalars(
        select(Wait)
        .where(
            Wait.kind == kind, Wait.resident_id == resident_id, Wait.state == "waiting",
            Wait.window_first <= wish.span.last_day, Wait.window_last >= wish.span.first_day,
        )
        .order_by(Wait.asked_at)
    ).first()  # fmt: skip
    if place is None:
        return None
    place.state = "offered"
    return place.id


def open_offers() -> Iterator[tuple[Rental, bool]]:
    """Offers that nobody has answered, and whether they ran out."""
    rows = db.session.scalars(
        select(Rental)
        .where(Rental.state == "requested", Rental.wait_id.is_not(None), Rental.ends_at > here.now)
        .options(joinedload(Rental.machine), joinedload(Rental.renter))
        .order_by(Rental.lapses_at, Rental.id)
        .limit(MOST)
    ).all()
    in_use = calendar.in_use()
    for row in rows:
        using = [in_use[row.machine_id]] if row.machine_id in in_use else []
        yield row, has_lapsed(row, using, here.now)


def _first_fit(wait: Wait, yard: Sequence[Machine], taken: dict[int, list[Span]]) -> Turn:
    for run in runs_of_days(max(wait.window_first, here.today), wait.days, wait.window_last):
        for machine in yard:
            wish = wish_for(machine, run.first_day, run.last_day)
            if not any(span.meets(wish.busy) for span in taken[machine.id]):
                return Turn(wait, machine, wish)
    return Turn(wait)


def _follow(row: Rental, state: str) -> None:
    if row.wait_id is not None:
        wait = db.session.get(Wait, row.wait_id)
        if wait is not None and wait.state != "dropped":
            wait.state = state


def _find(wait_id: int) -> Wait:
    wait = db.session.get(Wait, wait_id)
    if wait is None:
        raise Refused(_("没有找到这条排队。"))
    return wait


def _lock(wait_id: int, *states: str) -> Wait:
    wait = db.session.scalars(
        select(Wait).where(Wait.id == wait_id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if wait.state not in states:
        raise Refused(_("这条排队已经有人办过了，请刷新后再看。"))
    return wait
