"""Zones, game sets and where they were, and what is used up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending import join_parts, split_parts
from hub.kits.stock import MovesView, ShelfView
from hub.room import (
    ChoiceField,
    ChoiceFilter,
    Column,
    DateFilter,
    FlagFilter,
    RecordsView,
    Refused,
    RowAction,
    _,
    _l,
    _lp,
    db,
    join_notes,
    pill,
    short_moment,
)

from ..models import GameSet, Lending, Session, Zone
from ..sessions import zone_choices
from ..stock import shelf
from ..words import CONDITIONS, LENT_STATES, LENT_TONES, SET_STATES, SET_TONES

_TITLE = GameSet.name + " " + GameSet.number
RECENT = 12


def _offered(offered: bool) -> Any:
    return pill(_("开放"), "ok") if offered else pill(_("不开放"), "off")


class Zones(RecordsView):
    """分区"""

    model = Zone
    slug = "zones"
    title = _l("分区")
    singular = _lp("singular", "分区")
    permission = "view"
    edit_permission = "manage"
    columns = (
        Column("name", _l("名称"), Zone.name, kind="main", sort=True),
        Column("used_for", _l("做什么"), Zone.used_for),
        Column("seats", _l("坐得下几人"), Zone.seats, kind="num"),
        Column("offered", _l("开放"), Zone.offered, show=_offered),
    )  # fmt: skip
    order = "name"
    can_create = can_edit = True
    form_columns = ("name", "used_for", "seats", "offered")
    form_labels = {
        "name": _l("名称"), "used_for": _l("做什么"), "seats": _l("坐得下几人"), "offered": _l("开放"),
    }  # fmt: skip
    form_help = {
        "name": _l("例如 翰墨润心、巧手造梦、棋乐无穷"),
        "seats": _l("超过时提醒；空着就只看全室的容量"),
        "offered": _l("不再用的区把勾去掉，记录还在"),
    }
    conflict = _l("这个区已经有了。")
    empty_text = _l("还没有分区，请先添加一个，例如书法、手工、棋类，再开场。")

    def before_save(self, row: Zone, is_created: bool) -> None:
        """A number of seats that makes no sense is refused in words."""
        if row.seats is not None and not 1 <= row.seats <= 1000:
            raise Refused(_("坐得下的人数要在 1 到 1000 之间，或者空着。"), "seats")


class GameSets(RecordsView):
    """棋具"""

    model = GameSet
    slug = "sets"
    title = _lp("list", "棋具")
    singular = _lp("singular", "棋具")
    permission = "view"
    edit_permission = "manage"
    joins = (GameSet.zone,)
    columns = (
        Column("number", _l("编号"), GameSet.number, sort=True),
        Column("name", _l("名称"), GameSet.name, kind="main"),
        Column("state", _l("状态"), GameSet.state, choices=SET_STATES, pill=SET_TONES),
        Column("missing", _l("缺"), GameSet.missing),
        Column("fault", _l("毛病"), GameSet.fault, kind="secondary"),
        Column("zone", _l("放在哪个区"), Zone.name, kind="secondary"),
        Column("parts", _l("部件"), GameSet.parts, kind="secondary"),
        Column("note", _l("备注"), GameSet.note, kind="hidden"),
    )
    order = "number"
    filters = (
        ChoiceFilter("state", _l("状态")),
        FlagFilter("lacking", _l("只看缺件"), GameSet.missing != ""),
    )
    search = (GameSet.number, GameSet.name)
    can_create = can_edit = True
    form_columns = ("number", "name", "zone_id", "parts", "note")
    form_fields = {"zone_id": ChoiceField(_l("放在哪个区"), choices=zone_choices, required=False)}
    form_labels = {
        "number": _l("编号"), "name": _l("名称"), "zone_id": _l("放在哪个区"), "parts": _l("部件"), "note": _l("备注"),
    }  # fmt: skip
    form_help = {
        "number": _l("标签上写的，例如 Q-01"),
        "parts": _l("用顿号隔开，例如 红子16、黑子16、棋盘；归还时逐件核对"),
    }
    conflict = _l("这个编号已经有了，请换一个。")
    empty_text = _l("还没有登记棋具，请先添加，写明部件，归还时好核对。")
    links = (RowAction(_l("借棋具"), page="lend", permission="lend"),)
    row_actions = (
        RowAction(
            _lp("button", "借出"), page="lend", arg="game", permission="lend", main=True,
            show=lambda row: row.state == "in",
        ),
        RowAction(
            _l("报修"), page="report", arg="game", permission="lend", show=lambda row: row.state == "in"
        ),
        RowAction(
            _l("修好了"), page="mended", arg="game", permission="lend", post=True, main=True,
            show=lambda row: row.state == "repair",
        ),
        RowAction(
            _l("补齐了"), page="complete", arg="game", permission="lend", post=True,
            show=lambda row: bool(row.missing),
        ),
        RowAction(
            _l("找到了"), page="found", arg="game", permission="lend", post=True,
            show=lambda row: row.state == "lost",
        ),
        RowAction(
            _l("报废"), page="retire", arg="game", permission="lend", post=True, tone="danger",
            confirm=_l("报废以后不再借出，确定吗？"), show=lambda row: row.state in ("in", "repair", "lost"),
        ),
    )  # fmt: skip

    def before_save(self, row: GameSet, is_created: bool) -> None:
        """Tidy what was typed; what is missing stays a part of the set."""
        row.number = row.number.upper()
        row.parts = join_parts(split_parts(row.parts))
        row.missing = join_parts(part for part in row.missing_names if part in row.part_names)

    def sections(self, row: Any) -> Iterable[tuple[Any, Any]]:
        rows = db.session.scalars(
            select(Lending)
            .where(Lending.set_id == row.id)
            .options(joinedload(Lending.session).joinedload(Session.zone))
            .order_by(Lending.out_at.desc(), Lending.id.desc())
            .limit(RECENT)
        )
        return [(_("最近的借还"), [(short_moment(one.out_at), _outcome(one)) for one in rows])]


class Lendings(RecordsView):
    """借还: which set was with which session; never with whom"""

    model = Lending
    slug = "lendings"
    title = _l("借还")
    singular = _lp("singular", "棋具借还")
    permission = "view"
    joins = (Lending.game, Lending.session, (Zone, Zone.id == Session.zone_id))
    columns = (
        Column("game", _lp("one", "棋具"), _TITLE, kind="main"),
        Column("zone", _l("哪个区"), Zone.name),
        Column("out_at", _lp("column", "借出"), Lending.out_at, sort=True),
        Column("ended_at", _lp("column", "归还"), Lending.ended_at),
        Column("state", _l("状态"), Lending.state, choices=LENT_STATES, pill=LENT_TONES),
        Column("missing", _l("缺"), Lending.missing, kind="secondary"),
        Column("condition", _l("情况"), Lending.condition, kind="secondary", choices=CONDITIONS),
    )
    order = "-out_at"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("out_at", _lp("column", "借出")),
        FlagFilter("lacking", _l("只看缺件"), Lending.missing != ""),
    )
    search = (GameSet.number, GameSet.name)
    row_actions = (
        RowAction(
            _l("归还"), page="give_back", arg="lending", permission="lend", main=True,
            show=lambda row: row.state == "out",
        ),
        RowAction(
            _l("丢了"), page="lose", arg="lending", permission="lend", post=True,
            confirm=_l("整副都找不到了，登记为丢失？"), show=lambda row: row.state == "out",
        ),
    )  # fmt: skip


class Consumables(ShelfView):
    """耗材"""

    _shelf = shelf
    empty_text = _l("还没有耗材，例如宣纸、墨汁、彩纸。请先添加，再登记进货。")


class Moves(MovesView):
    """耗材进出"""

    _shelf = shelf
    singular = _lp("singular", "耗材进出")


def _outcome(row: Lending) -> str:
    words = [row.session.zone.name, str(LENT_STATES[row.state])]
    if row.missing:
        words.append(_("缺 %(parts)s", parts=row.missing))
    if row.condition == "repair":
        words.append(str(CONDITIONS["repair"]))
    return join_notes(words)
