"""答复公示: what hangs on the board. The keeper writes it anew, in words that name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.room import Codes, Refused, _, db, here

from .models import Board, Matter, Posting
from .papers import names_in

CODES = Codes("liaison_board", secret=20)
HANGS = timedelta(days=365)
MOST = 30


def put_up(matter: Matter, question: str, answer: str) -> Posting:
    """Hang a matter up: opinion and reply where the submitter agreed, else its number alone. Raises Refused."""
    if matter.court:
        question = answer = ""
    elif matter.post_ok and not (question and answer):
        raise Refused(_("请写下公示用的意见和答复，不写姓名。"), "answer" if question else "question")
    elif not matter.post_ok and (question or answer):
        raise Refused(_("本人没有同意公开内容，只能公示编号；请清空这两栏。"), "question")
    for field, text in (("question", question), ("answer", answer)):
        if found := names_in(matter, text):
            raise Refused(_("公示里不能有“%(what)s”这样的姓名和电话，请改写。", what=found), field)
    row = _of(matter.id)
    if row is None:
        row = Posting(matter_id=matter.id)
        db.session.add(row)
    row.question, row.answer, row.posted_at, row.down_at = question, answer, here.now, None
    return row


def take_down(matter_id: int) -> bool:
    """Take a matter off the board; False when it does not hang there."""
    row = _of(matter_id)
    if row is None or row.down_at is not None:
        return False
    row.down_at = here.now
    return True


def has_words(matter_id: int) -> bool:
    """Whether opinion and reply of a matter hang on the board."""
    row = _of(matter_id)
    return row is not None and row.down_at is None and row.answer != ""


def hangs(matter_id: int) -> Posting | None:
    """What hangs on the board of a matter."""
    row = _of(matter_id)
    return row if row is not None and row.down_at is None else None


def on_board() -> Sequence[Posting]:
    """What hangs on the board, the newest first: a year, at most thirty."""
    return db.session.scalars(
        select(Posting)
        .where(Posting.down_at.is_(None), Posting.posted_at > here.now - HANGS)
        .options(joinedload(Posting.matter))
        .order_by(Posting.posted_at.desc(), Posting.id.desc())
        .limit(MOST)
    ).all()


def the_board() -> Board | None:
    """The public page, if the village has opened it."""
    return db.session.scalars(select(Board)).one_or_none()


def open_board() -> Board:
    """Open the public page, or give it a new address; the old one is void."""
    board = the_board()
    if board is None:
        board = Board(opened_at=here.now)
        db.session.add(board)
    CODES.give(board)
    return board


def shut_board() -> None:
    """Shut the public page. Raises Refused."""
    board = the_board()
    if board is None:
        raise Refused(_("公示页本来就没有开通。"))
    db.session.delete(board)


def _of(matter_id: int) -> Posting | None:
    return db.session.scalars(select(Posting).where(Posting.matter_id == matter_id)).one_or_none()
