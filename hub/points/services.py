"""Earning and spending points. Nothing here commits: a room posts in the transaction of what it is for.

Whoever also moves goods holds the goods first and then comes here, in that order everywhere, so that no two wait for
each other. A posting changes the account in one statement, which holds it until the transaction ends; the entry's keys
are unique, so that the same posting asked for twice is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.state import the_hub
from hub.people.models import Resident
from hub.points import ledger
from hub.points.figures import Flow, Lot, flow, lots, outstanding
from hub.points.models import PointAccount, PointEntry

MOST = 100_000  # points in one posting; more is a slip of the finger
Source = tuple[str, int]

# The face that rooms see; the figures are part of it.
__all__ = [
    "Flow",
    "Lot",
    "account_of",
    "available",
    "balance",
    "earn",
    "entries_of",
    "find",
    "flow",
    "key_of",
    "lots",
    "outstanding",
    "reverse",
    "spend",
]


def earn(
    resident_id: int, amount: int, *, text: str, source: Source, key: str = "", at: datetime | None = None
) -> PointEntry:
    """Post points that a resident earned. `text` says what for and names nobody; `source` (type, id) is what brought
    it about. With a `key` (by default made of the source) that was used already, the entry of that time is answered
    and nothing is posted. `at` is for invented pasts. Raises Refused."""
    _check(amount)
    return _post(resident_id, amount, "earn", text, source, key, at)


def spend(
    resident_id: int, amount: int, *, text: str, source: Source, key: str = "", at: datetime | None = None
) -> PointEntry:
    """Post points that a resident spent, like `earn`. Raises Refused when there are not as many."""
    _check(amount)
    return _post(resident_id, -amount, "spend", text, source, key, at)


def reverse(key: str, text: str, *, at: datetime | None = None) -> PointEntry:
    """Take back a posting, by its key: the opposite is posted, once. Raises Refused when it cannot be: what was earned
    is spent already, or the account was closed."""
    entry = find(key)
    if entry is None:
        raise LookupError(f"nothing was posted under {key}")
    if (earlier := _reversal_of(entry)) is not None:
        return earlier
    account = db.session.get(PointAccount, entry.account_id)
    if account is None or account.resident_id is None:
        raise Refused(_("这笔积分的账户已经结清，不能再冲回。"))
    posting = ledger.Posting(
        -entry.amount, "reverse", text, (entry.source_type, entry.source_id), f"reverse:{entry.id}", at,
        reverses_id=entry.id,
    )  # fmt: skip
    try:
        return _told(ledger.post(account.id, posting))
    except (IntegrityError, Refused):
        # Taken back at the same instant by somebody else: then it is done.
        if (earlier := _reversal_of(entry)) is None:
            raise
        return earlier


def balance(resident_id: int) -> int:
    """How many points a resident has. For the eyes of those who have the permission, and of nobody else."""
    found = db.session.scalar(select(PointAccount.balance).where(PointAccount.resident_id == resident_id))
    return found or 0


def available() -> bool:
    """Whether points are in use in this village: somebody has an account. Where nobody has, a room need not offer to
    be paid in points."""
    return db.session.scalars(select(PointAccount.id).limit(1)).first() is not None


def entries_of(resident_id: int, most: int = 1000) -> Sequence[PointEntry]:
    """What was posted to a resident's account, the newest first."""
    return db.session.scalars(
        select(PointEntry)
        .join(PointEntry.account)
        .where(PointAccount.resident_id == resident_id)
        .order_by(PointEntry.seq.desc())
        .limit(most)
    ).all()


def find(key: str) -> PointEntry | None:
    """What was posted under a key."""
    return db.session.scalars(select(PointEntry).where(PointEntry.token == key)).one_or_none()


def key_of(source: Source, what: str) -> str:
    """The key of a posting that is not given one: one earning and one spending a source."""
    return f"{source[0]}:{source[1]}:{what}"


def _post(
    resident_id: int, amount: int, reason: str, text: str, source: Source, key: str, at: datetime | None
) -> PointEntry:
    key = key or key_of(source, reason)
    if (earlier := find(key)) is not None:
        return _same(earlier, resident_id, amount)
    account_id = account_of(resident_id, opened_at=at)
    posting = ledger.Posting(amount, reason, text, source, key, at)
    try:
        return _told(ledger.post(account_id, posting))
    except IntegrityError:
        # The same posting at the same instant: its key is in the ledger now.
        earlier = find(key)
        if earlier is None:
            raise
        return _same(earlier, resident_id, amount)


def account_of(resident_id: int, opened_at: datetime | None = None) -> int:
    """The id of a resident's account, which is opened where there is none. Raises Refused."""
    mine = select(PointAccount.id).where(PointAccount.resident_id == resident_id)
    if (found := db.session.scalars(mine).one_or_none()) is not None:
        return found
    resident = db.session.get(Resident, resident_id)
    if resident is None or not resident.is_kept:
        raise Refused(_("没有找到这位居民，请重新选择。"), "resident")
    try:
        with db.session.begin_nested():
            account = PointAccount(resident_id=resident_id, opened_at=opened_at or here.now)
            db.session.add(account)
        return account.id
    except IntegrityError:
        return db.session.scalars(mine).one()


def _reversal_of(entry: PointEntry) -> PointEntry | None:
    return db.session.scalars(select(PointEntry).where(PointEntry.reverses_id == entry.id)).one_or_none()


def _same(entry: PointEntry, resident_id: int, amount: int) -> PointEntry:
    owner = db.session.get(PointAccount, entry.account_id)
    if entry.amount != amount or (owner is not None and owner.resident_id not in (resident_id, None)):
        raise ValueError(f"the key {entry.token} was used for another posting")
    return entry


def _told(entry: PointEntry) -> PointEntry:
    the_hub().events.tell("points_posted", entry=entry)
    return entry


def _check(amount: int) -> None:
    if not 0 < amount <= MOST:
        raise Refused(_("一次的积分要在 1 到 %(most)s 之间。", most=MOST))
