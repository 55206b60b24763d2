"""`hub room`: which rooms this hub has and how they are, switching them on and off, taking one out for good."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from hub.cli.making import new
from hub.cli.texts import _

if TYPE_CHECKING:
    from flask import Flask

    from hub.centre.models import Room

STATES = {"loaded": _("正常"), "quarantined": _("不能用"), "asleep": _("没有加载"), "gone": _("已移除")}
village_option = click.option("--village", type=int, help=_("哪个村（编号）；只有一个村时可以不写"))


@click.group(help=_("功能室：查看、开通、停用、清除。"))
def command() -> None:
    """Groups the commands below, and `new`."""


command.add_command(new)


@command.command("list", help=_("列出所有功能室、状态，以及在哪些村开通。"))
@click.option("--json", "as_json", is_flag=True, help=_("给程序读的格式"))
@village_option
def list_rooms(as_json: bool, village: int | None) -> None:
    from hub.cli.app import the_app

    found = _survey(the_app(), village)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for room in found:
        on = "、".join(one["name"] for one in room["enabled_in"]) or _("没有村开通")
        click.echo(f"{room['id']:<20} {room['version']:<8} {STATES[room['state']]}  {room['name']}  （{on}）")
        if room["reason"]:
            click.echo("    " + room["reason"])


@command.command("enable", help=_("在一个村开通功能室。"))
@click.argument("room")
@village_option
def enable(room: str, village: int | None) -> None:
    from hub.centre.rooms import enable_room

    name = _in(village, lambda: enable_room(room))
    click.echo(_("%(room)s已开通，不用重启。", room=name))


@command.command("disable", help=_("在一个村停用功能室；数据保留。"))
@click.argument("room")
@village_option
def disable(room: str, village: int | None) -> None:
    from hub.centre.rooms import disable_room

    name = _in(village, lambda: disable_room(room))
    click.echo(_("%(room)s已停用，数据都还在，不用重启。", room=name))


@command.command(
    "purge", help=_("清除一个功能室的全部数据（所有村）：先导出，再删表。程序包已删除的也能清除。")
)
@click.argument("room")
@click.option("--yes", "typed", metavar=_("功能室"), help=_("不再询问；要重复写一遍功能室的名称代号"))
def purge(room: str, typed: str | None) -> None:
    from hub.cli.app import USAGE, Stop, the_app
    from hub.kernel.manifest import ROOM_ID
    from hub.purging import purge as take_out
    from hub.purging import tables_of

    if not ROOM_ID.fullmatch(room) or "__" in room or room == "core":
        raise Stop(_("“%(room)s”不是功能室的代号。", room=room), USAGE)
    app = the_app()
    tables = tables_of(app.extensions["hub"].settings, room)
    if not tables and not any(found["id"] == room for found in _survey(app, None)):
        raise Stop(_("没有叫 %(room)s 的功能室，也没有它的数据。", room=room))
    rows = _("%(tables)s 张表，%(rows)s 条记录", tables=len(tables), rows=sum(tables.values()))
    click.echo(_("将清除功能室 %(room)s 在所有村的数据：", room=room) + rows)
    if typed is None:
        typed = click.prompt(_("确定的话，请输入它的代号"), default="", show_default=False)
    if typed != room:
        raise Stop(_("代号不一致，什么也没有改动。"))
    done = take_out(app, room)
    if done.copy:
        click.echo(_("导出的副本：%(file)s", file=done.copy))
    click.echo(_("已删除 %(n)s 张表。", n=len(done.tables)))
    for name in done.kept_in:
        click.echo(_("%(village)s的来访记录还要用到它的名称，已停用，不删除。", village=name))


@command.command(
    "check", help=_("按规则检查一个功能室（代号或文件夹）；在临时的系统里试用，不碰村里的数据。")
)
@click.argument("room")
@click.option("--json", "as_json", is_flag=True, help=_("给程序读的格式"))
def check(room: str, as_json: bool) -> None:
    from hub.cli.checking import find_room, lines_of
    from hub.conformance import check_room

    report = check_room(find_room(room))
    if as_json:
        click.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=2))
    else:
        for line in lines_of(report):
            click.echo(line)
    click.get_current_context().exit(0 if report.ok else 1)


def _in(village: int | None, switch: Callable[[], Room]) -> str:
    from hub.centre.situation import in_village
    from hub.cli.app import the_app, the_village

    app = the_app()
    with in_village(app, the_village(app, village).id):
        return switch().name


def _survey(app: Flask, only: int | None) -> list[dict[str, Any]]:
    """All rooms, those that only history knows too, with the villages in which each is on."""
    from hub.centre.rooms import name_of
    from hub.centre.situation import in_village
    from hub.cli.app import all_villages, the_village
    from hub.kernel.here import here

    found: dict[str, dict[str, Any]] = {}
    with app.app_context():
        for room in app.extensions["hub"].rooms:
            name = name_of(room.manifest) if room.manifest else room.id
            version = room.manifest.version if room.manifest else ""
            found[room.id] = _entry(room.id, name, version, room.state, room.reason)
    for village in [the_village(app, only)] if only is not None else all_villages(app):
        with in_village(app, village.id):
            for key, row in here.rooms.items():
                entry = found.setdefault(key, _entry(key, row.name, "", "gone", ""))
                if row.enabled:
                    entry["enabled_in"].append({"id": village.id, "name": village.name})
    return list(found.values())


def _entry(id: str, name: str, version: str, state: str, reason: str) -> dict[str, Any]:
    return {"id": id, "name": name, "version": version, "state": state, "reason": reason, "enabled_in": []}
