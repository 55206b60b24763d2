"""Volunteer hours: written down by one person, verified by another, and worth points where the village says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import func, select

from hub.kits.roster.people import Person
from hub.kits.roster.words import hours_words
from hub.room import Refused, _, db, here, hold, points, visits

Hours = TypeVar("Hours", bound=Any)

SHORTEST = 15  # minutes
A_DAY = 12 * 60  # more than that nobody gives
BACK = timedelta(days=31)


def _no_points() -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Volunteering(Generic[Hours]):
    """The hours given to a room. `points_an_hour` is what the village gives for one, 0 for nothing; they are posted to
    the resident by the hub's own ledger, whether or not a shop is there to spend them in."""

    hours: type[Hours]
    room: str
    points_an_hour: Callable[[], int] = _no_points

    @property
    def source(self) -> str:
        """What brought points about, as the ledger has it."""
        return f"{self.room}.hours"

    def claim(
        self, person: Person, day: date, minutes: int, what: str, *, shift_id: int | None = None, **more: Any
    ) -> Hours:
        """Write hours down. Raises Refused."""
        visits.lock_room(here.room(self.room))
        if minutes < SHORTEST:
            raise Refused(_("不满 %(n)s 分钟的不记。", n=SHORTEST), "minutes")
        if day > here.today:
            raise Refused(_("日子不能在将来。"), "day")
        if day < here.today - BACK:
            raise Refused(_("超过 %(n)s 天的不再登记。", n=BACK.days), "day")
        model = self.hours
        if shift_id is not None and db.session.scalar(select(model.id).where(model.shift_id == shift_id)):
            raise Refused(_("这个班的时数已经登记过了。"))
        that_day = select(func.sum(model.minutes)).where(
            person.is_in(model), model.day == day, model.state != "refused"
        )
        already = db.session.scalar(that_day) or 0
        if already + minutes > A_DAY:
            raise Refused(
                _("%(who)s 这一天已经登记了 %(had)s，一天最多 %(most)s。", who=person.name,
                  had=hours_words(already), most=hours_words(A_DAY)), "minutes",
            )  # fmt: skip
        row = model(
            **person.columns, day=day, minutes=minutes, what=what.strip(), state="claimed", claimed_at=here.now,
            claimed_by_id=_me(), outcome="", points=0, shift_id=shift_id, **more,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row

    def may_settle(self, row: Hours) -> bool:
        """Whether the one who acts is the second person: neither who wrote it down nor who did it."""
        me = _me()
        return me is not None and me not in (row.claimed_by_id, row.user_id)

    def verify(self, hours_id: int) -> Hours:
        """A second person says that it is so; points are posted. Raises Refused."""
        row = self._second_person(hours_id)
        row.state, row.settled_at, row.settled_by_id = "verified", here.now, _me()
        worth = row.minutes * self.points_an_hour() // 60
        if row.resident_id is not None and worth > 0:
            text = _("志愿服务 %(hours)s：%(what)s", hours=hours_words(row.minutes), what=row.what)
            row.points = points.earn(row.resident_id, worth, text=text, source=(self.source, row.id)).amount
        db.session.flush()
        return row

    def refuse(self, hours_id: int, why: str) -> Hours:
        """A second person says that it is not. Raises Refused."""
        row = self._second_person(hours_id)
        return self._settle_refused(row, why)

    def withdraw(self, hours_id: int) -> Hours:
        """What nobody has settled yet was a slip and is taken back. Raises Refused."""
        row = self._held(hours_id, "claimed")
        db.session.delete(row)
        db.session.flush()
        return row

    def take_back(self, hours_id: int, why: str) -> Hours:
        """What was verified turned out to be wrong: it does not count, and its points are taken back. Raises Refused,
        also when they are spent already."""
        row = self._held(hours_id, "verified")
        if row.points:
            points.reverse(points.key_of((self.source, row.id), "earn"), _("志愿时数更正"))
            row.points = 0
        return self._settle_refused(row, why)

    def _settle_refused(self, row: Hours, why: str) -> Hours:
        if not why.strip():
            raise Refused(_("请写一句原因，好答复本人。"), "why")
        row.state, row.outcome = "refused", why.strip()
        row.settled_at = here.now
        if self.may_settle(row):
            row.settled_by_id = _me()
        db.session.flush()
        return row

    def _held(self, hours_id: int, state: str) -> Hours:
        row = hold(self.hours, hours_id)
        if row is None:
            raise Refused(_("没有找到这一笔时数。"))
        if row.state != state:
            raise Refused(_("这一笔刚才已经有人办过了，请刷新后再看。"))
        return row

    def _second_person(self, hours_id: int) -> Hours:
        row = self._held(hours_id, "claimed")
        if not self.may_settle(row):
            raise Refused(_("自己登记的、自己做的时数，要由另一个人核实。"))
        if here.user is not None and row.person == here.user.name:
            raise Refused(_("这是您本人的时数，要由别人核实。"))
        return row


def _me() -> int | None:
    return here.user.id if here.user is not None else None
