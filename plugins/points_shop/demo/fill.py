"""Fills the room: rules and goods first, then day after day of claims and redemptions, then what is going on today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from hub.room import _, here, points

from .. import claiming, redeeming
from ..models import Claim, Goods, Line, Redemption, Rule, ShopVisit, StockMove
from .catalogue import DEEDS, PLACES, REASONS, WARES

TAKER, VERIFIER = 1, 2  # two accounts, whichever they are
PUBLISHED = timedelta(days=7)


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    rules: list[tuple[Rule, int]] = field(default_factory=list)  # with claims a year
    goods: list[Goods] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    have: dict[int, int] = field(default_factory=dict)  # points by resident
    due: dict[date, list[Claim]] = field(default_factory=dict)  # by the day they are posted
    claimed: set[tuple[int, int, date]] = field(default_factory=set)
    used: dict[tuple[int, int, int, int], int] = field(default_factory=dict)  # of a month's cap


def fill(demo: Any) -> None:
    """Fill the points shop of the demo village."""
    story = Story(demo)
    story.people = demo.rng.sample(list(demo.residents), min(demo.some(90), len(demo.residents)))
    _rules(story)
    _goods(story)
    day = demo.first_day
    while day < demo.last_day:
        _post(story, day)
        for rule, year in story.rules:
            if demo.rng.random() < year * demo.scale / 365:
                _claim(story, rule, day)
        if demo.rng.random() < 0.35 * max(demo.scale, 0.1):
            _redeem(story, day)
        if day.day == 28:
            _count(story, day)
        day += timedelta(days=1)
    _today(story)
    demo.flush()


def _rules(story: Story) -> None:
    for number, deed in enumerate(DEEDS, 1):
        rule = Rule(
            number=number, version=1, deed=deed.name, points=deed.points, cap=deed.cap, evidence=deed.evidence,
            begun_on=story.demo.first_day,
        )  # fmt: skip
        story.rules.append((story.demo.add(rule), deed.year))
    story.demo.flush()


def _goods(story: Story) -> None:
    for ware in WARES:
        goods = Goods(
            name=ware.name, unit=ware.unit, price=ware.price, low_at=ware.low_at, shelf=ware.shelf, stock=0
        )
        story.goods.append(story.demo.add(goods))
    story.demo.flush()
    for goods in story.goods:
        _move(story, goods, "receive", goods.low_at * 4, story.demo.first_day, 9)


def _claim(story: Story, rule: Rule, day: date) -> None:
    """A claim that goes its way: most are posted a week later, a few are refused or objected to."""
    demo, rng = story.demo, story.demo.rng
    who, done_on = rng.choice(story.people), day - timedelta(days=rng.randrange(3))
    if not _may_claim(story, rule, who, done_on):
        return
    row = _claimed(story, rule, who, done_on, day)
    row.verified_at, row.verified_by_id = demo.moment(day, 18, rng.randrange(60)), VERIFIER
    chance = rng.random()
    if chance < 0.04:
        row.state, row.settled_at, row.outcome = "refused", row.verified_at, rng.choice(REASONS)
        return
    row.published_on, row.published_until = day, day + PUBLISHED - timedelta(days=1)
    if chance < 0.06 and day + PUBLISHED < demo.last_day:
        row.state, row.objection, row.outcome = "reversed", REASONS[0], REASONS[0]
        row.settled_at = demo.moment(day + timedelta(days=4), 11)
        return
    row.state = "published"
    story.due.setdefault(day + PUBLISHED, []).append(row)


def _may_claim(story: Story, rule: Rule, who: int, done_on: date) -> bool:
    """The rules of the counter hold in the demo too: once a day, and no more than the month's cap."""
    month = (rule.id, who, done_on.year, done_on.month)
    used = story.used.get(month, 0) + rule.points
    if (rule.id, who, done_on) in story.claimed or (rule.cap is not None and used > rule.cap):
        return False
    story.claimed.add((rule.id, who, done_on))
    story.used[month] = used
    return True


def _claimed(story: Story, rule: Rule, who: int, done_on: date, day: date) -> Claim:
    demo, rng = story.demo, story.demo.rng
    at = demo.moment(day, rng.randrange(9, 17), rng.randrange(60))
    row = Claim(
        rule_id=rule.id, resident_id=who, done_on=done_on, evidence=rng.choice(PLACES), points=rule.points,
        state="claimed", claimed_at=min(at, here.now - timedelta(minutes=5)), taken_by_id=TAKER,
    )  # fmt: skip
    demo.add(row)
    demo.flush()
    _visit(
        story,
        claiming.VISIT_KIND,
        (claiming.SOURCE, row.id),
        row.claimed_at,
        _("申报：%(deed)s", deed=rule.deed),
    )
    return row


