"""Holding what is lent while its state changes, and what stands between a thing and its next borrower."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from hub.kits.lending.queries import is_open
from hub.room import Refused, _, db, here, mask_name, short_day

Row = TypeVar("Row")


def hold(model: type[Row], row_id: int) -> Row | None:
    """A row, held until the transaction ends and read anew: whoever lends, returns or reserves it is alone."""
    statement = select(model).where(model.id == row_id)  # type: ignore[attr-defined]
    return db.session.scalars(
        statement.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def open_loan(loan: type[Any], link: str, thing_id: int) -> Any:
    """The loan a thing is out on, with its borrower, or None. `link` is the loan's column that names the thing."""
    return db.session.scalars(
        select(loan).where(getattr(loan, link) == thing_id, is_open(loan)).options(joinedload(loan.borrower))
    ).one_or_none()


def check_there(state: str, title: str, loan: Any = None, *, listed: Any, field: str) -> None:
    """The thing lies on its shelf and is whole; `state` is in | out | repair | lost | retired, `listed` the name of the
    list of such things. Raises Refused with the sentence that says why not and what to do."""
    if state == "out":
        who = mask_name(loan.borrower.name if loan and loan.borrower else None)
        due = short_day(loan.due_on if loan else None)
        raise Refused(
            _("%(thing)s 由%(who)s借着，%(due)s应还。可以预约，或先办归还。", thing=title, who=who, due=due),
            field,
        )
    if state == "repair":
        raise Refused(_("%(thing)s 报修了，修好以后才能借。", thing=title), field)
    if state == "lost":
        raise Refused(
            _("%(thing)s 登记为丢失；找到了请先在“%(list)s”里点“找到了”。", thing=title, list=listed), field
        )
    if state == "retired":
        raise Refused(_("%(thing)s 已经报废，不再出借。", thing=title), field)


def check_still_out(loan: Any, title: str) -> None:
    """The loan can still be ended or changed. Raises Refused."""
    if loan.state == "lost":
        raise Refused(_("%(thing)s 已登记为丢失。", thing=title), "loan")
    if loan.ended_at is not None:
        raise Refused(_("%(thing)s 已经还过了，不用再办。", thing=title), "loan")


def end(loan: Any, state: str = "returned") -> None:
    """The loan is over: the thing came back, or is given up as lost."""
    loan.ended_at, loan.state = here.now, state


def prolong(loan: Any, due_on: Any) -> None:
    """The loan runs on until another day, and was not called about yet."""
    loan.due_on = due_on
    loan.renewals += 1
    loan.called_at, loan.call_result = None, ""


def note_call(loan: Any, result: str) -> None:
    """The borrower was called."""
    loan.calls += 1
    loan.called_at, loan.call_result = here.now, result


def called_today(loan: Any) -> bool:
    """Whether the borrower was called on this day."""
    return loan.called_at is not None and loan.called_at.astimezone(here.tz).date() == here.today
