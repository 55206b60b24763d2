"""What a room (or a feature of the core) declares to the hub. Hooks return these; they are checked once and frozen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sqlalchemy import Select

Text = Any  # a str, or a lazy one that is translated when shown
Tone = Literal["ok", "off", "warn", "gold"]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of local days, both included, as month's figures are asked for."""

    first: date
    last: date
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class QuickAction:
    """A large button on the room's page. `page` is the name of one of the room's pages."""

    label: Text
    page: str
    permission: str
    hint: Text = ""


@dataclass(frozen=True, slots=True)
class VisitKind:
    """A kind of visit that the room tells apart. `named`: this kind needs a resident. `offered=False`: it is not to be
    chosen when a visit is recorded, because a deed of the room records it, such as a loan."""

    code: str
    label: Text
    named: bool = False
    offered: bool = True


@dataclass(frozen=True, slots=True)
class VisitLog:
    """The room's own columns in its visit log: `model` is a one-to-one table with a `visit_id`, `columns` are shown
    beside the core's."""

    model: type[Any]
    columns: Sequence[Any]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One figure of the room's month. `count` is given a Period and answers a number, or None for "no data"."""

    code: str
    label: Text
    unit: Text
    count: Callable[[Period], int | float | None]


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator over a denominator. With denominator 0 there is no value, never 100 %."""

    part: int
    whole: int


ENOUGH_HEADS = 5  # from which on an event counts as held


@dataclass(frozen=True, slots=True)
class EventFact:
    """One event of a room, as the month's indicators ask for it.

    `day` is the local date on which it begins or should have begun. `timed`: its start and its end are recorded as they
    really were. `by_residents`: residents or a group of theirs proposed it. `late`: whether it was held was entered
    more than three days after it (补录). The hub decides which of them count as held: those that are timed and had
    `ENOUGH_HEADS`.
    """

    day: date
    state: Literal["planned", "held", "cancelled"]
    heads: int = 0
    timed: bool = True
    by_residents: bool = False
    late: bool = False

    @property
    def counts(self) -> bool:
        """Whether it was held in the meaning of the indicators."""
        return self.state == "held" and self.timed and self.heads >= ENOUGH_HEADS


FactName = Literal[
    "days_used",
    "machine_days",
    "events",
    "service_due",
    "service_extended",
    "duty_minutes",
    "volunteer_minutes",
    "ratings",
    "rated",
    "ratings_entered",
    "opinions_due",
]
FactAnswer = Share | int | Collection[date] | Collection[EventFact]

# What each fact answers. Days of one room are united with the days on which the room had visits; events of all rooms
# are put together; shares are summed, part to part and whole to whole; numbers are summed.
FACT_SHAPES: dict[str, type[Any]] = {
    "days_used": date,
    "machine_days": Share,
    "events": EventFact,
    "service_due": Share,
    "service_extended": int,
    "duty_minutes": Share,
    "volunteer_minutes": int,
    "ratings": Share,
    "rated": Share,
    "ratings_entered": int,
    "opinions_due": Share,
}


@dataclass(frozen=True, slots=True)
class IndicatorFact:
    """What the room adds to the month's eight indicators (`hub.reports.indicators`), one fact each.

    `measure` is given a Period and answers, by the name of the fact:

    - `days_used`, a collection of dates: local days on which the room was used without a visit of that day telling
      so, such as those of a loan or a session. The days of its visits are known (阵地常用).
    - `machine_days`, Share: machine-days rented of machine-days available (阵地常用, beside).
    - `events`, a collection of EventFact: all events that begin or should have begun in the period, in whatever state.
      The period asked for begins on a Monday and may begin before the month (活动常办, 聚活力).
    - `service_due`, Share: matters settled by their original due date of those whose original due date lies in the
      period (服务常在).
    - `service_extended`, int: how many of these were given more time.
    - `duty_minutes`, Share: minutes of duty covered of those rostered (服务常在, beside).
    - `volunteer_minutes`, int: minutes of volunteers that a second person verified, by the day they were worked on
      (聚活力).
    - `ratings`, Share: 满意 and 非常满意 of the ratings that people gave themselves in the period (聚民心).
    - `rated`, Share: of the matters closed in the period that could be rated, those that their askers rated
      themselves (聚民心, beside).
    - `ratings_entered`, int: ratings that a keeper entered for somebody in the period, 代录, counted apart.
    - `opinions_due`, Share: opinions fed back by their due date of those due in the period (聚民心, beside).

    `rows` is given the same Period and answers the address of the list of the records behind, as `RecordsView.url`
    gives it; it is offered to those who have `permission` in the room, and never by a confidential room. `late`
    answers how many of the records behind were entered more than three days after the fact (补录), of how many; it is
    for facts other than `events`, which say so themselves. A room that is asked for a month that is not over is given
    the days that are over.
    """

    name: FactName
    measure: Callable[[Period], FactAnswer]
    rows: Callable[[Period], str] | None = None
    permission: str = "view"
    late: Callable[[Period], Share] | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do (待办), which opens the thing itself."""

    pill: Text
    title: str
    sub: str
    url: str
    button: Text
    tone: Tone = "gold"
    due: date | None = None


