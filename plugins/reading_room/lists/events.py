"""Events and stocktakes."""

from __future__ import annotations

from hub.kits.events import EVENT_STATES, EVENT_TONES, PROPOSERS, can_begin
from hub.room import ChoiceFilter, Column, DateFilter, RecordsView, RowAction, _l, _lp, here

from ..models import Event, Stocktake
from ..words import EVENT_KINDS, STOCKTAKE_STATES, STOCKTAKE_TONES


class Events(RecordsView):
    """活动"""

    model = Event
    slug = "events"
    title = _l("活动")
    singular = _lp("singular", "读书活动")
    permission = "view"
    columns = (
        Column("name", _l("活动名称"), Event.name, kind="main"),
        Column("kind", _l("哪一类"), Event.kind, choices=EVENT_KINDS),
        Column("starts_at", _l("开始"), Event.starts_at, sort=True),
        Column("ends_at", _l("结束"), Event.ends_at, kind="secondary"),
        Column("state", _l("状态"), Event.state, choices=EVENT_STATES, pill=EVENT_TONES),
        Column("heads", _l("人数"), Event.heads, kind="num", show=lambda n: str(n or "—")),
        Column("began_at", _l("实际开始"), Event.began_at, kind="hidden"),
        Column("finished_at", _l("实际结束"), Event.finished_at, kind="hidden"),
        Column("proposer", _l("谁提出的"), Event.proposer, kind="secondary", choices=PROPOSERS),
        Column("note", _l("备注"), Event.note, kind="secondary"),
    )  # fmt: skip
    order = "-starts_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        ChoiceFilter("kind", _l("哪一类")),
        DateFilter("starts_at", _l("开始")),
    )
    search = (Event.name,)
    empty_text = _l("还没有安排过活动。")
    links = (RowAction(_l("安排活动"), page="plan_event", permission="events"),)
    row_actions = (
        RowAction(
            _l("办完了"), page="hold_event", arg="event", permission="events", main=True,
            show=lambda row: row.state == "planned" and row.starts_at <= here.now,
        ),
        RowAction(
            _l("开始"), page="begin_event", arg="event", permission="events", post=True,
            show=can_begin,
        ),
        RowAction(
            _l("取消活动"), page="cancel_event", arg="event", permission="events",
            show=lambda row: row.state == "planned",
        ),
    )  # fmt: skip


class Stocktakes(RecordsView):
    """盘点"""

    model = Stocktake
    slug = "stocktakes"
    title = _lp("list", "盘点")
    singular = _lp("singular", "盘点")
    permission = "view"
    columns = (
        Column("started_at", _l("开始"), Stocktake.started_at, kind="main", sort=True),
        Column("scope", _l("范围"), Stocktake.scope, show=lambda scope: scope or str(_l("全部"))),
        Column("state", _l("状态"), Stocktake.state, choices=STOCKTAKE_STATES, pill=STOCKTAKE_TONES),
        Column("expected", _l("应有"), Stocktake.expected, kind="num", show=lambda n: str(n or "—")),
        Column("scanned", _l("扫到"), Stocktake.scanned, kind="num"),
        Column("missing", _l("少"), Stocktake.missing, kind="num"),
        Column("surplus", _l("多"), Stocktake.surplus, kind="num"),
        Column("ended_at", _l("结束"), Stocktake.ended_at, kind="secondary"),
    )  # fmt: skip
    order = "-started_at"
    filters = (ChoiceFilter("state", _l("状态")),)
    empty_text = _l("还没有盘点过。")
    links = (RowAction(_l("盘点"), page="stocktake", permission="stocktake"),)
    row_actions = (
        RowAction(
            _l("接着盘"), page="scanning", arg="stocktake", permission="stocktake", main=True,
            show=lambda row: row.state == "open",
        ),
    )  # fmt: skip
