"""Who mediates: the keepers of the room and volunteers. Nobody who is a party, or has declared an interest, is chosen.
Nothing here commits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from hub.room import Refused, _, change_rows, colleagues, db, here, hold, join_words

from .models import Case, Interest, Mediator, Party, Seat
from .words import ROOM

MOST = 3
KEEPER, VOLUNTEER = "u", "v"


def choices() -> list[tuple[str, str]]:
    """Everybody who may mediate here, by a key."""
    keepers = [(f"{KEEPER}{id}", name) for id, name in colleagues(ROOM)]
    return keepers + [(f"{VOLUNTEER}{row.id}", row.name) for row in volunteers()]


def volunteers() -> Sequence[Mediator]:
    """Those who help out now."""
    query = select(Mediator).where(Mediator.user_id.is_(None), Mediator.left_on.is_(None))
    return db.session.scalars(query.order_by(Mediator.id)).all()


def name_of(row: Mediator) -> str:
    """What a mediator is called."""
    return row.user.name if row.user else row.name


def add_volunteer(name: str) -> Mediator:
    """Somebody helps out from now on. Raises Refused."""
    if any(same_name(row.name, name) for row in volunteers()):
        raise Refused(_("已经有叫这个名字的志愿调解员。"), "name")
    row = Mediator()
    row.name = name
    db.session.add(row)
    db.session.flush()
    return row


def leave(mediator_id: int) -> Mediator:
    """A volunteer stops. Raises Refused while they mediate something."""
    row = hold(Mediator, mediator_id)
    if row is None or row.user_id is not None or row.left_on is not None:
        raise Refused(_("没有找到这位志愿调解员。"))
    open_seats = select(Seat.id).join(Case, Case.id == Seat.case_id).where(
        Seat.mediator_id == row.id, Case.state.in_(("accepted", "mediating"))
    )  # fmt: skip
    if db.session.scalar(open_seats.limit(1)) is not None:
        raise Refused(_("他还在调解没有结束的纠纷，请先换调解员。"))
    row.left_on = here.today
    return row


def seats_of(case_id: int) -> Sequence[Mediator]:
    """Who mediates a case."""
    query = (
        select(Mediator).join(Seat, Seat.mediator_id == Mediator.id)
        .where(Seat.case_id == case_id).options(joinedload(Mediator.user)).order_by(Seat.id)
    )  # fmt: skip
    return db.session.scalars(query).all()


def take(key: str) -> Mediator:
    """The mediator of a key. Raises Refused when it is nobody who mediates here now."""
    kind, number = key[:1], key[1:]
    if number.isascii() and number.isdigit() and len(number) < 10:
        if kind == VOLUNTEER:
            row = db.session.get(Mediator, int(number))
            if row is not None and row.user_id is None and row.left_on is None:
                return row
        elif kind == KEEPER and int(number) in dict(colleagues(ROOM)):
            return _of_user(int(number))
    raise Refused(_("请选一位现在在这里调解的人。"), "mediators")


def seat(case: Case, keys: Iterable[str], *, asked: bool) -> list[Mediator]:
    """Let these mediate a case that is held, instead of those before. `asked`: each of them said that nothing ties
    them to either side. Raises Refused."""
    chosen = [take(key) for key in dict.fromkeys(keys)]
    if not 1 <= len(chosen) <= MOST:
        raise Refused(_("请选 1 到 %(n)s 位调解员。", n=MOST), "mediators")
    if not asked:
        raise Refused(_("请先问过调解员，与双方都没有亲属和利害关系，再勾选。"), "asked")
    for row in chosen:
        check_free(case.id, row)
    change_rows(delete(Seat).where(Seat.case_id == case.id), "mediators")
    db.session.add_all(Seat(case_id=case.id, mediator_id=row.id, asked_at=here.now) for row in chosen)
    db.session.flush()
    return chosen


def check_free(case_id: int, row: Mediator) -> None:
    """Nothing ties a mediator to a case. Raises Refused."""
    name = name_of(row)
    declared = select(Interest.id).where(Interest.case_id == case_id, Interest.mediator_id == row.id)
    if db.session.scalar(declared) is not None:
        raise Refused(_("%(name)s已登记回避，不能调解这件纠纷，请另选一位。", name=name), "mediators")
    if any(same_name(party.name, name) for party in parties_of(case_id)):
        raise Refused(_("%(name)s与一方当事人同名，不能调解自己的纠纷，请另选一位。", name=name), "mediators")


def check_handler_free(case_id: int, user_id: int | None) -> None:
    """Nothing ties a keeper to a case that they are to look after. Raises Refused."""
    if user_id is not None:
        check_free(case_id, _of_user(user_id))


def declare(case: Case, key: str, tie: str) -> Mediator:
    """Somebody has an interest in a case that is held: they mediate it no longer and look after it no longer.
    Raises Refused."""
    row = take(key)
    known = select(Interest.id).where(Interest.case_id == case.id, Interest.mediator_id == row.id)
    if db.session.scalar(known) is not None:
        raise Refused(_("他已经登记过回避。"), "mediator")
    db.session.add(Interest(case_id=case.id, mediator_id=row.id, tie=tie, declared_at=here.now))
    change_rows(delete(Seat).where(Seat.case_id == case.id, Seat.mediator_id == row.id), "mediators")
    if row.user_id is not None and case.handler_id == row.user_id:
        case.handler_id = None
    db.session.flush()
    return row


def no_longer_free(case: Case) -> list[str]:
    """Take those out who have the name of a party; answers whom. Asked when a party was added."""
    names = [party.name for party in parties_of(case.id)]
    tied = [row for row in seats_of(case.id) if any(same_name(name, name_of(row)) for name in names)]
    if tied:
        ids = [row.id for row in tied]
        change_rows(delete(Seat).where(Seat.case_id == case.id, Seat.mediator_id.in_(ids)), "mediators")
    if case.handler_id is not None and any(
        same_name(name, dict(colleagues(ROOM)).get(case.handler_id, "")) for name in names
    ):
        case.handler_id = None
    return [name_of(row) for row in tied]


def parties_of(case_id: int) -> Sequence[Party]:
    """The parties of a case, 甲方 first."""
    return db.session.scalars(
        select(Party).where(Party.case_id == case_id).order_by(Party.side, Party.id)
    ).all()


def names_of(rows: Iterable[Mediator]) -> str:
    return join_words(name_of(row) for row in rows)


def _of_user(user_id: int) -> Mediator:
    row = db.session.scalars(select(Mediator).where(Mediator.user_id == user_id)).one_or_none()
    if row is None:
        row = Mediator(user_id=user_id)
        db.session.add(row)
        db.session.flush()
    return row


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same however they are spaced, dotted and written."""
    plain = [
        "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())
        for name in (one, other)
    ]
    return plain[0] != "" and plain[0] == plain[1]
