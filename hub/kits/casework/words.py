"""What is said of a case, and the buttons on its page."""

from __future__ import annotations

from datetime import date
from typing import Any

from hub.room import _, days_overdue, local_date, short_day


def term_of(case: Any) -> str:
    """The last day, and how urgent it is."""
    if case.due_on is None:
        return ""
    if case.stopped_on is not None:
        return _("停表，从%(day)s起等居民", day=short_day(case.stopped_on))
    words = [short_day(case.due_on)]
    if case.extensions:
        words.append(_("延期 %(n)s 次", n=case.extensions))
    if case.resolved_at is None and (late := days_overdue(case.due_on)):
        words.append(_("逾期 %(n)s 天", n=late))
    return " · ".join(words)


def paper_day(day: date) -> str:
    """2025年11月20日 星期四: on paper there is no 明天."""
    return _("%(year)s年%(day)s", year=day.year, day=local_date(day))


def paper_term(case: Any) -> str:
    """The last day as a receipt says it; while the clock stands still, what `term_of` says."""
    return term_of(case) if case.due_on is None or case.stopped_on is not None else paper_day(case.due_on)


def urgency(case: Any) -> tuple[str, str]:
    """Pill and tone of a case whose day has come: 逾期 3 天, 今天到期."""
    late = days_overdue(case.due_on)
    return (_("逾期 %(n)s 天", n=late), "warn") if late else (_("今天到期"), "gold")
