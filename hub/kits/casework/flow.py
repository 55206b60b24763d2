"""Which state follows which, and what goes with it: the clock, the day a case was settled, the day it was filed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select

from hub.kits.casework.deadlines import WORKING_DAYS, Count, start_clock, stop_clock
from hub.room import Refused, _, _l, db, here

Case = TypeVar("Case", bound=Any)


@dataclass(frozen=True, slots=True)
class Flow:
    """The states of a room's cases. `moves`: from each state, those that may follow; `words`: what they are called.

    In `waiting` the clock stands still; in one of `resolved` the case is settled, with a result or a refusal; `closed`
    is filed. From both one may go back to `again`, where it is worked on: that is reopening. `count` says how the days
    of a term are counted, `agreeing` who has to agree before it is extended, by code and words.
    """

    moves: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Any]
    draft: str = "draft"
    again: str = "accepted"
    waiting: str = "waiting"
    resolved: tuple[str, ...] = ("done", "refused")
    closed: str = "closed"
    count: Count = WORKING_DAYS
    agreeing: Mapping[str, Any] = field(default_factory=lambda: {"asker": _l("居民")})

    @property
    def ended(self) -> tuple[str, ...]:
        """Settled, filed or not."""
        return (*self.resolved, self.closed)

    @property
    def worked_on(self) -> tuple[str, ...]:
        """Accepted and not yet settled."""
        return tuple(state for state in self.moves if state not in (self.draft, *self.ended))

    def allows(self, case: Any, to: str) -> bool:
        """Whether a state may follow the case's present one."""
        return to in self.moves[case.state]

    def check(self, case: Any, to: str) -> None:
        """Raises Refused when it may not."""
        if not self.allows(case, to):
            facts = {"now": self.words[case.state], "then": self.words[to]}
            raise Refused(_("这件事现在是“%(now)s”，不能改成“%(then)s”。请刷新页面看看现在的情况。", **facts))

    def move(self, case: Any, to: str) -> None:
        """Bring a case into another state, with all that goes with it. Raises Refused."""
        self.check(case, to)
        if to == self.waiting:
            stop_clock(case)
        elif case.state == self.waiting:
            start_clock(case, self.count)
        case.state = to
        if to in self.resolved:
            case.resolved_at = case.resolved_at or here.now  # what follows within is no later settling
        elif to == self.closed:
            case.closed_at = here.now

    def reopen(self, case: Any, days: int) -> None:
        """Work on a settled case again, with a new term. Its first term stays what it was: settling something too
        early does not make it punctual. Raises Refused."""
        if case.state not in self.ended:
            raise Refused(_("这件事还在办，不用重新办理。"))
        self.check(case, self.again)
        case.state, case.resolved_at, case.closed_at = self.again, None, None
        case.due_on = self.count.due(here.today, days)
        case.reopened += 1


def lock_case(model: type[Case], case_id: int) -> Case:
    """A case, held until the transaction ends, so that two keepers never move it at once. Raises Refused."""
    case = db.session.scalars(
        select(model)
        .where(model.id == case_id)
        .with_for_update(of=model)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if case is None:
        raise Refused(_("没有找到这件事，可能已经删除。"))
    return case
