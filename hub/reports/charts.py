"""Small pictures drawn here, as SVG that prints, in one quiet colour. A table with the same numbers always stands
beside them. Why not with pygal: docs/decisions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup, escape

from hub.i18n import _, _n
from hub.kernel.here import here
from hub.reports.figures import RoomFigures
from hub.reports.months import Month
from hub.text import short_day, year_month

INK, PALE, LINE, SOFT, DARK = "#3d5a73", "#f3ede4", "#e4dfd7", "#52606d", "#1f2933"
STEP, HEIGHT, FOOT = 24, 120, 22
SQUARE, NAMES = 22, 172


def bars_by_day(month: Month, heads: Mapping[date, int]) -> Markup:
    """Heads a day as bars, one a day of the month; days that are still to come stay empty."""
    top = max(heads.values(), default=0) or 1
    said = _("本月每天来访人次，最多的一天 %(n)s 人次", n=top)
    bars = [
        _Bar(
            _("%(day)s：%(n)s 人次", day=short_day(day), n=heads.get(day, 0)), str(day.day), heads.get(day, 0),
            day == here.today,
        )
        for day in month.days
    ]  # fmt: skip
    return _bars(said, bars, STEP, top, 31 * STEP)


def bars_by_month(heads: Mapping[Month, int]) -> Markup:
    """Heads of twelve months as bars."""
    top = max(heads.values(), default=0) or 1
    said = _("十二个月的来访人次，最多的一个月 %(n)s 人次", n=top)
    bars = [
        _Bar(
            _("%(month)s：%(n)s 人次", month=year_month(month.year, month.number), n=count),
            f"{month.year}-{month.number}" if month.number == 1 else str(month.number), count, month.is_present,
        )
        for month, count in heads.items()
    ]  # fmt: skip
    return _bars(said, bars, 62, top, 12 * 62)


class _Bar:
    """One bar: what it says, what stands under it, how much it is, and whether it is still growing."""

    def __init__(self, said: str, foot: str, count: int, present: bool) -> None:
        self.said, self.foot, self.count, self.present = said, foot, count, present


def _bars(said: str, bars: Sequence[_Bar], step: int, top: int, width: int) -> Markup:
    parts = [
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="11" fill="{}">').format(
            width + 8, HEIGHT + FOOT + 16, said, SOFT
        ),
        Markup('<path d="M4 {0}.5H{1}" stroke="{2}"/>').format(HEIGHT + 16, width + 4, LINE),
    ]
    for place, bar in enumerate(bars):
        left, tall = 4 + place * step, round(HEIGHT * bar.count / top)
        drawn = number = ""
        if bar.count:
            opacity = "0.55" if bar.present else "0.85"
            drawn = (
                f'<rect x="{left + 3}" y="{HEIGHT + 16 - tall}" width="{step - 6}" height="{tall}" rx="3"'
                f' fill="{INK}" fill-opacity="{opacity}"/>'
            )
            number = _text(left + step // 2, HEIGHT + 12 - tall, bar.count)
        foot = _text(left + step // 2, HEIGHT + 32, bar.foot, bold=bar.present)
        parts.append(Markup(f"<g><title>{escape(bar.said)}</title>{drawn}{number}{foot}</g>"))  # noqa: S704 - numbers, escaped words
    return Markup("").join([*parts, Markup("</svg>")])


def _text(x: int, y: int, said: int | str, *, bold: bool = False, more: str = "") -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x}" y="{y}" text-anchor="middle"{weight}{more}>{said}</text>'


def rooms_by_day(month: Month, rooms: Sequence[RoomFigures]) -> Markup:
    """Heads by room and day: a square each, the darker the more came, with the number in it."""
    shown = [room for room in rooms if room.by_day]
    top = max((heads for room in shown for heads in room.by_day.values()), default=0) or 1
    width, tall = NAMES + 31 * SQUARE, (len(shown) + 1) * SQUARE
    said = _("各室每天来访人次：%(n)s 个功能室，颜色越深人越多", n=len(shown))
    parts = [
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="10" fill="{}">').format(
            width, tall, said, SOFT
        )
    ]
    for row, room in enumerate(shown):
        line = SQUARE * row
        squares = "".join(
            _square(NAMES + (day.day - 1) * SQUARE, line, room.by_day.get(day, 0), top) for day in month.days
        )
        # A picture within the picture cuts off what is too long; the whole name is there to be read.
        name = Markup(
            '<g><title>{0}</title><svg x="0" y="{1}" width="{2}" height="{3}">'
            '<text x="0" y="15" font-size="12">{0}</text></svg>'
        ).format(room.name, line, NAMES - 6, SQUARE)
        parts += [name, Markup(squares), Markup("</g>")]  # noqa: S704 - numbers
    feet = "".join(_text(NAMES + (day.day - 1) * SQUARE + 11, tall - 6, day.day) for day in month.days)
    return Markup("").join([*parts, Markup(feet), Markup("</svg>")])  # noqa: S704 - numbers


def _square(x: int, y: int, count: int, top: int) -> str:
    place = f'<rect x="{x + 1}" y="{y + 1}" width="{SQUARE - 2}" height="{SQUARE - 2}" rx="2" fill="'
    if not count:
        return f'{place}{PALE}"/>'
    shade = _shade(count, top)
    ink = f' fill="{"#fff" if shade > 0.6 else DARK}"'
    return f'{place}{INK}" fill-opacity="{shade}"/>' + _text(x + 11, y + 15, count, more=ink)


def _shade(count: int, top: int) -> float:
    return round(0.15 + 0.85 * count / top, 2)


def strip_of_days(month: Month, heads: Mapping[date, int]) -> Markup:
    """A month as a row of squares, the darker the more people came."""
    top = max(heads.values(), default=0) or 1
    used = _n("用了 %(n)s 天", len(heads))
    parts = [f'<svg viewBox="0 0 310 12" width="279" height="11" role="img" aria-label="{escape(used)}">']
    for day in month.days:
        square = f'<rect x="{(day.day - 1) * 10 + 1}" y="1" width="8" height="10" rx="2" fill="'
        if count := heads.get(day, 0):
            about = f"{day.month}/{day.day}: {count}"
            parts.append(f'{square}{INK}" fill-opacity="{_shade(count, top)}"><title>{about}</title></rect>')
        else:
            parts.append(f'{square}{PALE}"/>')
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - numbers and colours, and words that are escaped
