"""Fills the room: deputies and traders, two years of receptions and matters, then what is in hand today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from hub.kits.casework import KnownDays, give_code
from hub.room import Resident, colleagues, db, here

from ..intake import DAYS, HELP, MATTER, OPINION
from ..models import Deputy, Matter, Posting, Rating, Reception, Step, Trader
from ..posting import open_board
from ..privacy import CONTACT, YEAR
from ..receptions import KIND, RECEPTION
from ..words import ROOM
from .words import ABOUT, CHASED, GIVEN, HELPS, OPINIONS, REASONS, SHOPS, SURNAMES, Said

A_MONTH = 5  # matters of an ordinary month


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    handler: int | None
    calendar: KnownDays
    deputies: list[Deputy] = field(default_factory=list)
    traders: list[Trader] = field(default_factory=list)
    numbers: dict[date, int] = field(default_factory=dict)
    steps: list[tuple[Matter, datetime, str, str]] = field(default_factory=list)
    matters: list[Matter] = field(default_factory=list)
    receptions: list[Reception] = field(default_factory=list)
    hung: set[str] = field(default_factory=set)  # what hangs on the board, each once


def fill(demo: Any) -> None:
    """Fill the liaison station of the demo village."""
    working = colleagues(ROOM)
    story = Story(demo, working[0][0] if working else None, KnownDays(demo.first_day, demo.last_day))
    people = _people(demo)
    _contacts(story, people)
    _receptions(story)
    _past(story)
    _today(story, people)
    demo.flush()
    _told(story)
    open_board()
    demo.flush()


def _people(demo: Any) -> Sequence[Resident]:
    """Twelve residents by chance, some more than once where there are fewer."""
    chosen = demo.rng.sample(list(demo.residents), min(12, len(demo.residents)))
    rows = db.session.scalars(select(Resident).where(Resident.id.in_(chosen)).order_by(Resident.id)).all()
    return [rows[place % len(rows)] for place in range(12)]


def _deputy(rng: Random, level: str, area: str) -> Deputy:
    """Whose name hangs on the wall, and is none of the invented residents'."""
    name = rng.choice(SURNAMES) + "".join(rng.sample(GIVEN, 2))
    return Deputy(name=name, level=level, area=area, phone=f"1990000{rng.randrange(10_000):04d}")


def _contacts(story: Story, people: Sequence[Resident]) -> None:
    demo = story.demo
    levels = (("county", "全村"), ("town", "一组、二组"), ("town", "三组、四组"), ("town", "五组、六组"))
    story.deputies = [demo.add(_deputy(demo.rng, level, area)) for level, area in levels]
    left = demo.last_day - timedelta(days=30)
    demo.add(_deputy(demo.rng, "town", "五组")).left_on = left
    for person, (shop, trade) in zip([*people[5:], *people[5:]], SHOPS, strict=False):
        row = Trader(shop=shop, trade=trade, contact=person.name, phone=person.phone or "")
        story.traders.append(demo.add(row))
    story.traders.pop().left_on = left
    demo.flush()


def _receptions(story: Story) -> None:
    """Twice a month; the last is to be recorded, the next are published."""
    demo, rng = story.demo, story.demo.rng
    day, place = story.calendar.before(demo.last_day, 3), 0
    while day > demo.first_day:
        deputy = story.deputies[place % len(story.deputies)]
        row = _reception(story, deputy, day, rng.choice(ABOUT))
        if place:
            row.state, row.settled_at = "held", demo.moment(day, 12)
            row.heads = rng.randrange(0, 9)
            if rng.random() < 0.08:
                row.state, row.heads, row.reason = "cancelled", None, rng.choice(REASONS)
                row.settled_at = demo.moment(day - timedelta(days=1), 17)
        day, place = story.calendar.before(day - timedelta(days=14), 0), place + 1
    for ahead, deputy in ((4, story.deputies[1]), (18, story.deputies[2])):
        coming = story.calendar.due(demo.last_day + timedelta(days=ahead), 0)
        _reception(story, deputy, coming, ABOUT[ahead % len(ABOUT)], demo.last_day)
    demo.flush()


