"""Figures of a period, asked for together.

A month's report wants a hundred figures of its rooms. Asked one by one each is a statement, put together anew every
time. So a room says what its figure is as a question, a `select` of one number; it is put together once, and a report
asks the questions of all rooms in a single statement. What cannot be said as one number is worked out from rows that
are read once for all figures built on them (`shared`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cached_property, lru_cache, update_wrapper
from typing import Any, TypeVar

from flask import current_app
from sqlalchemy import Date, bindparam, func, select

from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import Nowhere
from hub.kernel.types import UTCDateTime

Answer = TypeVar("Answer")
Question = Any  # a select of one number
Memory = dict[tuple[Any, Period], Any]

# The period of a question: its bounds are filled in each time it is asked.
_ANY: Any = Period(
    *(bindparam(f"hub_{name}", type_=Date()) for name in ("first", "last")),  # type: ignore[arg-type]
    *(bindparam(f"hub_{name}", type_=UTCDateTime()) for name in ("starts", "ends")),
)
_EVE: Any = bindparam("hub_eve", type_=Date())
_memory: ContextVar[Memory | None] = ContextVar("hub_asking", default=None)


def eve(period: Period) -> Any:
    """The day before a period; in a question days cannot be counted back from its first."""
    return _EVE if period is _ANY else period.first - timedelta(days=1)


def how_many(model: type[Any], *conditions: Any) -> Question:
    """The question how many rows of a model fulfil all conditions."""
    return select(func.count(model.id)).where(*conditions)


def sum_of(column: Any, *conditions: Any) -> Question:
    """The question what a column adds up to over the rows that fulfil all conditions; 0 over none."""
    return select(func.coalesce(func.sum(column), 0)).where(*conditions)


class Asked:
    """A figure that questions answer; called with a period like any other."""

    def __init__(self, ask: Callable[[Period], Any], into: Callable[..., Any] | None = None) -> None:
        self._ask, self._into = ask, into
        update_wrapper(self, ask)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, for any period. It is put together outside of any village and at no time, for it serves all.
        Raises InQuestion when the function looks at `here`."""
        with _nowhere():
            asked = self._ask(_ANY)
        return (asked,) if self._into is None else tuple(asked)

    def __call__(self, period: Period) -> Any:
        memory = _memory.get()
        if memory is None:
            return self._answer(db.session.execute(_together((self,)), _bounds(period)).one())
        if (self, period) not in memory:
            ask_together([self], period)
        return memory[self, period]

    def _answer(self, numbers: Iterable[Any]) -> Any:
        if self._into is None:
            (number,) = numbers
            return number
        return self._into(*numbers)


class Rows:
    """The rows that a question answers, for what cannot be said as one number; a report asks for them once."""

    def __init__(self, ask: Callable[[Period], Any]) -> None:
        self._ask = ask
        update_wrapper(self, ask)

    @cached_property
    def question(self) -> Any:
        """What is asked, for any period; put together as the questions of `Asked` are."""
        with _nowhere():
            return self._ask(_ANY)

    def __call__(self, period: Period) -> Sequence[Any]:
        memory = _memory.get()
        if memory is not None and (self, period) in memory:
            known: Sequence[Any] = memory[self, period]
            return known
        rows = db.session.execute(self.question, _bounds(period)).all()
        if memory is not None:
            memory[self, period] = rows
        return rows


@contextmanager
def _nowhere() -> Iterator[None]:
    with current_app.app_context() as context:
        context.g = Nowhere()
        yield


def asked(ask: Callable[[Period], Any]) -> Asked:
    """A figure that is one number: the function answers its question, which `how_many` and `sum_of` put into words."""
    return Asked(ask)


def asked_as(into: Callable[..., Answer]) -> Callable[[Callable[[Period], Iterable[Question]]], Asked]:
    """A figure made of several numbers, such as a Share: the function answers their questions."""
    return lambda ask: Asked(ask, into)


def rows_of(ask: Callable[[Period], Any]) -> Rows:
    """Rows that figures are worked out from: the function answers the `select` of them."""
    return Rows(ask)


def shared(measure: Callable[[Period], Answer]) -> Callable[[Period], Answer]:
    """A function of a period that several figures are worked out from; a report calls it once."""

    def once(period: Period) -> Answer:
        memory = _memory.get()
        if memory is None:
            return measure(period)
        if (once, period) not in memory:
            memory[once, period] = measure(period)
        known: Answer = memory[once, period]
        return known

    return update_wrapper(once, measure)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """What is asked meanwhile is asked once: the figures of one report, of one village, at one moment."""
    before = _memory.set(memory)
    try:
        yield
    finally:
        _memory.reset(before)


def ask_together(figures: Iterable[Asked], period: Period) -> None:
    """Answer these in one statement, to be remembered."""
    memory = _memory.get()
    assert memory is not None
    wanted = tuple(dict.fromkeys(figures))
    numbers = iter(db.session.execute(_together(wanted), _bounds(period)).one())
    for figure in wanted:
        memory[figure, period] = figure._answer([next(numbers) for _question in figure.questions])


@lru_cache(maxsize=256)
def _together(figures: tuple[Asked, ...]) -> Any:
    questions = [question for figure in figures for question in figure.questions]
    return select(
        *(question.scalar_subquery().label(f"n{place}") for place, question in enumerate(questions))
    )


def _bounds(period: Period) -> dict[str, Any]:
    return {
        "hub_first": period.first, "hub_last": period.last, "hub_starts": period.starts, "hub_ends": period.ends,
        "hub_eve": period.first - timedelta(days=1),
    }  # fmt: skip
