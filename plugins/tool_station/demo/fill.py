"""Fills the room: tools and stock first, then day after day of loans, then what is going on today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hub.kits.lending import due_day, join_parts
from hub.room import Visit, here

from ..lending import SOURCE, VISIT_KIND
from ..models import Briefing, Demand, Loan, Reservation, StockMove, Supply, Ticket, Tool, ToolVisit
from .catalogue import FAULTS, GLOVES, PLANS, REPAIRS, WANTED, WELDING_GLOVES

DAYS = {"A": 3, "B": 2, "C": 1}
LINKED = timedelta(days=60)


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    tools: list[tuple[Tool, int]] = field(default_factory=list)  # with loans a year
    supplies: dict[str, Supply] = field(default_factory=dict)
    briefed: list[int] = field(default_factory=list)
    loans: list[Loan] = field(default_factory=list)
    borrowers: dict[int, int] = field(default_factory=dict)  # by the loan's place in the list


def fill(demo: Any) -> None:
    """Fill the tool station of the demo village."""
    story = Story(demo)
    _tools(story)
    _briefings(story)
    for tool, loans_a_year in story.tools:
        _past_loans(story, tool, loans_a_year)
    _loans_of_today(story)
    demo.flush()
    _visits(story)
    _stock(story)
    _repairs(story)
    _reservations(story)
    _demand(story)
    demo.flush()


def _tools(story: Story) -> None:
    for name, low_at in ((GLOVES, 20), (WELDING_GLOVES, 5)):
        story.supplies[name] = story.demo.add(Supply(name=name, unit="副", stock=0, low_at=low_at))
    story.demo.flush()
    number = 0
    for plan in PLANS:
        for _copy in range(plan.number):
            number += 1
            supply = story.supplies.get(plan.supply)
            tool = Tool(
                number=f"T-{number:02d}", name=plan.name, kind=plan.kind, grade=plan.grade, state="in", missing="",
                parts=plan.parts, gear=plan.gear, safety=plan.safety, shelf=plan.shelf,
                supply_id=supply.id if supply else None,
            )  # fmt: skip
            story.tools.append((story.demo.add(tool), plan.loans))
    story.demo.flush()


def _briefings(story: Story) -> None:
    demo = story.demo
    story.briefed = demo.rng.sample(list(demo.residents), min(demo.some(24), len(demo.residents)))
    for resident_id in story.briefed:
        given = demo.first_day - timedelta(days=demo.rng.randrange(1, 20))
        while given <= demo.last_day:
            until = given + timedelta(days=365)
            if until > demo.last_day - timedelta(days=365):
                demo.add(Briefing(resident_id=resident_id, given_on=given, valid_until=until, adult=True))
            given = until - timedelta(days=demo.rng.randrange(1, 15))


def _past_loans(story: Story, tool: Tool, loans_a_year: int) -> None:
    """One after the other, so that a tool is never lent twice; all ended some days ago."""
    demo, rng = story.demo, story.demo.rng
    pause = 365 / (loans_a_year * max(demo.scale, 0.05))
    day = demo.first_day + timedelta(days=rng.random() * pause)
    while day < demo.last_day - timedelta(days=14):
        out_at = demo.moment(day, rng.randrange(9, 20), rng.randrange(60))
        due = due_day(day, DAYS[tool.grade])
        kept = DAYS[tool.grade] + (
            rng.randrange(1, 4) if rng.random() < 0.07 else -rng.randrange(DAYS[tool.grade])
        )
        back = day + timedelta(days=kept)
        loan = _loan(story, tool, out_at, due)
        loan.ended_at = max(
            demo.moment(back, rng.randrange(9, 21), rng.randrange(60)), out_at + timedelta(minutes=40)
        )
        loan.state, loan.condition = "returned", "ok"
        if rng.random() < 0.02 and tool.parts:
            loan.condition, loan.missing = "parts", tool.part_names[-1]
        loan.late = rng.random() < 0.02
        day = back + timedelta(days=1 + int(rng.expovariate(1 / pause)))


def _loans_of_today(story: Story) -> None:
    """Nine out, two of them overdue, one lost last week."""
    demo, rng = story.demo, story.demo.rng
    chosen = rng.sample([tool for tool, _loans in story.tools if tool.grade != "C"], 9)
    welder = next(tool for tool, _loans in story.tools if tool.grade == "C")
    ages = (6, 4, 2, 1, 1, 1, 1, 0, 0)
    for tool, age in zip(chosen, ages, strict=True):
        day = demo.last_day - timedelta(days=age)
        out_at = demo.moment(day, 9, rng.randrange(60))
        if out_at > here.now:
            out_at = demo.moment(day - timedelta(days=1), 18, rng.randrange(60))
        out_on = out_at.astimezone(here.tz).date()
        due = due_day(out_on, DAYS[tool.grade]) if age < 4 else demo.last_day - timedelta(days=age - 3)
        _loan(story, tool, out_at, due)
        tool.state = "out"
    lost = _loan(
        story, welder, demo.moment(demo.last_day - timedelta(days=7), 10), demo.last_day - timedelta(days=6)
    )
    lost.ended_at, lost.state = demo.moment(demo.last_day - timedelta(days=2), 11), "lost"
    welder.state = "lost"


def _loan(story: Story, tool: Tool, out_at: datetime, due: date) -> Loan:
    demo = story.demo
    people = story.briefed if tool.grade == "C" else demo.residents
    loan = Loan(
        tool_id=tool.id, tool=tool, out_at=out_at, due_on=due, state="out", late=False, missing="",
        handed=join_parts(tool.part_names), gear=tool.gear, briefed=tool.needs_protection,
    )  # fmt: skip
    story.borrowers[len(story.loans)] = demo.rng.choice(people)
    story.loans.append(demo.add(loan))
    return loan


def _visits(story: Story) -> None:
    """Each loan's visit; the borrower is known only as long as the retention lets it be."""
    demo = story.demo
    visits: list[tuple[Visit, Loan]] = []
    for place, loan in enumerate(story.loans):
        known = loan.ended_at is None or loan.ended_at >= here.now - LINKED
        loan.borrower_id = story.borrowers[place] if known else None
        entered = loan.out_at + timedelta(hours=20) if loan.late else None
        visit = demo.visit(
            "tool_station", loan.out_at, 1, kind=VISIT_KIND, source=(SOURCE, loan.id),
            resident_id=loan.borrower_id, recorded_at=entered,
        )  # fmt: skip
        visits.append((visit, loan))
    demo.flush()
    for visit, loan in visits:
        demo.add(ToolVisit(visit_id=visit.id, tool=loan.tool.title))


