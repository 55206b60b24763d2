"""Finding residents by name, pinyin, initials or phone: every word must begin one of the resident's keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, select

from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.keys import fold, words_of
from hub.people.models import Resident, ResidentKey

MOST = 50
_LAST = "\U0010ffff"  # sorts after whatever may follow a prefix, byte by byte


def find_residents(words: str, limit: int = 20) -> list[Resident]:
    """Residents of this village who match all words; exact names first, then those a room needed last."""
    conditions = matching(words)
    if not conditions:
        return []
    found = db.session.scalars(
        select(Resident)
        .where(is_kept(), *conditions)
        .order_by(Resident.last_used_on.is_(None), Resident.last_used_on.desc(), Resident.name, Resident.id)
        .limit(max(1, min(limit, MOST)))
    )
    return sorted(found, key=lambda resident: fold(resident.name) != fold(words))


def get_resident(resident_id: int) -> Resident | None:
    """A resident whom this village keeps."""
    return db.session.scalars(select(Resident).where(Resident.id == resident_id, is_kept())).one_or_none()


def is_kept() -> ColumnElement[bool]:
    """The condition that a resident is neither erased nor merged away, nor of a list that is not whole."""
    return Resident.erased_at.is_(None) & Resident.merged_into_id.is_(None) & Resident.arriving.is_(False)


def ids_matching(words: str, limit: int) -> Sequence[int]:
    """The ids of residents of this village who match all words, in no order; none when nothing was typed."""
    typed = words_of(words)
    if not typed:
        return ()
    values: dict[str, Any] = {"most": limit}
    for place, word in enumerate(typed):
        values |= {f"from{place}": word, f"below{place}": word + _LAST}
    return db.session.scalars(_of_words(len(typed)), values).all()


@cache
def _of_words(number: int) -> Select[Any]:
    """The statement for so many words: there are five of them, and the words are values."""
    return (
        select(Resident.id)
        .where(is_kept(), *(_begins(Resident.id, *_ends(place)) for place in range(number)))
        .limit(bindparam("most", type_=Integer))
    )


def _ends(place: int) -> tuple[Any, Any]:
    kind = ResidentKey.key.type
    return bindparam(f"from{place}", type_=kind), bindparam(f"below{place}", type_=kind)


def _begins(resident_id: Any, first: Any, below: Any) -> ColumnElement[bool]:
    found: ColumnElement[bool] = resident_id.in_(
        select(ResidentKey.resident_id).where(ResidentKey.key >= first, ResidentKey.key < below)
    )
    return found


def matching(words: str, resident_id: Any = Resident.id) -> list[ColumnElement[bool]]:
    """One condition a word on a column that holds residents' ids; empty when nothing was typed.

    Comparing a range of keys uses the index on both databases, where LIKE would not.
    """
    return [
        resident_id.in_(
            select(ResidentKey.resident_id).where(
                ResidentKey.village_id == here.village_id,
                ResidentKey.key >= word,
                ResidentKey.key < word + _LAST,
            )
        )
        for word in words_of(words)
    ]
