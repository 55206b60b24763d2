"""Rooms: their state and their tables."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from sqlalchemy.engine import Connection

from hub.cli.checkup.finding import Finding, bad, fine, warn
from hub.cli.tables import State, part_state
from hub.cli.texts import _
from hub.kernel import migrate


def check_tables(connection: Connection) -> Finding:
    """The core's tables against the code."""
    state = part_state(connection, migrate.CORE)
    revision = migrate.current(connection, migrate.CORE)
    if state is State.CURRENT:
        return fine("tables.core", _("核心的表已是最新（%(revision)s）", revision=revision), revision)
    words = {
        State.MISSING: (_("核心的表还没有建立"), _("请运行 hub init。")),
        State.BEHIND: (_("核心的表比程序旧"), _("请运行 hub upgrade。")),
        State.NEWER: (_("核心的表比程序新"), _("请安装较新版本的程序。")),
    }
    return bad("tables.core", *words[state], revision)


def check_rooms(app: Flask, connection: Connection | None) -> Iterator[Finding]:
    """Every room that was found: loaded or why not, and its tables."""
    hub = app.extensions["hub"]
    if hub.settings.safe_mode:
        text = _("安全模式：一个功能室也没有加载")
        yield warn("rooms.safe_mode", text, _("修好后去掉 HUB_SAFE_MODE 再启动。"))
    count = 0
    for room in hub.rooms:
        count += 1
        name = f"rooms.{room.id}"
        if room.state == "quarantined":
            text = _("功能室 %(room)s 已隔离：%(reason)s", room=room.id, reason=room.reason)
            yield bad(
                name, text, _("其他功能室照常工作；修好它，或移走它的文件夹，再重新启动。"), room.reason
            )
        elif room.state == "loaded":
            yield _loaded(name, room.id, migrate.part_of(room), connection)
    if not count:
        yield warn("rooms.none", _("没有找到任何功能室"), _("请检查 HUB_ROOMS_DIRS。"))


def _loaded(name: str, room: str, part: migrate.Part | None, connection: Connection | None) -> Finding:
    if part is None:
        return fine(name, _("功能室 %(room)s 正常（没有自己的表）", room=room))
    state = part_state(connection, part) if connection is not None else State.MISSING
    if state is State.CURRENT:
        return fine(name, _("功能室 %(room)s 正常，表已是最新", room=room), migrate.head(part))
    if state is State.NEWER:
        return bad(name, _("功能室 %(room)s 的表比程序新", room=room), _("请安装较新版本的功能室。"))
    return bad(name, _("功能室 %(room)s 的表还没有更新", room=room), _("请运行 hub upgrade。"))
