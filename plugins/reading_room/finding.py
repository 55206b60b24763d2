"""What can be looked up by typing or scanning: copies, titles, loans, readers; and what the search at the top finds."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from hub.kits.lending import is_open
from hub.room import Choice, Hit, Lookup, Resident, _, _n, db, find_residents, mask_person, short_day

from .desk import desk
from .models import Copy, Loan, Title
from .shelf import find_copies, find_titles, matching_titles, reader_code, reader_of_scan
from .words import COPY_STATES


def search_books(words: str, most: int) -> Iterable[Hit]:
    """Hits of the search at the top: a copy's number opens lending it, a title its own page."""
    from .lists import Titles

    number = words.strip().upper()
    copy = db.session.scalars(
        select(Copy).where(Copy.number == number[:60]).options(joinedload(Copy.title))
    ).one_or_none()
    if copy is not None:
        yield Hit(copy.label, str(COPY_STATES[copy.state]), _page_of(copy))
    titles = find_titles(words, most)
    numbers = _copies_in(title.id for title in titles)
    for title in titles:
        inside, every = numbers.get(title.id, (0, 0))
        sub = " · ".join(filter(None, (title.author, _("在架 %(n)s/%(every)s 册", n=inside, every=every))))
        yield Hit(title.quoted, sub, Titles.url_of(title.id))


def _page_of(copy: Copy) -> str:
    if copy.state == "out":
        loan = db.session.scalars(select(Loan.id).where(Loan.copy_id == copy.id, is_open(Loan))).first()
        if loan is not None:
            return desk.url("back_one", loan=loan)
    return desk.url("desk", copy=copy.id)


def _copies_in(title_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """By title: how many copies stand there, and how many there are."""
    ids = list(title_ids)
    rows = db.session.execute(
        select(Copy.title_id, Copy.state, func.count(Copy.id))
        .where(Copy.title_id.in_(ids), Copy.state != "retired")
        .group_by(Copy.title_id, Copy.state)
    )
    found: dict[int, tuple[int, int]] = {}
    for title_id, state, number in rows:
        inside, every = found.get(title_id, (0, 0))
        found[title_id] = (inside + (number if state == "in" else 0), every + number)
    return found


def _copies(words: str, most: int) -> Iterable[Choice]:
    for copy in find_copies(words, most):
        state = str(COPY_STATES[copy.state]) if copy.state != "in" else copy.title.author
        yield Choice(copy.id, copy.label, state, code=copy.number)


def _titles(words: str, most: int) -> Iterable[Choice]:
    titles = find_titles(words, most)
    numbers = _copies_in(title.id for title in titles)
    for title in titles:
        inside, every = numbers.get(title.id, (0, 0))
        there = _("在架 %(n)s/%(every)s 册", n=inside, every=every)
        yield Choice(title.id, title.quoted, " · ".join(filter(None, (title.author, there))), code=title.isbn)


def _loans(words: str, most: int) -> Iterable[Choice]:
    of_title = matching_titles(words)
    if of_title is None:
        return
    number = words.strip().upper()[:60]
    people = [resident.id for resident in _readers_named(words, most)]
    found = db.session.scalars(
        select(Loan)
        .join(Loan.copy)
        .join(Copy.title)
        .options(joinedload(Loan.copy).joinedload(Copy.title), joinedload(Loan.borrower))
        .where(is_open(Loan), or_(Copy.number == number, of_title, Loan.borrower_id.in_(people)))
        .order_by(Loan.due_on, Loan.id)
        .limit(most)
    )
    for loan in found:
        yield Choice(loan.id, loan.copy.label, _who_and_when(loan), code=loan.copy.number)


def _who_and_when(loan: Loan) -> str:
    borrower: Resident | None = loan.borrower
    who = mask_person(borrower.name, borrower.phone) if borrower else "—"
    return _("%(who)s，%(day)s应还", who=who, day=short_day(loan.due_on))


def _readers_named(words: str, most: int) -> list[Resident]:
    card = reader_of_scan(words)
    return [card] if card is not None else find_residents(words, most)


def _readers(words: str, most: int) -> Iterable[Choice]:
    people = _readers_named(words, most)
    has = _loans_by([resident.id for resident in people])
    for resident in people:
        tail = _("尾号 %(digits)s", digits=resident.phone[-4:]) if resident.phone else ""
        books = _n("借着 %(n)s 册", has[resident.id]) if resident.id in has else ""
        sub = " · ".join(filter(None, (resident.group, tail, books)))
        yield Choice(resident.id, resident.name, sub, code=reader_code(resident.id))


def _loans_by(people: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(Loan.borrower_id, func.count(Loan.id))
        .where(Loan.borrower_id.in_(people), is_open(Loan))
        .group_by(Loan.borrower_id)
    )
    return {borrower: number for borrower, number in rows if borrower is not None}


def _reader(resident_id: int) -> Resident | None:
    resident = db.session.get(Resident, resident_id)
    return resident if resident is not None and resident.is_kept else None


def _open_loan(loan_id: int) -> Loan | None:
    loan = db.session.get(Loan, loan_id)
    return loan if loan is not None and loan.ended_at is None else None


LOOKUPS = (
    Lookup("copies", find=_copies, get=lambda id: db.session.get(Copy, id), text=lambda copy: copy.label,
           permission="record", model=Copy),
    Lookup("titles", find=_titles, get=lambda id: db.session.get(Title, id), text=lambda title: title.quoted,
           permission="record", model=Title),
    Lookup("loans", find=_loans, get=_open_loan, text=lambda loan: loan.copy.label, permission="lend"),
    Lookup("readers", find=_readers, get=_reader, text=lambda resident: resident.name, permission="lend"),
)  # fmt: skip
