"""What is done with events. Each deed holds the event, so that it is held, or cancelled, once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import select

from hub.kits.events.columns import EventColumns, QuietEventColumns
from hub.room import Refused, Visit, _, db, here, hold, visits

Event = TypeVar("Event", bound=Any)

LONGEST = timedelta(hours=12)
EARLY = timedelta(hours=2)  # how long before its time an event may be begun
CLOCKS_DIFFER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Events(Generic[Event]):
    """The events of a room. `kind` is the kind of visit that those who came are; each event held is one visit, whose
    source it is, so that nobody is counted twice."""

    event: type[Event]
    room: str
    kind: str = "event"

    @property
    def source_type(self) -> str:
        return f"{self.room}.event"

    def plan(self, name: str, starts_at: datetime, ends_at: datetime, proposer: str, **columns: Any) -> Event:
        """Plan an event, or write down one that was. `columns` are the room's own. Raises Refused."""
        check_times(starts_at, ends_at)
        row = self.event(
            name=name.strip(), starts_at=starts_at, ends_at=ends_at, proposer=proposer, state="planned", heads=0,
            **columns,
        )  # fmt: skip
        db.session.add(row)
        db.session.flush()
        return row

    def begin(self, event_id: int) -> Event:
        """It begins, now. Raises Refused."""
        row = self.hold_planned(event_id)
        if row.began_at is not None:
            raise Refused(_("这场活动已经开始了。"))
        if row.starts_at - here.now > EARLY:
            raise Refused(_("还没有到活动的时间，不能开始。"))
        row.began_at = here.now
        return row

    def held(
        self,
        event_id: int,
        heads: int,
        *,
        began_at: datetime | None = None,
        finished_at: datetime | None = None,
        materials: str = "",
        note: str = "",
        crowd_reason: str = "",
    ) -> tuple[Event, Visit]:
        """It took place, with so many heads. Its start is the one given, else the one that was noted, else the planned
        one; its end the one given, else now when its start was noted, else the planned one. Materials and note are kept
        by events with `EventColumns`. Raises Refused."""
        row = self.hold_planned(event_id)
        began = began_at or row.began_at or row.starts_at
        finished = finished_at or (here.now if row.began_at is not None else min(row.ends_at, here.now))
        if began > here.now:
            raise Refused(_("活动还没有开始，办完再登记。"), "began_at")
        if finished > here.now + CLOCKS_DIFFER:
            raise Refused(_("活动的结束不能晚于现在，办完再登记。"), "finished_at")
        check_times(began, finished, "finished_at")
        row.state, row.heads = "held", heads
        _write(row, note, materials)
        row.began_at, row.finished_at, row.entered_at = began, finished, here.now
        visit = visits.record(
            here.room(self.room), heads, kind=self.kind, started_at=began, ended_at=finished,
            source=(self.source_type, row.id), override_reason=crowd_reason,
        )  # fmt: skip
        return row, visit

    def cancel(self, event_id: int, why: str) -> Event:
        """It does not take place, for a reason that is kept: in words, or for a quiet event as a code. Raises
        Refused."""
        row = self.hold_planned(event_id)
        if not why.strip():
            raise Refused(_("取消活动要写一句原因。"), "why")
        row.state, row.began_at = "cancelled", None
        if isinstance(row, QuietEventColumns):
            row.cancelled_for = why
        else:
            row.note = why.strip()
        return row

    def undo_held(self, event_id: int) -> Event:
        """It was written down by mistake: it is planned again, and nobody came. Raises Refused."""
        row = hold(self.event, event_id)
        if row is None or row.state != "held":
            raise Refused(_("这场活动没有登记为已办。"))
        plan_again(row)
        visits.undo_source((self.source_type, row.id))
        return row

    def visit_undone(self, visit: Visit) -> Event | None:
        """To be told by the room's hook of the same name: the visit of an event was taken back, so it is planned
        again. Answers the event."""
        if visit.source_type != self.source_type or visit.source_id is None:
            return None
        row = db.session.get(self.event, visit.source_id)
        if row is None or row.state != "held":
            return None
        plan_again(row)
        return row

    def hold_planned(self, event_id: int) -> Event:
        """An event that is neither held nor cancelled, held until the transaction ends. Raises Refused."""
        row = hold(self.event, event_id)
        if row is None or row.state != "planned":
            raise Refused(_("这场活动已经办完或取消了。"))
        return row

    def to_write_down(self, most: int = 20) -> list[Event]:
        """Events that should be over by now and were neither held nor cancelled, the oldest first."""
        event = self.event
        return list(
            db.session.scalars(
                select(event)
                .where(event.state == "planned", event.ends_at <= here.now)
                .order_by(event.starts_at, event.id)
                .limit(most)
            )
        )


def can_begin(row: Any) -> bool:
    """Whether the start of an event is to be noted about now."""
    return bool(
        row.state == "planned" and row.began_at is None and row.starts_at - EARLY <= here.now < row.ends_at
    )


def plan_again(row: Any) -> None:
    """What was written of an event that was held is taken back."""
    row.state, row.heads = "planned", 0
    _write(row)
    row.began_at = row.finished_at = row.entered_at = None


def _write(row: Any, note: str = "", materials: str = "") -> None:
    if isinstance(row, EventColumns):
        row.note, row.materials = note.strip(), materials.strip()


def check_times(starts_at: datetime, ends_at: datetime, blame: str = "ends_at") -> None:
    """An event begins before it ends, on one day or in one night. Raises Refused."""
    if ends_at <= starts_at:
        raise Refused(_("结束要晚于开始。"), blame)
    if ends_at - starts_at > LONGEST:
        raise Refused(_("一场活动最长 12 小时，请核对时间。"), blame)