def _post(story: Story, day: date) -> None:
    for row in story.due.pop(day, []):
        who, at = row.resident_id, story.demo.moment(day, 9)
        assert who is not None
        deed = next(rule.deed for rule, _year in story.rules if rule.id == row.rule_id)
        points.earn(who, row.points, text=deed, source=(claiming.SOURCE, row.id), at=at)
        row.state, row.settled_at = "posted", at
        story.have[who] = story.have.get(who, 0) + row.points


def _redeem(story: Story, day: date) -> None:
    demo, rng = story.demo, story.demo.rng
    rich = [who for who, have in story.have.items() if have >= 12]
    if not rich:
        return
    who = rng.choice(rich)
    wanted = [goods for goods in rng.sample(story.goods, 3) if goods.price <= story.have[who] // 3]
    if not wanted:
        return
    cost = sum(goods.price for goods in wanted)
    at = demo.moment(day, rng.randrange(10, 20), rng.randrange(60))
    row = Redemption(
        resident_id=who,
        points=cost,
        what="、".join(f"{goods.name}×1" for goods in wanted),
        state="done",
        made_at=at,
    )
    demo.add(row)
    demo.flush()
    for goods in wanted:
        if goods.stock <= goods.low_at // 2:
            _move(story, goods, "receive", goods.low_at * 3, day, 9)
        demo.add(Line(redemption_id=row.id, goods_id=goods.id, number=1, price=goods.price))
        _move(story, goods, "issue", -1, day, 20, row.id)
    points.spend(who, cost, text=row.what, source=(redeeming.SOURCE, row.id), at=at)
    story.have[who] -= cost
    _visit(story, redeeming.VISIT_KIND, (redeeming.SOURCE, row.id), at, row.what)


def _count(story: Story, day: date) -> None:
    """Once a month three kinds are counted; now and then one is missing."""
    for goods in story.demo.rng.sample(story.goods, 3):
        missing = -1 if story.demo.rng.random() < 0.2 and goods.stock else 0
        _move(story, goods, "count", missing, day, 21)


def _today(story: Story) -> None:
    """Two claims wait for a second person, one to be hung out, one is objected to, and soap runs low."""
    demo, rng = story.demo, story.demo.rng
    yesterday = demo.last_day - timedelta(days=1)
    fresh = [rule for rule, _year in story.rules]
    for state, rule in zip(("claimed", "claimed", "verified", "objected"), fresh, strict=False):
        for who in rng.sample(story.people, min(8, len(story.people))):
            if _may_claim(story, rule, who, yesterday):
                row = _claimed(story, rule, who, yesterday, yesterday)
                _bring_to(story, row, state)
                break
    soap = next(goods for goods in story.goods if goods.name == "香皂")
    if soap.stock > soap.low_at - 2:
        _move(story, soap, "adjust", soap.low_at - 2 - soap.stock, yesterday, 12, note=_("受潮报损"))


def _bring_to(story: Story, row: Claim, state: str) -> None:
    if state == "claimed":
        return
    row.state, row.verified_at, row.verified_by_id = state, row.claimed_at, VERIFIER
    if state == "objected":
        row.published_on = row.done_on
        row.published_until, row.objection = row.done_on + PUBLISHED, REASONS[0]


def _move(
    story: Story, goods: Goods, kind: str, change: int, day: date, hour: int, redemption_id: int | None = None,
    note: str = "",
) -> None:  # fmt: skip
    goods.stock += change
    story.demo.add(
        StockMove(
            goods_id=goods.id, kind=kind, change=change, stock_after=goods.stock, note=note,
            moved_at=story.demo.moment(day, hour, story.demo.rng.randrange(60)), redemption_id=redemption_id,
        )
    )  # fmt: skip


def _visit(story: Story, kind: str, source: tuple[str, int], at: Any, what: str) -> None:
    visit = story.demo.visit("points_shop", at, 1, kind=kind, source=source)
    story.demo.flush()
    story.demo.add(ShopVisit(visit_id=visit.id, what=what))
