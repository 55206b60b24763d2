"""The sessions that are open, and every one there was."""

from __future__ import annotations

from typing import Any

from hub.room import (
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    ReferenceFilter,
    RowAction,
    User,
    _,
    _l,
    _lp,
    clock_time,
    here,
    pill,
    short_moment,
)

from ..day import minutes_open
from ..models import Session, Zone
from ..sessions import inside_words, zone_choices
from ..tally import by_band
from ..words import BANDS


def _until(until: Any, row: Any) -> Any:
    """When it is to be over, and that it should be."""
    return (
        pill(_("%(at)s 该结束了", at=clock_time(until)), "warn") if until <= here.now else clock_time(until)
    )


def _closed(closed_at: Any, row: Any) -> Any:
    return pill(_("正在进行"), "gold") if closed_at is None else short_moment(closed_at)


class Running(RecordsView):
    """现场: who is inside now"""

    model = Session
    slug = "running"
    title = _l("现场")
    singular = _lp("singular", "现场")
    permission = "view"
    joins = (Session.zone, Session.adult)
    columns = (
        Column("zone", _l("哪个区"), Zone.name, kind="main"),
        Column("inside", _l("还在里面"), Session.inside, kind="num"),
        Column("came", _l("来过"), Session.came, kind="num"),
        Column("adult", _l("值守"), User.name),
        Column("opened_at", _l("开场"), Session.opened_at, kind="secondary"),
        Column("until", _l("预定结束"), Session.until, show=_until),
    )
    order = "opened_at"
    empty_text = _l("现在没有开场。有大人值守，就可以开场。")
    links = (RowAction(_l("开场"), page="open", permission="tally"),)
    row_actions = (
        RowAction(_l("换人、延时"), page="change", arg="session", permission="tally"),
        RowAction(_l("结束"), page="close", arg="session", permission="tally", post=True, main=True),
    )

    @staticmethod
    def where() -> Any:
        return Session.closed_at.is_(None)

    def sections(self, row: Any) -> Any:
        return [(_("还在里面"), [(_("各年龄"), inside_words(row.id))])] if row.inside else []


class Sessions(RecordsView):
    """场次: every session, with heads and nobody's name"""

    model = Session
    slug = "sessions"
    title = _l("场次")
    singular = _lp("singular", "场次")
    permission = "view"
    joins = (Session.zone, Session.adult)
    columns = (
        Column("zone", _l("哪个区"), Zone.name, kind="main"),
        Column("opened_at", _l("开场"), Session.opened_at, sort=True),
        Column("closed_at", _lp("column", "结束"), Session.closed_at, show=_closed),
        Column("came", _l("来过"), Session.came, kind="num", sort=True),
        Column("most", _l("最多同时"), Session.most, kind="num"),
        Column("adult", _l("值守"), User.name, kind="secondary"),
        Column("late", _l("补录"), Session.late, kind="secondary"),
        Column("until", _l("预定结束"), Session.until, kind="hidden"),
        Column("inside", _l("还在里面"), Session.inside, kind="hidden"),
    )
    order = "-opened_at"
    filters = (
        ReferenceFilter("zone", _l("哪个区"), choices=zone_choices),
        DateFilter("opened_at", _l("开场")),
        FlagFilter("late", _l("只看补录")),
    )
    links = (
        RowAction(_lp("button", "补录"), page="late", permission="tally"),
        RowAction(_l("当天记录"), page="day", permission="view"),
        RowAction(_l("各区用量"), page="by_zone", permission="view"),
    )

    def sections(self, row: Any) -> Any:
        heads = by_band([row.id])[row.id]
        pairs = [
            (
                str(label),
                _("来过 %(came)s，还在里面 %(inside)s", came=heads[band].came, inside=heads[band].inside),
            )
            for band, label in BANDS.items()
            if band in heads
        ]
        minutes = minutes_open(row.opened_at, row.closed_at)
        return [(_("人数"), [*pairs, (_("开了"), _("%(n)s 分钟", n=minutes))])]
