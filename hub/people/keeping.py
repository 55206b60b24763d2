"""What is kept of a resident, how long, and how it ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Select, func, select

from hub.i18n import _
from hub.kernel.here import here
from hub.people.models import Resident
from hub.people.search import get_resident, is_kept
from hub.people.services import anonymise
from hub.text import short_day

YEARS = 3


def kept_of(resident_id: int) -> Iterable[tuple[str, str]]:
    """What the list of residents holds of one, for their own page."""
    resident = get_resident(resident_id)
    if resident is None:
        return []
    return [
        (_("姓名"), resident.name),
        (_("电话"), resident.phone),
        (_("村民小组"), resident.group),
        (_("同意登记"), short_day(resident.consent_on)),
        (_("最近用到"), short_day(resident.last_used_on)),
    ]


def erase(resident_id: int) -> int:
    """Make a resident nameless; answers how many rows that changed."""
    resident = get_resident(resident_id)
    if resident is None:
        return 0
    anonymise(resident)
    return 1


def unused() -> Select[Resident]:
    """Those whom no room has needed for three years; who has no such day is left alone."""
    last_needed = func.coalesce(Resident.last_used_on, Resident.consent_on)
    return select(Resident).where(is_kept(), last_needed < here.today - timedelta(days=365 * YEARS))
