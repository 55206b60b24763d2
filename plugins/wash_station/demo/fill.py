"""Fills the room: bays first, then week after week of washing, what broke, what froze, and what is going on today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hub.room import _, here, random_signs

from .. import washing
from ..bays import CODES
from ..models import (
    Bay,
    Check,
    ClosedBay,
    Closure,
    Consumable,
    Fault,
    Outage,
    Service,
    Serviced,
    StockMove,
    Use,
)
from ..terms import checklist
from ..words import ROOM
from .catalogue import BAYS, FAULTS, SERVICES, THINGS

HOURS = (7, 8, 9, 10, 11, 13, 14, 15, 16, 17, 18, 19, 20, 22)
WINTER = (12, 1)


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    bays: list[tuple[Bay, int]] = field(default_factory=list)  # with uses a week
    goods: list[tuple[Consumable, int]] = field(default_factory=list)
    free_from: dict[int, datetime] = field(
        default_factory=dict
    )  # by bay: nothing overlaps in the demo either
    services: list[Service] = field(default_factory=list)


def fill(demo: Any) -> None:
    """Fill the wash station of the demo village."""
    story = Story(demo)
    _bays(story)
    _goods(story)
    day = demo.first_day
    while day < demo.last_day:
        frozen = _freeze(story, day) if day.month in WINTER and day.day == 10 else False
        for bay, week in story.bays:
            if not frozen and demo.rng.random() < week * demo.scale / 7:
                _washed(story, bay, day)
        _keep_up(story, day)
        day += timedelta(days=1)
    _today(story)
    demo.flush()


def _bays(story: Story) -> None:
    demo = story.demo
    for place in BAYS:
        bay = Bay(
            number=place.number, kind=place.kind, minutes=place.minutes, note=place.note, condition="good", uses=0,
            out_reason="", offered=True,
        )  # fmt: skip
        CODES.give(bay)
        story.bays.append((demo.add(bay), place.week))
    demo.flush()
    for bay, _week in story.bays:
        for name, days, uses in SERVICES:
            service = Service(
                bay_id=bay.id,
                name=name,
                every_days=days,
                every_uses=uses,
                last_on=demo.first_day,
                last_uses=0,
            )
            story.services.append(demo.add(service))
    demo.flush()


def _goods(story: Story) -> None:
    for thing in THINGS:
        item = Consumable(name=thing.name, unit=thing.unit, low_at=thing.low_at, stock=0)
        story.goods.append((story.demo.add(item), thing.week))
    story.demo.flush()
    for (item, _week), thing in zip(story.goods, THINGS, strict=True):
        _move(story, item, "receive", thing.start, story.demo.first_day)


def _washed(story: Story, bay: Bay, day: date) -> None:
    """One use, booked now and then; a few who booked do not come."""
    demo, rng = story.demo, story.demo.rng
    begin = demo.moment(day, rng.choice(HOURS), rng.randrange(0, 50))
    end = begin + timedelta(minutes=bay.minutes)
    if begin < story.free_from.get(bay.id, begin):
        return
    story.free_from[bay.id] = end
    booked = rng.random() < 0.25
    use = Use(
        bay_id=bay.id, starts_at=begin, ends_at=end, busy_from=begin, busy_until=end, heads=1, state="kept",
        asked_at=begin - timedelta(hours=3 if booked else 0), source="keeper" if rng.random() < 0.4 else "public",
        lapses_at=begin + washing.GRACE if booked else None, why="",
    )  # fmt: skip
    demo.add(use)
    if booked and rng.random() < 0.1:
        return
    use.begun_at = begin
    use.ended_at = begin + timedelta(minutes=rng.randrange(bay.minutes // 2, bay.minutes + 1))
    use.busy_until = use.ended_at
    bay.uses += 1
    demo.flush()
    visit = demo.visit(ROOM, begin, 1, kind=bay.kind, source=(washing.SOURCE, use.id), recorded_at=begin)
    visit.ended_at = use.ended_at


def _keep_up(story: Story, day: date) -> None:
    """A check a day, a fault now and then, service when it is due, and goods that are used up."""
    demo, rng = story.demo, story.demo.rng
    if rng.random() < 0.93:
        missing = rng.choice(checklist()) if rng.random() < 0.05 else ""
        demo.add(Check(day=day, missing=missing, note="", checked_at=demo.moment(day, 9, rng.randrange(60))))
    if rng.random() < 0.04:
        _broke(story, rng.choice(story.bays)[0], day)
    for service in story.services:
        bay = next(bay for bay, _week in story.bays if bay.id == service.bay_id)
        by_days = service.every_days and (day - service.last_on).days >= service.every_days
        by_uses = service.every_uses and bay.uses - service.last_uses >= service.every_uses
        if by_days or by_uses:
            service.last_on, service.last_uses = day, bay.uses
            demo.add(Serviced(service_id=service.id, done_on=day, uses=bay.uses, note=""))
    if day.weekday() == 0:
        for item, week in story.goods:
            if item.stock <= item.low_at:
                _move(story, item, "receive", item.low_at * 3, day)
            if week:
                _move(story, item, "issue", -week, day)


def _broke(story: Story, bay: Bay, day: date) -> None:
    demo, rng = story.demo, story.demo.rng
    severity, what, outcome = rng.choice(FAULTS)
    at, source = demo.moment(day, 12), rng.choice(("keeper", "public"))
    settled = min(at + timedelta(hours=rng.randrange(3, 40)), here.now)
    stopped = severity == "danger" or (severity == "major" and source == "keeper")
    kept = settled > here.now - timedelta(days=30)  # older words are forgotten already
    demo.add(
        Fault(
            bay_id=bay.id, severity=severity, what=what if kept else "", source=source, state="fixed",
            stopped=stopped, reported_at=at, settled_at=settled, outcome=outcome if kept else "",
        )
    )  # fmt: skip
    if stopped:
        demo.add(Outage(bay_id=bay.id, reason=_("故障停用，等人来修"), began_at=at, ended_at=settled))


def _freeze(story: Story, day: date) -> bool:
    """Every winter the water is turned off for two days."""
    demo = story.demo
    closure = Closure(
        starts_at=demo.moment(day, 0), ends_at=demo.moment(day + timedelta(days=2), 10), reason=_("冰冻")
    )
    demo.add(closure)
    demo.flush()
    for bay, _week in story.bays:
        demo.add(ClosedBay(closure_id=closure.id, bay_id=bay.id))
        story.free_from[bay.id] = closure.ends_at
    return True


def _today(story: Story) -> None:
    """One bay is in use, one is out of service, one is booked for later; the check of today waits; brushes run low."""
    demo, now = story.demo, here.now
    first, second, third = (bay for bay, _week in story.bays[:3])
    begun = now - timedelta(minutes=12)
    use = Use(
        bay_id=first.id, starts_at=begun, ends_at=begun + timedelta(minutes=first.minutes), busy_from=begun,
        busy_until=begun + timedelta(minutes=first.minutes), heads=1, state="kept", asked_at=begun, begun_at=begun,
        source="public", why="",
    )  # fmt: skip
    demo.add(use)
    first.uses += 1
    demo.flush()
    visit = demo.visit(ROOM, begun, 1, kind=first.kind, source=(washing.SOURCE, use.id), recorded_at=begun)
    visit.ended_at = use.ends_at
    broken = now - timedelta(hours=5)
    second.condition, second.out_since, second.out_reason = "broken", broken, _("故障停用，等人来修")
    demo.add(
        Fault(
            bay_id=second.id, severity="major", what=FAULTS[2][1], source="keeper", state="open", stopped=True,
            reported_at=broken, outcome="",
        )
    )  # fmt: skip
    demo.add(Outage(bay_id=second.id, reason=second.out_reason, began_at=broken))
    later = now + timedelta(hours=2)
    end = later + timedelta(minutes=third.minutes)
    demo.add(
        Use(
            bay_id=third.id, starts_at=later, ends_at=end, busy_from=later, busy_until=end, heads=1, state="kept",
            asked_at=now, lapses_at=later + washing.GRACE, ticket=random_signs(washing.TICKET), source="keeper", why="",
        )
    )  # fmt: skip
    _pipes_were_mended(story)
    brushes = next(item for item, _week in story.goods if item.stock and item.low_at == 2)
    if brushes.stock > brushes.low_at:
        _move(story, brushes, "issue", brushes.low_at - brushes.stock, demo.last_day - timedelta(days=1))


def _pipes_were_mended(story: Story) -> None:
    """A few nights ago the carpet bay had no water."""
    demo = story.demo
    night = demo.last_day - timedelta(days=3)
    closure = demo.add(
        Closure(starts_at=demo.moment(night, 2), ends_at=demo.moment(night, 5), reason=_("停水检修"))
    )
    demo.flush()
    demo.add(ClosedBay(closure_id=closure.id, bay_id=story.bays[-1][0].id))


def _move(story: Story, item: Consumable, kind: str, change: int, day: date) -> None:
    item.stock += change
    story.demo.add(
        StockMove(
            consumable_id=item.id, kind=kind, change=change, stock_after=item.stock, note="",
            moved_at=story.demo.moment(day, 8, story.demo.rng.randrange(60)),
        )
    )  # fmt: skip
