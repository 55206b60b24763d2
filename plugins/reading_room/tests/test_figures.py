"""The card, the month, and what is to be done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.kits.events import told
from plugins.reading_room import books, coming, eventing, figures, lending, stocktaking, waiting
from plugins.reading_room.models import Event
from plugins.reading_room.tests.place import AILI, COTTON, LI, copy, lend, person, title

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]
NOVEMBER = Period(
    date(2025, 11, 1), date(2025, 11, 30),
    datetime(2025, 10, 31, 16, tzinfo=UTC), datetime(2025, 11, 30, 16, tzinfo=UTC),
)  # fmt: skip


@pytest.fixture(autouse=True)
def page(app, here_now):
    """Addresses need a request."""
    with app.test_request_context():
        yield


def month() -> dict[str, object]:
    return {row.code: row.count(NOVEMBER) for row in figures.REPORT}


def todos(fetch) -> list[tuple[str, str]]:
    return [(str(todo.pill), todo.title) for todo in fetch()]


def test_the_month(here_now):
    lend("B00001", due_on=date(2025, 11, 25))
    lending.lose(lend("B00002", AILI).id)
    books.add_copies(title(COTTON), 2)
    coming.read(4, ["B00008"])
    row = eventing.events.plan("读书会", here.now, here.now + timedelta(hours=1), "residents", kind="talk")
    here_now.shift(timedelta(hours=2))
    eventing.held(row.id, 6)
    here_now.shift(timedelta(days=11))
    found = month()
    assert found == {
        "loans": 2, "overdue": 1, "losses": 1, "new_books": 2, "readers": 4, "uses": 1, "events": 1,
    }  # fmt: skip
    books.find(copy("B00002").id)
    assert month()["losses"] == 0


def test_the_card(here_now):
    assert figures.card() == "借出 0 册"
    lend()
    here_now.shift(timedelta(days=11))
    assert figures.card() == "借出 1 册，逾期 1 册"


class TestEvents:
    def test_they_are_told_with_their_heads_and_who_proposed_them(self, here_now):
        here_now.move_to(datetime(2025, 12, 1, 2, tzinfo=UTC))
        for day, heads in ((1, 6), (25, 4)):
            at = datetime(2025, 11, day, 8, tzinfo=UTC)
            eventing.held(
                eventing.events.plan("读书会", at, at + timedelta(hours=1), "residents", kind="talk").id,
                heads,
            )
        facts = told(Event, NOVEMBER)
        assert [(one.day.day, one.heads, one.by_residents, one.counts) for one in facts] == [
            (1, 6, True, True), (25, 4, True, False),
        ]  # fmt: skip

    def test_what_has_not_begun_cannot_have_been_held(self):
        from hub.kernel.refusals import Refused

        later = here.now + timedelta(hours=1)
        row = eventing.events.plan("读书会", later, later + timedelta(hours=1), "committee", kind="talk")
        with pytest.raises(Refused, match="还没有开始"):
            eventing.held(row.id, 5)


class TestToDo:
    def test_overdue_until_called(self, here_now):
        loan = lend()
        here_now.shift(timedelta(days=12))
        assert todos(figures.overdue_todos) == [("逾期 2 天", "《孔雀河畔》B00004")]
        lending.note_call(loan.id, "promised")
        assert todos(figures.overdue_todos) == []

    def test_a_reserved_book_that_is_back_until_told_and_one_nobody_came_for(self, here_now):
        loan = lend()
        wait = waiting.reserve(title().id, person(AILI))
        waiting.reserve(title().id, person(LI))
        assert todos(figures.ready_todos) == []
        lending.give_back(loan.id)
        assert todos(figures.ready_todos) == [("预约的书到了", "《孔雀河畔》")]
        waiting.tell(wait.id)
        assert todos(figures.ready_todos) == []
        here_now.shift(timedelta(days=4))
        assert todos(figures.unfetched_todos) == [("预约没来取", "《孔雀河畔》")]
        waiting.pass_on(wait.id)
        assert todos(figures.ready_todos) == [("预约的书到了", "《孔雀河畔》")]

    def test_a_stocktake_an_event_and_mending(self, here_now):
        stocktaking.start()
        books.damage(copy().id, "散页")
        eventing.events.plan("读书会", here.now, here.now + timedelta(hours=1), "committee", kind="talk")
        assert todos(figures.event_todos) == []
        here_now.shift(timedelta(hours=2))
        assert todos(figures.event_todos) == [("活动办了没有", "读书会")]
        assert todos(figures.stocktake_todos) == [("盘点中", "盘点没有结束")]
        assert todos(figures.book_todos) == [("修补", "1 册等着修补")]
