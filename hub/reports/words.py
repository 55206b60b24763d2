"""The eight indicators in words: name, formula, weakness, the figure and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import url_for

from hub.i18n import _, _l, _n
from hub.reports.lines import Line
from hub.text import join_words


@dataclass(frozen=True, slots=True)
class Words:
    """What never changes about an indicator. `missing`: what the days missing are days without."""

    label: Any
    formula: Any
    weakness: Any
    missing: Any = ""


WORDS = {
    "door_open": Words(
        _l("大门常开"),
        _l("排定时间内实际开门分钟数 ÷ 排定开门分钟数"),
        _l("由值守人员自己记录；没有记录按没开门算，忘记关门的算到当天最后一笔有时间的记录。"),
        _l("没有开门记录的开放日"),
    ),
    "rooms_used": Words(
        _l("阵地常用"),
        _l("各室有人使用的天数 ÷ 排定开放天数，取各室的中位数"),
        _l("一天有一次来访就算用过；保密的功能室只报总数，不参加中位数。"),
        _l("各室都没有使用记录的开放日"),
    ),
    "events_weeks": Words(
        _l("活动常办"),
        _l("至少办成一场活动的周数 ÷ 本月结束的周数（周一至周日）"),
        _l("看的是次数，不是质量。起止时间有记录、满 5 人才算办成。"),
        _l("有活动没登记结果的天数"),
    ),
    "service_due": Words(
        _l("服务常在"),
        _l("本月到期（按最初期限）并按时办结的件数 ÷ 本月到期的件数"),
        _l("容易办的事会抬高它；延期的另列。"),
    ),
    "people_come": Words(
        _l("群众常来"),
        _l("门口人次 ÷ 本村人口 × 100"),
        _l("同一个人来几次算几次；门口没有点数就是未统计，不拿各室相加来代替。"),
        _l("没有点数的开放日"),
    ),
    "popularity": Words(
        _l("聚人气"),
        _l("有点数的开放日平均每天门口人次，与去年同期对照"),
        _l("受季节和天气影响；没有点数的日子不在内。"),
        _l("没有点数的开放日"),
    ),
    "vitality": Words(
        _l("聚活力"),
        _l("群众或群众组织提出、办成的活动场数 ÷ 办成的场数"),
        _l("谁提出的，由值守人员填写。"),
        _l("有活动没登记结果的天数"),
    ),
    "satisfaction": Words(
        _l("聚民心"),
        _l("满意和非常满意的份数 ÷ 本人评价的份数"),
        _l("评价的人少，也客气；只算本人评价，代录的另列，不满 10 份不显示。"),
    ),
}
Count = Callable[[int], str]
_PERCENT = ("door_open", "service_due", "vitality", "satisfaction")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stands in or beside a line, by name."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words. `value` of `max` is its bar, where there is one."""

    code: str
    label: str
    formula: str
    weakness: str
    figure: str
    unit: str
    part: str
    whole: str
    items: tuple[Item, ...]
    value: float = 0
    max: float | None = None

    @property
    def url(self) -> str:
        """The line on the month's page, from where the rows behind it open."""
        return url_for("reports.month", _anchor=self.code)


def tell(line: Line) -> Told:
    """A line in the language of the page."""
    words = WORDS[line.code]
    figure, unit = _figure(line)
    part, whole = _made_of(line)
    has_bar = line.state == "known" and line.code in (*_PERCENT, "rooms_used", "events_weeks")
    top: tuple[float, float | None] = (0, None)
    if has_bar:
        top = (line.value or 0, 100) if line.code == "rooms_used" else (line.part or 0, line.whole)
    items = (Item("figure", _("数值"), f"{figure} {unit}".strip()), *_items(line, words))
    return Told(
        line.code,
        str(words.label),
        str(words.formula),
        str(words.weakness),
        figure,
        unit,
        part,
        whole,
        items,
        *top,
    )


_WITHOUT = {
    "uncounted": _l("未统计"), "hidden": _l("不满 10 份，不显示"), "no_data": _l("(无数据)"), "known": _l("(无数据)"),
}  # fmt: skip


def _figure(line: Line) -> tuple[str, str]:
    if line.state != "known" or line.value is None:
        return "—", str(_WITHOUT[line.state])
    match line.code:
        case "events_weeks":
            return f"{line.part}/{line.whole}", _("周")
        case "people_come":
            return f"{line.value:.0f}", _("人次/百人")
        case "popularity":
            return f"{line.value:.1f}", _("人次/日")
        case _:
            return f"{int(line.value)}%", _SHORT[line.code](line.part or 0, line.whole or 0)


