"""How dates, times and people are written for people."""

from __future__ import annotations

from calendar import month_abbr, month_name
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from flask import Flask

from hub.i18n import _, _n, _p, is_english
from hub.kernel.here import here

MIDDLE_DOT = "·"
_WEEKDAYS_ZH = "一二三四五六日"
_on_paper: ContextVar[bool] = ContextVar("hub_on_paper", default=False)


def mask_name(name: str | None) -> str:
    """A person on a screen that others can see: 王*; 买买提* for a name in several parts."""
    if not name:
        return "—"
    first = name.split(MIDDLE_DOT)[0]
    return (first if MIDDLE_DOT in name else first[:1]) + "*"


def mask_person(name: str | None, phone: str | None) -> str:
    """王* · 8842: enough to call somebody up, too little to know them by."""
    tail = (phone or "")[-4:]
    return f"{mask_name(name)} · {tail}" if tail else mask_name(name)


def local_date(day: date) -> str:
    """11月23日 星期一, for the top of the page."""
    if is_english():
        return f"{day:%a} {day.day} {day:%b}"
    return f"{day.month}月{day.day}日 星期{_WEEKDAYS_ZH[day.weekday()]}"


@contextmanager
def on_paper() -> Iterator[None]:
    """Within it days are said as on a paper that is read another day: never 今天, always with the year."""
    token = _on_paper.set(True)
    try:
        yield
    finally:
        _on_paper.reset(token)


def short_day(day: date | None) -> str:
    """今天, 昨天, 明天, 8月13日, and with the year when it is another."""
    if day is None:
        return "—"
    paper = _on_paper.get()
    away = (day - here.today).days
    if -1 <= away <= 1 and not paper:
        return (_("昨天"), _p("day", "今天"), _("明天"))[away + 1]
    same_year = day.year == here.today.year and not paper
    if is_english():
        return f"{day.day} {day:%b}" + ("" if same_year else f" {day.year}")
    return f"{day.month}月{day.day}日" if same_year else f"{day.year}年{day.month}月{day.day}日"


def month_day(month: int, day: int) -> str:
    """8月13日, of no particular year and never 今天."""
    return f"{day} {month_abbr[month]}" if is_english() else f"{month}月{day}日"


def year_month(year: int, month: int) -> str:
    """2025年8月"""
    return f"{month_name[month]} {year}" if is_english() else f"{year}年{month}月"


def short_moment(instant: datetime | None) -> str:
    """今天 13:42, 8月13日 14:05, in the village's time."""
    if instant is None:
        return "—"
    local = instant.astimezone(here.tz)
    return f"{short_day(local.date())} {local.hour}:{local.minute:02d}"


def moments() -> Callable[[datetime], str]:
    """`short_moment` for a page full of them: a day is put into words once."""
    zone = here.tz
    words: dict[date, str] = {}

    def say(instant: datetime) -> str:
        local = instant.astimezone(zone)
        day = local.date()
        if day not in words:
            words[day] = short_day(day)
        return f"{words[day]} {local.hour}:{local.minute:02d}"

    return say


def clock_time(value: time | datetime | None) -> str:
    """9:00, in the village's time."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(here.tz).time()
    return f"{value.hour}:{value.minute:02d}"


def rough_count(count: int, capped: bool = False) -> str:
    """约 6万条 when it is large or only estimated, 312 条 otherwise."""
    if count >= 10_000 or capped:
        about = f"{count / 10_000:.1f}".rstrip("0").rstrip(".")
        if is_english():
            return f"about {count:,} records"
        return f"约 {about} 万条" if count >= 10_000 else f"{count} 条以上"
    return _n("%(n)s 条", count)


def join_words(words: Iterable[str]) -> str:
    """Words in a row, as people write them: 电钻、扳手."""
    return _("、").join(words)


def join_notes(notes: Iterable[str | None]) -> str:
    """Notes in a row, those that say something: 外壳裂了；已修好，换了外壳."""
    return _("；").join(note for note in notes if note)


def in_brackets(text: object, more: object) -> str:
    """Something with more about it: 手套（双）."""
    return _("%(text)s（%(more)s）", text=text, more=more)


def days_overdue(due: date, today: date | None = None) -> int:
    """Whole days past the due day; 0 when it is not past."""
    return max(((today or here.today) - due) // timedelta(days=1), 0)


def register_filters(app: Flask) -> None:
    """Give the templates the words above."""
    days = (short_day, short_moment, clock_time, local_date, month_day, year_month)
    for function in (*days, mask_name, rough_count, join_words):
        app.jinja_env.filters[function.__name__] = function
