"""Fills the room: zones and sets first, then session after session, what was used up, and who is there today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from hub.kits.lending import join_parts
from hub.room import here

from ..models import Consumable, GameSet, Lending, Session, StockMove, Tally, Tap, Zone
from ..sessions import SOURCE, usual_end
from ..words import BANDS, ROOM, SESSION
from .catalogue import FAULTS, GAMES, THINGS, ZONES, Corner

SHARES = (0.15, 0.6, 0.15, 0.1)  # of each age band


@dataclass(slots=True)
class Story:
    """What has been told so far."""

    demo: Any
    zones: list[tuple[Zone, Corner]] = field(default_factory=list)
    games: list[GameSet] = field(default_factory=list)
    goods: list[tuple[Consumable, int]] = field(default_factory=list)

    @property
    def adult(self) -> int | None:
        return (
            self.demo.keepers.get(ROOM) or self.demo.keepers.get("") or (here.user.id if here.user else None)
        )


def fill(demo: Any) -> None:
    """Fill the youth room of the demo village."""
    story = Story(demo)
    _furnish(story)
    day = demo.first_day
    while day < demo.last_day:
        for zone, corner in story.zones:
            if day.weekday() in corner.days and demo.rng.random() < 0.8 * demo.scale:
                _held(story, zone, corner, day)
        if day.weekday() == 0:
            _used_up(story, day)
        day += timedelta(days=1)
    demo.flush()
    _today(story)
    demo.flush()


def _furnish(story: Story) -> None:
    demo = story.demo
    for corner in ZONES:
        zone = Zone(name=corner.name, used_for=corner.used_for, seats=corner.seats, offered=True)
        story.zones.append((demo.add(zone), corner))
    demo.flush()
    for game in GAMES:
        zone = story.zones[game.zone][0]
        row = GameSet(
            number=game.number, name=game.name, zone_id=zone.id, parts=game.parts, state="in", missing="", fault="",
            note="",
        )  # fmt: skip
        story.games.append(demo.add(row))
    for thing in THINGS:
        item = Consumable(name=thing.name, unit=thing.unit, low_at=thing.low_at, stock=0)
        story.goods.append((demo.add(item), thing.week))
    demo.flush()
    for (item, _week), thing in zip(story.goods, THINGS, strict=True):
        _move(story, item, "receive", thing.start, demo.first_day)


def _held(story: Story, zone: Zone, corner: Corner, day: date) -> None:
    """One session: its heads by band, its one visit, and now and then a set that comes back with something missing."""
    if story.adult is None:
        return
    demo, rng = story.demo, story.demo.rng
    opened = demo.moment(day, corner.hour, rng.randrange(0, 20))
    closed = opened + timedelta(minutes=rng.randrange(70, 150))
    heads = rng.randint(*corner.heads)
    late = rng.random() < 0.03
    session = _session(
        story,
        zone,
        opened,
        closed,
        came=heads,
        late=late,
        most=0 if late else rng.randint((heads + 1) // 2, heads),
    )
    _tallies(story, session, heads, gone=heads)
    visit = demo.visit(
        ROOM, opened, heads, kind=SESSION, source=(SOURCE, session.id), recorded_at=closed if late else opened
    )
    visit.ended_at, visit.gone = closed, None if late else heads
    mine = [game for game in story.games if game.zone_id == zone.id and game.state == "in"]
    for game in rng.sample(mine, min(len(mine), rng.randint(0, 2))):
        demo.add(
            Lending(
                set_id=game.id, session_id=session.id, out_at=opened, ended_at=closed, state="returned",
                handed=game.parts, missing=game.part_names[0] if rng.random() < 0.01 else "", condition="ok",
            )
        )  # fmt: skip


def _session(story: Story, zone: Zone, opened: datetime, closed: datetime | None, **more: Any) -> Session:
    until = closed or usual_end()
    remembered = closed is None or closed > here.now - timedelta(days=365)
    session = Session(
        zone_id=zone.id, adult_id=story.adult if remembered else None, opened_at=opened,
        until=max(until, opened + timedelta(minutes=1)), closed_at=closed, **{"inside": 0, "late": False} | more,
    )  # fmt: skip
    story.demo.add(session)
    story.demo.flush()
    return session


def _tallies(story: Story, session: Session, heads: int, gone: int) -> None:
    bands = story.demo.rng.choices(list(BANDS), SHARES, k=heads)
    for band in BANDS:
        if came := bands.count(band):
            left = min(came, gone)
            gone -= left
            story.demo.add(Tally(session_id=session.id, band=band, came=came, gone=left))


def _used_up(story: Story, day: date) -> None:
    for item, week in story.goods:
        if item.stock <= item.low_at:
            _move(story, item, "receive", item.low_at * 3, day)
        _move(story, item, "issue", -week, day)


def _today(story: Story) -> None:
    """Two zones are open with children inside, a set is out, one waits to be mended, one lacks a part, ink runs low."""
    if story.adult is None:
        return
    demo, now = story.demo, here.now
    for (zone, _corner), came, gone in ((story.zones[2], 7, 2), (story.zones[0], 4, 0)):
        opened = now - timedelta(minutes=35)
        session = _session(story, zone, opened, None, came=came, inside=came - gone, most=came - gone)
        _tallies(story, session, came, gone)
        demo.add(Tap(session_id=session.id, band="primary", way="in", number=1, at=opened))
        visit = demo.visit(ROOM, opened, came, kind=SESSION, source=(SOURCE, session.id), recorded_at=opened)
        visit.ended_at, visit.gone = opened + timedelta(hours=24), gone
        if zone is story.zones[2][0]:
            game = story.games[0]
            game.state = "out"
            demo.add(
                Lending(
                    set_id=game.id, session_id=session.id, out_at=opened, state="out", handed=game.parts, missing="",
                    condition="",
                )
            )  # fmt: skip
    story.games[5].state, story.games[5].fault = "repair", FAULTS[1]
    story.games[1].missing = join_parts(story.games[1].part_names[:1])
    ink = story.goods[1][0]
    if ink.stock > ink.low_at:
        _move(story, ink, "issue", ink.low_at - ink.stock, demo.last_day - timedelta(days=1))


def _move(story: Story, item: Consumable, kind: str, change: int, day: date) -> None:
    item.stock += change
    story.demo.add(
        StockMove(
            consumable_id=item.id, kind=kind, change=change, stock_after=item.stock, note="",
            moved_at=story.demo.moment(day, 9, story.demo.rng.randrange(60)),
        )
    )  # fmt: skip
