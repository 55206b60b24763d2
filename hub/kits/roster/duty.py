"""What is done with shifts. Whoever writes one into the rota holds the room, so that nobody is in two places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from hub.kits.roster.people import Person, person_of, workers
from hub.kits.roster.words import shift_words
from hub.room import Refused, _, clock_time, db, here, hold, join_words, short_day, visits

Shift = TypeVar("Shift", bound=Any)

LONGEST = timedelta(hours=16)
AHEAD = timedelta(days=366)
EARLY = timedelta(minutes=60)  # how long before the shift one may sign on
AFTER = timedelta(days=31)  # how long afterwards coming and going can be entered
MOST = 1000  # shifts that are looked at together


@dataclass(frozen=True, slots=True)
class Roster(Generic[Shift]):
    """The shifts of a room. `people` says who may be put on it; without it those who work in the room, and residents
    and other volunteers by name."""

    shift: type[Shift]
    room: str
    people: Callable[[], list[Person]] | None = None

    def on_offer(self) -> list[Person]:
        """Those to choose from."""
        return self.people() if self.people else workers(self.room)

    def plan(
        self, person: Person, starts_at: datetime, ends_at: datetime, duty: str = "", **more: Any
    ) -> Shift:
        """Put somebody on duty. `more` are the room's own columns. Raises Refused when they are on duty already."""
        self._lock()
        self._check_span(starts_at, ends_at)
        if taken := self._taken(person, starts_at, ends_at):
            raise Refused(_("%(who)s 这段时间已经有班：%(shift)s。请换人或换时间。", who=person.name,
                            shift=shift_words(taken)), "who")  # fmt: skip
        return self._add(person, starts_at, ends_at, duty, more)

    def plan_weekly(
        self, person: Person, first: date, begins: time, ends: time, weeks: int, duty: str = "", *,
        skip: bool = False, **more: Any,
    ) -> list[Shift]:  # fmt: skip
        """The same weekday and hours, week after week; every one is looked at. Raises Refused and names the days on
        which they are on duty already, unless those are to be skipped."""
        self._lock()
        spans = [local_span(first + timedelta(weeks=week), begins, ends) for week in range(weeks)]
        for span in (spans[0], spans[-1]):
            self._check_span(*span)
        taken = {at for at in spans if self._taken(person, *at)}
        if taken and (not skip or len(taken) == len(spans)):
            days = join_words(short_day(at[0].astimezone(here.tz).date()) for at in spans if at in taken)
            raise Refused(_("%(who)s 在这些天已经有班：%(days)s。可以换人、换时间，或勾“跳过”。", who=person.name,
                            days=days), "who")  # fmt: skip
        return [self._add(person, *span, duty, more) for span in spans if span not in taken]

    def hand_to(self, shift_id: int, person: Person) -> Shift:
        """Somebody else takes the shift over. Raises Refused."""
        self._lock()
        row = self._unsigned(shift_id)
        if taken := self._taken(person, row.starts_at, row.ends_at):
            raise Refused(_("%(who)s 这段时间已经有班：%(shift)s。请换人或换时间。", who=person.name,
                            shift=shift_words(taken)), "who")  # fmt: skip
        for name, value in person.columns.items():
            setattr(row, name, value)
        db.session.flush()
        return row

    def drop(self, shift_id: int) -> Shift:
        """The shift is taken off the rota. Raises Refused once somebody has signed on."""
        row = self._unsigned(shift_id)
        if row.ends_at <= here.now:
            raise Refused(_("这个班已经过了，不能取消。没有人来的，就留着“没有签到”。"))
        db.session.delete(row)
        db.session.flush()
        return row

    def sign_on(self, shift_id: int) -> Shift:
        """They are here. Raises Refused."""
        row = self._unsigned(shift_id)
        if here.now < row.starts_at - EARLY:
            raise Refused(_("还早，%(at)s 起可以签到。", at=clock_time(row.starts_at - EARLY)))
        if here.now >= row.ends_at:
            raise Refused(_("这个班已经过了。人来过的，请用“补录”写上到岗和离岗的时间。"))
        row.on_at = here.now
        return row

    def sign_off(self, shift_id: int) -> Shift:
        """They go. Raises Refused."""
        row = self.hold_one(shift_id)
        if row.on_at is None:
            raise Refused(_("还没有签到。"))
        if row.off_at is not None:
            raise Refused(_("已经签退了。"))
        if here.now > row.ends_at + LONGEST:
            raise Refused(_("过了太久，请用“补录”写上离岗的时间。"))
        row.off_at = here.now
        return row

    def undo(self, shift_id: int) -> Shift:
        """The last of signing on and off was a slip: it is taken back. Raises Refused ten minutes later."""
        row = self.hold_one(shift_id)
        last = row.off_at or row.on_at
        if last is None or row.late or here.now - last > timedelta(minutes=10):
            raise Refused(_("过了十分钟，不能撤销了。"))
        if row.off_at is not None:
            row.off_at = None
        else:
            row.on_at = None
        return row

    def enter(self, shift_id: int, on: time, off: time) -> Shift:
        """When they came and went, entered afterwards; it is marked as such (补录). Raises Refused."""
        row = self.hold_one(shift_id)
        if row.off_at is not None:
            raise Refused(_("已经签退了。"))
        if row.ends_at > here.now:
            raise Refused(_("这个班还没有过，请直接签到、签退。"))
        if row.ends_at < here.now - AFTER:
            raise Refused(_("过了 %(n)s 天的班不再补录。", n=AFTER.days))
        on_at, off_at = local_span(row.day, on, off)
        if on_at >= row.ends_at or off_at <= row.starts_at or off_at > here.now:
            raise Refused(_("写的时间和这个班（%(shift)s）对不上，请核对。", shift=shift_words(row)), "on")
        row.on_at, row.off_at, row.late = on_at, off_at, True
        return row

    def between(self, first: date, last: date) -> Sequence[Shift]:
        """The shifts of some days, both included, in their order."""
        shift = self.shift
        rows = select(shift).where(shift.day.between(first, last))
        return db.session.scalars(rows.order_by(shift.day, shift.starts_at, shift.id).limit(MOST)).all()

    def hold_one(self, shift_id: int) -> Shift:
        """One shift, held until the transaction ends. Raises Refused."""
        row = hold(self.shift, shift_id)
        if row is None:
            raise Refused(_("没有找到这个班，可能刚才有人取消了。"))
        return row

    def _unsigned(self, shift_id: int) -> Shift:
        row = self.hold_one(shift_id)
        if row.on_at is not None:
            raise Refused(_("已经签到了，不能再改。"))
        return row

    def _lock(self) -> None:
        visits.lock_room(here.room(self.room))

    def _check_span(self, starts_at: datetime, ends_at: datetime) -> None:
        if not starts_at < ends_at <= starts_at + LONGEST:
            raise Refused(_("结束要晚于开始，一个班最长 %(n)s 小时。", n=16), "ends")
        if ends_at <= here.now:
            raise Refused(_("这个时间已经过了。请排今天以后的班。"), "day")
        if starts_at > here.now + AHEAD:
            raise Refused(_("最远排到一年以后。"), "day")

    def _taken(self, person: Person, starts_at: datetime, ends_at: datetime) -> Shift | None:
        shift = self.shift
        # No shift is longer than LONGEST, so the index need not look further back.
        return db.session.scalars(
            select(shift).where(
                person.is_in(shift), shift.starts_at < ends_at, shift.starts_at > starts_at - LONGEST,
                shift.ends_at > starts_at,
            ).order_by(shift.starts_at).limit(1)
        ).first()  # fmt: skip

    def _add(self, person: Person, starts_at: datetime, ends_at: datetime, duty: str, more: Any) -> Shift:
        row = self.shift(
            **person.columns, day=starts_at.astimezone(here.tz).date(), starts_at=starts_at, ends_at=ends_at,
            duty=duty.strip(), late=False, **more,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row


def local_span(day: date, begins: time, ends: time) -> tuple[datetime, datetime]:
    """From one local time of a day to another, as instants."""
    at = [datetime.combine(day, clock, here.tz).astimezone(UTC) for clock in (begins, ends)]
    return at[0], at[1]


def covered(shift: Any) -> int:
    """How many minutes of a shift somebody was there; without a signing off nobody knows, and it is none."""
    if shift.on_at is None or shift.off_at is None:
        return 0
    seconds = (min(shift.off_at, shift.ends_at) - max(shift.on_at, shift.starts_at)).total_seconds()
    return max(int(seconds // 60), 0)


__all__ = ["Person", "Roster", "covered", "local_span", "person_of"]
