"""Small pictures drawn here, as SVG that prints. A table with the same numbers always stands beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup, escape

from hub.home.months import Month
from hub.i18n import _, _n
from hub.kernel.here import here
from hub.text import short_day

RED, PALE, LINE, SOFT = "#9e2a2b", "#f3ede4", "#e4dfd7", "#52606d"
STEP, HEIGHT, FOOT = 24, 120, 22


def bars_by_day(month: Month, heads: Mapping[date, int]) -> Markup:
    """Heads a day as bars, one a day of the month; days that are still to come stay empty."""
    top = max(heads.values(), default=0) or 1
    parts = [
        Markup('<svg viewBox="0 0 {} {}" role="img" aria-label="{}" font-size="11" fill="{}">').format(
            31 * STEP + 8, HEIGHT + FOOT + 16, _("本月每天来访人次，最多的一天 %(n)s 人次", n=top), SOFT
        ),
        Markup('<path d="M4 {0}.5H{1}" stroke="{2}"/>').format(HEIGHT + 16, 31 * STEP + 4, LINE),
    ]
    for day in month.days:
        left, count = 4 + (day.day - 1) * STEP, heads.get(day, 0)
        tall = round(HEIGHT * count / top)
        said = escape(_("%(day)s：%(n)s 人次", day=short_day(day), n=count))
        bar = number = ""
        if count:
            colour = RED if day == here.today else "#c58a5a"
            bar = (
                f'<rect x="{left + 3}" y="{HEIGHT + 16 - tall}" width="{STEP - 6}" height="{tall}" rx="3"'
                f' fill="{colour}"/>'
            )
            number = _text(left + STEP // 2, HEIGHT + 12 - tall, count)
        of_day = _text(left + STEP // 2, HEIGHT + 32, day.day, bold=day == here.today)
        parts.append(Markup(f"<g><title>{said}</title>{bar}{number}{of_day}</g>"))  # noqa: S704 - numbers, escaped words
    return Markup("").join([*parts, Markup("</svg>")])


def _text(x: int, y: int, number: int, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x}" y="{y}" text-anchor="middle"{weight}>{number}</text>'


def strip_of_days(month: Month, heads: Mapping[date, int]) -> Markup:
    """A month as a row of squares, the darker the more people came."""
    top = max(heads.values(), default=0) or 1
    used = _n("用了 %(n)s 天", len(heads))
    parts = [f'<svg viewBox="0 0 310 12" width="279" height="11" role="img" aria-label="{escape(used)}">']
    for day in month.days:
        square = f'<rect x="{(day.day - 1) * 10 + 1}" y="1" width="8" height="10" rx="2" fill="'
        if count := heads.get(day, 0):
            shade = round(0.25 + 0.75 * count / top, 2)
            about = f"{day.month}/{day.day}: {count}"
            parts.append(f'{square}{RED}" fill-opacity="{shade}"><title>{about}</title></rect>')
        else:
            parts.append(f'{square}{PALE}"/>')
    return Markup("".join([*parts, "</svg>"]))  # noqa: S704 - numbers and colours, and words that are escaped
