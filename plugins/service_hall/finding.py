"""What can be looked up by typing, and what the search at the top finds: by number, receipt code, name or item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.casework import find_by_code, number_of, read_code, read_number
from hub.room import Choice, Hit, Lookup, _, db, find_residents, mask_person, short_day

from .casefile import casefile
from .desk import desk
from .models import Item, Request
from .words import CATEGORIES, STATES


def search_requests(words: str, most: int) -> Iterable[Hit]:
    """A request by its number or receipt code, else those of the people who are called so."""
    for row in _requests(words, most):
        who = mask_person(row.resident.name, row.resident.phone) if row.resident else ""
        sub = " · ".join(filter(None, (str(STATES[row.state]), who, short_day(row.numbered_on))))
        title = _("第 %(number)s 号 %(item)s", number=number_of(row), item=row.item.name)
        if row.number is None:
            title = _("草稿 %(item)s", item=row.item.name)
        yield Hit(title, sub, casefile.url("case", case=row.id))


def _requests(words: str, most: int) -> Sequence[Request]:
    if read_code(words) is not None:
        row = find_by_code(Request, words)
        return [row] if row is not None else []
    number = read_number(words)
    if number is not None:
        return _newest(most, Request.number == number)
    people = [resident.id for resident in find_residents(words, most)]
    return _newest(most, Request.resident_id.in_(people)) if people else []


def _newest(most: int, *conditions: Any) -> Sequence[Request]:
    return db.session.scalars(
        select(Request)
        .where(*conditions)
        .options(joinedload(Request.item), joinedload(Request.resident))
        .order_by(Request.opened_at.desc(), Request.id.desc())
        .limit(most)
    ).all()


def search_items(words: str, most: int) -> Iterable[Hit]:
    """What can be done here, each hit opening its list of materials."""
    for item in find_items(words, most):
        yield Hit(item.name, str(CATEGORIES[item.category]), desk.url("checklist", item=item.id))


def find_items(words: str, most: int) -> Sequence[Item]:
    """Items that are offered and whose name holds what was typed."""
    typed = words.strip()
    if not typed:
        return []
    return db.session.scalars(
        select(Item)
        .where(Item.offered, Item.name.contains(typed, autoescape=True))
        .order_by(Item.name)
        .limit(most)
    ).all()


def _choices(words: str, most: int) -> Iterable[Choice]:
    for item in find_items(words, most):
        days = _("%(n)s 个工作日", n=item.days)
        yield Choice(item.id, item.name, f"{CATEGORIES[item.category]} · {days}")


def _offered(item_id: int) -> Item | None:
    item = db.session.get(Item, item_id)
    return item if item is not None and item.offered else None


LOOKUPS = (
    Lookup(
        "items", find=_choices, get=_offered, text=lambda item: item.name, permission="accept", model=Item
    ),
)
