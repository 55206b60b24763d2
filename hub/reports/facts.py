"""What rooms tell of a month: facts for the indicators, and figures of their own. Each is asked for once, and all that
are questions of one number are answered by a single statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, partial
from typing import Any, TypeVar

from hub.kernel.asking import Asked, Memory, ask_together, remembering
from hub.kernel.declarations import FACT_SHAPES, Declared, EventFact, IndicatorFact, Period, ReportRow, Share
from hub.kernel.sources import Owner, ask
from hub.reports.months import Month, period

Answer = TypeVar("Answer")
_EVERYBODY = Owner("*", "", "", Declared(), is_room=False)  # when nobody is to blame alone


@dataclass(frozen=True, slots=True)
class RowFigure:
    """One of a room's own figures. `number` is None without data; `failed`: the room could not tell."""

    code: str
    label: str
    unit: str
    number: int | float | None
    failed: bool = False


class Telling:
    """Owners who are asked for figures; what several of these are worked out from is asked once."""

    def __init__(self) -> None:
        self._memory: Memory = {}
        self._asked: set[tuple[Asked, Period]] = set()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """What is asked within is remembered here."""
        with remembering(self._memory):
            yield

    def ask_ahead(self, figures: Iterable[Callable[[Period], Any]], over: Period) -> None:
        """Ask those that are questions, in one statement. Where that fails, each is asked alone, which tells whose
        fault it is."""
        questions = [one for one in figures if isinstance(one, Asked) and (one, over) not in self._asked]
        if questions:
            self._asked.update((one, over) for one in questions)
            with self.listening():
                ask(_EVERYBODY, "questions", partial(ask_together, questions, over))

    def figures_of(self, owner: Owner, over: Period) -> list[RowFigure]:
        """A room's own figures; one that cannot be worked out says so."""
        self.ask_ahead((row.count for row in owner.declared.report_rows), over)
        with self.listening():
            return [self._figure_of(owner, row, over) for row in owner.declared.report_rows]

    def _figure_of(self, owner: Owner, row: ReportRow, over: Period) -> RowFigure:
        if (row.count, over) in self._memory:  # there is nothing left that could fail
            return _figure(row, over)
        return ask(owner, "report_rows", partial(_figure, row, over)) or RowFigure(
            row.code, str(row.label), "", None, failed=True
        )


class Facts(Telling):
    """What the owners of a month declared, asked of its days that are over (`over`)."""

    month: Month
    over: Period
    days: list[date]
    brief: bool
    with_rows: bool

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, list[tuple[Owner, Any]]] = {}

    @cached_property
    def owners(self) -> list[Owner]:
        """Whoever declared something."""
        raise NotImplementedError

    def told(self, name: str) -> list[tuple[Owner, Any]]:
        """What rooms answer of a fact; one that fails, or answers something else, is left out."""
        if not self.days:
            return []
        if name not in self._told:
            self._all_ahead()
            over = self._whole_weeks if name == "events" else self.over
            with self.listening():
                answers = [
                    (owner, ask(owner, name, partial(_answer, fact, over)))
                    for owner, fact in self.declaring(name)
                ]
            self._told[name] = [(owner, answer) for owner, answer in answers if answer is not None]
        return self._told[name]

    def figures_of_room(self, owner: Owner) -> list[RowFigure]:
        """A room's own figures of the month so far."""
        self._all_ahead()
        return self.figures_of(owner, self.month.so_far())

    def _all_ahead(self) -> None:
        """The questions of all rooms: one statement, or two while the month goes on."""
        wanted: dict[Period, list[Callable[[Period], Any]]] = {}
        if self.days:
            of_facts = wanted.setdefault(self.over, [])
            for _owner, fact in self.declaring(*FACT_SHAPES):
                of_facts += [fact.measure] if fact.late is None or self.brief else [fact.measure, fact.late]
        if self.with_rows:
            of_rooms = wanted.setdefault(self.month.so_far(), [])
            for owner in self.owners:
                of_rooms += [row.count for row in owner.declared.report_rows]
        for over, figures in wanted.items():
            self.ask_ahead(figures, over)

    def declaring(self, *names: str) -> Iterator[tuple[Owner, IndicatorFact]]:
        """The facts of these names with those who declared them."""
        for owner in self.owners:
            for fact in owner.declared.indicator_facts:
                if fact.name in names:
                    yield owner, fact

    def share(self, name: str) -> Share | None:
        """A fact summed over the rooms, part to part and whole to whole; None when no room tells it."""
        answers: list[Share] = [answer for _owner, answer in self.told(name)]
        if not answers:
            return None
        return Share(sum(one.part for one in answers), sum(one.whole for one in answers))

    def number(self, name: str) -> int | None:
        """A number summed over the rooms; None when no room tells it."""
        answers = [answer for _owner, answer in self.told(name)]
        return sum(answers) if answers else None

    def late_of(self, *names: str) -> Share | None:
        """Of the records behind these facts, those entered late; None when no room knows."""
        with self.listening():
            answers = [
                ask(owner, f"{fact.name} late", partial(_late, fact, self.over))
                for owner, fact in self.declaring(*names)
                if fact.late is not None
            ]
        known = [answer for answer in answers if answer is not None]
        return Share(sum(one.part for one in known), sum(one.whole for one in known)) if known else None

    @property
    def mondays(self) -> list[date]:
        """The first days of the weeks, Monday to Sunday, that end in the span."""
        return [day - timedelta(days=6) for day in self.days if day.weekday() == 6]

    @property
    def _whole_weeks(self) -> Period:
        first = self.over.first - timedelta(days=self.over.first.weekday())
        return period(first, self.over.last)

    @cached_property
    def events(self) -> list[EventFact]:
        """The events of the span's days, of all rooms."""
        return [event for event in self.events_of_weeks if event.day >= self.over.first]

    @cached_property
    def events_of_weeks(self) -> list[EventFact]:
        """The same from the Monday on of the week that the span begins in."""
        return [event for _owner, events in self.told("events") for event in events]


def _figure(row: ReportRow, over: Period) -> RowFigure:
    number = row.count(over)
    if number is not None and not isinstance(number, (int, float)):
        number = float(number)
    return RowFigure(row.code, str(row.label), str(row.unit), number)


def _answer(fact: IndicatorFact, over: Period) -> Any:
    answer: Any = fact.measure(over)
    shape = FACT_SHAPES[fact.name]
    if isinstance(answer, Share) and shape is Share:
        return Share(int(answer.part), int(answer.whole))
    if shape in (Share, int):
        wrong = type(answer) is not shape
    else:
        answer = list(answer)
        wrong = not all(isinstance(one, shape) for one in answer)
    if wrong:
        raise TypeError(f"the fact {fact.name} is to be told as {shape.__name__}")
    return answer


def _late(fact: IndicatorFact, over: Period) -> Share:
    assert fact.late
    answer = fact.late(over)
    return Share(int(answer.part), int(answer.whole))
