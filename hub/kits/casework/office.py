"""What is done with a case in every room that has cases: each deed holds the case first and adds a step to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from hub.kits.casework.deadlines import extend
from hub.kits.casework.flow import Flow, lock_case
from hub.kits.casework.handlers import check_handler, hand_over, open_cases_of
from hub.kits.casework.receipts import give_code
from hub.kits.casework.satisfaction import LEVELS
from hub.kits.casework.timeline import note_step
from hub.room import Refused, User, _, colleagues, db, here, join_notes, short_day


@dataclass(frozen=True, slots=True)
class Office:
    """The cases of a room: `case`, `step` and `rating` are its models, `flow` its states.

    A room in which nothing is rated gives None for `rating`. One that says more calls the deed and adds to it. Nothing
    here commits; all of it raises Refused.
    """

    case: type[Any]
    step: type[Any]
    rating: type[Any] | None
    flow: Flow
    room: str

    def hold(self, case_id: int) -> Any:
        """A case, held until the transaction ends."""
        return lock_case(self.case, case_id)

    def note(self, case: Any, kind: str, note: str = "") -> Any:
        """Add a step to a case."""
        return note_step(self.step, case, kind, note)

    def move(self, case_id: int, to: str, note: str = "", kind: str = "") -> Any:
        """Bring a case into another state; the step is called like the state, unless `kind` says otherwise."""
        case = self.hold(case_id)
        self.flow.move(case, to)
        self.note(case, kind or to, note)
        return case

    def lengthen(self, case_id: int, days: int, reason: str, agreed: Collection[str]) -> Any:
        """Extend the term, as those named in `agreed` have agreed; their names stand in the step."""
        case = self.hold(case_id)
        due = extend(case, days, self.flow, agreed)
        self.note(case, "extended", _("到%(day)s；%(reason)s", day=short_day(due), reason=reason))
        return case

    def reopen(self, case_id: int, days: int, reason: str) -> Any:
        """Work on a settled case again, with a new term."""
        case = self.hold(case_id)
        self.flow.reopen(case, days)
        self.note(case, "reopened", reason)
        return case

    def add_note(self, case_id: int, note: str) -> Any:
        """Note something on a case."""
        case = self.hold(case_id)
        self.note(case, "note", note)
        return case

    def rate(self, case_id: int, level: int, source: str) -> Any:
        """How satisfied the asker is: said by themselves, or entered for them. Once a case. Answers the rating."""
        case = self.hold(case_id)
        if case.state not in self.flow.ended:
            raise Refused(_("办完以后才能评价。"))
        if self.rating_of(case.id) is not None:
            raise Refused(_("这件事已经评价过了。"))
        assert self.rating
        rating = self.rating(case_id=case.id, level=level, source=source, rated_at=here.now)
        db.session.add(rating)
        self.note(case, "rated", str(LEVELS[level]))
        return rating

    def rating_of(self, case_id: int) -> Any | None:
        """The rating of a case, or None."""
        if self.rating is None:
            return None
        return db.session.scalars(select(self.rating).where(self.rating.case_id == case_id)).one_or_none()

    def new_code(self, case_id: int) -> str:
        """A new receipt code; the one on the old receipt is void."""
        case = self.hold(case_id)
        if case.number is None:
            raise Refused(_("草稿没有回执，受理以后才有。"))
        code = give_code(case)
        self.note(case, "coded")
        return code

    def give_to(self, case_id: int, to: int, note: str = "") -> Any:
        """Hand one case over to somebody else of the room."""
        case = self.hold(case_id)
        if case.state in self.flow.ended:
            raise Refused(_("已经办完的事不用移交。"))
        self._hand(case, to, note, self.others(None))
        return case

    def give_all(self, from_id: int, to: int, note: str = "") -> Sequence[Any]:
        """Hand everything that somebody has in hand over, drafts too; nothing stays with the old person."""
        if from_id == to:
            raise Refused(_("移交给同一个人没有意义，请选另一位。"), "to")
        check_handler(self.room, to)
        cases = open_cases_of(self.case, self.flow, from_id)
        if not cases:
            raise Refused(_("他手上没有要移交的事。"), "giver")
        names = self.others(None)
        for case in cases:
            self._hand(case, to, note, names)
        return cases

    def others(self, now: int | None) -> Mapping[int, str]:
        """Those who work in the room, but for the one who has a case now."""
        return {id: name for id, name in colleagues(self.room) if id != now}

    def givers(self) -> list[tuple[int, str]]:
        """Whoever has something in hand with how much, those first who do not work here any more; for a choice."""
        having = db.session.execute(
            select(User.id, User.name, func.count(self.case.id))
            .select_from(self.case)
            .join(User, User.id == self.case.handler_id)
            .where(self.case.state.not_in(self.flow.ended))
            .group_by(User.id, User.name)
            .order_by(User.id)
        ).all()
        working, gone = self.others(None), _("，已不在这里工作")
        return [
            (id, _("%(name)s（%(n)s 件%(gone)s）", name=name, n=n, gone="" if id in working else gone))
            for id, name, n in sorted(having, key=lambda row: row[0] in working)
        ]

    def _hand(self, case: Any, to: int, note: str, names: Mapping[int, str]) -> None:
        hand_over(case, to, self.room)
        self.note(case, "handed", join_notes((_("交给 %(name)s", name=names.get(to, "")), note)))
