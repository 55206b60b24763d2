"""补录: an evening without power was kept on paper, and is entered from the day sheet in one form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from hub.kits.roster import local_span
from hub.room import Refused, _, db, here, short_day

from . import evenings, rollcall
from .children import fetches, pickups_of
from .models import Attendance, Enrolment, Pickup, Session
from .terms import KEEP


@dataclass(frozen=True, slots=True)
class Entry:
    """A child on the paper. `how`: adult (with `pickup_id`), phone (with who took it along), alone, excused."""

    enrolment_id: int
    how: str
    pickup_id: int | None = None
    taken_by: str = ""


def enter(day: date, begins: time, ends: time, entries: Sequence[Entry]) -> Session:
    """Enter a whole evening and close it. The rules of release are those of the evening itself. Raises Refused."""
    came, left = local_span(day, begins, ends)
    if day > here.today or left > here.now:
        raise Refused(_("还没有到这个时间。补录只记已经过去的。"), "day")
    if day < here.today - KEEP:
        raise Refused(_("超过 %(n)s 天的不再补录。", n=KEEP.days), "day")
    if left <= came:
        raise Refused(_("离开要晚于到的时间。"), "ends")
    if not entries:
        raise Refused(_("还没有填一个孩子。来过的，请选怎么走的。"))
    existing = evenings.session_on(day)
    if existing is not None and existing.state != "open":
        raise Refused(_("%(day)s的课已经登记并下课了。", day=short_day(day)), "day")
    session = evenings.open_on(day, came, late=True)
    session.late = True
    lines = {line.child.id: line for line in rollcall.roll(session)}
    fetch = pickups_of(lines)
    for entry in entries:
        line = lines.get(entry.enrolment_id)
        if line is None:
            raise Refused(_("有一个孩子不在这个学期的名单上，请刷新后重填。"))
        if line.row is not None and line.row.out_at is not None:
            raise Refused(_("%(name)s 那一晚已经登记过了。", name=line.child.name))
        row = line.row or Attendance(session_id=session.id, enrolment_id=line.child.id)
        row.session, row.enrolment = session, line.child
        row.how, row.taken_by, row.allowed_by, row.allowed_phone = "", "", "", ""
        if entry.how != "excused":
            row.in_at = row.in_at or came
            row.out_at, row.how = max(left, row.in_at), entry.how
            row.released_by_id = here.user.id if here.user else None
            _released(row, line.child, entry, fetch.get(line.child.id, []))
        db.session.add(row)
    db.session.flush()
    return evenings.close(session.id)


def _released(row: Attendance, child: Enrolment, entry: Entry, fetch: Sequence[Pickup]) -> None:
    if entry.how == "alone":
        if child.walks_on is None:
            raise Refused(_("%(name)s 没有“可以独自回家”的同意，请核对是谁接走的。", name=child.name))
        return
    if entry.how == "adult":
        pickup = next((one for one in fetch if one.id == entry.pickup_id), None)
        if pickup is None or pickup.valid_until < row.session.day:
            raise Refused(_("%(name)s：选的人那天不能接，请核对。", name=child.name))
        row.pickup_id = pickup.id
        row.taken_by = fetches(pickup)
        return
    if entry.how != "phone" or not entry.taken_by.strip():
        raise Refused(_("%(name)s：电话同意的，请写谁来接的。", name=child.name))
    row.taken_by, row.allowed_by, row.allowed_phone = entry.taken_by.strip()[:80], child.guardian, child.phone
    row.allowed_at = row.out_at
