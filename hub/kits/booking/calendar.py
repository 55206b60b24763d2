"""The calendar of a room's things: who has what when, what is free, and the deeds that change it.

Whoever books holds the thing first (`hold`), then looks, then writes; nobody else can look in between. Nothing here
needs a clock that strikes: what lapsed is free again because whoever reads sees that it lapsed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Generic, TypeVar

from sqlalchemy import and_, or_, select

from hub.kits.booking.spans import NONE, Span, gaps, span_words
from hub.kits.booking.taken import Block, Capacity, Clash, check_heads, has_lapsed, most_heads, time_of
from hub.room import Refused, _, db, here

Thing = TypeVar("Thing", bound=Any)
Booking = TypeVar("Booking", bound=Any)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like to book. With a `capacity` several find room together, and their heads are added up over
    the time they share; without one there is one user at a time."""

    span: Span
    before: timedelta = NONE
    after: timedelta = NONE
    heads: int = 1
    capacity: Capacity | None = None

    @property
    def busy(self) -> Span:
        return self.span.widened(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Calendar(Generic[Thing, Booking]):
    """Things and their bookings. `link` is the booking's column that names the thing; `keeping` are the states in which
    a booking keeps its time; `blame` is the form's field that a refusal stands beside; `words` says a span in it."""

    thing: type[Thing]
    booking: type[Booking]
    link: str
    keeping: tuple[str, ...]
    blame: str = "starts_at"
    words: Callable[[Span], str] = span_words

    def hold(self, thing_ids: Iterable[int]) -> dict[int, Thing]:
        """The things, held until the transaction ends, always in the same order so that no two wait for each other.
        Raises Refused when one is not there."""
        return {thing_id: self.hold_one(thing_id) for thing_id in sorted(set(thing_ids))}

    def hold_one(self, thing_id: int) -> Thing:
        """One thing, held. Raises Refused."""
        found = db.session.scalars(
            select(self.thing)
            .where(self.thing.id == thing_id)
            .with_for_update(of=self.thing)
            .execution_options(populate_existing=True)
        ).one_or_none()
        if found is None:
            raise Refused(_("没有找到要约的这一个，请重新选择。"), self.link.removesuffix("_id"))
        return found

    def between(
        self, within: Span, thing_ids: Iterable[int] | None = None, options: Sequence[Any] = ()
    ) -> dict[int, list[Booking]]:
        """The bookings that take time within a span, by thing and in their order; of all things, in one query."""
        booking, link = self.booking, getattr(self.booking, self.link)
        query = select(booking).where(booking.state.in_(self.keeping), *self._touching(within))
        if thing_ids is not None:
            query = query.where(link.in_(list(thing_ids)))
        rows: dict[int, list[Booking]] = {}
        query = query.options(*options).order_by(booking.busy_from, booking.id)
        for row in db.session.scalars(query.execution_options(populate_existing=True)):
            rows.setdefault(getattr(row, self.link), []).append(row)
        return {thing_id: self._kept(of_thing, within) for thing_id, of_thing in rows.items()}

    def check_free(
        self, thing_id: int, wish: Wish, *, blocks: Iterable[Block] = (), apart_from: Booking | None = None
    ) -> str:
        """Nothing stands in the way of a wish; answers a sentence where it gets full, else "". The thing is held by
        the caller. Raises Refused."""
        rows = self.between(wish.busy, [thing_id]).get(thing_id, [])
        return self._check(wish, [row for row in rows if row is not apart_from], blocks)

    def check_each(
        self,
        thing_id: int,
        wishes: Sequence[Wish],
        *,
        blocks: Sequence[Block] = (),
        apart_from: Collection[Booking] = (),
    ) -> list[tuple[Wish, str]]:
        """The occurrences of something that repeats, each with the sentence that says why it cannot be, or ""; in one
        query. One that meets an earlier one of the same row is refused as well."""
        rows = [row for row in self._around(thing_id, wishes) if row not in apart_from]
        answers: list[tuple[Wish, str]] = []
        mine: list[Block] = []
        for wish in wishes:
            try:
                self._check(wish, rows, [*blocks, *mine])
            except Refused as refusal:
                answers.append((wish, str(refusal.sentence)))
            else:
                answers.append((wish, ""))
                mine.append(Block(wish.busy, _("和同一次登记里的另一场重叠。")))
        return answers

    def next_free(
        self, thing_id: int, wishes: Iterable[Wish], most: int = 3, *, blocks: Sequence[Block] = ()
    ) -> list[Wish]:
        """The first wishes that can be had, such as three free slots to offer instead; in one query."""
        return list(islice(self.each_free(thing_id, list(wishes), blocks=blocks), most))

    def each_free(
        self, thing_id: int, wishes: Sequence[Wish], *, blocks: Sequence[Block] = ()
    ) -> Iterator[Wish]:
        """Those of several wishes that can be had, each for itself: they are alternatives, not occurrences."""
        rows = self._around(thing_id, wishes)
        for wish in wishes:
            try:
                self._check(wish, rows, blocks)
            except Refused:
                continue
            yield wish

    def room_left(self, thing_id: int, wishes: Sequence[Wish]) -> list[int]:
        """How many heads still find room in each of several wishes with a capacity, such as the slots that a large
        group is split into; in one query. The thing is held by the caller."""
        rows = [(time_of(row, here.now), row.heads) for row in self._around(thing_id, wishes)]
        return [_left(wish, most_heads(rows, wish.busy)) for wish in wishes]

    def _around(self, thing_id: int, wishes: Sequence[Wish]) -> Sequence[Booking]:
        if not wishes:
            return []
        within = Span(min(wish.busy.start for wish in wishes), max(wish.busy.end for wish in wishes))
        return self.between(within, [thing_id]).get(thing_id, [])

    def in_use(self, thing_ids: Iterable[int] | None = None) -> dict[int, Booking]:
        """What is in use now, by thing."""
        booking = self.booking
        query = select(booking).where(booking.begun_at.is_not(None), booking.ended_at.is_(None))
        if thing_ids is not None:
            query = query.where(getattr(booking, self.link).in_(list(thing_ids)))
        rows = db.session.scalars(query.execution_options(populate_existing=True))
        return {getattr(row, self.link): row for row in rows}

    def book(self, wish: Wish, **columns: Any) -> Booking:
        """A booking of a wish that was checked; `columns` are the thing and the room's own. It is written at once, so
        that the next look sees it."""
        busy = wish.busy
        row = self.booking(
            starts_at=wish.span.start, ends_at=wish.span.end, busy_from=busy.start, busy_until=busy.end,
            heads=wish.heads, **({"asked_at": here.now} | columns),
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row

    def begin(self, row: Booking) -> None:
        """It is taken into use, now. The thing is held by the caller. Raises Refused when somebody else has it, or was
        promised the time."""
        now, link = here.now, getattr(row, self.link)
        if link in self.in_use([link]):
            raise Refused(_("还有人在用，没有还回来。请先办完上一位的归还。"))
        if row.ends_at <= now:
            raise Refused(_("约的时间已经过了，请重新约一次。"))
        busy_from = min(row.busy_from, now)
        self.check_free(link, Wish(Span(busy_from, row.busy_until)), apart_from=row)
        row.begun_at, row.busy_from = now, busy_from

    def finish(self, row: Booking) -> None:
        """It is back, now. Early, the rest of its time is free; late, its clean-up is kept as far as nobody else was
        promised the thing, and who could not come in time because of it is waited for as much longer. The thing is held
        by the caller."""
        now = here.now
        others = [
            other for other in self._waiting(getattr(row, self.link)) if not has_lapsed(other, [row], now)
        ]
        promised = [other.busy_from for other in others if other.busy_from >= row.busy_until]
        until = min([now + self._clean_up(row), *promised])
        row.ended_at, row.busy_until = now, max(until, row.busy_from)
        for other in others:
            if other.lapses_at is not None and other.starts_at <= now:
                other.lapses_at = max(other.lapses_at, now + (other.lapses_at - other.starts_at))

    @staticmethod
    def _clean_up(row: Booking) -> timedelta:
        return max(row.busy_until - row.ends_at, NONE)

    def _waiting(self, thing_id: int) -> Sequence[Booking]:
        booking = self.booking
        return db.session.scalars(
            select(booking).where(
                getattr(booking, self.link) == thing_id, booking.state.in_(self.keeping),
                booking.begun_at.is_(None), booking.busy_until > here.now,
            )
        ).all()  # fmt: skip

    def _touching(self, within: Span) -> tuple[Any, ...]:
        booking = self.booking
        still_out = and_(booking.begun_at.is_not(None), booking.ended_at.is_(None))
        return booking.busy_from < within.end, or_(booking.busy_until > within.start, still_out)

    def _kept(self, rows: Sequence[Booking], within: Span) -> list[Booking]:
        now = here.now
        in_use = [row for row in rows if row.is_open]
        return [
            row
            for row in rows
            if not has_lapsed(row, in_use, now) and (not row.is_open or time_of(row, now).meets(within))
        ]

    def _check(self, wish: Wish, rows: Iterable[Booking], blocks: Iterable[Block]) -> str:
        for block in blocks:
            if block.span.meets(wish.busy):
                raise Clash(block.why, block.span, self.blame)
        taken = [(time_of(row, here.now), row) for row in rows]
        if wish.capacity is not None:
            return check_heads(
                [(span, row.heads) for span, row in taken], wish.busy, wish.heads, wish.capacity
            )
        for span, row in taken:
            if span.meets(wish.busy):
                raise Clash(_sentence(row, wish, self.words(row.span)), span, self.blame)
        return ""


def _left(wish: Wish, there: int) -> int:
    if wish.capacity is None:
        return 0 if there else wish.heads
    return wish.heads if wish.capacity.most is None else max(wish.capacity.most - there, 0)


def free_by_thing(
    bookings: Mapping[int, Sequence[Any]], thing_ids: Iterable[int], within: Span, now: datetime
) -> dict[int, list[Span]]:
    """The free intervals of each thing, out of what `Calendar.between` answered."""
    return {
        thing_id: gaps([time_of(row, now) for row in bookings.get(thing_id, ())], within)
        for thing_id in thing_ids
    }


def _sentence(row: Any, wish: Wish, taken: str) -> str:
    if row.is_open and row.busy_until <= here.now:
        return _("还有人在用，过了时间没有还回来。请先办归还，或改时间。")
    if not wish.span.meets(row.span):
        return _("%(taken)s 有人约了，前后要留出准备和清理的时间。请改时间。", taken=taken)
    return _("%(taken)s 已经有人约了，请改时间。", taken=taken)
