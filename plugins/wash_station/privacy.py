"""What the room keeps of people: nothing by name. A ticket for a week, and what was written about faults."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from hub.kits.upkeep import fault_data, forget_words
from hub.room import PersonalData, Retention, _l, change_rows, here

from .models import Check, Fault, Use

TICKETS = timedelta(days=7)
PUBLIC_WORDS = timedelta(days=30)
WORDS = timedelta(days=365)
CHECKS = timedelta(days=365 * 2)


def forget_tickets() -> int:
    """A week after a booking its ticket is gone, and why it was cancelled with it."""
    old = Use.ends_at < here.now - TICKETS
    return change_rows(
        update(Use).where(old, Use.ticket.is_not(None) | (Use.why != "")).values(ticket=None, why=""),
        "retention",
    )


def forget_public_words() -> int:
    """Thirty days after a fault was settled, what a stranger wrote about it is gone."""
    return forget_words(
        Fault, "retention", Fault.source == "public", Fault.settled_at < here.now - PUBLIC_WORDS
    )


def forget_fault_words() -> int:
    """A year after it was settled, or two after it was reported and nobody cared, nothing is kept of a fault but that
    there was one, where and how grave."""
    old = (Fault.settled_at < here.now - WORDS) | (Fault.reported_at < here.now - 2 * WORDS)
    return forget_words(Fault, "retention", old)


def drop_checks() -> int:
    """Daily checks of two years ago are of no use to anybody."""
    return change_rows(delete(Check).where(Check.day < here.today - CHECKS), "retention")


PERSONAL_DATA = [
    PersonalData(
        Use, ("ticket",), _l("凭取号码开始预约的位；不记姓名、电话和车牌"), _l("7 天后清空"),
    ),
    fault_data(
        Fault, _l("机器哪里坏了；不记是谁报的，万一写了人名也会清掉"),
        _l("处理后 30 天（群众报的）、1 年（管理员报的）清空"),
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("清空取号码"), _l("7 天后"), forget_tickets),
    Retention(_l("清空群众报故障时写的话"), _l("处理后 30 天"), forget_public_words),
    Retention(_l("清空故障说明"), _l("处理后 1 年"), forget_fault_words),
    Retention(_l("删除每日检查"), _l("2 年后"), drop_checks),
]
