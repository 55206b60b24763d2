"""Game sets: lent to a session, taken back part by part, mended, lost and found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from hub.kits.lending import check_still_out, check_there, end, is_open, join_parts, missing_parts
from hub.room import Refused, _, _lp, db, here, hold

from .models import GameSet, Lending, Session
from .sessions import lock_open


def lend(session_id: int, set_id: int) -> Lending:
    """Give a set to a session that is open. Raises Refused."""
    session = lock_open(session_id)
    game = _hold(set_id)
    check(game)
    game.state = "out"
    row = Lending(
        set_id=game.id, game=game, session_id=session.id, session=session, out_at=here.now, state="out",
        handed=join_parts(part for part in game.part_names if part not in game.missing_names),
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    return row


def give_back(
    lending_id: int, present: Sequence[str] | None = None, condition: str = "ok", fault: str = ""
) -> Lending:
    """Take a set back. `present` are the parts that are there; None: all of them. Raises Refused."""
    row = lock(lending_id)
    if condition == "repair" and not fault.strip():
        raise Refused(_("请写一句哪里坏了，修的人好知道。"), "fault")
    parts = tuple(part for part in row.game.part_names if part not in row.game.missing_names)
    gone = () if present is None else missing_parts(parts, present)
    end(row)
    row.condition, row.missing = condition, join_parts(gone)
    row.game.missing = join_parts((*row.game.missing_names, *gone))
    row.game.state = "repair" if condition == "repair" else "in"
    row.game.fault = fault.strip() if condition == "repair" else ""
    db.session.flush()
    return row


def lose(lending_id: int) -> Lending:
    """The whole set is gone. Raises Refused."""
    row = lock(lending_id)
    end(row, "lost")
    row.game.state = "lost"
    db.session.flush()
    return row


def undo_lend(lending_id: int) -> GameSet:
    """It was the wrong set: as if it had not gone out. Raises Refused."""
    row = lock(lending_id)
    game = row.game
    game.state = "in"
    db.session.delete(row)
    db.session.flush()
    return game


def report(set_id: int, fault: str) -> GameSet:
    """A set on the shelf is broken. Raises Refused."""
    game = _hold(set_id)
    if game.state == "out":
        raise Refused(_("%(game)s 还在用，请在归还时选“要修”。", game=game.title))
    if game.state != "in":
        raise Refused(_("%(game)s 已经报修、丢失或报废，不用再报。", game=game.title))
    if not fault.strip():
        raise Refused(_("请写一句哪里坏了，修的人好知道。"), "fault")
    game.state, game.fault = "repair", fault.strip()
    db.session.flush()
    return game


def mended(set_id: int) -> GameSet:
    """It can be played with again. Raises Refused."""
    return _on(set_id, "repair", _("%(game)s 没有报修。"))


def found(set_id: int) -> GameSet:
    """A lost set has turned up. Raises Refused."""
    return _on(set_id, "lost", _("%(game)s 没有登记为丢失。"))


def complete(set_id: int) -> GameSet:
    """What was missing has been replaced or found. Raises Refused."""
    game = _hold(set_id)
    if not game.missing:
        raise Refused(_("%(game)s 的部件是齐的。", game=game.title))
    game.missing = ""
    return game


def retire(set_id: int) -> GameSet:
    """Out of use for good. Raises Refused."""
    game = _hold(set_id)
    if game.state == "out":
        raise Refused(_("%(game)s 还在用，归还后才能报废。", game=game.title))
    if game.state == "retired":
        raise Refused(_("%(game)s 已经报废了。", game=game.title))
    game.state, game.fault = "retired", ""
    return game


def look(lending_id: int) -> Lending:
    """A lending that is not over, to be shown. Raises Refused."""
    row = db.session.get(Lending, lending_id)
    if row is None:
        raise Refused(_("没有找到这次借用，可能已经撤销。"))
    check_still_out(row, row.game.title)
    return row


def lock(lending_id: int) -> Lending:
    """The same with its set held, to be changed. Raises Refused."""
    row = look(lending_id)
    _hold(row.set_id)
    db.session.refresh(row)
    check_still_out(row, row.game.title)
    return row


def check(game: GameSet) -> None:
    """It lies on its shelf. Raises Refused with the sentence that says why not."""
    if game.state == "out":
        where = db.session.scalars(
            select(Lending)
            .where(Lending.set_id == game.id, is_open(Lending))
            .options(joinedload(Lending.session).joinedload(Session.zone))
        ).one()
        raise Refused(
            _("%(game)s 正在%(zone)s用，收回来才能再借。", game=game.title, zone=where.session.zone.name),
            "game",
        )
    check_there(game.state, game.title, listed=_lp("list", "棋具"), field="game")


def find_sets(words: str, most: int) -> list[GameSet]:
    """Sets by the beginning of their number, or a part of their name; an exact number comes first."""
    typed = words.strip()
    if not typed:
        return []
    rows = db.session.scalars(
        select(GameSet)
        .where(
            GameSet.state != "retired",
            or_(
                GameSet.number.startswith(typed.upper(), autoescape=True),
                GameSet.name.contains(typed, autoescape=True),
            ),
        )
        .order_by(GameSet.number != typed.upper(), GameSet.state != "in", GameSet.number)
        .limit(most)
    )
    return list(rows)


def all_out() -> list[Lending]:
    """Everything that is not on its shelf, with its session and zone."""
    rows = db.session.scalars(
        select(Lending)
        .where(is_open(Lending))
        .options(joinedload(Lending.game), joinedload(Lending.session).joinedload(Session.zone))
        .order_by(Lending.out_at, Lending.id)
        .limit(200)
    )
    return list(rows)


def _on(set_id: int, state: str, sentence: str) -> GameSet:
    """Back onto the shelf out of a state. Raises Refused."""
    game = _hold(set_id)
    if game.state != state:
        raise Refused(sentence % {"game": game.title})
    game.state, game.fault = "in", ""
    return game


def _hold(set_id: int) -> GameSet:
    game = hold(GameSet, set_id)
    if game is None:
        raise Refused(_("没有找到这副棋具，请重新选择。"), "game")
    return game
