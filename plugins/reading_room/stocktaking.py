"""盘点: scan what stands there; what should stand there and does not comes out at the end, not before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from hub.kits.lending import hold
from hub.room import Refused, _, db, here

from . import waiting
from .models import Copy, Loan, Scan, Stocktake, Title, Wait
from .shelf import copy_of_scan


@dataclass(frozen=True, slots=True)
class Variance:
    """What a stocktake found."""

    expected: int
    scanned: int
    missing: Sequence[Copy]  # should stand there
    found: Sequence[Copy]  # were lost, and stand there
    out: Sequence[Copy]  # are lent by the books, and stand there
    withdrawn: Sequence[Copy]
    elsewhere: Sequence[Copy]  # belong to another part of the shelves

    @property
    def surplus(self) -> int:
        return len(self.found) + len(self.out) + len(self.withdrawn)


def open_one() -> Stocktake | None:
    """The stocktake that goes on."""
    return db.session.scalars(select(Stocktake).where(Stocktake.state == "open")).one_or_none()


def start(scope: str = "") -> Stocktake:
    """Begin. Raises Refused while another one goes on, or when there is nothing to count."""
    if open_one() is not None:
        raise Refused(_("上一次盘点还没有结束。请先接着盘完，或作废。"))
    scope = scope.strip().upper()
    if not count_of(scope):
        raise Refused(_("没有索书号以“%(scope)s”开头的书。", scope=scope), "scope")
    row = Stocktake(scope=scope, state="open", started_at=here.now)
    db.session.add(row)
    db.session.flush()
    return row


def scan(stocktake_id: int, scanned: str) -> tuple[Copy, bool]:
    """A copy stands there. Answers it, and whether it was new. Raises Refused."""
    row = held(stocktake_id)
    copy = copy_of_scan(scanned, prefer="in")
    known = select(Scan.id).where(Scan.stocktake_id == row.id, Scan.copy_id == copy.id)
    if db.session.scalars(known).first() is not None:
        return copy, False
    try:
        with db.session.begin_nested():
            db.session.add(Scan(stocktake_id=row.id, copy_id=copy.id, scanned_at=here.now))
    except IntegrityError:  # the other scanner was quicker
        return copy, False
    row.scanned += 1
    return copy, True


def variance(row: Stocktake) -> Variance:
    """What is missing and what is too many, as things stand now."""
    scans = (
        db.session.scalars(
            select(Scan)
            .where(Scan.stocktake_id == row.id)
            .options(joinedload(Scan.copy).joinedload(Copy.title))
        )
        .unique()
        .all()
    )
    copies = [one.copy for one in scans]
    still_out = _out_before({one.copy_id: one for one in scans if one.copy.state == "out"})
    missing = db.session.scalars(
        select(Copy)
        .join(Copy.title)
        .where(*_expected(row), ~_scanned(row))
        .options(joinedload(Copy.title))
        .order_by(Title.call_number, Copy.number)
    ).all()
    return Variance(
        expected=len(missing) + sum(copy.state in ("in", "repair") and _within(row, copy) for copy in copies),
        scanned=len(copies),
        missing=missing,
        found=[copy for copy in copies if copy.state == "lost"],
        out=[copy for copy in copies if copy.id in still_out],
        withdrawn=[copy for copy in copies if copy.state == "retired"],
        elsewhere=[copy for copy in copies if not _within(row, copy)],
    )


def finish(stocktake_id: int) -> Stocktake:
    """What is missing is lost, what was lost and stands there is found. Raises Refused."""
    row = held(stocktake_id)
    if not row.scanned:
        raise Refused(_("一册也没有扫，不能结束。不盘了请作废。"))
    told = variance(row)
    for copy in told.missing:
        copy.state, copy.lost_on = "lost", here.today
    for copy in told.found:
        copy.state, copy.lost_on = "in", None
    row.state, row.ended_at = "done", here.now
    row.expected, row.scanned = told.expected, told.scanned
    row.missing, row.surplus = len(told.missing), told.surplus
    db.session.flush()
    _settle({copy.title_id for copy in (*told.missing, *told.found)})
    return row


def cancel(stocktake_id: int) -> Stocktake:
    """Give it up: nothing was counted. Raises Refused."""
    row = held(stocktake_id)
    row.state, row.ended_at = "cancelled", here.now
    return row


def held(stocktake_id: int) -> Stocktake:
    """A stocktake that goes on, held. Raises Refused."""
    row = hold(Stocktake, stocktake_id)
    if row is None or row.state != "open":
        raise Refused(_("这次盘点已经结束了。"))
    return row


def count_of(scope: str) -> int:
    """How many copies belong to a part of the shelves."""
    statement = select(func.count(Copy.id)).join(Copy.title).where(Copy.state != "retired", *_part(scope))
    return db.session.scalar(statement) or 0


def recent(row: Stocktake, most: int = 12) -> Sequence[Copy]:
    """What was scanned last."""
    rows = db.session.scalars(
        select(Scan)
        .where(Scan.stocktake_id == row.id)
        .options(joinedload(Scan.copy).joinedload(Copy.title))
        .order_by(Scan.id.desc())
        .limit(most)
    )
    return [one.copy for one in rows]


def _part(scope: str) -> tuple[ColumnElement[bool], ...]:
    return (Title.call_number.startswith(scope, autoescape=True),) if scope else ()


def _within(row: Stocktake, copy: Copy) -> bool:
    return copy.title.call_number.startswith(row.scope)


def _expected(row: Stocktake) -> tuple[ColumnElement[bool], ...]:
    """What must have been on the shelf all the while: neither new nor brought back since it began."""
    back = exists().where(Loan.copy_id == Copy.id, Loan.ended_at >= row.started_at)
    new = Copy.added_on > row.started_at.astimezone(here.tz).date()
    return (Copy.state == "in", ~back, ~new, *_part(row.scope))


def _scanned(row: Stocktake) -> ColumnElement[bool]:
    return exists().where(Scan.stocktake_id == row.id, Scan.copy_id == Copy.id)


def _out_before(scans: dict[int, Scan]) -> set[int]:
    """Copies whose open loan is older than the scan: they were not lent after it."""
    loans = db.session.execute(
        select(Loan.copy_id, Loan.out_at).where(Loan.copy_id.in_(scans), Loan.ended_at.is_(None))
    )
    return {copy_id for copy_id, out_at in loans if out_at < scans[copy_id].scanned_at}


def _settle(title_ids: set[int]) -> None:
    waited = select(Wait.title_id).where(Wait.state == "waiting").distinct()
    for title_id in sorted(title_ids & set(db.session.scalars(waited))):
        waiting.settle(title_id)
