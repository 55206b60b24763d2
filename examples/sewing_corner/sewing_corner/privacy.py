"""What the sewing corner keeps of people, and for how long."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update

from hub.room import PersonalData, Retention, Unsettled, _, _l, change_rows, db, here, in_brackets, short_day

from .lists import Bundles
from .models import Bundle
from .words import STATES, WORK

YEAR = timedelta(days=365)


def bundles_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What a resident brought, as far as it is still known."""
    rows = db.session.scalars(select(Bundle).where(Bundle.resident_id == resident_id).order_by(Bundle.number))
    for row in rows:
        day = short_day(row.brought_at.astimezone(here.tz).date())
        yield f"{WORK[row.work]} ×{row.pieces}", in_brackets(day, STATES[row.state])


def not_fetched(resident_id: int) -> Iterable[Unsettled]:
    """As long as their clothes lie here, somebody must know whose they are."""
    lie_here = (Bundle.resident_id == resident_id, Bundle.state != "fetched")
    for row in db.session.scalars(select(Bundle).where(*lie_here).order_by(Bundle.number)):
        yield Unsettled(in_brackets(f"{WORK[row.work]} ×{row.pieces}", _("还没有取走")), Bundles.url)


def erase(resident_id: int) -> int:
    """Unlink a person from all they brought."""
    mine = update(Bundle).where(Bundle.resident_id == resident_id)
    return change_rows(mine.values(resident_id=None), "erasure")


def forget_old() -> int:
    """A year after it was brought nobody knows whose it was."""
    old = update(Bundle).where(Bundle.brought_at < here.now - YEAR, Bundle.resident_id.is_not(None))
    return change_rows(old.values(resident_id=None), "retention")


PERSONAL_DATA = [
    PersonalData(
        Bundle,
        columns=("resident_id",),
        purpose=_l("衣服补好了要还给本人"),
        keep=_l("收下一年后脱开"),
        find=bundles_of,
        erase=erase,
        unsettled=not_fetched,
    )
]
RETENTION = [Retention(_l("衣物与居民脱开"), _l("收下一年后"), forget_old)]
