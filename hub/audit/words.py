"""The audit in words: tables, columns and deeds as people call them.

Rooms name their own through the lists they declare; what nobody has named is said in general words, never in code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from hub.audit.writer import HIDDEN
from hub.i18n import _, _l
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.text import clock_time, short_day, short_moment

NOTHING = "—"

ACTIONS = {
    "create": _l("新增"), "update": _l("修改"), "delete": _l("删除"), "bulk": _l("批量处理"), "erase": _l("删除个人资料"),
    "retention": _l("到期清理"), "undo": _l("撤销"), "export": _l("导出"), "password_reset": _l("重置密码"),
    "merge": _l("合并"), "sign_in": _l("登录"), "lock": _l("锁定"), "purge": _l("清除"),
}  # fmt: skip
TABLES = {
    "village": _l("村"), "season": _l("季节作息"), "calendar_day": _l("节假日"), "room": _l("功能室"), "equipment": _l("设备"),
    "opening": _l("开关门记录"), "door_count": _l("门口人数"), "user": _l("账号"), "membership": _l("岗位"),
    "sign_in": _l("登录记录"), "resident": _l("居民"), "resident_key": _l("居民检索"), "visit": _l("来访"),
    "visit_day": _l("来访日统计"), "audit_entry": _l("操作记录"),
}  # fmt: skip
COLUMNS = {
    "name": _l("名称"), "town": _l("乡镇"), "centre_name": _l("中心名称"), "address": _l("地址"), "floor_area": _l("面积"),
    "population": _l("人口"), "time_zone": _l("时区"), "phone": _l("电话"), "route": _l("路线"), "aims": _l("目标"),
    "principle": _l("建设原则"), "active": _l("启用"), "created_at": _l("建立时间"), "starts_month": _l("开始月份"),
    "starts_day": _l("开始日"), "opens": _l("开门"), "closes": _l("关门"), "day": _l("日期"), "kind": _l("类别"),
    "closed": _l("全天关闭"), "key": _l("代号"), "icon": _l("图标"), "purpose": _l("事由"), "used_for": _l("用来做什么"),
    "enabled": _l("开通"), "place": _l("顺序"), "warn_above": _l("提醒人数"), "refuse_above": _l("上限人数"),
    "stay_minutes": _l("停留分钟"), "hours": _l("开放时间"), "room_id": _l("功能室"), "quantity": _l("数量"),
    "condition": _l("状况"), "note": _l("备注"), "checked_on": _l("检查日期"), "opened_at": _l("开门时间"),
    "closed_at": _l("关门时间"), "opened_by_id": _l("开门人"), "closed_by_id": _l("关门人"), "heads": _l("人数"),
    "counted_at": _l("清点时间"), "username": _l("用户名"), "must_change_password": _l("须改密码"),
    "town_admin": _l("镇管理员"), "lang": _l("语言"), "failures": _l("输错次数"), "locked_until": _l("锁定到"),
    "user_id": _l("账号"), "role": _l("角色"), "rooms": _l("所管功能室"), "group": _l("村民小组"), "consent_on": _l("同意日期"),
    "last_used_on": _l("最近用到"), "merged_into_id": _l("合并到"), "erased_at": _l("删除资料时间"), "started_at": _l("开始"),
    "ended_at": _l("结束"), "resident_id": _l("居民"), "recorded_by_id": _l("登记人"), "recorded_at": _l("登记时间"),
    "late": _l("补录"), "override_reason": _l("超员原因"), "source_type": _l("来源"), "source_id": _l("来源编号"),
    "state": _l("状态"), "reason": _l("原因"), "rows": _l("条数"), "rule": _l("规则"), "count": _l("条数"),
}  # fmt: skip
NAMES = {"resident": _l("姓名"), "user": _l("姓名")}  # of people, who have no 名称
VALUES = {
    "good": _l("完好"), "worn": _l("磨损"), "broken": _l("损坏"), "away": _l("不在"), "centre": _l("随中心"),
    "always": _l("全天"), "own": _l("单独设定"), "holiday": _l("放假"), "workday": _l("上班"), "secretary": _l("村书记"),
    "keeper": _l("室管员"), "reader": _l("查阅人员"), "visit": _l("来访"), "zh_Hans_CN": _l("中文"), "en": "English",
}  # fmt: skip


def action_words(action: str) -> str:
    """What was done."""
    return str(ACTIONS.get(action) or _("其他操作"))


def table_words(table: str) -> str:
    """What kind of thing it was done to."""
    if table in TABLES:
        return str(TABLES[table])
    view = _views().get(table)
    if view is not None:
        return str(view.singular)
    room = table.partition("__")[0]
    return _("%(room)s的记录", room=_room_name(room)) if room in _rooms() else _("其他记录")


def column_words(table: str, column: str) -> str:
    """What a column is called: in the room's own form or list, else in general."""
    if column == "name" and table in NAMES:
        return str(NAMES[table])
    view = _views().get(table)
    if view is not None:
        labels = dict(getattr(view, "form_labels", None) or {})
        labels |= {shown.name: shown.label for shown in view.columns if shown.name not in labels}
        if found := labels.get(column) or labels.get(column.removesuffix("_id")):
            return str(found)
    return str(COLUMNS.get(column) or _("其他内容"))


def changes_in_words(table: str, changes: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(what, from, to) of every change, readable. Personal values say only that they were there."""
    for column, pair in changes.items():
        before, after = pair if isinstance(pair, list) and len(pair) == 2 else (None, pair)
        yield column_words(table, column), _shown(column, before), _shown(column, after)


def _shown(column: str, value: Any) -> str:
    if column.endswith("_id") and isinstance(value, int):
        rooms = {room.id: room.name for room in here.rooms.values()} if column == "room_id" else {}
        return rooms.get(value) or _("%(n)s 号", n=value)
    return value_words(value)


def value_words(value: Any) -> str:
    """One value as people read it."""
    if value is None or value == "":
        return NOTHING
    if value == HIDDEN:
        return _("（个人信息，不显示）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, str):
        return str(VALUES[value]) if value in VALUES else _instant(value)
    if isinstance(value, (list, tuple)):
        return "、".join(value_words(item) for item in value)
    return str(value)


def known_tables() -> list[tuple[str, str]]:
    """All tables that can stand in the audit, with their words, for a filter."""
    silent = ("audit_entry", "visit_day", "resident_key", "sign_in")
    of_rooms = [
        table
        for room in the_hub().rooms.loaded
        if room.declared.base is not None
        for table in sorted(room.declared.base.metadata.tables)
    ]
    return [(table, table_words(table)) for table in (*TABLES, *of_rooms) if table not in silent]


def _instant(text: str) -> str:
    for read, write in (
        (date.fromisoformat, short_day), (datetime.fromisoformat, short_moment), (time.fromisoformat, clock_time),
    ):  # fmt: skip
        try:
            found = read(text)
        except ValueError:
            continue
        if not (isinstance(found, datetime) and found.tzinfo is None):
            return str(write(found))  # type: ignore[operator]
    return text


def _views() -> dict[str, Any]:
    hub = the_hub()
    declared = [*hub.rooms.core.values(), *(room.declared for room in hub.rooms.loaded)]
    return {view.model.__tablename__: view for part in reversed(declared) for view in reversed(part.admin_views)}


def _rooms() -> dict[str, Any]:
    return {room.id: room for room in the_hub().rooms}


def _room_name(key: str) -> str:
    if here.in_village and key in here.rooms:
        return here.rooms[key].name
    manifest = _rooms()[key].manifest
    return manifest.name(the_hub().settings.lang) if manifest else key
