"""Fills the room: books first, then day after day of loans, then what is going on today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hub.kits.lending import due_day
from hub.room import Visit, here

from .. import books, coming
from ..eventing import events
from ..isbn import check_digit_13
from ..models import BookVisit, Copy, Event, Loan, Policy, Scan, Stocktake, Title, Use, Wait
from .catalogue import DAMAGES, EVENTS, MAGAZINES, PLANS, REFERENCES

DAYS = 10
LINKED = timedelta(days=60)


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    copies: list[tuple[Copy, float]] = field(default_factory=list)  # with loans a year
    stay: list[Title] = field(default_factory=list)
    loans: list[tuple[Loan, int]] = field(default_factory=list)  # with the reader
    number: int = 0
    isbn: int = 0


def fill(demo: Any) -> None:
    """Fill the reading room of the demo village."""
    story = Story(demo)
    _books(story)
    for copy, loans_a_year in story.copies:
        _past_loans(story, copy, loans_a_year)
    _loans_of_today(story)
    demo.flush()
    _visits(story)
    _waits(story)
    _uses(story)
    _events(story)
    _stocktakes(story)
    demo.flush()


def _books(story: Story) -> None:
    demo, rng = story.demo, story.demo.rng
    for plan in PLANS:
        for place, name in enumerate(plan.names, start=1):
            late = rng.random() < 0.15  # some came later than the first list
            day = demo.first_day + timedelta(days=rng.randrange(demo.days)) if late else demo.first_day
            title = _title(
                story, name, rng.choice(plan.authors), plan.publisher, f"{plan.shelf}/{place}", day
            )
            for _copy in range(plan.copies):
                story.copies.append((_copy_of(story, title), plan.loans))
    for place, name in enumerate(REFERENCES, start=1):
        title = _title(story, name, "", "", f"Z3/{place}", demo.first_day)
        title.stays_in = True
        story.stay.append(title)
        _copy_of(story, title)
    for name in MAGAZINES:
        title = _title(story, name, "", "", "报刊架", demo.first_day, isbn="")
        title.kind, title.stays_in = "magazine", True
        story.stay.append(title)
        _copy_of(story, title)
    demo.add(Policy(next_number=story.number + 1))
    demo.flush()


def _title(
    story: Story, name: str, author: str, publisher: str, call: str, day: date, isbn: str | None = None
) -> Title:
    if isbn is None:
        story.isbn += 1
        twelve = f"9787999{story.isbn:05d}"
        isbn = twelve + check_digit_13(twelve)
    title = books.tidy_title(
        Title(isbn=isbn, name=name, author=author, publisher=publisher, call_number=call, kind="book", stays_in=False,
              year=story.demo.first_day.year - story.demo.rng.randrange(8), added_on=day)
    )  # fmt: skip
    story.demo.add(title)
    story.demo.flush()
    return title


def _copy_of(story: Story, title: Title) -> Copy:
    story.number += 1
    price = Decimal(story.demo.rng.randrange(180, 560)) / 10
    return story.demo.add(
        Copy(number=f"B{story.number:05d}", title_id=title.id, title=title, state="in",
             price=price.quantize(Decimal("0.01")), added_on=title.added_on, damage="")
    )  # fmt: skip


def _past_loans(story: Story, copy: Copy, loans_a_year: float) -> None:
    """One after the other, so that a copy is never lent twice; all ended some days ago."""
    demo, rng = story.demo, story.demo.rng
    pause = 365 / (loans_a_year * max(demo.scale, 0.05))
    day = copy.added_on + timedelta(days=rng.random() * pause)
    while day < demo.last_day - timedelta(days=24):
        out_at = demo.moment(day, rng.randrange(10, 20), rng.randrange(60))
        kept = DAYS + (rng.randrange(1, 8) if rng.random() < 0.08 else -rng.randrange(DAYS - 1))
        back = day + timedelta(days=kept)
        loan = _loan(story, copy, out_at, due_day(day, DAYS))
        loan.ended_at = demo.moment(back, rng.randrange(10, 21), rng.randrange(60))
        loan.state, loan.late = "returned", rng.random() < 0.02
        if rng.random() < 0.2 and back <= loan.due_on:
            loan.renewals = 1
            loan.due_on += timedelta(days=DAYS)
        day = back + timedelta(days=1 + int(rng.expovariate(1 / pause)))


def _loans_of_today(story: Story) -> None:
    """A dozen and a half out, three of them overdue, one lost, one to be mended."""
    demo, rng = story.demo, story.demo.rng
    there = [copy for copy, _loans in story.copies if copy.added_on < demo.last_day - timedelta(days=24)]
    chosen = rng.sample(there, min(20, len(there)))
    ages = (14, 12, 11, 9, 9, 8, 8, 7, 6, 6, 5, 4, 4, 3, 2, 1, 1, 0)
    for copy, age in zip(chosen, ages, strict=False):
        day = demo.last_day - timedelta(days=age)
        out_at = demo.moment(day, 10, rng.randrange(60))
        if out_at > here.now:
            out_at = demo.moment(day - timedelta(days=1), 18, rng.randrange(60))
        _loan(story, copy, out_at, due_day(out_at.astimezone(here.tz).date(), DAYS))
        copy.state = "out"
    for copy in chosen[18:19]:
        lost = _loan(
            story,
            copy,
            demo.moment(demo.last_day - timedelta(days=20), 16),
            demo.last_day - timedelta(days=10),
        )
        lost.ended_at, lost.state = demo.moment(demo.last_day - timedelta(days=3), 11), "lost"
        copy.state, copy.lost_on = "lost", demo.last_day - timedelta(days=3)
    for copy in chosen[19:]:
        copy.state, copy.damage = "repair", rng.choice(DAMAGES)


def _loan(story: Story, copy: Copy, out_at: datetime, due: date) -> Loan:
    loan = Loan(
        copy_id=copy.id, copy=copy, out_at=out_at, due_on=due, state="out", late=False, renewals=0,
    )  # fmt: skip
    story.loans.append((story.demo.add(loan), story.demo.rng.choice(story.demo.residents)))
    return loan


def _visits(story: Story) -> None:
    """Each loan's visit; the reader is known only as long as the retention lets it be."""
    demo = story.demo
    visits: list[tuple[Visit, Loan]] = []
    for loan, reader in story.loans:
        known = loan.ended_at is None or loan.ended_at >= here.now - LINKED
        loan.borrower_id = reader if known else None
        recent = loan.out_at >= here.now - LINKED
        entered = loan.out_at + timedelta(hours=20) if loan.late else None
        visit = demo.visit(
            "reading_room", loan.out_at, 1, kind=coming.LOAN_KIND, source=(coming.SOURCE, loan.id),
            resident_id=reader if recent else None, recorded_at=entered,
        )  # fmt: skip
        visits.append((visit, loan))
    demo.flush()
    for visit, loan in visits:
        demo.add(BookVisit(visit_id=visit.id, what=loan.copy.title.quoted))


