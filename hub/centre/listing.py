"""All rooms of this hub as a village sees them: on, off, not well, or gone with their package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hub.centre.models import Room
from hub.centre.rooms import name_of, names_of, needed_by, ordered_rooms
from hub.i18n import _
from hub.kernel.loader import LoadedRoom
from hub.kernel.state import the_hub
from hub.text import clock_time

State = Literal["on", "off", "broken", "gone"]


@dataclass(frozen=True, slots=True)
class Line:
    """One room on the page. `reason` says in words why it does not work; `detail` is what the log says."""

    key: str
    name: str
    icon: str
    version: str
    state: State
    room: Room | None
    facts: str = ""  # capacity and hours, in a few words
    requires: str = ""
    needed_by: str = ""
    reason: str = ""
    detail: str = ""


def lines() -> list[Line]:
    """The rooms that are on in their order, then those that are off, then those that do not work."""
    known = {found.id: found for found in the_hub().rooms}
    mine = {room.key: room for room in ordered_rooms()}
    all_of_them = [_line(found, mine.get(found.id)) for found in known.values()]
    all_of_them += [_gone(room) for key, room in mine.items() if key not in known]
    order: list[State] = ["on", "off", "broken", "gone"]
    return sorted(
        all_of_them, key=lambda line: (order.index(line.state), *_place(line, known.get(line.key)), line.key)
    )


def _place(line: Line, found: LoadedRoom | None) -> tuple[int, int]:
    if line.room is not None:
        return line.room.place, line.room.id
    return (found.manifest.place if found and found.manifest else 0), 0


def _line(found: LoadedRoom, room: Room | None) -> Line:
    manifest = found.manifest
    name = room.name if room else name_of(manifest) if manifest else found.id
    icon = room.icon if room else manifest.icon if manifest else "?"
    version = manifest.version if manifest else ""
    if found.state != "loaded":
        return Line(
            found.id, name, icon, version, "broken", room, reason=reason_in_words(found), detail=found.reason
        )
    on = room is not None and room.enabled
    return Line(
        found.id, name, icon, version, "on" if on else "off", room,
        facts=_facts(room) if room else "",
        requires=names_of(manifest.requires) if manifest else "",
        needed_by=names_of(needed_by(found.id)) if on else "",
    )  # fmt: skip


def _facts(room: Room) -> str:
    figures = [str(figure) for figure in (room.warn_above, room.refuse_above) if figure is not None]
    parts = [_("%(figures)s 人", figures="—".join(figures))] if figures else [_("不限人数")]
    if room.hours == "always":
        parts.append(_("24 小时"))
    elif room.hours == "own":
        parts.append(f"{clock_time(room.opens)}—{clock_time(room.closes)}")
    return " · ".join(parts)


def _gone(room: Room) -> Line:
    reason = _("程序里已经没有这个功能室；它的记录都还在。")
    return Line(room.key, room.name, room.icon, "", "gone", room, reason=reason)


def reason_in_words(found: LoadedRoom) -> str:
    """Why a room does not work, as a secretary can understand and pass on."""
    if found.state == "asleep":
        return _("系统现在以安全模式运行，没有加载任何功能室。")
    for beginning, sentence in _reasons():
        if beginning in found.reason:
            return sentence
    return _("程序出错，没有加载。")


def _reasons() -> tuple[tuple[str, str], ...]:
    """What the loader says, by how it begins."""
    return (
        ("its tables are not up to date", _("它的数据表还没有升级，请管理员运行 hub upgrade。")),
        ("migration failed", _("升级它的数据表时出错。")),
        ("needs a hub", _("它和本系统的版本不配套。")),
        ("that are not here", _("它要用的另一个功能室没有安装。")),
        ("could not be loaded", _("它要用的另一个功能室没有装好。")),
        ("requires or follows itself", _("它和别的功能室互相等待。")),
        ("found twice", _("同一个功能室装了两份，请删去一份。")),
        ("cannot be found", _("它的程序包不完整。")),
        ("room.toml", _("它的说明文件 room.toml 有误。")),
    )
