"""Fills the room: items first, then day after day of requests, then what is in hand today."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from hub.kits.casework import give_code
from hub.kits.roster import fill_shifts, some_residents, workers
from hub.room import add_working_days, here

from ..duty import roster
from ..intake import ASKED, BUSINESS, OPINION, OPINION_DAYS, QUESTION, REQUEST
from ..models import Item, Opinion, Question, Rating, Request, Step
from ..words import ROOM
from .catalogue import ANSWERS, OPINIONS, PLANS, REASONS, RESULTS

COUNTER = ((time(9, 0), time(13, 30)), (time(15, 0), time(19, 0)))  # somebody is at the counter
A_DAY = 1.6  # requests of an ordinary working day
KNOWN = timedelta(days=365)


class Calendar:
    """The working days of the demo, asked for once: it needs thousands of terms."""

    def __init__(self, first: date, last: date) -> None:
        self.days = [add_working_days(first - timedelta(days=40), 1)]
        while self.days[-1] < last + timedelta(days=90):
            self.days.append(add_working_days(self.days[-1], 1))

    def works(self, day: date) -> bool:
        return self.days[bisect_left(self.days, day)] == day

    def due(self, start: date, n: int) -> date:
        return (
            self.days[bisect_right(self.days, start) + n - 1]
            if n
            else self.days[bisect_left(self.days, start)]
        )

    def between(self, day: date, until: date) -> int:
        return max(bisect_right(self.days, until) - bisect_right(self.days, day), 0)


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    handler: int | None
    calendar: Calendar
    items: list[tuple[Item, int]] = field(default_factory=list)  # with how often it is asked for
    numbers: dict[date, int] = field(default_factory=dict)
    steps: list[tuple[Request, datetime, str, str]] = field(default_factory=list)
    ratings: list[tuple[Request, datetime, int, str]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)


def fill(demo: Any) -> None:
    """Fill the service hall of the demo village."""
    working = workers(ROOM)
    story = Story(demo, working[0].user_id if working else None, Calendar(demo.first_day, demo.last_day))
    _items(story)
    _past(story)
    _today(story)
    demo.flush()
    _told(story)
    _questions(demo)
    _opinions(demo, story.calendar)
    fill_shifts(demo, roster, working or some_residents(demo, 3), COUNTER, works=story.calendar.works)
    demo.flush()


def _items(story: Story) -> None:
    for plan in PLANS:
        item = Item(
            name=plan.name, category=plan.category, days=plan.days, materials="\n".join(plan.materials),
            office=plan.office, note=plan.note,
        )  # fmt: skip
        story.items.append((story.demo.add(item), plan.weight))
    story.demo.flush()


def _past(story: Story) -> None:
    """All settled: mostly in time, some refused, some rated."""
    demo, rng = story.demo, story.demo.rng
    day = demo.first_day
    while day < demo.last_day - timedelta(days=45):
        busy = A_DAY * demo.scale if story.calendar.works(day) else 0.2 * demo.scale
        for _one in range(int(busy) + (rng.random() < busy % 1)):
            _settled(story, day)
        day += timedelta(days=1)


def _settled(story: Story, day: date) -> None:
    demo, rng = story.demo, story.demo.rng
    row = _request(story, day, rng.randrange(9, 18))
    took = max(1, round(row.item.days * rng.uniform(0.3, 0.95)))
    if rng.random() < 0.05:
        took = row.item.days + rng.randrange(1, 4)
    at = row.opened_at
    if rng.random() < 0.15:
        stopped, back = story.calendar.due(day, 1), story.calendar.due(day, 1 + rng.randrange(2, 8))
        assert row.due_on is not None
        left = story.calendar.between(stopped, row.due_on)
        row.due_on = row.first_due_on = story.calendar.due(back, left)
        story.steps.append((row, demo.moment(stopped, 10), "waiting", "身份证原件"))
        story.steps.append((row, demo.moment(back, 11), "resumed", ""))
        took += story.calendar.between(day, back)
        at = demo.moment(back, 11)
    elif row.item.days > 5 and rng.random() < 0.1:
        assert row.due_on is not None
        row.extensions, row.due_on = 1, story.calendar.due(row.due_on, 5)
        at = demo.moment(story.calendar.due(day, 1), 15)
        story.steps.append((row, at, "extended", "等上级核对，居民同意"))
    elif row.item.office:
        at = demo.moment(story.calendar.due(day, 1), 16)
        row.forwarded_to, row.forwarded_at = row.item.office, at
        story.steps.append((row, at, "forwarded", row.item.office))
    done_on = story.calendar.due(day, took)
    row.resolved_at = max(demo.moment(done_on, rng.randrange(10, 18)), at + timedelta(minutes=30))
    refused = rng.random() < 0.04
    row.refusals = int(refused)
    row.reason, row.result = (rng.choice(REASONS), "") if refused else ("", rng.choice(RESULTS))
    story.steps.append((row, row.resolved_at, "refused" if refused else "done", row.reason or row.result))
    row.closed_at, row.state = row.resolved_at + timedelta(hours=rng.randrange(1, 40)), "closed"
    story.steps.append((row, row.closed_at, "closed", ""))
    if rng.random() < 0.35:
        level = rng.choices((5, 4, 3, 2, 1), (62, 26, 8, 3, 1))[0]
        story.ratings.append((row, row.closed_at, level, "self" if rng.random() < 0.85 else "keeper"))
    if row.closed_at < here.now - KNOWN:
        row.resident_id, row.note, row.result, row.reason, row.missing = None, "", "", "", ""


def _today(story: Story) -> None:
    """In hand: one due today, one late, one waiting, two with the town, one done and untold, a draft."""
    demo, today = story.demo, story.demo.last_day
    for item, back in ((0, 2), (4, 4), (8, 1), (9, 3)):
        _at(story, item, _working_day_before(story, today, back))
    _term(_at(story, 5, _working_day_before(story, today, 12)), today)
    _term(_at(story, 6, _working_day_before(story, today, 11)), _working_day_before(story, today, 1))
    waiting = _at(story, 3, _working_day_before(story, today, 15))
    assert waiting.numbered_on is not None
    waiting.state, waiting.stopped_on = "waiting", max(today - timedelta(days=16), waiting.numbered_on)
    waiting.missing = "出院小结"
    story.steps.append((waiting, demo.moment(waiting.stopped_on, 17), "waiting", "出院小结"))
    for item, back in ((7, 4), (10, 3)):
        row = _at(story, item, _working_day_before(story, today, back))
        row.state, row.forwarded_to = "forwarded", row.item.office
        row.forwarded_at = row.opened_at + timedelta(hours=2)
        row.chase_on = today if item == 7 else story.calendar.due(today, 1)
        row.chases = 1 if item == 7 else 0
        story.steps.append((row, row.forwarded_at, "forwarded", row.item.office))
        if row.chases:
            story.steps.append((row, row.forwarded_at + timedelta(days=1), "chased", ANSWERS[0]))
    done = _at(story, 14, _working_day_before(story, today, 5))
    done.state, done.result = "done", RESULTS[0]
    done.resolved_at = done.opened_at + timedelta(hours=20)
    story.steps.append((done, done.resolved_at, "done", done.result))
    house, _weight = story.items[11]
    demo.add(
        Request(
            item_id=house.id, item=house, state="draft", opened_at=here.now - timedelta(hours=30),
            missing="宅基地使用证明", resident_id=demo.rng.choice(demo.residents), handler_id=story.handler,
        )
    )  # fmt: skip


def _at(story: Story, place: int, day: date) -> Request:
    return _request(story, day, 10, story.items[place][0])


def _working_day_before(story: Story, day: date, back: int) -> date:
    """A working day so many working days ago."""
    before = day
    while back or not story.calendar.works(before):
        before -= timedelta(days=1)
        back -= bool(back) and story.calendar.works(before)
    return before


def _term(row: Request, day: date) -> None:
    assert row.numbered_on is not None
    row.due_on = row.first_due_on = max(day, row.numbered_on)


def _request(story: Story, day: date, hour: int, item: Item | None = None) -> Request:
    demo, rng = story.demo, story.demo.rng
    item = item or rng.choices([one for one, _ in story.items], [weight for _, weight in story.items])[0]
    place = story.numbers[day] = story.numbers.get(day, 0) + 1
    due = story.calendar.due(day, item.days)
    opened = demo.moment(day, hour, min(place * 3, 59))
    row = Request(
        item_id=item.id, item=item, state="accepted", opened_at=opened, numbered_on=day, place_of_day=place,
        number=f"{day:%m%d}-{place:02d}", due_on=due, first_due_on=due, handler_id=story.handler, missing="",
        resident_id=rng.choice(demo.residents) if rng.random() < 0.8 else None, note="", result="", reason="",
        extensions=0, refusals=0,
    )  # fmt: skip
    story.requests.append(demo.add(row))
    story.steps.append((row, opened, "accepted", ""))
    return row


def _told(story: Story) -> None:
    """Steps, ratings and visits, now that the requests have their ids; whoever was forgotten left no words behind."""
    demo = story.demo
    for row, at, kind, note in story.steps:
        known = row.closed_at is None or row.closed_at >= here.now - KNOWN
        demo.add(Step(case_id=row.id, at=at, kind=kind, note=note if known else "", by_id=story.handler))
    for row, at, level, source in story.ratings:
        demo.add(Rating(case_id=row.id, level=level, source=source, rated_at=at))
    for row in story.requests:
        if row.closed_at is None or row.closed_at >= here.now - KNOWN:
            give_code(row)
        demo.visit(ROOM, row.opened_at, 1, kind=BUSINESS, purpose=row.item.name, source=(REQUEST, row.id))


def _questions(demo: Any) -> None:
    rng, asked = demo.rng, []
    for _time in range(demo.some(round(demo.days * 0.8))):
        day = demo.first_day + timedelta(days=rng.randrange(max(demo.days - 1, 1)))
        category = rng.choices(("social", "civil", "policy", "law", "other"), (5, 3, 3, 1, 3))[0]
        at = demo.moment(day, rng.randrange(9, 18), rng.randrange(60))
        asked.append(demo.add(Question(category=category, asked_at=at)))
    demo.flush()
    for question in asked:
        demo.visit(ROOM, question.asked_at, 1, kind=ASKED, source=(QUESTION, question.id))


def _opinions(demo: Any, calendar: Calendar) -> None:
    """One every few months, the last one still unanswered."""
    noted = []
    for place, (category, text, answer) in enumerate(OPINIONS):
        day = demo.last_day - timedelta(days=min(3 + 60 * place, demo.days - 1))
        at = min(demo.moment(day, 15), here.now)
        row = Opinion(category=category, text=text, noted_at=at, due_on=calendar.due(day, OPINION_DAYS))
        if place:
            row.answered_at, row.answer = at + timedelta(days=6), answer
            if row.answered_at > here.now:
                row.answered_at, row.answer = None, ""
        noted.append(demo.add(row))
    demo.flush()
    for row in noted:
        demo.visit(ROOM, row.noted_at, 1, kind=ASKED, purpose="反映意见", source=(OPINION, row.id))