# What a percentage is made of, in a word, beside it.
_SHORT: dict[str, Callable[[int, int], str]] = {
    "door_open": lambda part, whole: _("%(part)s/%(whole)s 小时", part=part // 60, whole=whole // 60),
    "rooms_used": lambda _part, _whole: _("中位数"),
    "service_due": lambda part, whole: _("%(part)s/%(whole)s 件", part=part, whole=whole),
    "vitality": lambda part, whole: _("%(part)s/%(whole)s 场", part=part, whole=whole),
    "satisfaction": lambda part, whole: _("%(part)s/%(whole)s 份", part=part, whole=whole),
}
_MINUTES: Count = lambda n: _n("%(n)s 分钟", n)  # noqa: E731
_DAYS: Count = lambda n: _n("%(n)s 天", n)  # noqa: E731
_WEEKS: Count = lambda n: _n("%(n)s 周", n)  # noqa: E731
_CASES: Count = lambda n: _n("%(n)s 件", n)  # noqa: E731
_HEADS: Count = lambda n: _n("%(n)s 人次", n)  # noqa: E731
_EVENTS: Count = lambda n: _n("%(n)s 场", n)  # noqa: E731
_RATINGS: Count = lambda n: _n("%(n)s 份", n)  # noqa: E731
_ROOM_DAYS: Count = lambda n: _n("%(n)s 室·天", n)  # noqa: E731
_MADE_OF: dict[str, tuple[Count, Count]] = {
    "door_open": (_MINUTES, _MINUTES),
    "rooms_used": (_ROOM_DAYS, _ROOM_DAYS),
    "events_weeks": (_WEEKS, _WEEKS),
    "service_due": (_CASES, _CASES),
    "people_come": (_HEADS, lambda n: _n("%(n)s 人", n)),
    "popularity": (_HEADS, _DAYS),
    "vitality": (_EVENTS, _EVENTS),
    "satisfaction": (_RATINGS, _RATINGS),
}


def _made_of(line: Line) -> tuple[str, str]:
    """Numerator and denominator with their units."""
    if line.part is None or line.whole is None:
        return "—", "—"
    of_part, of_whole = _MADE_OF[line.code]
    return of_part(line.part), of_whole(line.whole)


def _items(line: Line, words: Words) -> Iterator[Item]:
    part, whole = _made_of(line)
    yield Item("part", _("分子"), part)
    yield Item("whole", _("分母"), whole)
    if words.missing:
        missing = "—" if line.missing is None else _n("%(n)s 天", line.missing)
        yield Item("missing", _("缺记：%(what)s", what=words.missing), missing)
    late = "—" if line.late is None else of(line.late.part, line.late.whole)
    yield Item("late", _("补录（晚于 3 天）"), late)
    yield from _beside(line)


def _beside(line: Line) -> Iterator[Item]:
    """What the definition puts beside the figure."""
    known = line.beside
    for key, label, say in _BESIDE.get(line.code, ()):
        if key in known:
            yield Item(key, str(label), say(known[key]))
    if line.code == "rooms_used":
        for room in known.get("capacity", ()):
            text = of(room["part"] // 60, room["whole"] // 60, _("人·小时"))
            yield Item(f"capacity_{room['room']}", _("%(room)s人次时长 ÷ 容量时长", room=room["room"]), text)


def of(part: int, whole: int, unit: str = "") -> str:
    """12% (3/25 件); without a denominator there is no share."""
    if not whole:
        return _("—(无数据)")
    made_of = f"{part}/{whole} {unit}".strip()
    return _("%(percent)s%%（%(made_of)s）", percent=f"{part * 1000 // whole / 10:g}", made_of=made_of)


def _share(unit: Any = "") -> Any:
    return lambda known: _("—(无数据)") if known is None else of(known[0], known[1], str(unit))


def _number(unit: Any) -> Any:
    return lambda known: _("—(无数据)") if known is None else f"{known} {unit}"


def _hours(known: int | None) -> str:
    return _("—(无数据)") if known is None else _("%(n)s 小时", n=f"{known / 60:.1f}")


_BESIDE: dict[str, tuple[tuple[str, Any, Any], ...]] = {
    "door_open": (("timed_days", _l("有其他带时间记录佐证的开放日"), _share(_l("天"))),),
    "rooms_used": (
        ("unused", _l("没有用过的功能室"), lambda known: join_words(known) if known else _("没有")),
        ("machine_days", _l("农机租出 ÷ 可租"), _share(_l("台日"))),
    ),
    "events_weeks": (
        ("held", _l("办成活动"), _number(_l("场"))),
        ("held_planned", _l("办成 ÷ 计划"), _share(_l("场"))),
    ),
    "service_due": (
        ("extended", _l("其中延过期的"), _number(_l("件"))),
        ("duty", _l("值班到岗 ÷ 排班"), _share(_l("分钟"))),
    ),
    "people_come": (
        ("no_population", _l("本村人口"), lambda _known: _("还没有填，请到“设置”的“基本情况”里填")),
    ),
    "popularity": (
        ("counted_days", _l("有点数的开放日"), _share(_l("天"))),
        ("year_before", _l("去年同期"), _number(_l("人次/日"))),
        ("year_before_days", _l("去年同期有点数的开放日"), _share(_l("天"))),
    ),
    "vitality": (("volunteer_minutes", _l("第二人核实过的志愿服务"), _hours),),
    "satisfaction": (
        ("rated", _l("本人评价 ÷ 可评价的办结"), _share(_l("件"))),
        ("entered", _l("代录的评价"), _number(_l("份"))),
        ("opinions", _l("意见按期反馈 ÷ 到期的意见"), _share(_l("条"))),
    ),
}
