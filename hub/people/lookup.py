"""Residents as forms and lists look them up."""

from __future__ import annotations

from collections.abc import Iterable

from hub.i18n import _
from hub.people.models import Resident
from hub.people.search import find_residents, get_resident, ids_matching, is_kept, matching
from hub.web.lookups import Choice, Lookup


def _find(words: str, limit: int) -> Iterable[Choice]:
    for resident in find_residents(words, limit):
        yield Choice(resident.id, resident.name, tell_apart(resident), resident.phone)


def tell_apart(resident: Resident) -> str:
    """What tells namesakes from one another: 三组 · 尾号 8842."""
    tail = _("尾号 %(digits)s", digits=resident.phone[-4:]) if resident.phone else ""
    return " · ".join(filter(None, (resident.group, tail)))


RESIDENTS = Lookup(
    "residents",
    find=_find,
    get=get_resident,
    permission="residents.view",
    text=lambda resident: resident.name,
    model=Resident,
    matching=matching,
    ids=ids_matching,
    kept=is_kept,
)
