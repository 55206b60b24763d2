"""What deeds earn. A rule is never rewritten: a change ends its version and begins the next."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from hub.room import Refused, _, db, here

from .models import Rule


def current() -> Sequence[Rule]:
    """The rules that hold now."""
    return db.session.scalars(select(Rule).where(Rule.ended_on.is_(None)).order_by(Rule.number)).all()


def make(deed: str, points: int, cap: int | None = None, evidence: str = "") -> Rule:
    """A new rule. Raises Refused."""
    _check(points, cap)
    if any(rule.deed == deed for rule in current()):
        raise Refused(_("“%(deed)s”已经有规则了，请直接修改那一条。", deed=deed), "deed")
    number = (db.session.scalar(select(func.max(Rule.number))) or 0) + 1
    return _keep(number, 1, deed, points, cap, evidence)


def change(rule_id: int, deed: str, points: int, cap: int | None, evidence: str) -> Rule:
    """The next version of a rule; claims already made keep theirs. Raises Refused."""
    _check(points, cap)
    old = lock(rule_id)
    old.ended_on = here.today
    db.session.flush()
    return _keep(old.number, old.version + 1, deed, points, cap, evidence)


def end(rule_id: int) -> Rule:
    """Nothing is claimed by this rule any more. Raises Refused."""
    rule = lock(rule_id)
    rule.ended_on = here.today
    return rule


def lock(rule_id: int) -> Rule:
    """A rule that holds, held: who counts what somebody claimed under it counts alone. Raises Refused."""
    rule = db.session.scalars(
        select(Rule).where(Rule.id == rule_id).with_for_update().execution_options(populate_existing=True)
    ).one_or_none()
    if rule is None or rule.ended_on is not None:
        raise Refused(_("这条规则已经改过或停用了，请重新选择。"), "rule")
    return rule


def _keep(number: int, version: int, deed: str, points: int, cap: int | None, evidence: str) -> Rule:
    rule = Rule(
        number=number, version=version, deed=deed, points=points, cap=cap, evidence=evidence, begun_on=here.today
    )  # fmt: skip
    db.session.add(rule)
    db.session.flush()
    return rule


def _check(points: int, cap: int | None) -> None:
    if cap is not None and cap < points:
        raise Refused(_("每月上限不能小于一次的积分。"), "cap")
