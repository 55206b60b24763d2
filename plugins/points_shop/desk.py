"""The pages at the counter: claim, verify, redeem, look up one's points."""

from __future__ import annotations

import secrets
from typing import Any

from flask import abort
from sqlalchemy import select

from hub.room import Done, Pages, Resident, _, _l, db, here, mask_name, points

from . import claiming, redeeming, rules
from .forms import BalanceForm, ClaimForm, RedeemForm, VerifyForm
from .models import Claim, Redemption
from .words import OPEN_CLAIMS

ID = "int(max=2147483647)"
desk = Pages()


def _choose_rule(form: ClaimForm) -> None:
    form.rule.choices = [
        (rule.id, _("%(deed)s，%(n)s 分", deed=rule.deed, n=rule.points)) for rule in rules.current()
    ]
    if form.done_on.data is None and form.done_on.typed is None:
        form.done_on.data = here.today


@desk.action(
    "claim", form=ClaimForm, permission="claim", title=_l("登记积分申报"), submit=_l("登记"),
    template="points_shop/claim.html", prepare=_choose_rule,
)  # fmt: skip
def claim(form: ClaimForm) -> Done:
    row = claiming.claim(
        form.rule.data, form.resident.data, form.done_on.data, form.evidence.data,
        crowd_reason=form.override_reason.data,
    )  # fmt: skip
    who = mask_name(row.resident.name if row.resident else None)
    sentence = _(
        "已登记：%(who)s %(deed)s，%(n)s 分，等第二人核实", who=who, deed=row.rule.deed, n=row.points
    )
    return Done(sentence, undo_url=desk.url("undo_claim", claim=row.id))


@desk.post("undo_claim", permission="claim", url=f"/claim/<{ID}:claim>/undo")
def undo_claim(claim: int) -> Done:
    return Done(_("已撤销申报：%(deed)s", deed=claiming.undo(claim).rule.deed))


def find_claim(claim: int) -> Claim:
    """A claim, to be looked at."""
    row = db.session.get(Claim, claim)
    if row is None:
        abort(404)
    return row


def facts_of(claim: int) -> dict[str, Any]:
    """What stands above the forms about a claim."""
    row = find_claim(claim)
    return {"claim": row, "deed": row.rule, "own": not claiming.may_verify(row)}


@desk.action(
    "verify", form=VerifyForm, permission="verify", title=_l("核实申报"), submit=_l("登记核实结果"),
    url=f"/claim/<{ID}:claim>/verify", template="points_shop/about_claim.html", context=facts_of,
)  # fmt: skip
def verify(form: VerifyForm, claim: int) -> Done:
    if form.decision.data == "yes":
        row = claiming.verify(claim)
        return Done(_("已核实：%(deed)s，可以公示了", deed=row.rule.deed))
    row = claiming.refuse(claim, form.why.data)
    return Done(_("未通过：%(deed)s", deed=row.rule.deed))


def _fit_redeem(form: RedeemForm) -> None:
    if not form.token.data:
        form.token.data = secrets.token_urlsafe(16)
    if form.resident.data is not None and here.can("points_shop.balance"):
        form.balance = points.balance(form.resident.data.id)


@desk.action(
    "redeem", form=RedeemForm, permission="redeem", title=_l("兑换商品"), submit=_l("兑换"),
    template="points_shop/redeem.html", prepare=_fit_redeem,
)  # fmt: skip
def redeem(form: RedeemForm) -> Done:
    row = redeeming.redeem(
        form.resident.data, form.basket, token=form.token.data, crowd_reason=form.override_reason.data
    )
    sentence = _("已兑换：%(what)s，用 %(n)s 分", what=row.what, n=row.points)
    return Done(
        sentence, to=desk.url("slip", redemption=row.id), undo_url=desk.url("undo", redemption=row.id)
    )


@desk.get("slip", permission="redeem", url=f"/redemption/<{ID}:redemption>", template="points_shop/slip.html")
def slip(redemption: int) -> dict[str, Any]:
    """The slip to print: what was taken, for how many points, and lines to sign."""
    row = db.session.get(Redemption, redemption)
    if row is None:
        abort(404)
    made_at = f"{row.made_at.astimezone(here.tz):%Y-%m-%d %H:%M}"  # on paper 今天 says nothing
    return {"row": row, "made_at": made_at, "lines": redeeming.lines_of(row.id), "pages": desk}


@desk.post("undo", permission="redeem", url=f"/redemption/<{ID}:redemption>/undo")
def undo(redemption: int) -> Done:
    return Done(_("已撤销兑换：%(what)s", what=redeeming.undo(redemption).what))


@desk.post(
    "give_back", permission="manage", url=f"/redemption/<{ID}:redemption>/back",
    confirm=_l("商品退回货架、积分退回账户，确定吗？"),
)  # fmt: skip
def give_back(redemption: int) -> Done:
    return Done(_("已退回：%(what)s", what=redeeming.give_back(redemption).what))


@desk.action("balance", form=BalanceForm, permission="balance", title=_l("查积分"), submit=_l("查看"))
def balance(form: BalanceForm) -> Done:
    return Done(_("只给本人看，看完请关上这一页。"), to=desk.url("account", resident=form.resident.data.id))


@desk.get(
    "account", permission="balance", url=f"/account/<{ID}:resident>", template="points_shop/account.html"
)
def account(resident: int) -> dict[str, Any]:
    """One resident's points: what is there, what was posted, and what is on the way."""
    person = db.session.get(Resident, resident)
    if person is None or not person.is_kept:
        abort(404)
    claims = db.session.scalars(
        select(Claim)
        .where(Claim.resident_id == person.id, Claim.state.in_(OPEN_CLAIMS))
        .order_by(Claim.claimed_at)
        .limit(50)
    ).all()
    return {
        "person": person, "balance": points.balance(person.id), "entries": points.entries_of(person.id, 60),
        "claims": claims, "pages": desk,
    }  # fmt: skip
