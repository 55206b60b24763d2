"""The bays at a glance: what each one is at this moment. Computed on reading; nothing has to run by the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from hub.kits.booking import Block, Span, has_lapsed
from hub.kits.upkeep import out_words
from hub.room import Codes, Refused, _, clock_time, db, here, short_moment

from .models import Bay, ClosedBay, Closure, Use

CODES = Codes("wash_bay", secret=20)  # of the QR on the wall: a hundred bits
SOON = timedelta(hours=24)
EARLY = timedelta(minutes=15)  # whoever booked may begin so much before the time, if the bay is free


def phase(use: Any, now: datetime, in_use: Iterable[Any] = ()) -> str:
    """What a use is: waiting, running, done, lapsed, cancelled or mistake. `in_use`: what runs on the same bay."""
    if use.state != "kept":
        return str(use.state)
    if use.begun_at is not None:
        return "running" if use.ended_at is None and use.ends_at > now else "done"
    return "lapsed" if has_lapsed(use, in_use, now) else "waiting"


@dataclass(frozen=True, slots=True)
class Glance:
    """One bay now. `state` is one of words.STATES; `running` is who uses it, `waiting` who comes within a day."""

    bay: Bay
    state: str
    words: str
    running: Use | None = None
    waiting: Sequence[Use] = field(default_factory=tuple)
    closed_from: datetime | None = None

    @property
    def expected(self) -> Use | None:
        """Whoever booked and may begin by now."""
        if self.state not in ("free", "promised") or not self.waiting:
            return None
        return self.waiting[0] if self.waiting[0].starts_at - EARLY <= here.now else None

    @property
    def can_start(self) -> bool:
        """Whether somebody may begin right now without a booking."""
        return self.state == "free"


def all_bays() -> Sequence[Bay]:
    """The bays that are offered, in the order of their numbers."""
    return db.session.scalars(select(Bay).where(Bay.offered).order_by(Bay.number)).all()


def glances() -> list[Glance]:
    """All bays that are offered, in three queries however many there are."""
    return _glances(all_bays())


def glance(bay: Bay) -> Glance:
    """One bay."""
    return _glances([bay])[0]


def closures_of(bay_ids: Iterable[int], within: Span) -> dict[int, list[Closure]]:
    """The closures that share time with a span, by bay and in their order."""
    rows = db.session.execute(
        select(ClosedBay.bay_id, Closure)
        .join(Closure, Closure.id == ClosedBay.closure_id)
        .where(
            ClosedBay.bay_id.in_(list(bay_ids)), Closure.starts_at < within.end, Closure.ends_at > within.start
        )
        .order_by(Closure.starts_at, Closure.id)
    )  # fmt: skip
    found: dict[int, list[Closure]] = {}
    for bay_id, closure in rows:
        found.setdefault(bay_id, []).append(closure)
    return found


def blocks_of(bay_id: int, within: Span) -> list[Block]:
    """The same of one bay, as the calendar wants to know them."""
    return [
        Block(Span(closure.starts_at, closure.ends_at), closed_words(closure))
        for closure in closures_of([bay_id], within).get(bay_id, [])
    ]


def closed_words(closure: Closure) -> str:
    """暂停开放：冰冻，到 明天 8:00"""
    return _("暂停开放：%(why)s，到 %(end)s", why=closure.reason, end=short_moment(closure.ends_at))


def check_offered(bay: Bay) -> None:
    """It can be had at all. Raises Refused with the reason."""
    if not bay.offered:
        raise Refused(_("%(number)s 号位不开放。", number=bay.number), "bay")
    if bay.out_since is not None:
        raise Refused(_("%(number)s 号位%(why)s", number=bay.number, why=out_words(bay)), "bay")


def bay_name(bay: Bay) -> str:
    """2 号位"""
    return number_name(bay.number)


def number_name(number: str) -> str:
    """The same of its number."""
    return _("%(number)s 号位", number=number)


def _glances(bays: Sequence[Bay]) -> list[Glance]:
    now = here.now
    ids = [bay.id for bay in bays]
    uses: dict[int, list[Use]] = {}
    open_uses = select(Use).where(
        Use.bay_id.in_(ids), Use.state == "kept", Use.ended_at.is_(None), Use.ends_at > now,
        Use.starts_at < now + SOON,
    )  # fmt: skip
    for use in db.session.scalars(open_uses.order_by(Use.starts_at, Use.id)):
        uses.setdefault(use.bay_id, []).append(use)
    closures = closures_of(ids, Span(now, now + SOON))
    return [_look(bay, uses.get(bay.id, []), closures.get(bay.id, []), now) for bay in bays]


def _look(bay: Bay, uses: Sequence[Use], closures: Sequence[Closure], now: datetime) -> Glance:
    running = next((use for use in uses if use.begun_at is not None), None)
    waiting = [use for use in uses if phase(use, now, [running] if running else []) == "waiting"]
    closed = next((one for one in closures if one.starts_at <= now), None)
    closed_from = next((one.starts_at for one in closures if one.starts_at > now), None)
    state, words = _state(bay, running, waiting, closed, now)
    return Glance(bay, state, words, running, waiting, closed_from)


def _state(
    bay: Bay, running: Use | None, waiting: Sequence[Use], closed: Closure | None, now: datetime
) -> tuple[str, str]:
    if bay.out_since is not None:
        return "out", bay.out_reason
    if running is not None:
        return "running", _("最晚 %(end)s 结束", end=clock_time(running.ends_at))
    if closed is not None:
        return "closed", closed_words(closed)
    if waiting and waiting[0].starts_at <= now:
        lapses = clock_time(waiting[0].lapses_at)
        return "promised", _("等取号的人来，%(at)s 没来就空出来", at=lapses)
    if waiting:
        return "free", _("可以用，%(start)s 有人约了", start=short_moment(waiting[0].starts_at))
    return "free", _("可以用")
