"""编目: titles and their copies, the numbers on their labels, what becomes of a copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select

from hub.kits.lending import count
from hub.room import Refused, _, change_rows, db, here

from . import waiting
from .models import Copy, Loan, Scan, Title, Use, Wait
from .shelf import lock_copy, lock_title
from .terms import own_policy

PREFIX = "B"
MOST_COPIES = 50


def found_by(name: str) -> dict[str, str]:
    """The pinyin that a title is searched by."""
    from pypinyin import lazy_pinyin  # half a second and much memory, for who catalogues

    syllables = lazy_pinyin(name)
    letters = ["".join(sign for sign in one.casefold() if sign.isalnum()) for one in syllables]
    return {"sound": "".join(letters)[:200], "initials": "".join(one[:1] for one in letters)[:60]}


def tidy_title(title: Title) -> Title:
    """What follows from the rest: the pinyin to search by, and that magazines stay in."""
    for name, value in found_by(title.name).items():
        setattr(title, name, value)
    title.call_number = title.call_number.upper()
    title.stays_in = title.stays_in or title.kind == "magazine"
    return title


def title_of_isbn(isbn: str) -> Title | None:
    """The title an ISBN was catalogued as."""
    if not isbn:
        return None
    return db.session.scalars(select(Title).where(Title.isbn == isbn)).one_or_none()


def add_title(title: Title) -> Title:
    """Catalogue a title. Raises Refused when its ISBN is there already."""
    known = title_of_isbn(title.isbn)
    if known is not None:
        raise Refused(_("这个 ISBN 已经编目：%(book)s。请在那里加册。", book=known.quoted), "isbn")
    title.added_on = here.today
    db.session.add(tidy_title(title))
    db.session.flush()
    return title


def add_copies(title: Title, number: int, label: str = "", price: Decimal | None = None) -> list[Copy]:
    """Take in copies of a title. `label` is the number that the only one bears already. Raises Refused."""
    if not 1 <= number <= MOST_COPIES:
        raise Refused(_("一次最多加 %(n)s 册。", n=MOST_COPIES), "copies")
    if label and number > 1:
        raise Refused(_("自己写册号时一次加一册。"), "copies")
    numbers = [label.upper()] if label else take_numbers(number)
    if label:
        check_number(label)
    copies = [
        Copy(number=one, title_id=title.id, title=title, state="in", price=price, added_on=here.today)
        for one in numbers
    ]  # fmt: skip
    db.session.add_all(copies)
    db.session.flush()
    waiting.settle(title.id)
    return copies


def check_number(label: str) -> None:
    """A copy may be called so: one word, that is no reader's card, no ISBN and nobody else's. Raises Refused."""
    typed = label.upper()
    if not typed.isascii() or not all(sign.isalnum() or sign in "-./" for sign in typed):
        raise Refused(_("册号只用字母、数字和 - . /，例如 B00012。"), "number")
    if typed.startswith("R") and typed[1:].isdecimal() and len(typed) >= 7:
        raise Refused(_("R 加数字是读者证的编号，册号请换一个。"), "number")
    if typed.isdecimal() and len(typed) == 13:
        raise Refused(_("这是 ISBN 那样的十三位数，同一本书的几册会分不清。册号请换一个。"), "number")
    if existing_numbers([typed]):
        raise Refused(_("册号 %(number)s 已经有了，请换一个。", number=typed), "number")


def existing_numbers(numbers: Iterable[str]) -> set[str]:
    """Those of some numbers that copies bear already."""
    wanted = sorted(set(numbers))
    found: set[str] = set()
    for at in range(0, len(wanted), 400):
        found.update(db.session.scalars(select(Copy.number).where(Copy.number.in_(wanted[at : at + 400]))))
    return found


def take_numbers(number: int) -> list[str]:
    """So many new numbers. The policy is held meanwhile, so that no two keepers are given the same."""
    settings = own_policy()
    taken: list[str] = []
    while len(taken) < number:
        ahead = [f"{PREFIX}{settings.next_number + step:05d}" for step in range(number - len(taken))]
        there = existing_numbers(ahead)
        taken += [one for one in ahead if one not in there]
        settings.next_number += len(ahead)
    return taken


def undo_copies(copy_ids: Sequence[int]) -> Title | None:
    """Copies that were just taken in go again, and their title when it has no others. Raises Refused."""
    copies = db.session.scalars(select(Copy).where(Copy.id.in_(copy_ids))).all()
    if not copies:
        raise Refused(_("这几册已经撤销了。"))
    title = lock_title(copies[0].title_id)
    if used_copies(copy_ids):
        raise Refused(_("这几册已经借过或盘点过，不能撤销。"))
    remove_copies(copy_ids)
    remove_bare_titles([title.id])
    return title


def used_copies(copies: Sequence[int] | Select[Any]) -> int:
    """How many of these copies, by their ids, have a history that must not be lost."""
    used = set(db.session.scalars(select(Copy.id).where(Copy.id.in_(copies), Copy.state != "in")))
    for model in (Loan, Scan, Wait):
        used.update(db.session.scalars(select(model.copy_id).where(model.copy_id.in_(copies)).distinct()))
    return len(used)


def remove_copies(copy_ids: Sequence[int]) -> None:
    """Delete copies without a history."""
    from sqlalchemy import delete

    for at in range(0, len(copy_ids), 400):
        change_rows(delete(Copy).where(Copy.id.in_(copy_ids[at : at + 400])), "undo")


def remove_bare_titles(title_ids: Sequence[int]) -> int:
    """Delete those titles that have neither copies nor a history. Answers how many."""
    from sqlalchemy import delete

    removed = 0
    for at in range(0, len(title_ids), 400):
        some = title_ids[at : at + 400]
        kept: set[int] = set()
        for model in (Copy, Use, Wait):
            kept.update(db.session.scalars(select(model.title_id).where(model.title_id.in_(some))))
        bare = [one for one in some if one not in kept]
        removed += change_rows(delete(Title).where(Title.id.in_(bare)), "undo") if bare else 0
    return removed


# ------------------------------------------------------------------------------------------ what becomes of a copy


def damage(copy_id: int, what: str) -> Copy:
    """A copy on the shelf goes to be mended. Raises Refused."""
    copy = _in(copy_id, "in")
    copy.state, copy.damage = "repair", what
    waiting.settle(copy.title_id)
    return copy


def mend(copy_id: int) -> Copy:
    """A copy is whole again. Raises Refused."""
    copy = _in(copy_id, "repair")
    copy.state, copy.damage = "in", ""
    waiting.settle(copy.title_id)
    return copy


def miss(copy_id: int) -> Copy:
    """A copy is not on its shelf and nobody has it. Raises Refused."""
    copy = _in(copy_id, "in")
    copy.state, copy.lost_on = "lost", here.today
    waiting.settle(copy.title_id)
    return copy


def find(copy_id: int) -> Copy:
    """A lost copy is there again. Raises Refused."""
    copy = _in(copy_id, "lost")
    copy.state, copy.lost_on = "in", None
    waiting.settle(copy.title_id)
    return copy


def retire(copy_id: int) -> Copy:
    """A copy is not lent any more. Raises Refused."""
    copy = _in(copy_id, "in", "repair", "lost")
    copy.state, copy.lost_on = "retired", None
    waiting.settle(copy.title_id)
    return copy


def _in(copy_id: int, *states: str) -> Copy:
    copy = lock_copy(copy_id)
    if copy.state not in states:
        raise Refused(_("%(book)s 现在不能这样办，请先看看它的状态。", book=copy.label), "copy")
    return copy


def copies_of(title_id: int) -> int:
    """How many copies of a title there are that were not withdrawn."""
    return count(Copy, Copy.title_id == title_id, Copy.state != "retired")
