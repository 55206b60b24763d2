"""A group is booked, split where it is too large, moved, given a guide, cancelled. Whoever does it holds the hall, then
the guide; nobody else looks in between."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import select

from hub.kits.booking import Span, Wish, check_heads, span_words
from hub.room import Refused, _, _n, db, here
from hub.room import hold as hold_row

from . import hall
from .models import Group, Guide, Hall

SHORTEST, LONGEST = 15, 240  # minutes
MOST_PARTS = 12
LOOKED_AT = 24  # slots, one after the other, in which the parts of a large group may find room
REASON = 2  # signs, from which on something is taken for a reason


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a group asks for. `split`: parts, one after the other, where it is too large. `reason`: why it is to be had
    in spite of heads or hours."""

    organisation: str
    kind: str
    heads: int
    starts_at: datetime
    minutes: int
    guide_id: int | None = None
    contact: str = ""
    phone: str = ""
    by_teacher: bool = False
    split: bool = False
    reason: str = ""

    @property
    def in_spite(self) -> bool:
        return len(self.reason.strip()) >= REASON

    @property
    def span(self) -> Span:
        return Span(self.starts_at, self.starts_at + timedelta(minutes=self.minutes))


@dataclass(slots=True)
class Booked:
    """The parts that were booked, one for a group that is not split, and what is to be minded."""

    groups: list[Group]
    warnings: list[str] = field(default_factory=list)


def book(wanted: Wanted) -> Booked:
    """Book a group. Raises Refused with what can be done instead."""
    _check(wanted)
    place = hall.hold()
    guide = hall.hold_guide(wanted.guide_id) if wanted.guide_id else None
    most = hall.capacity().most
    if most is not None and wanted.heads > most and not wanted.in_spite:
        return _book_parts(wanted, place, guide, most)
    warnings = [_check_free(wanted, place, guide)]
    row = _write(wanted, wanted.span, wanted.heads, place, guide)
    return Booked([row], [warning for warning in warnings if warning])


def move(group_id: int, starts_at: datetime, minutes: int, reason: str = "") -> tuple[Group, str]:
    """Another time for a group that has not come yet; answers what is to be minded. Raises Refused."""
    row = hold_waiting(group_id)
    place = hall.hold()
    wanted = _as_asked(row, starts_at=starts_at, minutes=minutes, reason=reason)
    _check(wanted)
    guide = hall.hold_guide(row.guide_id) if row.guide_id else None
    warning = _check_free(wanted, place, guide, apart_from=row)
    span = wanted.span
    row.starts_at, row.ends_at, row.busy_from, row.busy_until = span.start, span.end, span.start, span.end
    row.why = reason.strip() or row.why
    db.session.flush()
    return row, warning


def assign(group_id: int, guide_id: int | None) -> Group:
    """Give a group its guide, another one, or none. Raises Refused when the guide has another group then."""
    row = hold_waiting(group_id)
    if guide_id is None:
        row.guide_id = None
    else:
        guide = hall.hold_guide(guide_id)
        hall.guides.check_free(guide.id, Wish(row.span), apart_from=row)
        row.guide_id = guide.id
    db.session.flush()
    db.session.refresh(row)
    return row


def cancel(group_id: int, why: str, *, all_parts: bool = False) -> list[Group]:
    """A group does not come, for a reason that is kept; with `all_parts` its other parts do not either. Raises
    Refused."""
    row = hold_waiting(group_id)
    if not why.strip():
        raise Refused(_("取消要写一句原因。"), "why")
    rows = [row, *(part for part in parts_of(row) if part.id != row.id)] if all_parts else [row]
    gone = [part for part in rows if part.state == "booked"]
    for part in gone:
        part.state, part.why = "cancelled", why.strip()
    db.session.flush()
    return gone


def parts_of(row: Group) -> Sequence[Group]:
    """All parts of a group that was split, in their order; itself for one that was not."""
    if row.first_id is None:
        return [row]
    query = select(Group).where(Group.first_id == row.first_id).order_by(Group.part)
    return db.session.scalars(query).all()


def hold_waiting(group_id: int) -> Group:
    """A group that has neither come nor been cancelled, held until the transaction ends. Raises Refused."""
    row = hold_row(Group, group_id)
    if row is None or row.state != "booked":
        raise Refused(_("这一批已经到场或取消了，请刷新后再看。"))
    return row


def even(heads: int, parts: int) -> list[int]:
    """So many heads in so many parts that differ by one at the most."""
    each, over = divmod(heads, parts)
    return [each + (number < over) for number in range(parts)]


def group_words(row: Group) -> str:
    """11月20日 10:00—11:00 石桥小学（2/3） 30 人"""
    return f"{span_words(row.span)} {row.title} {_n('%(n)s 人', row.heads)}"


