"""The room's records as lists. None holds a party's name or what was said; none is exported."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.kits.casework import number_of
from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    RowAction,
    User,
    _,
    _l,
    _lp,
    days_overdue,
    here,
    pill,
    short_day,
)

from .models import Advice, Agreement, AidHandOver, Case, Hazard, Mediator
from .words import ENDINGS, FLOW, FORMS, HAZARD_TONES, HAZARDS, KINDS, SOURCES, STATES, TONES

UNFINISHED = {state: STATES[state] for state in FLOW.moves if state != FLOW.closed}


def _number(_number: str | None, row: Any) -> str:
    return number_of(row)


def _due(day: date | None, row: Any) -> Any:
    """The last day, and how urgent it is; nothing once it is settled."""
    if day is None or row.resolved_at is not None:
        return "—"
    if late := days_overdue(day):
        return short_day(day) + " " + pill(_("逾期 %(n)s 天", n=late), "warn")
    return pill(_("今天到期"), "gold") if day == here.today else short_day(day)


_COLUMNS = (
    Column("number", _l("编号"), Case.number, kind="main", show=_number),
    Column("kind", _l("类别"), Case.kind, choices=KINDS),
    Column("state", _l("状态"), Case.state, choices=STATES, pill=TONES),
)
_NUMBERED = Column("numbered_on", _l("登记日期"), Case.numbered_on, kind="hidden")
_KIND = ChoiceFilter("kind", _l("类别"), choices=KINDS)


class InHand(RecordsView):
    """在办: what is not filed yet."""

    model = Case
    slug = "cases"
    title = _l("在办")
    singular = _lp("singular", "纠纷")
    permission = "view"
    can_export = False
    joins = (Case.handler,)
    columns = (
        *_COLUMNS,
        Column("due_on", _l("期限"), Case.due_on, show=_due),
        Column("visit_on", _l("回访"), Case.visit_on, show=short_day, kind="secondary"),
        Column("handler", _l("经办"), User.name, kind="secondary"),
        _NUMBERED,
        Column("resolved_at", _l("结束"), Case.resolved_at, kind="hidden"),
    )
    order = "due_on"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=UNFINISHED),
        FlagFilter("late", _l("只看逾期"), lambda: (Case.due_on < here.today) & Case.resolved_at.is_(None)),
        _KIND,
        FlagFilter("mine", _l("只看我经办的"), lambda: Case.handler_id == (here.user.id if here.user else 0)),
    )
    empty_text = _l("现在没有在办的纠纷。")
    open_page, open_arg = "case", "case"
    links = (
        RowAction(_l("登记纠纷"), page="register", permission="mediate"),
        RowAction(_l("移交全部"), page="give_all", permission="mediate"),
        RowAction(_l("文书模板"), page="templates", permission="mediate"),
    )

    @staticmethod
    def where() -> Any:
        return Case.state != FLOW.closed


class Index(RecordsView):
    """索引: all there were, with number, kind, dates and outcome."""

    model = Case
    slug = "index"
    title = _l("索引")
    singular = _lp("singular", "纠纷")
    permission = "view"
    can_export = False
    columns = (
        *_COLUMNS,
        Column("source", _l("怎么来的"), Case.source, choices=SOURCES, kind="secondary"),
        Column("opened_at", _l("登记"), Case.opened_at, sort=True),
        Column(
            "ending",
            _l("为什么终止"),
            Case.ending,
            kind="secondary",
            show=lambda code: ENDINGS.get(code, "—"),
        ),
        Column("resolved_at", _l("结束"), Case.resolved_at, kind="secondary"),
        _NUMBERED,
    )
    order = "-opened_at"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=STATES),
        DateFilter("opened_at", _l("登记")),
        _KIND,
        ChoiceFilter("source", _l("怎么来的"), choices=SOURCES),
        FlagFilter("extended", _l("延过期"), Case.extensions > 0),
    )
    empty_text = _l("还没有登记过纠纷。")
    open_page, open_arg = "case", "case"


class Agreements(RecordsView):
    """协议: how and when, never what."""

    model = Agreement
    slug = "agreements"
    title = _l("协议")
    singular = _lp("singular", "协议")
    permission = "view"
    can_export = False
    columns = (
        Column("made_on", _l("日期"), Agreement.made_on, kind="main", sort=True),
        Column("form", _l("哪一种"), Agreement.form, choices=FORMS),
        Column("confirm_by", _l("司法确认到"), Agreement.confirm_by, kind="secondary"),
    )
    order = "-made_on"
    filters = (ChoiceFilter("form", _l("哪一种"), choices=FORMS), DateFilter("made_on", _l("日期")))
    empty_text = _l("还没有达成过协议。")


class Hazards(RecordsView):
    """隐患"""

    model = Hazard
    slug = "hazards"
    title = _l("隐患")
    singular = _lp("singular", "隐患")
    permission = "view"
    can_export = False
    columns = (
        Column("seen_on", _l("发现"), Hazard.seen_on, kind="main", sort=True),
        Column("kind", _l("类别"), Hazard.kind, choices=KINDS),
        Column("state", _l("状态"), Hazard.state, choices=HAZARDS, pill=HAZARD_TONES),
        Column("look_on", _l("再看"), Hazard.look_on, kind="secondary"),
    )
    order = "-seen_on"
    filters = (
        ChoiceFilter("state", _l("状态"), choices=HAZARDS),
        ChoiceFilter("kind", _l("类别"), choices=KINDS),
    )
    empty_text = _l("还没有登记过隐患。")
    open_page, open_arg = "hazard", "hazard"
    links = (RowAction(_l("登记隐患"), page="watch", permission="mediate"),)


class AdviceGiven(RecordsView):
    """法律咨询"""

    model = Advice
    slug = "advices"
    title = _l("法律咨询")
    singular = _lp("singular", "咨询")
    permission = "view"
    can_export = False
    columns = (
        Column("given_at", _l("时间"), Advice.given_at, kind="main", sort=True),
        Column("heads", _l("人数"), Advice.heads, kind="num"),
    )
    order = "-given_at"
    filters = (DateFilter("given_at", _l("日期")),)
    empty_text = _l("还没有人来咨询过。")
    links = (RowAction(_l("记一次咨询"), page="advice", permission="mediate"),)


class Aid(RecordsView):
    """法律援助"""

    model = AidHandOver
    slug = "aids"
    title = _l("法律援助")
    singular = _lp("singular", "援助申请")
    permission = "view"
    can_export = False
    columns = (
        Column("handed_on", _l("交县里"), AidHandOver.handed_on, kind="main", sort=True),
        *AidHandOver.received_by.cell(AidHandOver, _l("县里谁收的")),
    )
    order = "-handed_on"
    filters = (DateFilter("handed_on", _l("日期")),)
    empty_text = _l("还没有交过法律援助申请。")
    links = (RowAction(_l("登记一份"), page="aid", permission="mediate"),)


class Volunteers(RecordsView):
    """志愿调解员"""

    model = Mediator
    slug = "volunteers"
    title = _l("志愿调解员")
    singular = _lp("singular", "志愿调解员")
    permission = "view"
    can_export = False
    columns = (
        *Mediator.name.cell(Mediator, _l("姓名"), kind="main"),
        Column("left_on", _l("不再调解"), Mediator.left_on),
    )
    order = "id"
    empty_text = _l("还没有志愿调解员。室管员自己都可以调解，不用添加。")
    links = (RowAction(_l("添加"), page="volunteer", permission="mediate"),)
    row_actions = (
        RowAction(_l("不再调解"), page="leave", arg="mediator", permission="mediate", post=True,
                  confirm=_l("以后不能再选他调解，对吗？"),
                  show=lambda row: row.left_on is None),
    )  # fmt: skip

    @staticmethod
    def where() -> Any:
        return Mediator.user_id.is_(None)


TABS = [InHand, Index, Agreements, Hazards, AdviceGiven, Aid, Volunteers]
