"""Fills the room: exhibits and guides first, then week after week of groups, and what is going on today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hub.room import _, here

from .. import hall, receiving
from ..models import Check, Exhibit, Fault, Group, Guide, Hall, Outage, Service, Serviced
from ..words import ROOM
from .catalogue import FAULTS, GUIDES, LARGE, PIECES, VISITORS

HOURS = (9, 10, 11, 15, 16, 17)
A_WEEK = 3  # groups
LENGTH = timedelta(hours=1)


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    hall: Hall
    guides: list[Guide] = field(default_factory=list)
    exhibits: list[Exhibit] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    checked: set[date] = field(default_factory=set)
    taken: set[datetime] = field(default_factory=set)  # one group at a time, so no guide is in two places


def fill(demo: Any) -> None:
    """Fill the Party history hall of the demo village."""
    story = Story(demo, hall.hold())
    for name in GUIDES:
        story.guides.append(demo.add(Guide(name=name, offered=True, since=demo.first_day)))
    _exhibits(story)
    day = demo.first_day
    while day < demo.last_day:
        _a_day(story, day)
        day += timedelta(days=1)
    _now(story)
    demo.flush()


def _exhibits(story: Story) -> None:
    demo = story.demo
    for piece in PIECES:
        row = Exhibit(
            number=piece.number, name=piece.name, place=piece.place, offered=True, condition="good", uses=0,
            out_reason="",
        )  # fmt: skip
        story.exhibits.append(demo.add(row))
    demo.flush()
    for row, piece in zip(story.exhibits, PIECES, strict=True):
        service = Service(
            exhibit_id=row.id, name=piece.care, every_days=piece.days, every_uses=None, last_on=demo.first_day,
            last_uses=0,
        )  # fmt: skip
        story.services.append(demo.add(service))
    demo.flush()


def _a_day(story: Story, day: date) -> None:
    demo, rng = story.demo, story.demo.rng
    if rng.random() < A_WEEK * demo.scale / 7:
        who, kind, least, most = rng.choice(VISITORS)
        _visited(story, who, kind, rng.randint(least, most), demo.moment(day, rng.choice(HOURS)))
    if rng.random() < 0.02:
        _broke(story, day)
    for service in story.services:
        if service.every_days and (day - service.last_on).days >= service.every_days:
            service.last_on = day
            demo.add(Serviced(service_id=service.id, done_on=day, uses=0, note=""))


def _group(story: Story, who: str, kind: str, heads: int, at: datetime, **more: Any) -> Group:
    end = at + LENGTH
    guide = story.demo.rng.choice(story.guides)
    given = {"state": "booked", "guide": guide, "part": 1, "parts": 1} | more
    row = Group(
        hall=story.hall, hall_id=story.hall.id, organisation=who, kind=kind, asked=heads, heads=heads, starts_at=at,
        ends_at=end, busy_from=at, busy_until=end, asked_at=at - timedelta(days=4), by_teacher=kind == "school",
        contact="", phone="", why="", **given,
    )  # fmt: skip
    row.guide_id = row.guide.id if row.guide else None
    story.taken.add(at)
    return story.demo.add(row)


def _visited(story: Story, who: str, kind: str, heads: int, at: datetime) -> None:
    """One group; now and then one does not come, or cancels."""
    demo, rng = story.demo, story.demo.rng
    if at in story.taken or at + LENGTH > here.now:
        return
    fate = rng.random()
    if fate < 0.06:
        _group(story, who, kind, heads, at, state="cancelled" if fate < 0.04 else "missed")
        return
    row = _group(story, who, kind, heads, at, state="came")
    row.heads = max(heads - rng.randrange(4), 1)
    row.begun_at = row.counted_at = at + timedelta(minutes=rng.randrange(6))
    row.ended_at = row.busy_until = at + LENGTH - timedelta(minutes=rng.randrange(10))
    demo.flush()
    visit = demo.visit(
        ROOM, row.begun_at, row.heads, kind=kind, source=(receiving.SOURCE, row.id), recorded_at=row.begun_at
    )
    visit.ended_at = row.ended_at
    if row.span.first_day not in story.checked:
        story.checked.add(row.span.first_day)
        demo.add(Check(day=row.span.first_day, missing="", note="", checked_at=at - timedelta(minutes=30)))


def _broke(story: Story, day: date) -> None:
    demo, rng = story.demo, story.demo.rng
    severity, what, outcome = rng.choice(FAULTS)
    at = demo.moment(day, 10)
    settled = at + timedelta(hours=rng.randrange(3, 72))
    if settled >= here.now:
        return
    row, kept = rng.choice(story.exhibits), settled > here.now - timedelta(days=360)
    demo.add(
        Fault(
            exhibit_id=row.id, severity=severity, what=what if kept else "", source="keeper", state="fixed",
            stopped=severity == "danger", reported_at=at, settled_at=settled, outcome=outcome if kept else "",
        )
    )  # fmt: skip
    if severity == "danger":
        demo.add(Outage(exhibit_id=row.id, reason=_("有危险，停用检查"), began_at=at, ended_at=settled))


def _now(story: Story) -> None:
    """A large group comes in parts in two days, a school tomorrow without a guide yet, and a panel is loose."""
    demo = story.demo
    who, kind, heads = LARGE
    parts = []
    for number, size in enumerate((32, 32, 32)):
        at = demo.moment(demo.last_day + timedelta(days=2), 15 + number)
        parts.append(_group(story, who, kind, size, at, part=number + 1, parts=3, guide=story.guides[0]))
    assert sum(row.heads for row in parts) == heads
    tomorrow = demo.moment(demo.last_day + timedelta(days=1), 10)
    school = _group(story, "中心小学三年级", "school", 36, tomorrow, guide=None)
    school.contact, school.phone = _("三年级班主任"), "19900000031"
    demo.flush()
    for row in parts:
        row.first_id = parts[0].id
    loose = story.exhibits[2]
    loose.condition = "worn"
    demo.add(
        Fault(
            exhibit_id=loose.id, severity="minor", what=FAULTS[0][1], source="keeper", state="open", stopped=False,
            reported_at=here.now - timedelta(hours=20), outcome="",
        )
    )  # fmt: skip
