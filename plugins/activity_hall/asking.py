"""A group asks for a hall, once or again and again. Every time it would have it is looked at on its own: the hall must
be free with set-up and clean-up, open, and large enough."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from sqlalchemy import select

from hub.kits.booking import (
    Block,
    Clash,
    Occurrence,
    Repeat,
    Span,
    Wish,
    check_heads,
    clock_span,
    look_at_each,
    those_that_stand,
)
from hub.room import Refused, _, db, here, join_words

from . import answering
from .halls import calendar, capacity, hold, out_of_order, shut
from .models import Booking, Hall, Series
from .terms import buffers, policy

SHORTEST, LONGEST = timedelta(minutes=15), timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Request:
    """What a group asks for. `override_reason`: why it is to be had in spite of heads or hours."""

    hall_id: int
    span: Span
    heads: int
    group: str
    purpose: str
    proposer: str = "residents"
    wanted: Sequence[str] = ()
    contact: str = ""
    phone: str = ""
    override_reason: str = ""
    repeat: Repeat | None = None
    leave_out: Collection[date] = ()


@dataclass(slots=True)
class Asked:
    """What came of it: the bookings, and what is to be minded."""

    bookings: list[Booking]
    warnings: list[str] = field(default_factory=list)

    @property
    def first(self) -> Booking:
        return self.bookings[0]


def span_of(day: date, starts: time, ends: time) -> Span:
    """From one time of a day to another, by the village's clock. Raises Refused."""
    span = clock_span(day, starts, day, ends)
    if span is None:
        raise Refused(_("结束要晚于开始。"), "ends")
    if not SHORTEST <= span.length <= LONGEST:
        raise Refused(_("一场 15 分钟到 12 小时，请核对时间。"), "ends")
    return span


def ask(request: Request, *, approve: bool = False, answer: str = "") -> Asked:
    """Write a request down, held against all that is booked; `approve`: it is agreed to in the same step. Raises
    Refused, and DatesTaken while one of its dates cannot be had that nobody left out."""
    _check_ahead(request.span)
    hall = hold(request.hall_id)
    if not (request.group.strip() and request.purpose.strip()):
        raise Refused(_("请写哪个团队、做什么。"), "group" if not request.group.strip() else "purpose")
    warning = check_heads([], request.span, request.heads, capacity(hall, request.override_reason))
    warnings = [warning] if warning else []
    wishes = those_that_stand(occurrences(request, hall))
    series = _series(request)
    rows = [_book(wish, hall, request, series) for wish in wishes]
    if out := out_of_order(request.wanted):
        warnings.append(_("%(which)s现在停用，请提前修好或跟团队说。", which=join_words(out)))
    if approve:
        for row in rows:
            answering.agree(row, answer)
    return Asked(rows, warnings)


def occurrences(request: Request, hall: Hall) -> list[Occurrence]:
    """Every time the group would have the hall, with what is in the way. A single one is refused at once. Raises
    Refused."""
    spans = request.repeat.spans(request.span) if request.repeat else [request.span]
    before, after = buffers()
    wishes = [Wish(span, before, after, request.heads) for span in spans]
    closed = {} if len(request.override_reason.strip()) > 1 else shut(spans)
    if request.repeat is None:
        if closed:
            sentence = _("%(why)s请改时间；确要安排，请写明原因。", why=closed[request.span])
            raise Clash(sentence, request.span, "override_reason")
        calendar.check_free(hall.id, wishes[0])
        return [Occurrence(wishes[0])]
    blocks = [Block(span, why) for span, why in closed.items()]
    return look_at_each(calendar, hall.id, wishes, leave_out=request.leave_out, blocks=blocks)


def of_series(series_id: int, *states: str) -> list[Booking]:
    """The bookings of a rule in their order, in some states."""
    query = select(Booking).where(Booking.series_id == series_id)
    if states:
        query = query.where(Booking.state.in_(states))
    return list(db.session.scalars(query.order_by(Booking.starts_at, Booking.id)))


def _check_ahead(span: Span) -> None:
    if span.start < here.now - timedelta(minutes=1):
        raise Refused(_("开始的时间已经过了，请改时间。"), "starts")
    ahead = policy().ahead_days
    if span.start > here.now + timedelta(days=ahead):
        raise Refused(_("最多提前 %(n)s 天登记。", n=ahead), "day")


def _series(request: Request) -> Series | None:
    rule = request.repeat
    if rule is None:
        return None
    series = Series(
        every=rule.every, first_on=request.span.first_day, until=rule.until, times=rule.times,
        skip_holidays=rule.skip_holidays, skip_workdays=rule.skip_workdays,
    )  # fmt: skip
    db.session.add(series)
    db.session.flush()
    return series


def _book(wish: Wish, hall: Hall, request: Request, series: Series | None) -> Booking:
    return calendar.book(
        wish, hall_id=hall.id, hall=hall, state="requested", group=request.group.strip(),
        purpose=request.purpose.strip(), proposer=request.proposer, wanted="\n".join(request.wanted),
        contact=request.contact.strip(), phone=request.phone, override_reason=request.override_reason.strip(),
        words="", undone="", series_id=series.id if series else None, series=series,
    )  # fmt: skip
