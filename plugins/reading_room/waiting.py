"""预约: who waits for a title, and for whom a copy is put aside."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from hub.kits.lending import Queue, lapsed
from hub.room import Refused, Resident, _, db, here, mask_name, short_day

from .models import Copy, Loan, Title, Wait
from .shelf import lock_title
from .terms import policy

queue: Queue[Wait] = Queue(Wait, "title_id", "copy_id")


def settle(title_id: int) -> list[Wait]:
    """Put the free copies of a title, which is held, aside for those whose turn it is. Answers whose came up."""
    free = db.session.scalars(
        select(Copy.id)
        .join(Copy.title)
        .where(Copy.title_id == title_id, Copy.state == "in", Title.stays_in.is_(False))
        .order_by(Copy.number)
    ).all()
    return queue.settle(title_id, free, policy().keep_days)


def settle_all(title_ids: Collection[int]) -> None:
    """The same for those of some titles that anybody waits for: copies of them came in."""
    asked = select(Wait.title_id).where(Wait.title_id.in_(title_ids), Wait.state == "waiting").distinct()
    for title_id in db.session.scalars(asked.order_by(Wait.title_id)).all():
        lock_title(title_id)
        settle(title_id)


def reserve(title_id: int, reader: Resident) -> Wait:
    """Somebody waits for a title. Raises Refused when they need not, or may not."""
    title = lock_title(title_id)
    if title.stays_in:
        raise Refused(_("%(book)s 只在室内看，不外借，不用预约。", book=title.quoted), "title")
    if _has(title_id, reader.id):
        raise Refused(_("这位读者正借着%(book)s，想多看几天请续借。", book=title.quoted), "reader")
    settle(title_id)
    if not db.session.scalars(_copies(title_id)).first():
        raise Refused(_("%(book)s 没有能借的册了，约了也等不到。", book=title.quoted), "title")
    wait = queue.join(title_id, reader)
    settle(title_id)
    db.session.refresh(wait)
    return wait


def cancel(wait_id: int) -> Wait:
    """Somebody does not want it any more; it goes to the next. Raises Refused."""
    wait = _held(wait_id)
    wait.state = "cancelled"
    db.session.flush()
    settle(wait.title_id)
    return wait


def tell(wait_id: int) -> Wait:
    """The reader was told that the book is there. Raises Refused."""
    wait = _held(wait_id)
    if wait.copy_id is None:
        raise Refused(_("书还没有回来，先不用通知。"))
    wait.told_at = here.now
    return wait


def pass_on(wait_id: int) -> Wait:
    """Who did not come in time loses the turn; the next one's comes up. Raises Refused."""
    wait = _held(wait_id)
    if not lapsed(wait, policy().keep_days):
        raise Refused(_("还在保留期内，先不给下一位。"))
    settle(wait.title_id)
    return wait


def give_up_old(aside_before: date, asked_before: datetime) -> None:
    """End the turns that nobody came for since a day, and those that nothing came of since an instant."""
    old = db.session.scalars(
        select(Wait).where(
            Wait.state == "waiting", or_(Wait.ready_on < aside_before, Wait.asked_at < asked_before)
        )
    ).all()
    for wait in old:
        lock_title(wait.title_id)
        wait.state = "lapsed" if wait.copy_id else "cancelled"
        db.session.flush()
        settle(wait.title_id)


def check_kept(copy: Copy, reader_id: int | None) -> None:
    """The copy is not put aside for somebody else. Raises Refused."""
    wait = queue.kept_for(copy.title_id, copy.id, policy().keep_days)
    if wait is None or wait.resident_id == reader_id:
        return
    who = mask_name(wait.resident.name if wait.resident else None)
    raise Refused(
        _("%(book)s 留给了预约的%(who)s。请借别的册，或先取消预约。", book=copy.label, who=who), "scan"
    )


def others_wait(title_id: int) -> bool:
    """Whether somebody waits for a title and has no copy put aside."""
    return any(wait.copy_id is None for wait in queue.waiting(title_id))


def aside(keep: int, *, late: bool) -> list[Wait]:
    """Those for whom a copy is put aside, in time or too late, the longest first."""
    rows = db.session.scalars(
        select(Wait)
        .where(Wait.state == "waiting", Wait.copy_id.is_not(None))
        .options(joinedload(Wait.title), joinedload(Wait.copy), joinedload(Wait.resident))
        .order_by(Wait.ready_on, Wait.id)
        .limit(100)
    )
    return [wait for wait in rows if lapsed(wait, keep) == late]


def until(wait: Wait, keep: int) -> str:
    """The last day on which it is kept."""
    return short_day(wait.ready_on + timedelta(days=keep)) if wait.ready_on else ""


def _held(wait_id: int) -> Wait:
    known = db.session.get(Wait, wait_id)
    if known is not None:
        lock_title(known.title_id)
    return queue.find(wait_id)


def _has(title_id: int, reader_id: int) -> bool:
    out = select(Loan.id).join(Loan.copy).where(
        Copy.title_id == title_id, Loan.borrower_id == reader_id, Loan.ended_at.is_(None)
    )  # fmt: skip
    return db.session.scalars(out).first() is not None


def _copies(title_id: int) -> Select[int]:
    return select(Copy.id).where(Copy.title_id == title_id, Copy.state.in_(("in", "out", "repair"))).limit(1)
