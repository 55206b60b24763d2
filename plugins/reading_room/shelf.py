"""Finding copies and titles by what was typed or scanned, and holding them while their state changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from hub.kits.lending import check_still_out, hold
from hub.room import Refused, Resident, _, db

from .isbn import looks_like_isbn, read_isbn
from .models import Copy, Loan, Title

_LAST = "\U0010ffff"
LONGEST = 60


def lock_title(title_id: int) -> Title:
    """The title, held until the transaction ends; whoever changes a copy or a queue of it holds it first."""
    title = hold(Title, title_id)
    if title is None:
        raise Refused(_("没有找到这本书，请重新选择。"), "title")
    return title


def lock_copy(copy_id: int) -> Copy:
    """The copy, held after its title. Raises Refused."""
    known = db.session.get(Copy, copy_id)
    if known is not None:
        lock_title(known.title_id)
    copy = hold(Copy, copy_id)
    if copy is None:
        raise Refused(_("没有找到这一册，请重新扫码。"), "scan")
    return copy


def lock_loan(loan_id: int) -> Loan:
    """A loan that is still open, its copy held. Raises Refused."""
    loan = find_loan(loan_id)
    check_still_out(loan, loan.copy.label)
    return loan


def find_loan(loan_id: int) -> Loan:
    """A loan, open or not, its copy held. Raises Refused."""
    loan = db.session.get(Loan, loan_id)
    if loan is None:
        raise Refused(_("没有找到这条借书记录，可能已经撤销。"), "loan")
    lock_copy(loan.copy_id)
    db.session.refresh(loan)
    return loan


def copy_of_scan(scanned: str, *, prefer: str = "") -> Copy:
    """The copy that a label, or the ISBN on its cover, means. Of several copies of an ISBN the only one in the state
    `prefer` is meant. Raises Refused."""
    typed = scanned.strip().upper()[:LONGEST]
    copy = db.session.scalars(
        select(Copy).where(Copy.number == typed).options(joinedload(Copy.title))
    ).one_or_none()
    if copy is not None:
        return copy
    if not looks_like_isbn(typed):
        raise Refused(_("没有册号为 %(number)s 的书，请核对标签后再扫一次。", number=typed[:20]), "scan")
    return _copy_of_isbn(_isbn(typed), prefer)


def _isbn(typed: str) -> str:
    try:
        return read_isbn(typed)
    except ValueError as error:
        raise Refused(str(error), "scan") from error


def _copy_of_isbn(isbn: str, prefer: str) -> Copy:
    copies = db.session.scalars(
        select(Copy)
        .join(Copy.title)
        .where(Title.isbn == isbn, Copy.state != "retired")
        .options(joinedload(Copy.title))
        .order_by(Copy.number)
        .limit(50)
    ).all()
    if not copies:
        raise Refused(_("这个 ISBN 还没有编目。请先在“编目”里登记。"), "scan")
    fitting = [copy for copy in copies if copy.state == prefer] or list(copies)
    if len(fitting) > 1:
        raise Refused(
            _("%(book)s 有 %(n)s 册，请扫册号标签，或输册号。", book=copies[0].title.quoted, n=len(fitting)),
            "scan",
        )
    return fitting[0]


def matching_titles(words: str) -> ColumnElement[bool] | None:
    """The condition that a title's name, author, pinyin, ISBN or call number begins with what was typed."""
    typed = words.strip()[:LONGEST]
    if not typed:
        return None
    folded = typed.casefold().replace(" ", "")
    digits = typed.replace("-", "")
    conditions: list[Any] = [
        Title.name.contains(typed, autoescape=True),
        _begins(Title.author, typed),
        _begins(Title.call_number, typed.upper()),
    ]
    if folded.isascii() and folded.isalpha():
        conditions += [_begins(Title.sound, folded), _begins(Title.initials, folded)]
    if digits.isascii() and len(digits) >= 4 and digits[:-1].isdecimal():
        conditions.append(_begins(Title.isbn, digits))
    return or_(*conditions)


def _begins(column: Any, text: str) -> ColumnElement[bool]:
    """A range, which uses the index where LIKE would not."""
    return (column >= text) & (column < text + _LAST)


def find_copies(words: str, most: int, *states: str) -> Sequence[Copy]:
    """Copies by number or by their titles; an exact number comes first, then what stands on the shelf."""
    of_title = matching_titles(words)
    if of_title is None:
        return []
    number = words.strip().upper()[:LONGEST]
    return db.session.scalars(
        select(Copy)
        .join(Copy.title)
        .where(
            Copy.state.in_(states) if states else Copy.state != "retired",
            or_(_begins(Copy.number, number), of_title),
        )
        .options(joinedload(Copy.title))
        .order_by(Copy.number != number, Copy.state != "in", Copy.number)
        .limit(most)
    ).all()


def find_titles(words: str, most: int) -> Sequence[Title]:
    """Titles by name, pinyin, author, ISBN or call number."""
    condition = matching_titles(words)
    if condition is None:
        return []
    return db.session.scalars(select(Title).where(condition).order_by(Title.name).limit(most)).all()


# ------------------------------------------------------------------------------------------------ readers' cards


def reader_code(resident_id: int) -> str:
    """What a reader's card says: nothing of the person, and its last digit checks the others."""
    return f"R{resident_id:05d}{_check(resident_id)}"


def reader_of_scan(scanned: str) -> Resident | None:
    """Whose card was scanned, or None when it was no card, or of somebody who is not kept any more."""
    digits = scanned.strip().upper().removeprefix("R")
    is_code = scanned.strip().upper().startswith("R") and digits.isascii() and digits.isdecimal()
    if not is_code or not 6 <= len(digits) <= 11:
        return None
    number = int(digits[:-1])
    if digits[-1] != str(_check(number)) or number >= 2**31:
        return None
    resident = db.session.get(Resident, number)
    return resident if resident is not None and resident.is_kept else None


def _check(number: int) -> int:
    return -sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(str(number)))) % 10
