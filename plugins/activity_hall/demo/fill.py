"""Fills the room: week after week of groups, held and counted; what broke; and what waits for an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hub.kits.booking import Repeat, Wish
from hub.room import Resident, db, here

from .. import moving
from ..answering import events
from ..halls import calendar, capacity
from ..models import Booking, Event, Fault, Hall, Series, Service, Serviced, Thing
from ..terms import buffers
from ..words import EVENT_KIND, ROOM
from .catalogue import DECLINED, FAULTS, GROUPS, HALLS, MOVED, SERVICES, THINGS, Group

KEPT = timedelta(days=30)  # contacts of older bookings are gone already


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    halls: list[Hall] = field(default_factory=list)
    things: dict[str, Thing] = field(default_factory=dict)
    contacts: list[Resident] = field(default_factory=list)
    held: list[tuple[Booking, Event]] = field(default_factory=list)


def fill(demo: Any) -> None:
    """Fill the activity hall of the demo village."""
    story = Story(demo)
    _halls(story)
    for group in GROUPS:
        for weekday in group.weekdays:
            _told(story, group, weekday)
    demo.flush()
    _counted(story)
    _upkeep(story)
    _ahead(story)
    demo.flush()


def _halls(story: Story) -> None:
    demo = story.demo
    for name, most, note in HALLS:
        story.halls.append(demo.add(Hall(name=name, most=most, note=note, offered=True)))
    for name, asked_for in THINGS:
        story.things[name] = demo.add(Thing(
            name=name, asked_for=asked_for, offered=True, condition="good", uses=0, out_reason=""
        ))  # fmt: skip
    demo.flush()
    some = demo.rng.sample(list(demo.residents), min(20, len(demo.residents)))
    story.contacts = [row for row in (db.session.get(Resident, id) for id in some) if row is not None]


def _told(story: Story, group: Group, weekday: int) -> None:
    """One group on its weekday, since the beginning and for a few weeks to come."""
    demo, rng = story.demo, story.demo.rng
    first = demo.first_day + timedelta(days=(weekday - demo.first_day.weekday()) % 7)
    last = demo.last_day + timedelta(days=21)
    every = "fortnightly" if group.every == 2 else "weekly"
    series = demo.add(
        Series(every=every, first_on=first, until=last, skip_holidays=True, skip_workdays=False)
    )
    demo.flush()
    who = rng.choice(story.contacts) if story.contacts else None
    day = first
    while day <= last:
        if day >= demo.last_day or rng.random() < 0.9 * max(demo.scale, 0.1):
            _one(story, group, day, series, who)
        day += timedelta(weeks=group.every)


def _one(story: Story, group: Group, day: date, series: Series, who: Resident | None) -> None:
    demo, rng = story.demo, story.demo.rng
    starts = demo.moment(day, *group.begins)
    ends = starts + timedelta(minutes=group.minutes)
    known = who is not None and ends > here.now - KEPT
    booking = _booking(
        story, group, starts, series_id=series.id, contact=who.name[:30] if who and known else "",
        phone=(who.phone or "") if who and known else "", state="approved",
    )  # fmt: skip
    cancelled = ends < here.now and rng.random() < 0.05
    event = Event(
        booking=booking, name=group.purpose, starts_at=starts, ends_at=ends, proposer=group.proposer, heads=0,
        state="cancelled" if cancelled else "planned", materials="", note="下雪" if cancelled else "",
    )  # fmt: skip
    if cancelled:
        booking.state = "cancelled"
    demo.add(event)
    if ends < here.now - timedelta(hours=3) and not cancelled:
        story.held.append((booking, event))


def _booking(story: Story, group: Group, starts: datetime, **more: Any) -> Booking:
    before, after = buffers()
    hall = story.halls[group.hall]
    most = capacity(hall).most or group.heads[1]
    ends = starts + timedelta(minutes=group.minutes)
    given: dict[str, Any] = {
        "contact": "",
        "phone": "",
        "words": "",
        "override_reason": "",
        "undone": "",
    } | more
    row = Booking(
        hall_id=hall.id, group=group.name, purpose=group.purpose, proposer=group.proposer,
        wanted="\n".join(group.wanted), starts_at=starts, ends_at=ends, busy_from=starts - before,
        busy_until=ends + after, heads=min(group.heads[1], most), asked_at=min(starts - timedelta(days=9), here.now),
        answered_at=min(starts - timedelta(days=8), here.now) if given["state"] != "requested" else None, **given,
    )  # fmt: skip
    story.demo.add(row)
    return row


def _counted(story: Story) -> None:
    """What was held, with its heads; the last one of all nobody has written down yet."""
    demo, rng = story.demo, story.demo.rng
    told = sorted(story.held, key=lambda pair: pair[0].starts_at)
    by_name = {group.name: group for group in GROUPS}
    for booking, event in told[:-1]:
        low, high = by_name[booking.group].heads
        event.state, event.heads = "held", min(rng.randrange(low, high + 1), booking.heads)
        event.began_at = event.starts_at + timedelta(minutes=rng.randrange(0, 9))
        event.finished_at = event.ends_at - timedelta(minutes=rng.randrange(0, 9))
        event.entered_at = event.ends_at
        booking.set_up_at = booking.starts_at - timedelta(minutes=10)
        booking.cleaned_at = booking.ends_at + timedelta(minutes=15)
    demo.flush()
    for _booking_row, event in told[:-1]:
        began: Any = event.began_at
        visit = demo.visit(
            ROOM,
            began,
            event.heads,
            kind=EVENT_KIND,
            source=(events.source_type, event.id),
            recorded_at=event.ends_at,
        )
        visit.ended_at = event.finished_at


def _upkeep(story: Story) -> None:
    demo = story.demo
    for place, (severity, thing, what, outcome) in enumerate(FAULTS):
        at = demo.moment(demo.last_day - timedelta(days=min(20 + 60 * place, demo.days - 1)), 21)
        demo.add(Fault(
            thing_id=story.things[thing].id, severity=severity, what=what, source="keeper", state="fixed",
            stopped=False, reported_at=at, settled_at=min(at + timedelta(days=2), here.now), outcome=outcome,
        ))  # fmt: skip
    mirror = story.things["舞蹈镜"]
    mirror.condition = "worn"
    demo.add(Fault(
        thing_id=mirror.id, severity="minor", what=FAULTS[3][2], source="keeper", state="open", stopped=False,
        reported_at=demo.moment(demo.last_day - timedelta(days=1), 21), outcome="",
    ))  # fmt: skip
    for thing, name, days in SERVICES:
        done = demo.last_day - timedelta(days=days - 5 if name != SERVICES[1][1] else days + 3)
        service = demo.add(Service(
            thing_id=story.things[thing].id, name=name, every_days=days, last_on=done, last_uses=0, planned=True
        ))  # fmt: skip
        demo.flush()
        demo.add(Serviced(service_id=service.id, done_on=done, uses=0, note=""))


def _ahead(story: Story) -> None:
    """A request of a rule that waits, one that was declined, and a group that has to choose another time."""
    demo = story.demo
    demo.flush()
    monday = demo.last_day + timedelta(days=7 - demo.last_day.weekday())
    drums = Group("纳格拉鼓队", "练鼓", 0, (), (11, 0), 90, (8, 8))
    rule = Repeat("weekly", times=4)
    series = demo.add(Series(every="weekly", first_on=monday + timedelta(days=1), times=4))
    demo.flush()
    for day in rule.days(monday + timedelta(days=1)):
        _booking(story, drums, demo.moment(day, 11), series_id=series.id, state="requested")
    yoga = Group("瑜伽小组", "练习", 1, (), (18, 0), 60, (9, 9))
    _booking(story, yoga, demo.moment(monday + timedelta(days=1), 18), state="declined", words=DECLINED)
    lesson = Group("种植互助组", "地膜回收培训", 0, (), (15, 0), 90, (30, 30), "committee")
    moved = _booking(story, lesson, demo.moment(monday + timedelta(days=4), 15), state="moved", words=MOVED)
    demo.flush()
    wanted = moving.offers_for(moved, story.halls[0])
    for wish in wanted:
        _offered(story, moved, wish)


def _offered(story: Story, moved: Booking, wish: Wish) -> None:
    same = {name: getattr(moved, name) for name in moving.COPIED}
    calendar.book(
        wish, **same, hall_id=moved.hall_id, state="offered", moved_from_id=moved.id, words="", undone="",
        lapses_at=min(here.now + timedelta(days=3), wish.span.start),
    )  # fmt: skip
