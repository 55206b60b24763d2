"""The pages behind the counter: publish, objections, posting, goods in and counted, the rules."""

from __future__ import annotations

from typing import Any

from hub.kits.stock import SOLD, add_stock_pages
from hub.room import Done, Pages, Refused, _, _l, db, points, short_day

from . import publishing, rules
from .desk import ID, facts_of
from .forms import ObjectionForm, PolicyForm, RuleForm, SettleForm, TakeBackForm
from .models import Rule
from .stock import shelf
from .terms import own_policy, policy
from .worth import by_rule, shelf_value

office = Pages()
add_stock_pages(office, shelf, moves=SOLD, title=_l("进货、报损"), count_title=_l("盘点商品"))


@office.get("board", permission="view", template="points_shop/board.html")
def board() -> dict[str, Any]:
    """What hangs out, as it is printed: 张*, the deed, the points. Nobody's full name, nobody's balance."""
    return {"rows": publishing.hanging_out(), "days": policy().publish_days, "pages": office}


@office.post("publish", permission="publish")
def publish() -> Done:
    rows = publishing.publish()
    until = short_day(rows[0].published_until)
    return Done(_("已公示 %(n)s 件，到%(day)s", n=len(rows), day=until), to=office.url("board"))


@office.post("post", permission="publish")
def post() -> Done:
    rows = publishing.post_due()
    return Done(_("已入账 %(n)s 件，共 %(points)s 分", n=len(rows), points=sum(row.points for row in rows)))


@office.action(
    "object", form=ObjectionForm, permission="publish", title=_l("记异议"), submit=_l("记下，先不入账"),
    url=f"/claim/<{ID}:claim>/object", template="points_shop/about_claim.html", context=facts_of,
)  # fmt: skip
def object_to(form: ObjectionForm, claim: int) -> Done:
    row = publishing.object_to(claim, form.objection.data)
    return Done(_("已记异议：%(deed)s，处理以前不会入账", deed=row.rule.deed))


@office.action(
    "settle", form=SettleForm, permission="manage", title=_l("处理异议"), submit=_l("登记处理结果"),
    url=f"/claim/<{ID}:claim>/settle", template="points_shop/about_claim.html", context=facts_of,
)  # fmt: skip
def settle(form: SettleForm, claim: int) -> Done:
    if form.decision.data == "dismiss":
        row = publishing.dismiss(claim, form.why.data)
        return Done(_("异议不成立，照常公示：%(deed)s", deed=row.rule.deed))
    row = publishing.uphold(claim, form.why.data)
    return Done(_("异议成立，已撤回：%(deed)s", deed=row.rule.deed))


@office.action(
    "take_back", form=TakeBackForm, permission="manage", title=_l("撤回已入账的积分"), submit=_l("撤回"),
    url=f"/claim/<{ID}:claim>/back", template="points_shop/about_claim.html", context=facts_of,
)  # fmt: skip
def take_back(form: TakeBackForm, claim: int) -> Done:
    row = publishing.take_back(claim, form.why.data)
    return Done(_("已撤回：%(deed)s，%(n)s 分", deed=row.rule.deed, n=row.points))


@office.action("new_rule", form=RuleForm, permission="manage", title=_l("新的积分规则"), submit=_l("保存"))
def new_rule(form: RuleForm) -> Done:
    rule = rules.make(form.deed.data, form.points.data, form.cap.data, form.evidence.data)
    return Done(_("已有规则：%(deed)s，%(n)s 分", deed=rule.deed, n=rule.points))


def _as_it_is(form: RuleForm, rule: int) -> None:
    row = db.session.get(Rule, rule)
    if row is None or row.ended_on is not None:
        raise Refused(_("这条规则已经改过或停用了，请重新选择。"))
    if form.deed.typed is None:  # not sent yet
        form.process(obj=row)


@office.action(
    "change_rule", form=RuleForm, permission="manage", title=_l("修改积分规则"), submit=_l("存为新版本"),
    url=f"/rule/<{ID}:rule>/change", prepare=_as_it_is,
)  # fmt: skip
def change_rule(form: RuleForm, rule: int) -> Done:
    row = rules.change(rule, form.deed.data, form.points.data, form.cap.data, form.evidence.data)
    facts = {"deed": row.deed, "n": row.points, "version": row.version}
    return Done(_("已改：%(deed)s，%(n)s 分（第 %(version)s 版）；以前的申报照旧版", **facts))


@office.post(
    "end_rule",
    permission="manage",
    url=f"/rule/<{ID}:rule>/end",
    confirm=_l("停用以后不再按它申报，确定吗？"),
)
def end_rule(rule: int) -> Done:
    return Done(_("已停用：%(deed)s", deed=rules.end(rule).deed))


def _as_set(form: PolicyForm) -> None:
    if form.publish_days.typed is None:  # not sent yet
        form.process(obj=policy())


@office.action(
    "policy",
    form=PolicyForm,
    permission="manage",
    title=_l("公示和申报期限"),
    submit=_l("保存"),
    prepare=_as_set,
)
def set_policy(form: PolicyForm) -> Done:
    form.populate_obj(own_policy())
    return Done(_("已保存，从下一次公示起照新的期限"))


@office.get("by_rule", permission="view", template="points_shop/by_rule.html")
def rules_in_figures() -> dict[str, Any]:
    """Issued, posted and outstanding by rule, against what the shelf is worth."""
    return {"rows": by_rule(), "outstanding": points.outstanding(), "shelf": shelf_value()}
