"""The room in numbers: its card, its month, and what is to be done today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits import lending as kit
from hub.kits.events import held
from hub.kits.lending import called_today, is_overdue
from hub.room import (
    Period,
    ReportRow,
    Room,
    Todo,
    TodoSource,
    Visit,
    _,
    _l,
    _lp,
    _n,
    asked,
    days_overdue,
    db,
    here,
    how_many,
    mask_person,
    short_day,
    short_moment,
    sum_of,
)

from . import coming, eventing, stocktaking, waiting
from .desk import desk
from .models import Copy, Event, Loan, Use, Wait
from .stockroom import stockroom
from .terms import policy

MOST = 20  # things of one sort on the first screen


def card() -> str:
    """借出 32 册，逾期 3 册"""
    out, late = kit.out_now(Loan)
    if late:
        return _("借出 %(out)s 册，逾期 %(late)s 册", out=out, late=late)
    return _("借出 %(out)s 册", out=out)


def overdue_todos() -> Iterable[Todo]:
    """One for each overdue book whose reader was not called today."""
    loans = db.session.scalars(
        select(Loan)
        .where(is_overdue(Loan, here.today))
        .options(joinedload(Loan.copy).joinedload(Copy.title), joinedload(Loan.borrower))
        .order_by(Loan.due_on, Loan.id)
        .limit(MOST)
    )
    for loan in loans:
        if called_today(loan):
            continue
        who = mask_person(loan.borrower.name, loan.borrower.phone) if loan.borrower else ""
        pill = _n("逾期 %(n)s 天", days_overdue(loan.due_on))
        yield Todo(pill, loan.copy.label, who, desk.url("calls"), _l("打电话"), tone="warn", due=loan.due_on)


def ready_todos() -> Iterable[Todo]:
    """Reserved books that are back: whom to tell."""
    keep = policy().keep_days
    for wait in waiting.aside(keep, late=False)[:MOST]:
        if wait.told_at is None:
            day = waiting.until(wait, keep)
            sub = " · ".join(filter(None, (_who(wait), _("留到%(day)s", day=day))))
            yield Todo(
                _l("预约的书到了"), wait.title.quoted, sub, desk.url("calls"), _l("通知"), due=wait.ready_on
            )


def unfetched_todos() -> Iterable[Todo]:
    """Reserved books that nobody came for: the next one's turn, or back onto the shelf."""
    from .lists import Waits

    for wait in waiting.aside(policy().keep_days, late=True)[:MOST]:
        since = _("%(day)s到的", day=short_day(wait.ready_on))
        sub = " · ".join(filter(None, (_who(wait), since)))
        yield Todo(_l("预约没来取"), wait.title.quoted, sub, Waits.url(), _l("给下一位"), due=wait.ready_on)


def event_todos() -> Iterable[Todo]:
    """Events that are over and were not written down."""
    for row in eventing.events.to_write_down(MOST):
        url = stockroom.url("hold_event", event=row.id)
        yield Todo(_l("活动办了没有"), row.name, short_moment(row.starts_at), url, _l("登记"))


def stocktake_todos() -> Iterable[Todo]:
    """A stocktake that goes on."""
    row = stocktaking.open_one()
    if row is not None:
        sub = _("%(day)s开始，扫了 %(n)s 册", day=short_moment(row.started_at), n=row.scanned)
        yield Todo(
            _l("盘点中"), _("盘点没有结束"), sub, stockroom.url("scanning", stocktake=row.id), _l("接着盘")
        )


def book_todos() -> Iterable[Todo]:
    """Copies to be mended."""
    to_mend = kit.count(Copy, Copy.state == "repair")
    if to_mend:
        from .lists import Copies

        title = _n("%(n)s 册等着修补", to_mend)
        yield Todo(_l("修补"), title, "", Copies.url(state="repair"), _l("去看看"))


def overdue(period: Period) -> int:
    """Loans that became overdue in the period."""
    return kit.became_overdue(Loan, period)


@asked
def losses(period: Period) -> Any:
    """Copies given up in the period and not found since: lost by readers, or missing at a stocktake."""
    return how_many(Copy, Copy.lost_on.between(period.first, period.last))


@asked
def new_books(period: Period) -> Any:
    return how_many(Copy, Copy.added_on.between(period.first, period.last))


@asked
def readers(period: Period) -> Any:
    """Heads of those who read in the room."""
    return sum_of(
        Visit.heads, Room.key == "reading_room", Visit.kind == coming.READ_KIND,
        Visit.started_at >= period.starts, Visit.started_at < period.ends,
    ).join(Room, Room.id == Visit.room_id)  # fmt: skip


@asked
def uses(period: Period) -> Any:
    return how_many(Use, Use.used_at >= period.starts, Use.used_at < period.ends)


def _who(wait: Wait) -> str:
    return mask_person(wait.resident.name, wait.resident.phone) if wait.resident else ""


REPORT = [
    ReportRow("loans", _lp("column", "借出"), _l("册次"), kit.lent(Loan)),
    ReportRow("overdue", _l("逾期"), _l("册次"), overdue),
    ReportRow("losses", _l("丢失"), _l("册"), losses),
    ReportRow("new_books", _l("新书"), _l("册"), new_books),
    ReportRow("readers", _l("在室阅览"), _l("人次"), readers),
    ReportRow("uses", _l("在室看的书报"), _l("册次"), uses),
    ReportRow("events", _l("读书活动"), _l("场"), held(Event)),
]
TODOS = [
    TodoSource("call", overdue_todos),
    TodoSource("call", ready_todos),
    TodoSource("lend", unfetched_todos),
    TodoSource("events", event_todos),
    TodoSource("stocktake", stocktake_todos),
    TodoSource("books", book_todos),
]
