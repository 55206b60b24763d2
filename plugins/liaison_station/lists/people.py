"""Deputies, their reception days, and traders."""

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
    clock_time,
)

from ..models import Deputy, Reception, Trader
from ..words import LEVELS, RECEPTION_STATES, RECEPTION_TONES, TRADES


def _or_gone(name: str | None, _row: Any) -> str:
    return name or _("（已清空）")


class Deputies(RecordsView):
    """代表"""

    model = Deputy
    slug = "deputies"
    title = _l("代表")
    singular = _l("代表")
    permission = "view"
    edit_permission = "contacts"
    columns = (
        Column("name", _l("姓名"), Deputy.name, kind="main", personal=True, show=_or_gone, sort=True),
        Column("level", _l("哪一级"), Deputy.level, choices=LEVELS),
        Column("area", _l("联系片区"), Deputy.area, kind="secondary"),
        Column("left_on", _l("离任"), Deputy.left_on, kind="secondary"),
    )
    details_columns = (Column("phone", _l("电话"), Deputy.phone, personal=True),)
    order = "name"
    filters = (
        ChoiceFilter("level", _l("哪一级")),
        FlagFilter("serving", _l("只看在任"), Deputy.left_on.is_(None)),
    )
    can_create = can_edit = True
    form_columns = ("name", "level", "area", "phone", "left_on")
    form_labels = {"name": _l("姓名"), "level": _l("哪一级"), "area": _l("联系片区"), "phone": _l("电话"),
                   "left_on": _l("离任日期")}  # fmt: skip
    form_help = {
        "name": _l("印在接待日公告上"),
        "phone": _l("只有站里看得见，不印在公告上"),
        "left_on": _l("在任的空着；离任 90 天后清空姓名和电话"),
    }
    form_choices = {"level": LEVELS}
    empty_text = _l("还没有代表。先新增，才能公布接待日。")
    row_actions = (
        RowAction(_l("公布接待日"), page="publish", arg="deputy", permission="receive", main=True,
                  show=lambda row: row.left_on is None),
    )  # fmt: skip


class Traders(RecordsView):
    """商户"""

    model = Trader
    slug = "traders"
    title = _l("商户")
    singular = _l("商户")
    permission = "view"
    edit_permission = "contacts"
    columns = (
        Column("shop", _l("店名"), Trader.shop, kind="main", sort=True),
        Column("trade", _l("做什么"), Trader.trade, choices=TRADES),
        Column("left_on", _l("停业"), Trader.left_on, kind="secondary"),
    )
    details_columns = (
        Column("contact", _l("联系人"), Trader.contact, personal=True),
        Column("phone", _l("电话"), Trader.phone, personal=True),
    )
    order = "shop"
    filters = (
        ChoiceFilter("trade", _l("做什么")),
        FlagFilter("open", _l("只看在营业"), Trader.left_on.is_(None)),
    )
    search = (Trader.shop,)
    can_create = can_edit = True
    form_columns = ("shop", "trade", "contact", "phone", "left_on")
    form_labels = {"shop": _l("店名"), "trade": _l("做什么"), "contact": _l("联系人"), "phone": _l("电话"),
                   "left_on": _l("停业日期")}  # fmt: skip
    form_help = {"left_on": _l("在营业的空着；停业 90 天后清空联系人和电话")}
    form_choices = {"trade": TRADES}
    conflict = _l("这家店已经有了，请换一个店名。")
    empty_text = _l("还没有商户，点“新增”。")
    row_actions = (
        RowAction(_l("登记求助"), page="help", arg="trader", permission="accept", main=True,
                  show=lambda row: row.left_on is None),
    )  # fmt: skip


class Receptions(RecordsView):
    """接待日"""

    model = Reception
    slug = "receptions"
    title = _l("接待日")
    singular = _l("接待日")
    permission = "view"
    joins = (Reception.deputy,)
    columns = (
        Column("day", _l("哪一天"), Reception.day, kind="main", sort=True),
        Column("opens", _l("时间"), Reception.opens, show=clock_time),
        Column("deputy", _l("代表"), Deputy.name, personal=True, show=_or_gone),
        Column("state", _l("状态"), Reception.state, choices=RECEPTION_STATES, pill=RECEPTION_TONES),
        Column("heads", _l("来的人数"), Reception.heads, kind="num"),
    )
    details_columns = (
        Column("closes", _l("到"), Reception.closes, show=clock_time),
        Column("about", _l("主要听什么"), Reception.about),
        Column("reason", _l("取消的原因"), Reception.reason),
        Column("published_at", _l("公布时间"), Reception.published_at),
    )
    order = "-day"
    filters = (
        ChoiceFilter("state", _l("状态")),
        DateFilter("day", _l("哪一天")),
    )
    empty_text = _l("还没有接待日，点“公布接待日”。")
    links = (
        RowAction(_l("公布接待日"), page="publish", permission="receive"),
        RowAction(_l("接待日和答复公示"), page="board_sheet", permission="view"),
    )
    row_actions = (
        RowAction(_l("登记情况"), page="held", arg="reception", permission="receive", main=True,
                  show=lambda row: row.state == "planned"),
        RowAction(_l("打印告示"), page="notice", arg="reception", permission="view"),
        RowAction(_l("取消"), page="cancel", arg="reception", permission="receive",
                  show=lambda row: row.state == "planned"),
    )  # fmt: skip
