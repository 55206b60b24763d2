"""What the room keeps of people: whom to call about a group, for thirty days, and who guides. No visitor."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, delete, or_, select, update

from hub.kits.upkeep import fault_data, forget_words
from hub.room import PersonalData, Retention, _l, change_rows, here

from .models import Check, Fault, Group, Guide

CONTACT = timedelta(days=30)
GUIDE = timedelta(days=30)
IDLE = timedelta(days=365 * 2)
REASONS = timedelta(days=365)
WORDS = timedelta(days=365)
CHECKS = timedelta(days=365 * 2)


def forget_contacts() -> int:
    """Thirty days after the visit nobody has to be called any more."""
    old = Group.ends_at < here.now - CONTACT
    known = or_(Group.contact != "", Group.phone != "")
    return change_rows(update(Group).where(old, known).values(contact="", phone=""), "retention")


def forget_guides() -> int:
    """Thirty days after somebody stopped guiding, or when they have guided nobody for two years, the name is gone; what
    they guided stays."""
    lately = select(Group.id).where(Group.guide_id == Guide.id, Group.ends_at > here.now - IDLE)
    idle = and_(Guide.since < (here.now - IDLE).date(), ~lately.exists())
    old = or_(Guide.stopped_on < here.today - GUIDE, idle)
    return change_rows(update(Guide).where(old, Guide.name != "").values(name=""), "retention")


def forget_reasons() -> int:
    """A year after a visit nobody asks why it was cancelled."""
    old = Group.ends_at < here.now - REASONS
    return change_rows(update(Group).where(old, Group.why != "").values(why=""), "retention")


def forget_fault_words() -> int:
    """A year after it was settled, or two after it was reported and nobody cared, nothing is kept of a fault but that
    there was one, where and how grave."""
    old = (Fault.settled_at < here.now - WORDS) | (Fault.reported_at < here.now - 2 * WORDS)
    return forget_words(Fault, "retention", old)


def drop_checks() -> int:
    """Checks of two years ago are of no use to anybody."""
    return change_rows(delete(Check).where(Check.day < here.today - CHECKS), "retention")


PERSONAL_DATA = [
    PersonalData(
        Group, ("contact", "phone", "why"), _l("参观有变动时找得到人；不记参观者的名单"),
        _l("联系人、电话参观后 30 天清空，原因 1 年后清空"), words={"contact": _l("联系人")},
    ),
    PersonalData(
        Guide, ("name",), _l("排讲解，同一时间不排两处"), _l("不再讲解 30 天后、两年没有讲过清空"),
    ),
    fault_data(Fault, _l("展品哪里坏了；不记是谁报的，万一写了人名也会清掉"), _l("处理后 1 年清空")),
]  # fmt: skip
RETENTION = [
    Retention(_l("清空参观联系人和电话"), _l("30 天后"), forget_contacts),
    Retention(_l("清空不再讲解的名字"), _l("30 天后"), forget_guides),
    Retention(_l("清空取消和破例的原因"), _l("1 年后"), forget_reasons),
    Retention(_l("清空报修说明"), _l("处理后 1 年"), forget_fault_words),
    Retention(_l("删除开馆检查"), _l("2 年后"), drop_checks),
]
