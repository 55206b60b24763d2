"""What the room keeps of people, how it forgets, and when. The points themselves are the ledger's (`hub.points`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import joinedload

from hub.room import (
    PersonalData,
    Retention,
    Unsettled,
    _,
    _l,
    change_rows,
    db,
    here,
    in_brackets,
    join_notes,
    nothing_unsettled,
    short_day,
)

from .models import Claim, Redemption
from .words import CLAIM_STATES, OPEN_CLAIMS, REDEMPTION_STATES

KEPT = timedelta(days=365 * 3)


def claims_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident claimed, as far as it is still known."""
    rows = db.session.scalars(
        select(Claim)
        .where(Claim.resident_id == resident_id)
        .options(joinedload(Claim.rule))
        .order_by(Claim.claimed_at)
    )
    for row in rows:
        told = join_notes((row.evidence, row.objection, row.outcome))
        state = in_brackets(short_day(row.done_on), CLAIM_STATES[row.state])
        yield _("申报 %(deed)s，%(n)s 分", deed=row.rule.deed, n=row.points), f"{state} {told}".strip()


def claims_on_the_way(resident_id: int) -> Iterable[Unsettled]:
    """What a resident claimed and nobody has settled yet."""
    rows = select(Claim).where(Claim.resident_id == resident_id, Claim.state.in_(OPEN_CLAIMS))
    for row in db.session.scalars(rows.options(joinedload(Claim.rule)).order_by(Claim.claimed_at)):
        said = _("申报 %(deed)s，%(n)s 分", deed=row.rule.deed, n=row.points)
        yield Unsettled(in_brackets(said, CLAIM_STATES[row.state]), ends=_("申报撤回，不入账"))


def redemptions_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident redeemed, as far as it is still known."""
    rows = db.session.scalars(
        select(Redemption).where(Redemption.resident_id == resident_id).order_by(Redemption.made_at)
    )
    for row in rows:
        day = short_day(row.made_at.astimezone(here.tz).date())
        yield (
            _("兑换 %(what)s，%(n)s 分", what=row.what, n=row.points),
            in_brackets(day, REDEMPTION_STATES[row.state]),
        )


def erase_claims(resident_id: int) -> int:
    """Unlink a person from all claims; those on the way are given up, for there is nobody to post them to."""
    mine = Claim.resident_id == resident_id
    given_up = {"state": "reversed", "settled_at": here.now}
    change_rows(update(Claim).where(mine, Claim.state.in_(OPEN_CLAIMS)).values(**given_up), "erasure")
    return _forget_claims(mine, "erasure")


def erase_redemptions(resident_id: int) -> int:
    """Unlink a person from all redemptions; they stay and are counted."""
    return _forget_redemptions(Redemption.resident_id == resident_id, "erasure")


def forget_old_claims() -> int:
    """Three years after a claim was settled nobody knows any more whose it was, nor what was written about it."""
    old = Claim.settled_at < here.now - KEPT
    return _forget_claims(old & Claim.resident_id.is_not(None), "retention")


def forget_old_redemptions() -> int:
    """The same for redemptions."""
    old = Redemption.made_at < here.now - KEPT
    return _forget_redemptions(old & Redemption.resident_id.is_not(None), "retention")


def _forget_claims(which: ColumnElement[bool], why: str) -> int:
    nobody = {"resident_id": None, "evidence": "", "objection": "", "outcome": ""}
    return change_rows(update(Claim).where(which).values(**nobody), why)


def _forget_redemptions(which: ColumnElement[bool], why: str) -> int:
    return change_rows(update(Redemption).where(which).values(resident_id=None), why)


PERSONAL_DATA = [
    PersonalData(
        Claim, ("resident_id", "evidence", "objection", "outcome"), _l("知道积分该给谁、凭什么给"),
        _l("办结 3 年后脱开；公示只写姓"), claims_of, erase_claims, claims_on_the_way,
        words={"evidence": _l("凭什么"), "objection": _l("异议"), "outcome": _l("处理结果")},
    ),
    PersonalData(
        Redemption, ("resident_id",), _l("谁用积分换走了什么，好对账、好退回"), _l("3 年后脱开"),
        redemptions_of, erase_redemptions, nothing_unsettled,
    ),
]  # fmt: skip
RETENTION = [
    Retention(_l("申报与申报人脱开，说明清空"), _l("办结 3 年后"), forget_old_claims),
    Retention(_l("兑换与兑换人脱开"), _l("3 年后"), forget_old_redemptions),
]
