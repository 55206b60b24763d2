"""The sewing corner in numbers, and what is to be done today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from hub.room import (
    Hit,
    Period,
    ReportRow,
    Todo,
    TodoSource,
    _,
    _l,
    days_overdue,
    db,
    here,
    mask_person,
    short_day,
)

from .lists import Bundles
from .models import Bundle
from .words import STATES, WORK

MOST = 20  # things of one sort on the first screen
PATIENCE = timedelta(days=7)  # how long the rail holds something before its owner is called


def card() -> str:
    """要补 3 件，待取 2 件"""
    waiting, ready = _pieces(Bundle.state == "waiting"), _pieces(Bundle.state == "ready")
    return _("要补 %(waiting)s 件，待取 %(ready)s 件", waiting=waiting, ready=ready)


def due() -> Iterable[Todo]:
    """What was promised for today or tomorrow, or should be ready by now."""
    soon = here.today + timedelta(days=1)
    for row in _bundles(Bundle.state == "waiting", Bundle.promised_on <= soon):
        late = days_overdue(row.promised_on)
        pill = _("逾期 %(n)s 天", n=late) if late else _("%(day)s要取", day=short_day(row.promised_on))
        yield _todo(row, pill, _l("去补"), "warn" if late else "gold")


def unfetched() -> Iterable[Todo]:
    """What has been ready for a week and hangs in the way."""
    for row in _bundles(Bundle.state == "ready", Bundle.mended_at <= here.now - PATIENCE):
        yield _todo(row, _("没来取"), _l("联系居民"), "off")


def find(words: str, most: int) -> Iterable[Hit]:
    """The bundle whose number was typed."""
    if not words.isascii() or not words.isdecimal() or len(words) > 6:
        return
    rows = db.session.scalars(select(Bundle).where(Bundle.number == int(words)).limit(most))
    for row in rows:
        sub = _("%(work)s，%(state)s", work=WORK[row.work], state=STATES[row.state])
        yield Hit(_("第 %(n)s 号", n=row.number), sub, Bundles.url_of(row.id))


def brought(period: Period) -> int:
    """Pieces taken in."""
    return _pieces(Bundle.brought_at >= period.starts, Bundle.brought_at < period.ends)


def mended(period: Period) -> int:
    """Pieces mended."""
    return _pieces(Bundle.mended_at >= period.starts, Bundle.mended_at < period.ends)


def _pieces(*conditions: Any) -> int:
    return db.session.scalar(select(func.sum(Bundle.pieces)).where(*conditions)) or 0


def _bundles(*conditions: Any) -> Iterable[Bundle]:
    return db.session.scalars(
        select(Bundle)
        .where(*conditions)
        .options(joinedload(Bundle.resident))
        .order_by(Bundle.promised_on, Bundle.id)
        .limit(MOST)
    )


def _todo(row: Bundle, pill: str, button: Any, tone: Any) -> Todo:
    who = mask_person(row.resident.name, row.resident.phone) if row.resident else ""
    title = _("第 %(n)s 号", n=row.number)
    return Todo(pill, title, who, Bundles.url_of(row.id), button, tone=tone, due=row.promised_on)


REPORT = [
    ReportRow("brought", _l("收衣"), _l("件"), brought),
    ReportRow("mended", _l("补好"), _l("件"), mended),
]
TODOS = [TodoSource("mend", due), TodoSource("mend", unfetched)]
