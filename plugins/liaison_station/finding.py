"""What can be looked up by typing, and what the search at the top finds: a matter by number or code alone, a shop by
its name. What was said, and who said it, cannot be searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from hub.kits.casework import find_by_code, read_code, read_number
from hub.room import Choice, Hit, Lookup, db, join_words, short_day

from .casefile import casefile, title_of
from .desk import desk
from .models import Deputy, Matter, Trader
from .words import LEVELS, STATES, TRADES


def search_matters(words: str, most: int) -> Iterable[Hit]:
    """A matter by its number or receipt code."""
    for row in _matters(words, most):
        sub = " · ".join((str(STATES[row.state]), short_day(row.numbered_on)))
        yield Hit(title_of(row), sub, casefile.url("case", case=row.id))


def _matters(words: str, most: int) -> Sequence[Matter]:
    if read_code(words) is not None:
        row = find_by_code(Matter, words)
        return [row] if row is not None else []
    number = read_number(words)
    if number is None:
        return []
    return db.session.scalars(
        select(Matter).where(Matter.number == number).order_by(Matter.id.desc()).limit(most)
    ).all()


def search_traders(words: str, most: int) -> Iterable[Hit]:
    """A shop by its name; what opens is a request for help of theirs."""
    for row in _traders(words, most):
        yield Hit(row.shop, str(TRADES[row.trade]), desk.url("help", trader=row.id))


def _traders(words: str, most: int) -> Sequence[Trader]:
    typed = words.strip()
    if not typed:
        return []
    return db.session.scalars(
        select(Trader)
        .where(Trader.left_on.is_(None), Trader.shop.contains(typed, autoescape=True))
        .order_by(Trader.shop)
        .limit(most)
    ).all()


def _deputies(words: str, most: int) -> Iterable[Choice]:
    typed = words.strip()
    wanted = select(Deputy).where(Deputy.left_on.is_(None)).order_by(Deputy.name).limit(most)
    if typed:
        wanted = wanted.where(Deputy.name.contains(typed, autoescape=True))
    for row in db.session.scalars(wanted):
        yield Choice(row.id, row.name, join_words(filter(None, (str(LEVELS[row.level]), row.area))))


def _serving(deputy_id: int) -> Deputy | None:
    row = db.session.get(Deputy, deputy_id)
    return row if row is not None and row.left_on is None else None


def _open_shop(trader_id: int) -> Trader | None:
    row = db.session.get(Trader, trader_id)
    return row if row is not None and row.left_on is None else None


LOOKUPS = (
    Lookup(
        "deputies", find=_deputies, get=_serving, text=lambda row: row.name, permission="accept", model=Deputy
    ),
    Lookup(
        "traders",
        find=lambda words, most: [
            Choice(row.id, row.shop, str(TRADES[row.trade])) for row in _traders(words, most)
        ],
        get=_open_shop,
        text=lambda row: row.shop,
        permission="accept",
        model=Trader,
    ),
)