def _stock(story: Story) -> None:
    """Gloves go out with the loans and come in when they run low."""
    demo = story.demo
    for name, supply in story.supplies.items():
        _move(story, supply, "receive", 60 if name == GLOVES else 20, demo.moment(demo.first_day, 9))
        issued = sorted(
            (loan for loan in story.loans if loan.tool.supply_id == supply.id), key=lambda loan: loan.out_at
        )
        for loan in issued:
            if supply.stock <= supply.low_at // 2:
                _move(
                    story, supply, "receive", 60 if name == GLOVES else 20, loan.out_at - timedelta(hours=1)
                )
            _move(story, supply, "issue", -1, loan.out_at, loan.id)
    gloves = story.supplies[WELDING_GLOVES]
    if gloves.stock > gloves.low_at:
        _move(story, gloves, "count", gloves.low_at - 1 - gloves.stock, here.now - timedelta(hours=3))


def _move(
    story: Story, supply: Supply, kind: str, change: int, at: datetime, loan_id: int | None = None
) -> None:
    supply.stock += change
    story.demo.add(
        StockMove(
            supply_id=supply.id,
            kind=kind,
            change=change,
            stock_after=supply.stock,
            moved_at=at,
            loan_id=loan_id,
        )
    )


def _repairs(story: Story) -> None:
    demo, rng = story.demo, story.demo.rng
    ended = [loan for loan in story.loans if loan.state == "returned" and loan.condition == "ok"]
    for loan in rng.sample(ended, min(demo.some(26), len(ended) // 4)):
        loan.condition = "repair"
        closed = loan.ended_at + timedelta(hours=rng.randrange(3, 10))
        demo.add(
            Ticket(
                tool_id=loan.tool_id, fault=rng.choice(FAULTS), state="back", opened_at=loan.ended_at,
                started_at=loan.ended_at + timedelta(hours=2), closed_at=closed, result=rng.choice(REPAIRS),
            )
        )  # fmt: skip
    broken = next(tool for tool, _loans in story.tools if tool.state == "in" and tool.grade == "B")
    broken.state = "repair"
    demo.add(
        Ticket(tool_id=broken.id, fault=FAULTS[0], state="open", opened_at=here.now - timedelta(hours=30))
    )


def _reservations(story: Story) -> None:
    demo = story.demo
    free = [tool for tool, _loans in story.tools if tool.state == "in"]
    for tool, ahead in zip(demo.rng.sample(free, min(2, len(free))), (0, 2), strict=False):
        first = demo.last_day + timedelta(days=ahead)
        people = story.briefed if tool.grade == "C" else demo.residents
        demo.add(
            Reservation(
                tool_id=tool.id, resident_id=demo.rng.choice(people), first_day=first,
                end_day=first + timedelta(days=DAYS[tool.grade]), made_at=here.now - timedelta(days=1),
            )
        )  # fmt: skip


def _demand(story: Story) -> None:
    demo, rng = story.demo, story.demo.rng
    for _time in range(demo.some(round(demo.days / 4))):
        day = demo.first_day + timedelta(days=rng.randrange(max(demo.days - 1, 1)))
        demo.add(
            Demand(
                kind=rng.choice(WANTED), asked_at=demo.moment(day, rng.randrange(9, 21), rng.randrange(60))
            )
        )
