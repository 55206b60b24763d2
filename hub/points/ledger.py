"""The one way in which an account changes: one statement that cannot take it below zero, its entry beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.kernel.tenancy import TRUSTED
from hub.points.models import PointAccount, PointEntry


@dataclass(frozen=True, slots=True)
class Posting:
    """What is to be posted to an account."""

    amount: int
    reason: str
    text: str
    source: tuple[str, int]
    key: str
    at: datetime | None = None
    reverses_id: int | None = None


def post(account_id: int, posting: Posting) -> PointEntry:
    """Post to an account, wholly or not at all. Raises Refused when it would fall below zero, and IntegrityError when
    the key was used already."""
    with db.session.begin_nested():
        balance, version = _change(account_id, posting.amount)
        entry = PointEntry(
            account_id=account_id, seq=version, amount=posting.amount, balance_after=balance, reason=posting.reason,
            text=posting.text[:100], source_type=posting.source[0], source_id=posting.source[1], token=posting.key,
            reverses_id=posting.reverses_id, posted_at=posting.at or here.now,
            posted_by_id=here.user.id if here.user else None,
        )  # fmt: skip
        db.session.add(entry)
    return entry


def _change(account_id: int, amount: int) -> tuple[int, int]:
    """Change the balance and answer it with the entry's number. The condition is read under the row's lock, so it is
    true of what others have done meanwhile.

    It passes the audit by: the entry beside it stands there.
    """
    account = PointAccount.__table__.c
    statement = (
        update(PointAccount.__table__)  # type: ignore[arg-type]
        .where(account.village_id == here.village_id, account.id == account_id)
        .where(account.balance + amount >= 0, account.resident_id.is_not(None))
        .values(balance=account.balance + amount, version=account.version + 1)
        .returning(account.balance, account.version)
    )
    changed = db.session.execute(statement, execution_options={TRUSTED: True}).one_or_none()
    if changed is None:
        raise Refused(_("积分不够，请少换一些；余额可以在“查积分”里看。"), "resident")
    if (known := db.session.identity_map.get(db.session.identity_key(PointAccount, account_id))) is not None:
        db.session.expire(known)
    return changed.balance, changed.version