def _reception(
    story: Story, deputy: Deputy, day: date, about: str, published: date | None = None
) -> Reception:
    demo = story.demo
    at = demo.moment(published or day - timedelta(days=7), 9)
    row = Reception(
        deputy_id=deputy.id, deputy=deputy, day=day, opens=time(10), closes=time(11, 30), about=about,
        state="planned", published_at=min(at, here.now), heads=None, reason="",
    )  # fmt: skip
    story.receptions.append(demo.add(row))
    return row


def _past(story: Story) -> None:
    """All settled: mostly in time, many anonymous, some rated, some on the board."""
    demo, rng = story.demo, story.demo.rng
    for _one in range(demo.some(A_MONTH * demo.days // 30)):
        away = rng.randrange(45, max(demo.days - 1, 46))
        day = story.calendar.before(demo.last_day - timedelta(days=away), 0)
        if day >= demo.first_day:
            _settled(story, day)


def _settled(story: Story, day: date) -> None:
    demo, rng = story.demo, story.demo.rng
    is_help = rng.random() < 0.25
    said = rng.choice(HELPS if is_help else OPINIONS)
    row = _matter(story, said, day, rng.randrange(9, 18), rng.choice(story.traders) if is_help else None)
    row.post_ok, at = rng.random() < 0.5, row.opened_at
    took = rng.randrange(2, DAYS) if rng.random() < 0.93 else DAYS + rng.randrange(1, 4)
    if said.body:
        at = demo.moment(story.calendar.due(day, 1), 16)
        row.forwarded_to, row.forwarded_at, row.forwarded_text = said.body, at, said.text
        story.steps.append((row, at, "forwarded", said.body))
        if rng.random() < 0.15:
            row.chases = 1
            story.steps.append((row, at + timedelta(hours=1), "chased", rng.choice(CHASED)))
    done = max(demo.moment(story.calendar.due(day, took), rng.randrange(10, 17)), at + timedelta(hours=2))
    row.reply, row.resolved_at = said.reply, done
    story.steps.append((row, done - timedelta(hours=1), "replied" if said.body else "answered", ""))
    row.told = "posted" if row.anonymous and rng.random() < 0.5 else "phone" if row.trader_id else "face"
    story.steps.append((row, done, "posted" if row.told == "posted" else "fed_back", ""))
    row.state, row.closed_at = "closed", done + timedelta(hours=rng.randrange(20, 100))
    story.steps.append((row, row.closed_at, "closed", ""))
    _forgotten(row)


def _forgotten(row: Matter) -> None:
    """What the retention run would have emptied by now."""
    assert row.closed_at is not None
    age = here.now - row.closed_at
    if age > CONTACT:
        row.contact = row.phone = row.forwarded_text = ""
        row.named_ok = False
    if age > YEAR:
        row.text = row.reply = ""


def _today(story: Story, people: Sequence[Resident]) -> None:
    """In hand: one new, one due, one late with the body, one waiting, one answered, one fed back."""
    demo, today = story.demo, story.demo.last_day
    back = story.calendar.before
    _matter(story, OPINIONS[6], back(today, 1), 11)
    _matter(story, HELPS[1], back(today, 2), 15, story.traders[0])
    due = _matter(story, OPINIONS[9], back(today, DAYS), 10)
    due.due_on = due.first_due_on = max(today, back(today, DAYS))
    late = _matter(story, OPINIONS[0], back(today, DAYS + 3), 10)
    late.state, late.forwarded_to, late.forwarded_text = "forwarded", OPINIONS[0].body, OPINIONS[0].text
    late.forwarded_at, late.chase_on = late.opened_at + timedelta(hours=3), today
    story.steps.append((late, late.forwarded_at, "forwarded", late.forwarded_to))
    waiting = _matter(story, OPINIONS[3], back(today, 12), 10)
    waiting.state, waiting.stopped_on = "waiting", back(today, 11)
    waiting.contact, waiting.phone = people[3].name, people[3].phone or ""
    waiting.missing = "是哪一块宅基地"
    story.steps.append((waiting, demo.moment(waiting.stopped_on, 10), "waiting", waiting.missing))
    answered = _matter(story, OPINIONS[4], back(today, 5), 10)
    answered.state, answered.reply = "answered", OPINIONS[4].reply
    answered.contact, answered.phone, answered.named_ok = people[2].name, people[2].phone or "", True
    story.steps.append((answered, answered.opened_at + timedelta(hours=20), "answered", ""))
    told = _matter(story, OPINIONS[8], back(today, 6), 10)
    told.state, told.told, told.reply, told.post_ok = "fed_back", "face", OPINIONS[8].reply, True
    told.resolved_at = told.opened_at + timedelta(hours=30)
    story.steps += [
        (told, told.opened_at + timedelta(hours=20), "answered", ""),
        (told, told.resolved_at, "fed_back", ""),
    ]


def _matter(story: Story, said: Said, day: date, hour: int, trader: Trader | None = None) -> Matter:
    demo = story.demo
    place = story.numbers[day] = story.numbers.get(day, 0) + 1
    due = story.calendar.due(day, DAYS)
    opened = min(demo.moment(day, hour, min(place * 3, 59)), here.now)
    row = Matter(
        kind=HELP if trader else OPINION, topic=said.topic, text=said.text, trader_id=trader.id if trader else None,
        contact="", phone="", state="received", opened_at=opened, numbered_on=day, place_of_day=place,
        number=f"{day:%m%d}-{place:02d}", due_on=due, first_due_on=due, handler_id=story.handler, days=DAYS,
        deputy_id=demo.rng.choice(story.deputies).id if demo.rng.random() < 0.4 else None, named_ok=False,
        post_ok=False, missing="", forwarded_to="", forwarded_text="", reply="", extensions=0, chases=0,
    )  # fmt: skip
    story.matters.append(demo.add(row))
    story.steps.append((row, opened, "received", ""))
    return row


def _told(story: Story) -> None:
    """Steps, ratings, postings and visits, now that the matters have their ids."""
    demo, rng = story.demo, story.demo.rng
    known = {row for row in story.matters if row.closed_at is None or here.now - row.closed_at <= CONTACT}
    for row, at, kind, note in story.steps:
        said = note if row in known else ""
        demo.add(Step(case_id=row.id, at=at, kind=kind, note=said, by_id=story.handler))
    for row in story.matters:
        if row in known:
            give_code(row)
        demo.visit(ROOM, row.opened_at, 1, kind=row.kind, source=(MATTER, row.id))
        if row.resolved_at is not None and rng.random() < 0.5:
            level = rng.choices((5, 4, 3, 2, 1), (55, 30, 9, 4, 2))[0]
            source = "self" if rng.random() < 0.8 else "keeper"
            demo.add(
                Rating(case_id=row.id, level=level, source=source, rated_at=row.closed_at or row.resolved_at)
            )
        if row.told == "posted" or (row.closed_at and row.post_ok):
            _post(story, row)
    for reception in story.receptions:
        if reception.heads:
            begins = datetime.combine(reception.day, reception.opens, here.tz)
            demo.visit(ROOM, begins, reception.heads, kind=KIND, source=(RECEPTION, reception.id))


def _post(story: Story, row: Matter) -> None:
    assert row.resolved_at is not None
    says = (
        row.post_ok and row.text not in story.hung and here.now - row.resolved_at < YEAR - timedelta(days=30)
    )
    story.hung.add(row.text)
    question, answer = (row.text, row.reply) if says else ("", "")
    posted = row.resolved_at + timedelta(minutes=10)
    down = None if here.now - posted < YEAR else posted + YEAR
    story.demo.add(
        Posting(matter_id=row.id, question=question, answer=answer, posted_at=posted, down_at=down)
    )
