"""申报 and 核实: somebody says what they did, and a second person looks whether it is so."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Select, func, select

from hub.room import Refused, Resident, Visit, _, db, here, short_day, visits

from . import rules
from .models import Claim, Rule, ShopVisit
from .terms import policy

SOURCE = "points_shop.claim"
VISIT_KIND = "claim"
_COUNTS = ("refused", "reversed")  # claims in these states use up nothing of the month's cap


def claim(
    rule_id: int, resident: Resident, done_on: date, evidence: str = "", *, crowd_reason: str = ""
) -> Claim:
    """Write down a claim, and count the visit. Raises Refused."""
    rule = rules.lock(rule_id)
    _check_day(done_on)
    _check_double(rule, resident.id, done_on)
    _check_cap(rule, resident.id, done_on)
    row = Claim(
        rule_id=rule.id, rule=rule, resident_id=resident.id, resident=resident, done_on=done_on, evidence=evidence,
        points=rule.points, claimed_at=here.now, taken_by_id=_me(),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    visit = visits.record(
        here.room("points_shop"), 1, kind=VISIT_KIND, source=(SOURCE, row.id), override_reason=crowd_reason
    )
    db.session.add(ShopVisit(visit_id=visit.id, what=_("申报：%(deed)s", deed=rule.deed)))
    return row


def verify(claim_id: int) -> Claim:
    """A second person says that it is so. Raises Refused."""
    row = _second_person(claim_id)
    row.state, row.verified_at, row.verified_by_id = "verified", here.now, _me()
    return row


def refuse(claim_id: int, why: str) -> Claim:
    """A second person says that it is not. Raises Refused."""
    if not why.strip():
        raise Refused(_("不通过的，请写一句原因，好答复申报的人。"), "why")
    row = _second_person(claim_id)
    row.state, row.verified_at, row.verified_by_id = "refused", here.now, _me()
    row.settled_at, row.outcome = here.now, why.strip()
    return row


def withdraw(claim_id: int) -> Claim:
    """A claim that nobody has verified yet is taken back. Raises Refused."""
    row = lock(claim_id, "claimed")
    row.state, row.settled_at, row.outcome = "reversed", here.now, _("登记后撤销")
    return row


def undo(claim_id: int) -> Claim:
    """Take back a claim that was just recorded, with its visit. Raises Refused."""
    row = withdraw(claim_id)
    visit = db.session.scalars(
        select(Visit).where(Visit.source_type == SOURCE, Visit.source_id == row.id)
    ).one_or_none()
    if visit is not None:
        visits.undo(visit.id)
    return row


def lock(claim_id: int, *states: str) -> Claim:
    """A claim that is in one of these states, held until the transaction ends. Raises Refused."""
    row = db.session.scalars(
        select(Claim).where(Claim.id == claim_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise Refused(_("没有找到这条申报。"))
    if row.state not in states:
        raise Refused(_("这条申报已经有人办过了，请刷新后再看。"))
    return row


def may_verify(row: Claim) -> bool:
    """Whether the one who acts is the second person."""
    mine = _me()
    return mine is not None and row.taken_by_id != mine


def _second_person(claim_id: int) -> Claim:
    row = lock(claim_id, "claimed")
    if not may_verify(row):
        raise Refused(_("这条是您自己登记的，要由另一个人核实。"))
    if row.resident is not None and here.user is not None and row.resident.name == here.user.name:
        raise Refused(_("这是您本人的申报，要由别人核实。"))
    return row


def _check_day(done_on: date) -> None:
    if done_on > here.today:
        raise Refused(_("做好事的日子不能在将来。"), "done_on")
    longest = policy().claim_days
    if done_on < here.today - timedelta(days=longest):
        raise Refused(_("超过 %(n)s 天的不再申报。", n=longest), "done_on")


def _check_double(rule: Rule, resident_id: int, done_on: date) -> None:
    same = _claims_of(rule, resident_id).where(Claim.done_on == done_on)
    if db.session.scalars(same).first() is not None:
        raise Refused(
            _("这一天的“%(deed)s”已经申报过了（%(day)s）。", deed=rule.deed, day=short_day(done_on)),
            "done_on",
        )


def _check_cap(rule: Rule, resident_id: int, done_on: date) -> None:
    """The cap belongs to the month of the deed and to all versions of the rule."""
    if rule.cap is None:
        return
    first = done_on.replace(day=1)
    end = (first + timedelta(days=31)).replace(day=1)
    month = _claims_of(rule, resident_id).where(Claim.done_on >= first, Claim.done_on < end)
    used = db.session.scalar(select(func.sum(Claim.points)).where(Claim.id.in_(month))) or 0
    if used + rule.points > rule.cap:
        raise Refused(
            _("“%(deed)s”每人每月最多 %(cap)s 分，这个月已申报 %(used)s 分。", deed=rule.deed, cap=rule.cap, used=used),
            "rule",
        )  # fmt: skip


def _claims_of(rule: Rule, resident_id: int) -> Select[int]:
    versions = select(Rule.id).where(Rule.number == rule.number)
    return select(Claim.id).where(
        Claim.rule_id.in_(versions), Claim.resident_id == resident_id, Claim.state.not_in(_COUNTS)
    )


def _me() -> int | None:
    return here.user.id if here.user is not None else None