def _check(wanted: Wanted) -> None:
    if wanted.kind == "school" and not wanted.by_teacher:
        raise Refused(_("学校来参观，联系人要是带队老师。请填老师，并勾上这一项。"), "by_teacher")
    if wanted.kind == "school" and not wanted.contact.strip():
        raise Refused(_("学校来参观，请填带队老师怎么称呼。"), "contact")
    if not SHORTEST <= wanted.minutes <= LONGEST:
        raise Refused(_("一批参观 %(from)s 到 %(to)s 分钟。", **{"from": SHORTEST, "to": LONGEST}), "minutes")
    if wanted.starts_at < here.now - timedelta(minutes=1):
        raise Refused(_("开始的时间已经过了，请改时间。"), "starts_at")
    ahead = hall.settings().ahead_days
    if wanted.starts_at > here.now + timedelta(days=ahead):
        raise Refused(_("最多提前 %(n)s 天预约。", n=ahead), "starts_at")


def _check_free(wanted: Wanted, place: Hall, guide: Guide | None, apart_from: Group | None = None) -> str:
    """There is room, the hall is open and the guide is free: a sentence where it gets full, else "". Raises Refused."""
    check_heads([], wanted.span, wanted.heads, hall.capacity(wanted.reason))
    if not wanted.in_spite and hall.shut([wanted.span]):
        raise Refused(_("这段时间不开放。请改时间；确要安排，请写明原因。"), "reason")
    wish = Wish(wanted.span, heads=wanted.heads, capacity=hall.capacity(wanted.reason))
    try:
        warning = hall.halls.check_free(place.id, wish, apart_from=apart_from)
    except Refused as refusal:
        raise Refused(refusal.sentence, "reason") from None
    if guide is not None:
        hall.guides.check_free(guide.id, Wish(wanted.span), apart_from=apart_from)
    return warning


def _book_parts(wanted: Wanted, place: Hall, guide: Guide | None, most: int) -> Booked:
    """A group that is too large comes in parts, one after the other, each as large as the others as far as the slots
    have room. Raises Refused where the day has none for all of them."""
    least = ceil(wanted.heads / most)
    if not wanted.split:
        raise Refused(
            _("%(heads)s 人超过上限 %(most)s 人。勾上“人多就分批”，一次排成 %(n)s 批；确要一起来，请写明原因。",
              heads=wanted.heads, most=most, n=least),
            "split",
        )  # fmt: skip
    if least > MOST_PARTS:
        raise Refused(_("一次最多分 %(n)s 批，请分几天预约。", n=MOST_PARTS), "heads")
    sizes = _sizes(wanted, place, guide, even(wanted.heads, least))
    rows = [_write(wanted, span, heads, place, guide) for span, heads in sizes]
    for number, row in enumerate(rows, 1):
        row.part, row.parts, row.first_id = number, len(rows), rows[0].id if len(rows) > 1 else None
    db.session.flush()
    return Booked(rows)


def _sizes(wanted: Wanted, place: Hall, guide: Guide | None, sizes: Sequence[int]) -> list[tuple[Span, int]]:
    """Which slots the parts get, and how many heads each. Raises Refused."""
    slots = [span for span in _one_after_another(wanted.span) if span.first_day == wanted.span.first_day]
    slots = [span for span in slots if span not in hall.shut(slots)]
    if guide is not None:
        free = {wish.span for wish in hall.guides.each_free(guide.id, [Wish(span) for span in slots])}
        slots = [span for span in slots if span in free]
    room = hall.capacity()
    wishes = [Wish(span, heads=room.most or wanted.heads, capacity=room) for span in slots]
    left = wanted.heads
    found: list[tuple[Span, int]] = []
    for span, space in zip(slots, hall.halls.room_left(place.id, wishes), strict=True):
        heads = min(space, max(sizes), left)
        if heads and len(found) < MOST_PARTS:
            found.append((span, heads))
            left -= heads
    if left:
        raise Refused(
            _("从这个时间起，当天只排得下 %(n)s 人，还差 %(left)s 人。请提早开始、换一天或换讲解员。",
              n=wanted.heads - left, left=left),
            "starts_at",
        )  # fmt: skip
    return found


def _one_after_another(first: Span) -> Iterable[Span]:
    for number in range(LOOKED_AT):
        yield Span(first.start + number * first.length, first.end + number * first.length)


def _write(wanted: Wanted, span: Span, heads: int, place: Hall, guide: Guide | None) -> Group:
    return hall.halls.book(
        Wish(span, heads=heads), hall_id=place.id, hall=place, state="booked", organisation=wanted.organisation.strip(),
        kind=wanted.kind, asked=heads, guide_id=guide.id if guide else None, guide=guide, part=1, parts=1,
        contact=wanted.contact.strip(), phone=wanted.phone, by_teacher=wanted.by_teacher, why=wanted.reason.strip(),
    )  # fmt: skip


def _as_asked(row: Group, **changed: object) -> Wanted:
    asked = Wanted(
        row.organisation, row.kind, row.heads, row.starts_at, 0, row.guide_id, row.contact or row.organisation,
        row.phone, row.by_teacher,
    )  # fmt: skip
    return replace(asked, **changed)  # type: ignore[arg-type]
