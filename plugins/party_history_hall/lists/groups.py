"""The groups that visit, and who guides them."""

from __future__ import annotations

from typing import Any

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    RowAction,
    _,
    _l,
    _lp,
    clock_time,
    here,
    pill,
)

from .. import receiving
from ..models import Group, Guide
from ..words import KINDS, PHASE_TONES, PHASES

STATES = {"booked": _l("已预约"), "came": _l("来了"), "missed": _l("没有来"), "cancelled": _l("已取消")}


def _phase(_state: str, row: Any) -> Any:
    now = receiving.phase(row, here.now)
    return pill(str(PHASES[now]), PHASE_TONES[now])


def _title(organisation: str, row: Any) -> str:
    if row.parts == 1:
        return organisation
    return _("%(who)s（%(part)s/%(parts)s）", who=organisation, part=row.part, parts=row.parts)


def _is(*phases: str) -> Any:
    return lambda row: receiving.phase(row, here.now) in phases


class Groups(RecordsView):
    """参观的团队"""

    model = Group
    slug = "groups"
    title = _l("参观")
    singular = _lp("singular", "参观")
    permission = "view"
    joins = (Group.guide,)
    columns = (
        Column("organisation", _l("单位"), Group.organisation, kind="main", show=_title),
        Column("kind", _l("类别"), Group.kind, choices=KINDS),
        Column("starts_at", _l("从"), Group.starts_at, sort=True),
        Column("ends_at", _l("到"), Group.ends_at, kind="hide_phone", show=clock_time),
        Column("heads", _l("人数"), Group.heads, kind="num"),
        Column("state", _l("状态"), Group.state, show=_phase, choices=STATES),
        Column("guide", _l("讲解员"), Guide.name, personal=True, kind="secondary"),
        Column("asked", _l("预约人数"), Group.asked, kind="hidden"),
        Column("part", _l("第几批"), Group.part, kind="hidden"),
        Column("parts", _l("共几批"), Group.parts, kind="hidden"),
        Column("begun_at", _l("到场"), Group.begun_at, kind="hidden"),
        Column("ended_at", _l("离开"), Group.ended_at, kind="hidden"),
    )
    details_columns = (
        Column("contact", _l("联系人"), Group.contact, personal=True),
        Column("phone", _l("联系电话"), Group.phone, personal=True),
        Column("why", _l("原因"), Group.why, personal=True),
    )
    order = "-starts_at"
    filters = (
        ChoiceFilter("kind", _l("类别"), choices=KINDS),
        ChoiceFilter("state", _l("状态"), choices=STATES),
        DateFilter("starts_at", _l("日期")),
    )
    search = (Group.organisation,)
    empty_text = _l("还没有团队预约。有单位要来，点“预约参观”。")
    links = (
        RowAction(_l("一周参观"), page="board", permission="view"),
        RowAction(_l("预约参观"), page="book", permission="receive"),
    )
    row_actions = (
        RowAction(_l("到场"), page="arrive", arg="group", permission="receive", main=True,
                  show=_is("expected", "uncounted")),
        RowAction(_l("走了"), page="leave", arg="group", permission="receive", main=True, post=True, show=_is("there")),
        RowAction(_l("安排讲解员"), page="assign", arg="group", permission="receive", show=_is("booked", "expected")),
        RowAction(_l("改时间"), page="move", arg="group", permission="receive", show=_is("booked", "expected")),
        RowAction(_l("活动单"), page="sheet", arg="group", permission="receive"),
        RowAction(_l("没有来"), page="stay_away", arg="group", permission="receive", post=True, show=_is("uncounted"),
                  confirm=_l("这一批没有来，位置让出来？")),
        RowAction(_l("取消参观"), page="cancel", arg="group", permission="receive", show=_is("booked", "expected")),
    )  # fmt: skip


class Guides(RecordsView):
    """讲解员"""

    model = Guide
    slug = "guides"
    title = _l("讲解员")
    singular = _lp("singular", "讲解员")
    permission = "receive"
    edit_permission = "manage"
    columns = (
        Column("name", _l("姓名"), Guide.name, kind="main", sort=True, personal=True),
        Column("offered", _l("讲解"), Guide.offered),
        Column("stopped_on", _l("停止的日子"), Guide.stopped_on, kind="secondary"),
    )
    order = "name"
    filters = (FlagFilter("offered", _l("只看在讲的"), Guide.offered),)
    can_create = can_edit = True
    form_columns = ("name",)
    form_labels = {"name": _l("姓名")}
    form_help = {"name": _l("只记名字；不再讲解 30 天后清空")}
    empty_text = _l("还没有讲解员。加上以后，预约时就能安排。")
    row_actions = (
        RowAction(_l("不再讲解"), page="stop_guide", arg="guide", permission="manage", post=True, tone="danger",
                  show=lambda row: row.offered, confirm=_l("这位不再讲解？名字 30 天后清空。")),
    )  # fmt: skip

    def before_save(self, row: Guide, is_created: bool) -> None:
        """When somebody began, for the day on which the name is to be forgotten."""
        if is_created:
            row.offered, row.since = True, here.today
