"""What is claimed, and by what rules."""

from __future__ import annotations

from typing import Any

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    RecordsView,
    Resident,
    RowAction,
    _,
    _l,
    _lp,
    mask_person,
)

from ..models import Claim, Rule
from ..words import CLAIM_STATES, CLAIM_TONES, OPEN_CLAIMS


def _person(name: str, row: Any) -> str:
    """王* · 8842"""
    return mask_person(name, row.phone)


class OpenClaims(RecordsView):
    """申报: those on the way"""

    model = Claim
    slug = "claims"
    title = _l("申报")
    singular = _lp("singular", "积分申报")
    permission = "view"
    joins = (Claim.rule, Claim.resident)
    columns = (
        Column("deed", _l("做了什么"), Rule.deed, kind="main"),
        Column("resident", _l("申报人"), Resident.name, personal=True, show=_person),
        Column("points", _l("积分"), Claim.points, kind="num"),
        Column("done_on", _l("哪一天"), Claim.done_on, kind="secondary", sort=True),
        Column("state", _l("状态"), Claim.state, choices=CLAIM_STATES, pill=CLAIM_TONES),
        Column("published_until", _l("公示到"), Claim.published_until, kind="hide_phone"),
        Column("claimed_at", _l("登记"), Claim.claimed_at, kind="secondary", sort=True),
        Column("phone", _l("电话"), Resident.phone, kind="hidden", personal=True),
    )  # fmt: skip
    order = "claimed_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices={state: CLAIM_STATES[state] for state in OPEN_CLAIMS}),
    )
    search = (Rule.deed,)
    search_resident = Claim.resident
    empty_text = _l("现在没有在办的申报。")
    links = (
        RowAction(_l("申报"), page="claim", permission="claim"),
        RowAction(_l("公示"), page="board", permission="view"),
    )
    row_actions = (
        RowAction(
            _l("核实"), page="verify", arg="claim", permission="verify", main=True,
            show=lambda row: row.state == "claimed",
        ),
        RowAction(
            _l("有异议"), page="object", arg="claim", permission="publish",
            show=lambda row: row.state == "published",
        ),
        RowAction(
            _l("处理异议"), page="settle", arg="claim", permission="manage", main=True,
            show=lambda row: row.state == "objected",
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Claim.state.in_(OPEN_CLAIMS)


class AllClaims(RecordsView):
    """申报记录: every claim there was; three years after it was settled without its claimant."""

    model = Claim
    slug = "history"
    title = _l("申报记录")
    singular = _lp("singular", "申报记录")
    permission = "view"
    joins = (Claim.rule, Claim.resident)
    columns = (
        Column("deed", _l("做了什么"), Rule.deed, kind="main"),
        Column("resident", _l("申报人"), Resident.name, personal=True),
        Column("points", _l("积分"), Claim.points, kind="num"),
        Column("done_on", _l("哪一天"), Claim.done_on, kind="secondary"),
        Column("state", _l("状态"), Claim.state, choices=CLAIM_STATES, pill=CLAIM_TONES),
        Column("claimed_at", _l("登记"), Claim.claimed_at, sort=True),
        Column("settled_at", _l("办结"), Claim.settled_at, kind="secondary"),
    )  # fmt: skip
    order = "-claimed_at"
    filters = (ChoiceFilter("state", _l("状态")), DateFilter("claimed_at", _l("登记")))
    search = (Rule.deed,)
    search_resident = Claim.resident
    row_actions = (
        RowAction(
            _l("撤回积分"), page="take_back", arg="claim", permission="manage",
            show=lambda row: row.state == "posted",
        ),
    )  # fmt: skip


def _cap(cap: int | None) -> str:
    return _("每月 %(n)s 分", n=cap) if cap else _("不限")


class Rules(RecordsView):
    """积分规则: the versions that hold"""

    model = Rule
    slug = "rules"
    title = _l("规则")
    singular = _lp("singular", "积分规则")
    permission = "view"
    columns = (
        Column("deed", _l("做了什么"), Rule.deed, kind="main"),
        Column("points", _l("一次几分"), Rule.points, kind="num"),
        Column("cap", _l("上限"), Rule.cap, show=_cap),
        Column("evidence", _l("核实时看什么"), Rule.evidence, kind="secondary"),
        Column("version", _l("版本"), Rule.version, kind="hide_phone"),
        Column("begun_on", _l("起用"), Rule.begun_on, kind="secondary"),
        Column("number", _l("编号"), Rule.number, kind="hidden", sort=True),
    )  # fmt: skip
    order = "number"
    empty_text = _l("还没有积分规则，请先写一条：做了什么，一次几分。")
    links = (
        RowAction(_l("新规则"), page="new_rule", permission="manage"),
        RowAction(_l("期限"), page="policy", permission="manage"),
        RowAction(_l("各规则积分"), page="by_rule", permission="view"),
    )
    row_actions = (
        RowAction(_l("修改"), page="change_rule", arg="rule", permission="manage", main=True),
        RowAction(
            _l("停用"), page="end_rule", arg="rule", permission="manage", post=True, tone="danger",
            confirm=_l("停用以后不再按它申报，确定吗？"),
        ),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Rule.ended_on.is_(None)