def _waits(story: Story) -> None:
    """Two titles are waited for: one copy is back and put aside, the other is still out."""
    demo, rng = story.demo, story.demo.rng
    out = [copy for copy, _loans in story.copies if copy.state == "out"]
    inside = [copy for copy, _loans in story.copies if copy.state == "in"]
    who = rng.sample(list(demo.residents), min(3, len(demo.residents)))
    if len(out) < 2 or len(who) < 3 or not inside:
        return
    back, asked = rng.choice(inside), demo.moment(demo.last_day - timedelta(days=4), 16)
    demo.add(
        Wait(title_id=back.title_id, resident_id=who[0], asked_at=asked, state="waiting", copy_id=back.id,
             ready_on=demo.last_day)
    )  # fmt: skip
    there = {copy.title_id for copy in inside}
    gone = next((copy for copy in out if copy.title_id not in there), None)
    if gone is not None:
        asked = demo.moment(demo.last_day - timedelta(days=1), 11)
        demo.add(Wait(title_id=gone.title_id, resident_id=who[1], asked_at=asked, state="waiting"))


def _uses(story: Story) -> None:
    demo, rng = story.demo, story.demo.rng
    for _time in range(demo.some(round(demo.days * 0.7))):
        day = demo.first_day + timedelta(days=rng.randrange(max(demo.days - 1, 1)))
        at = demo.moment(day, rng.randrange(10, 21), rng.randrange(60))
        demo.add(Use(title_id=rng.choice(story.stay).id, used_at=at))
        if rng.random() < 0.5:
            demo.visit("reading_room", at, rng.randrange(1, 4), kind=coming.READ_KIND)


def _events(story: Story) -> None:
    """A reading circle most weeks, one to come, one that nobody has written down yet."""
    demo, rng = story.demo, story.demo.rng
    names = [copy.title.name for copy, _loans in story.copies]
    saturday = demo.first_day + timedelta(days=(5 - demo.first_day.weekday()) % 7)
    told: list[Event] = []
    while saturday < demo.last_day:
        if rng.random() < 0.7 * max(demo.scale, 0.2):
            told.append(_event(story, saturday, names))
        saturday += timedelta(days=7)
    demo.flush()
    for event in told[:-1]:
        if rng.random() < 0.08:
            event.state, event.note = "cancelled", "下雪，改到下周"
            continue
        event.state, event.heads = "held", rng.randrange(5, 15)
        event.began_at, event.finished_at, event.entered_at = event.starts_at, event.ends_at, event.ends_at
    demo.flush()
    for event in told:
        if event.state == "held":
            visit = demo.visit(
                "reading_room",
                event.starts_at,
                event.heads,
                kind=coming.EVENT_KIND,
                source=(events.source_type, event.id),
            )
            demo.flush()
            demo.add(BookVisit(visit_id=visit.id, what=event.name))
    _event(story, demo.last_day + timedelta(days=(5 - demo.last_day.weekday()) % 7 or 7), names)


def _event(story: Story, day: date, names: list[str]) -> Event:
    demo, rng = story.demo, story.demo.rng
    pattern, kind = rng.choice(EVENTS)
    name = pattern.format(book=rng.choice(names), place="孔雀河畔")
    starts = demo.moment(day, 16)
    return demo.add(
        Event(name=name, kind=kind, starts_at=starts, ends_at=starts + timedelta(minutes=90), state="planned",
              proposer=rng.choice(("residents", "committee")), heads=0, note="")
    )  # fmt: skip


def _stocktakes(story: Story) -> None:
    """Last year's was done; this year's of the novels goes on."""
    demo = story.demo
    day = demo.last_day - timedelta(days=min(200, demo.days - 1))
    demo.add(
        Stocktake(scope="", state="done", started_at=demo.moment(day, 9), ended_at=demo.moment(day, 17),
                  expected=len(story.copies) - 4, scanned=len(story.copies) - 5, missing=2, surplus=1)
    )  # fmt: skip
    shelf = [
        copy
        for copy, _loans in story.copies
        if copy.title.call_number.startswith("I28") and copy.state == "in"
    ]
    if len(shelf) < 4:
        return
    began = here.now - timedelta(hours=2)
    row = demo.add(Stocktake(scope="I28", state="open", started_at=began, scanned=len(shelf) - 3))
    demo.flush()
    for step, copy in enumerate(shelf[:-3]):
        demo.add(Scan(stocktake_id=row.id, copy_id=copy.id, scanned_at=began + timedelta(seconds=20 * step)))
