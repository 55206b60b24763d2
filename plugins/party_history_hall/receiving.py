"""A group comes, is counted, and goes. Heads only: who they were is not written down anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.booking import Span
from hub.room import Refused, Visit, _, db, here, hold, visits

from .booking import hold_waiting
from .models import Group
from .words import ROOM

SOURCE = "party_history_hall.group"
EARLY = timedelta(hours=1)  # a group may be there so much before its time
COMING = timedelta(minutes=30)


def phase(row: Group, now: datetime) -> str:
    """What a group is at a moment: one of words.PHASES."""
    if row.state == "came":
        return "there" if row.ended_at is None and row.ends_at > now else "done"
    if row.state != "booked":
        return row.state
    if row.ends_at <= now:
        return "uncounted"
    return "expected" if row.starts_at - COMING <= now else "booked"


def arrive(group_id: int, heads: int, *, came_at: datetime | None = None, crowd_reason: str = "") -> Group:
    """A group is there, so many heads, now or when it is said; one visit. Where its time is over it is taken to have
    left at the end of it. Raises Refused."""
    row = hold_waiting(group_id)
    at = came_at or (here.now if row.ends_at > here.now else row.starts_at)
    if at > here.now + timedelta(minutes=1):
        raise Refused(_("到场的时间还没有到，来了再登记。"), "came_at")
    if at < row.starts_at - EARLY or at > row.ends_at:
        raise Refused(_("到场的时间和预约的对不上，请先改预约的时间。"), "came_at")
    over = row.ends_at <= here.now
    row.state, row.heads, row.begun_at, row.counted_at = "came", heads, at, here.now
    row.busy_from = min(row.busy_from, at)
    if over:
        row.ended_at = max(row.ends_at, at)
    db.session.flush()
    visits.record(
        here.room(ROOM), heads, kind=row.kind, started_at=at, ended_at=max(row.ends_at, at + timedelta(minutes=1)),
        source=(SOURCE, row.id), override_reason=crowd_reason or row.why,
    )  # fmt: skip
    return row


def leave(group_id: int) -> Group:
    """The group is gone: its place and its guide are free again. Raises Refused."""
    row = hold(Group, group_id)
    if row is None or row.begun_at is None or row.ended_at is not None:
        raise Refused(_("这一批没有在馆里，请刷新后再看。"))
    row.ended_at = max(here.now, row.begun_at)
    row.busy_until = max(min(row.busy_until, row.ended_at), row.busy_from)
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == row.id)
    ).one_or_none()
    if visit is not None and visit.ended_at > row.ended_at > visit.started_at:
        visit.ended_at = row.ended_at
    db.session.flush()
    return row


def stay_away(group_id: int) -> Group:
    """The group did not come. Raises Refused before its time."""
    row = hold_waiting(group_id)
    if row.starts_at > here.now:
        raise Refused(_("还没到时间。不来了的，请点“取消”。"))
    row.state = "missed"
    db.session.flush()
    return row


def undo_arrival(group_id: int) -> Group:
    """It was written down by mistake: the group has not come. Raises Refused when it is too late for that."""
    row = hold(Group, group_id)
    if row is None or row.state != "came":
        raise Refused(_("这一批没有登记到场，请刷新后再看。"))
    visits.undo_source((SOURCE, row.id))  # take_back is told of it
    return row


def take_back(group_id: int | None) -> None:
    """The visit of a group was undone: it has not come yet."""
    row = hold(Group, group_id) if group_id is not None else None
    if row is not None and row.state == "came":
        _not_come(row)


def _not_come(row: Group) -> None:
    row.state, row.heads = "booked", row.asked
    row.begun_at = row.ended_at = row.counted_at = None
    row.busy_from, row.busy_until = row.starts_at, row.ends_at
    db.session.flush()


def between(span: Span) -> Sequence[Group]:
    """The groups whose visit begins in a span, cancelled ones left out, in their order."""
    return db.session.scalars(
        select(Group)
        .where(Group.starts_at >= span.start, Group.starts_at < span.end, Group.state != "cancelled")
        .options(joinedload(Group.guide))
        .order_by(Group.starts_at, Group.id)
    ).all()


def uncounted(most: int) -> Sequence[Group]:
    """Groups whose time is over and of whom nobody wrote down whether they came, the oldest first."""
    return db.session.scalars(
        select(Group).where(Group.state == "booked", Group.ends_at <= here.now)
        .order_by(Group.ends_at, Group.id).limit(most)
    ).all()  # fmt: skip


def find(group_id: int) -> Group | None:
    return db.session.scalars(
        select(Group).where(Group.id == group_id).options(joinedload(Group.guide))
    ).one_or_none()
