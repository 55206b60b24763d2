"""The centre's lists: what stands in its rooms, and when its doors were open."""

from __future__ import annotations

from typing import Any

from hub.accounts.models import User
from hub.admin.actions import RowAction
from hub.admin.columns import Column, with_seal
from hub.admin.filters import ChoiceFilter, DateFilter, FlagFilter, ReferenceFilter
from hub.admin.view import RecordsView
from hub.centre.doors import CORRECT, OPEN
from hub.centre.models import DoorCount, Equipment, Opening, Room
from hub.centre.rooms import ordered_rooms
from hub.i18n import _, _l, _lp
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.web.forms import ChoiceField, CountField, Form

CONDITIONS = {"good": _l("完好"), "worn": _l("旧损"), "broken": _l("坏了"), "away": _l("不在")}
TONES = {"good": "ok", "worn": "gold", "broken": "warn", "away": "off"}


def room_choices() -> list[tuple[int, str]]:
    """The village's rooms by id, those that are on first."""
    return [(room.id, room.name) for room in sorted(ordered_rooms(), key=lambda room: not room.enabled)]


def _looks_after(room: str) -> bool:
    """Whether the user says what stands in a room, by its key: a keeper in their own, a secretary everywhere."""
    return here.can(CORRECT) or here.can(f"{room}.record")


def _is_theirs(row: Any) -> bool:
    return _looks_after(row.room_key)


def _late(value: bool) -> str:
    return _("补记") if value else ""


class EquipmentView(RecordsView):
    """Everything that stands in the rooms, and its condition."""

    model = Equipment
    slug = "equipment"
    title = _l("设备")
    singular = _lp("singular", "设备")
    subtitle = _l("各功能室里有什么、好不好用")
    permission = "visits.view"
    edit_permission = OPEN
    joins = (Equipment.room,)
    columns = (
        Column("name", _l("名称"), Equipment.name, kind="main", sort=True),
        Column("icon", "", Room.icon, kind="hidden"),
        Column("room_key", "", Room.key, kind="hidden"),
        Column("room", _lp("one", "功能室"), Room.name, draw=lambda name, row: with_seal(row.icon, name)),
        Column("quantity", _l("数量"), Equipment.quantity, kind="num"),
        Column("condition", _l("状况"), Equipment.condition, choices=CONDITIONS, pill=TONES),
        Column("checked_on", _l("查看日期"), Equipment.checked_on, kind="hide_phone", sort=True),
        Column("note", _l("备注"), Equipment.note, kind="hide_phone"),
    )
    order = "name"
    filters = (
        ReferenceFilter("room", choices=room_choices),
        ChoiceFilter("condition", choices=CONDITIONS),
    )
    search = (Equipment.name,)
    search_hint = _l("设备名称")
    form_columns = ("room_id", "name", "quantity", "condition", "checked_on", "note")
    form_fields = {
        "room_id": ChoiceField(_lp("one", "功能室"), select=True),
        "quantity": CountField(_l("数量"), min=1, max=100_000, default=1),
    }
    form_choices = {"condition": CONDITIONS}
    can_create = can_edit = can_delete = True
    may_change = _is_theirs
    empty_text = _l("还没有登记设备。先新增一件。")

    def fit_form(self, form: Form, row: Any | None) -> None:
        field: ChoiceField = form["room_id"]  # type: ignore[assignment]
        mine = {room.id for room in ordered_rooms() if _looks_after(room.key)}
        field.choices = [(id, name) for id, name in room_choices() if id in mine]
        if row is not None:
            self.before_delete(row)

    def before_delete(self, row: Any) -> None:
        if not _looks_after(row.room.key):
            raise Refused(_("这件设备在%(room)s，请那里的室管员来改。", room=row.room.name))


class OpeningView(RecordsView):
    """When the centre and its rooms were open."""

    model = Opening
    slug = "openings"
    title = _l("开关门记录")
    singular = _lp("singular", "开关门记录")
    subtitle = _l("“大门常开”按它计算；忘了关门的，算到当天最后一条有时间的记录")
    permission = OPEN
    joins = (Opening.room, Opening.opened_by)
    columns = (
        Column("opened_at", _lp("record", "开门"), Opening.opened_at, kind="main", sort=True),
        Column("closed_at", _lp("record", "关门"), Opening.closed_at),
        Column("icon", "", Room.icon, kind="hidden"),
        Column(
            "room",
            _l("哪里"),
            Room.name,
            show=lambda name: name or _("中心大门"),
            draw=lambda name, row: with_seal(row.icon, name) if row.icon else name,
        ),
        Column("opened_by", _l("谁开的"), User.name, kind="hide_phone"),
        Column("late", _l("补记"), Opening.late, kind="secondary", show=_late),
    )
    order = "-opened_at"
    filters = (
        DateFilter("opened_at", _l("日期")),
        ReferenceFilter("room", choices=room_choices),
        FlagFilter("centre", _l("只看中心大门"), Opening.room_id.is_(None)),
        FlagFilter("late", _l("只看补记")),
    )
    links = (RowAction(_lp("button", "补记"), page="centre.new_opening", permission=CORRECT),)
    row_actions = (RowAction(_l("更正"), page="centre.edit_opening", arg="id", permission=CORRECT),)
    can_view_details = False
    empty_text = _l("还没有开关门记录。在首页点“开门”就会记下。")


class DoorCountView(RecordsView):
    """Heads counted at the door, day by day. A day that was not counted is not there."""

    model = DoorCount
    slug = "door-counts"
    title = _l("门口计数记录")
    singular = _lp("singular", "门口计数")
    subtitle = _l("点了数的日子，一天一行；没有点数的日子不在里面")
    permission = OPEN
    can_view_details = False
    empty_text = _l("这些日子没有点数。在“门口计数”里补记。")
    columns = (
        Column("day", _l("日期"), DoorCount.day, kind="main", sort=True),
        Column("heads", _l("进门人次"), DoorCount.heads, kind="num", sort=True),
        Column("counted_at", _l("记于"), DoorCount.counted_at, kind="secondary"),
    )
    order = "-day"
    filters = (DateFilter("day", _l("日期")),)
    links = (RowAction(_l("去点数"), page="centre.tally", permission=OPEN),)
    row_actions = (RowAction(_l("更正"), page="centre.correct_count", permission=OPEN),)