@dataclass(frozen=True, slots=True)
class TodoSource:
    """Where a room's things to do come from; shown to those who have the permission."""

    permission: str
    fetch: Callable[[], Iterable[Todo]]


@dataclass(frozen=True, slots=True)
class CardLine:
    """The one line of the room's card on 今天, such as 借出 9 件，逾期 2 件."""

    fetch: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Hit:
    """One result of a search."""

    title: str
    sub: str
    url: str


@dataclass(frozen=True, slots=True)
class SearchSource:
    """Finds things by what was typed at the top of the page. `find` gets the words and the most hits wanted; `typed`
    says in the empty search box what they may be, such as 编号."""

    label: Text
    permission: str
    find: Callable[[str, int], Iterable[Hit]]
    typed: Text = ""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """Something of a person that is not over yet, and what erasing them means for it.

    `text` says what it is, as one would say it to them: 借用 电钻 T-03，8月13日应还. What they have of the village's,
    or what somebody is at work on for them, has to be settled first: as long as it is there nobody erases them. `at`
    answers the address of the page on which it is settled, such as `LoansOut.url`; it is called where it is shown.
    What only lies ahead is ended by erasing: `ends` says in a few words what then becomes of it, such as 预约取消, and
    the secretary reads it before.
    """

    text: str
    at: Callable[[], str] | None = None
    ends: Text = ""


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One place where the room keeps something of a person.

    `find` gives what is kept of a resident as (label, value) pairs for the person's own page; `erase` makes it
    nameless, keeps the counts, and answers how many rows it changed. A place where nobody of the list of residents can
    be found, because it is kept without a name or sealed, has neither; the person's page says so.

    `unsettled` answers what of it is not over yet; whatever points at a resident says so, if only with
    `nothing_unsettled`. Residents may also be let go of because nobody needed them for years: then it is asked, too.

    `words` says what columns are called that no list of the room shows, or shows under another name: {"evidence":
    _l("凭据")}; `record` what a row is called where no list does. The map of personal data and the audit use them.
    """

    model: type[Any]
    columns: tuple[str, ...]
    purpose: Text
    keep: Text
    find: Callable[[int], Iterable[tuple[str, str]]] | None = None
    erase: Callable[[int], int] | None = None
    unsettled: Callable[[int], Iterable[Unsettled]] | None = None
    words: Mapping[str, Text] = field(default_factory=dict)
    record: Text = ""


def nothing_unsettled(_resident_id: int) -> Iterable[Unsettled]:
    """For `PersonalData.unsettled`: what is kept here is of what is over."""
    return ()


@dataclass(frozen=True, slots=True)
class Retention:
    """A rule that ends the keeping of something. `apply` works in the current village and answers how many rows.

    `left` answers what is past its time and cannot be let go of before somebody has settled it, with the page where
    that is done. The daily report says how many there are, and the secretary sees which.
    """

    name: Text
    after: Text
    apply: Callable[[], int]
    left: Callable[[], Iterable[Unsettled]] | None = None


class AlreadyThere(str):
    """Why a row of an import is left out although nothing is wrong with it: the hub has it already."""

    __slots__ = ()


class AddsTo(str):
    """Of a row that is taken in and adds to what the hub has already: what somebody should know before, who may have
    sent the list once."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """A list that people keep in a spreadsheet and bring along. The hub gives the pages: template, upload, preview
    with what is wrong by row and column, taking in, undoing.

    `columns` are `SheetColumn`s. A row of their values is a dict by the columns' names; what a `SheetColumn.parse`
    answers must be a text, a number, a bool or None, because it is kept as JSON until somebody has decided.

    `check()` is called once a file and answers a function that is given each row in turn; it may remember what it saw
    and raises Refused(sentence, name of the column). `look(rows)` is given up to 500 good rows and answers for each
    None, a sentence of what is wrong, an `AlreadyThere` or an `AddsTo`, from what the database holds. Neither writes
    anything.

    `take(rows)` makes records of up to 500 rows, best with `make_records`, and answers them. All calls for a list are
    one transaction, so it comes as a whole or not at all; what refuses a row there (Refused) refuses the whole list.

    With SQLite everybody else who writes waits for that transaction. What is dear to work out and needs no database,
    such as pinyin, is therefore added to the rows by `prepare(rows)`, which is called before it begins; what it adds
    must be what JSON can hold. A list whose records themselves take long to make makes them so that nobody sees them,
    in parts that are transactions of their own, and shows all of them by one statement: `reveal(model, brought)`;
    `conceal(model, brought)` hides them again before an undone list is removed in parts. `brought` is a Select of the
    records' ids, for a condition.

    Undoing asks `used(model, brought)` how many of the records have a history by now, and has them removed by
    `remove(model, ids)`, up to 500 ids of one model at a time, those made last first. Without them a record is removed
    as long as no other row points to it.

    `names_people`: people call such a file after a person, so what it is called is not kept.

    `list` is the slug of the list that the records appear in; `follow`, a label and one of the room's pages, goes on
    with what was imported and is given `batch=` (see `imported`).
    """

    key: str
    label: Text
    permission: str
    columns: Sequence[Any]
    take: Callable[[Sequence[dict[str, Any]]], Iterable[Any]]
    check: Callable[[], Callable[[dict[str, Any]], None]] | None = None
    look: Callable[[Sequence[dict[str, Any]]], Sequence[str | None]] | None = None
    prepare: Callable[[Sequence[dict[str, Any]]], None] | None = None
    used: Callable[[type[Any], Select[Any]], int] | None = None
    remove: Callable[[type[Any], Sequence[int]], None] | None = None
    reveal: Callable[[type[Any], Select[Any]], None] | None = None
    conceal: Callable[[type[Any], Select[Any]], None] | None = None
    list: str = ""
    follow: tuple[Text, str] | None = None
    help: Text = ""
    names_people: bool = False


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of a public notice. `at` is when it begins, where it begins at some time."""

    text: str
    detail: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """What a room tells everybody on the centre's public page, without login.

    `kind`: "events" are what is on, put in order of time with those of other rooms; "now" stands beside the room itself
    (空闲 2 个位); "board" are answers that were made public. `fetch` is called as nobody: `here.user` is None and
    `here.can()` always says no. It must not name anybody; the hub leaves out a line that holds a mobile number or an ID
    number. Confidential rooms declare none.
    """

    kind: Literal["events", "now", "board"]
    fetch: Callable[[], Iterable[NoticeLine]]


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything one room declares, by hook."""

    base: type[Any] | None = None
    admin_views: tuple[type[Any], ...] = ()
    pages: tuple[Any, ...] = ()
    quick_actions: tuple[QuickAction, ...] = ()
    visit_kinds: tuple[VisitKind, ...] = ()
    visit_log: VisitLog | None = None
    report_rows: tuple[ReportRow, ...] = ()
    indicator_facts: tuple[IndicatorFact, ...] = ()
    todo_items: tuple[TodoSource, ...] = ()
    card_line: CardLine | None = None
    search: tuple[SearchSource, ...] = ()
    personal_data: tuple[PersonalData, ...] = ()
    retention: tuple[Retention, ...] = ()
    import_sheets: tuple[ImportSheet, ...] = ()
    public_notices: tuple[PublicNotice, ...] = ()
    commands: tuple[Any, ...] = ()
    demo_data: Callable[[Any], None] | None = field(default=None)
