"""Whose points they are, and how that is forgotten: the postings stay, the account belongs to nobody any more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from hub.i18n import _
from hub.kernel.database import db
from hub.kernel.declarations import Unsettled
from hub.kernel.here import here
from hub.people.models import Resident
from hub.points import ledger
from hub.points.models import PointAccount
from hub.points.services import account_of, entries_of
from hub.text import short_day

YEARS = 3
ACCOUNT = "point_account"  # the source of what the ledger itself posts


def kept_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """A resident's account and its entries, for their own page."""
    account = _account(resident_id)
    if account is None:
        return
    yield _("积分余额"), _("%(n)s 分", n=account.balance)
    for entry in entries_of(resident_id):
        day = short_day(entry.posted_at.astimezone(here.tz).date())
        yield entry.text, _("%(day)s，%(amount)s 分", day=day, amount=f"{entry.amount:+d}")


def left_on_account(resident_id: int) -> Iterable[Unsettled]:
    """Points that could still be spent."""
    account = _account(resident_id)
    if account is not None and account.balance:
        yield Unsettled(_("积分余额 %(n)s 分", n=account.balance), ends=_("余额作废，要用请先兑换"))


def erase(resident_id: int) -> int:
    """Close a resident's account: what is left on it lapses, for nobody can spend it, and it belongs to nobody."""
    account = _account(resident_id)
    if account is None:
        return 0
    _empty(account, "close", _("资料清除，余额作废"))
    return 1


def carry_over() -> int:
    """After three years an account is closed and its balance carried to a new one: what was earned and spent before
    can then not be told of anybody. Answers how many accounts."""
    before = here.now - timedelta(days=365 * YEARS)
    old = db.session.scalars(
        select(PointAccount)
        .where(PointAccount.resident_id.is_not(None), PointAccount.opened_at < before)
        .order_by(PointAccount.id)
    ).all()
    for account in old:
        resident_id = account.resident_id
        assert resident_id is not None
        left = _empty(account, "carry", _("满三年，结转"))
        if left:
            new = account_of(resident_id)
            ledger.post(new, ledger.Posting(left, "carry", _("上期结转"), (ACCOUNT, new), f"carried:{new}"))
    return len(old)


def merge(kept: Resident, double: Resident) -> None:
    """A double was merged: its points are added to those of the one that is kept."""
    account = _account(double.id)
    if account is None:
        return
    if _account(kept.id) is None:
        account.resident_id = kept.id
        return
    left = _empty(account, "merge", _("登记合并，转出"))
    if left:
        posting = ledger.Posting(
            left, "merge", _("登记合并，转入"), (ACCOUNT, account.id), f"merged:{account.id}"
        )
        ledger.post(account_of(kept.id), posting)


def _account(resident_id: int) -> PointAccount | None:
    return db.session.scalars(
        select(PointAccount)
        .where(PointAccount.resident_id == resident_id)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _empty(account: PointAccount, reason: str, text: str) -> int:
    """Take everything off an account and unlink it; answers how much that was. Nobody posts to it meanwhile."""
    db.session.refresh(account, with_for_update=True)
    left = account.balance
    if left:
        posting = ledger.Posting(-left, reason, text, (ACCOUNT, account.id), f"{reason}:{account.id}")
        ledger.post(account.id, posting)
    account.resident_id = None
    db.session.flush()
    return left
