"""公示 and 入账: verified claims hang out for all to see; what nobody objects to is posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from hub.room import Refused, _, db, here, points

from .claiming import SOURCE, lock
from .models import Claim
from .terms import policy


def publish() -> Sequence[Claim]:
    """Hang out all verified claims, from today for as many days as the village has set. Raises Refused."""
    rows = _held(Claim.state == "verified")
    if not rows:
        raise Refused(_("没有核实好、等着公示的申报。"))
    for row in rows:
        row.state, row.published_on = "published", here.today
        row.published_until = here.today + timedelta(days=policy().publish_days - 1)
    return rows


def object_to(claim_id: int, objection: str) -> Claim:
    """Somebody objects: the claim waits until that is settled. Raises Refused."""
    row = lock(claim_id, "published")
    row.state, row.objection = "objected", objection.strip()
    return row


def dismiss(claim_id: int, why: str) -> Claim:
    """The objection does not hold; the claim is published as before. Raises Refused."""
    row = lock(claim_id, "objected")
    row.state, row.outcome = "published", why.strip()
    return row


def uphold(claim_id: int, why: str) -> Claim:
    """The objection holds: nothing is posted. Raises Refused."""
    row = lock(claim_id, "objected")
    return _reverse(row, why)


def post_due() -> Sequence[Claim]:
    """Post the points of all claims that have hung out to the end. Raises Refused when there is none."""
    rows = _held(
        Claim.state == "published", Claim.published_until < here.today, Claim.resident_id.is_not(None)
    )
    if not rows:
        raise Refused(_("没有公示期满的申报。"))
    for row in sorted(rows, key=lambda row: row.resident_id or 0):  # accounts in one order, whoever posts
        _post(row)
    return rows


def take_back(claim_id: int, why: str) -> Claim:
    """Points were posted and should not have been: they are taken off, if they are still there. Raises Refused."""
    row = lock(claim_id, "posted")
    points.reverse(points.key_of((SOURCE, row.id), "earn"), _("撤回：%(deed)s", deed=row.rule.deed))
    return _reverse(row, why)


def hanging_out() -> Sequence[Claim]:
    """What is published now, the newest first; what is objected to stays until that is settled."""
    return db.session.scalars(
        select(Claim)
        .where(Claim.state.in_(("published", "objected")))
        .options(joinedload(Claim.rule), joinedload(Claim.resident))
        .order_by(Claim.published_on.desc(), Claim.id)
        .limit(500)
    ).all()


def _post(row: Claim) -> None:
    assert row.resident_id is not None
    points.earn(row.resident_id, row.points, text=row.rule.deed, source=(SOURCE, row.id))
    row.state, row.settled_at = "posted", here.now


def _reverse(row: Claim, why: str) -> Claim:
    if not why.strip():
        raise Refused(_("撤回要写一句原因。"), "why")
    row.state, row.settled_at, row.outcome = "reversed", here.now, why.strip()
    return row


def _held(*conditions: ColumnElement[bool]) -> Sequence[Claim]:
    return db.session.scalars(
        select(Claim)
        .where(*conditions)
        .order_by(Claim.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
