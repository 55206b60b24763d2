"""Who used or booked a bay when, by ticket alone; and when bays were closed."""

from __future__ import annotations

from typing import Any

from hub.room import (
    ChoiceFilter,
    Column,
    DateFilter,
    RecordsView,
    RowAction,
    _,
    _l,
    _lp,
    clock_time,
    here,
    pill,
)

from .. import bays, by_bay
from ..models import Bay, Closure, Use
from ..words import KINDS, PHASE_TONES, PHASES, SOURCES

STATES = {"kept": _l("有效"), "cancelled": _l("已取消"), "mistake": _l("登记错了")}


def _phase(_state: str, row: Any) -> Any:
    """Read at the moment it is shown; a use that nobody ended is over when its time is."""
    now = bays.phase(row, here.now)
    return pill(str(PHASES[now]), PHASE_TONES[now])


def _took(_begun: Any, row: Any) -> str:
    if row.state != "kept" or row.begun_at is None:
        return ""
    minutes = by_bay.minutes_of(row.begun_at, row.ended_at, row.ends_at)
    return _("%(at)s 起 %(n)s 分钟", at=clock_time(row.begun_at), n=minutes)


def _waits(row: Any) -> bool:
    return bays.phase(row, here.now) == "waiting"


def _is_time(row: Any) -> bool:
    return _waits(row) and bool(row.starts_at - bays.EARLY <= here.now)


def _runs(row: Any) -> bool:
    return bays.phase(row, here.now) == "running"


class Uses(RecordsView):
    """使用和预约"""

    model = Use
    slug = "uses"
    title = _l("使用")
    singular = _lp("singular", "使用和预约")
    permission = "view"
    joins = (Use.bay,)
    columns = (
        Column("bay", _l("位"), Bay.number, kind="main", show=bays.number_name),
        Column("kind", _l("做什么"), Bay.kind, choices=KINDS),
        Column("starts_at", _l("从"), Use.starts_at, sort=True),
        Column("ends_at", _l("最晚到"), Use.ends_at, kind="hide_phone", show=clock_time),
        Column("state", _l("状态"), Use.state, show=_phase, choices=STATES),
        Column("begun_at", _l("实际使用"), Use.begun_at, show=_took, kind="secondary"),
        Column("ticket", _l("取号码"), Use.ticket, personal=True),
        Column("source", _l("怎么来的"), Use.source, choices=SOURCES, kind="secondary"),
        Column("ended_at", _l("结束"), Use.ended_at, kind="hidden"),
        Column("lapses_at", _l("留到"), Use.lapses_at, kind="hidden"),
        Column("why", _l("取消原因"), Use.why, kind="hidden"),
    )  # fmt: skip
    order = "-starts_at"
    filters = (
        ChoiceFilter("kind", _l("做什么"), choices=KINDS),
        ChoiceFilter("source", _l("怎么来的"), choices=SOURCES),
        DateFilter("starts_at", _l("日期")),
    )
    search = (Bay.number,)
    empty_text = _l("还没有人用过。先登记清洗位，再打印二维码贴在墙上。")
    links = (
        RowAction(_l("各个位"), page="board", permission="view"),
        RowAction(_l("预约"), page="book", permission="operate"),
        RowAction(_l("各位用量"), page="by_bay", permission="view"),
    )
    row_actions = (
        RowAction(
            _l("开始"), page="begin", arg="use", permission="operate", main=True, post=True, show=_is_time
        ),
        RowAction(
            _l("结束"), page="finish", arg="use", permission="operate", main=True, post=True, show=_runs
        ),
        RowAction(_l("取号单"), page="ticket", arg="use", permission="operate", show=_waits),
        RowAction(_l("取消预约"), page="cancel", arg="use", permission="operate", show=_waits),
    )


def _over(row: Any) -> bool:
    return bool(row.ends_at > here.now)


class Closures(RecordsView):
    """冰冻停用"""

    model = Closure
    slug = "closures"
    title = _l("冰冻停用")
    singular = _lp("singular", "冰冻停用")
    permission = "view"
    columns = (
        Column("reason", _l("原因"), Closure.reason, kind="main"),
        Column("starts_at", _l("从"), Closure.starts_at, sort=True),
        Column("ends_at", _l("到"), Closure.ends_at),
        Column("lifted_at", _l("提前恢复"), Closure.lifted_at, kind="secondary"),
    )
    order = "-starts_at"
    filters = (DateFilter("starts_at", _l("日期")),)
    empty_text = _l("没有停用过。天冷要关水时，从这里登记。")
    links = (RowAction(_l("冰冻停用"), page="frost", permission="upkeep"),)
    row_actions = (
        RowAction(_l("停用告示"), page="notice", arg="closure", permission="view", main=True),
        RowAction(
            _l("恢复开放"), page="lift", arg="closure", permission="upkeep", post=True, show=_over,
            confirm=_l("从现在起恢复开放；已取消的预约不会回来。恢复吗？"),
        ),
    )  # fmt: skip
