"""A book list: taken in whole, in part or not at all, and undone whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.imports import batches, staging, taking, undoing
from hub.imports.models import ImportBatch
from hub.kernel.database import db
from hub.kernel.refusals import Refused
from plugins.reading_room import lending, waiting
from plugins.reading_room.models import Copy, Title
from plugins.reading_room.tests.place import AILI, COTTON, COTTON_ISBN, copy, count, lend, person, title

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]
GOOD = (
    "书名,ISBN,作者,索书号,册数,册号,类型,定价\n"
    f"棉田手记,{COTTON_ISBN},周大田,S5/1,2,,,\n"
    "渠边的人家,978-7-9990-0003-7,沈月白,i2/2,1,x-1,图书,32.5\n"
    "家庭小药箱,,,报刊架,,,杂志,\n"
    "渠水,,李四,I2/3,1,,,\n"
    "渠水,,李四,I2/3,1,,,\n"
)


@pytest.fixture
def keep(tmp_path: Path):
    """Has a list read, as far as the preview."""

    def read(text: str) -> ImportBatch:
        file = tmp_path / "sent"
        file.write_text(text, "utf-8")
        batch = batches.begin("reading_room.books", "书单.csv")
        staging.read_into(batch, file, alone=False)
        assert batch.state == "checked", batch.reason
        return batch

    return read


def test_known_books_get_copies_and_new_ones_are_catalogued(keep):
    batch = keep(GOOD)
    assert (batch.good, batch.bad) == (5, 0)
    assert count(Copy) == 8
    taking.decide(batch.id)
    assert (batch.state, batch.findings) == ("done", "")
    assert (count(Copy), count(Title)) == (14, 8)
    taken = copy("X-1")
    assert (taken.title.name, taken.title.call_number, str(taken.price)) == ("渠边的人家", "I2/2", "32.50")
    assert title("家庭小药箱").stays_in
    assert count(Copy, Copy.title_id == title("渠水").id) == 2


def test_who_waits_for_a_book_is_given_a_copy_that_comes_with_a_list(keep):
    lend()
    wait = waiting.reserve(title("孔雀河畔").id, person(AILI))
    assert wait.copy_id is None
    batch = keep(f"书名,ISBN,册号\n孔雀河畔,{title('孔雀河畔').isbn},X-1\n")
    taking.decide(batch.id)
    assert wait.copy_id == copy("X-1").id
    with pytest.raises(Refused, match="有 1 条导入以后已经用过"):
        undoing.undo(batch.id)


def test_books_without_an_isbn_are_not_catalogued_twice(keep):
    for _time in range(2):
        taking.decide(keep("书名,作者,索书号\n渠水,李四,i2/3\n").id)
    assert count(Title, Title.name == "渠水") == 1
    assert count(Copy, Copy.title_id == title("渠水").id) == 2


def test_what_would_only_add_copies_is_said_before(keep):
    """Who sends a list a second time is not to have every book twice without a word."""
    batch = keep(f"书名,ISBN,册数\n棉田手记,{COTTON_ISBN},2\n还没有的书,,1\n")
    assert batches.findings(batch)[1] == ["第 2 行：已经编目，导入以后再加册。这份书单以前导过的，不要再导。"]
    assert (batch.good, batch.known) == (2, 0)
    taking.decide(batch.id)
    assert (batch.state, batch.good) == ("done", 2)
    assert batches.findings(keep("书名,ISBN,册数\n还没有的书,,1\n"))[1] != []


def test_what_is_wrong_is_named_row_by_row_and_the_rest_can_be_taken_in(keep):
    batch = keep(
        "书名,ISBN,册数,册号,出版年,定价,类型\n"
        ",,,,,,\n"
        "好,,,,,,\n"
        "坏一,9787999000014,,,,,\n"
        "坏二,,0,,,,\n"
        "坏三,,,B00001,,,\n"
        "坏四,,2,N1,,,\n"
        "坏五,,,N 2,,,\n"
        "好二,,,N3,,,\n"
        "坏六,,,n3,,,\n"
        "坏七,,,,去年,,\n"
        "坏八,,,,,一元,\n"
        "坏九,,,,,,光盘\n"
        f"别的名,{COTTON_ISBN},,,,,\n"
        f"又一个名,{COTTON_ISBN},,,,,\n"
        ",,1,,,,\n"
    )
    problems, _notes = batches.findings(batch)
    assert batch.good == 3
    said = {problem.row: (problem.title, problem.sentence) for problem in problems}
    assert set(said) == {4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16}
    assert said[4][0] == "ISBN"
    assert "校验位" in said[4][1]
    assert said[6][1] == "册号 B00001 已经有了，请换一个。"
    assert said[16] == ("书名", "没有填。")
    taking.decide(batch.id)
    assert {row.name for row in db.session.query(Title)} >= {"好", "好二"}


def test_undone_all_of_it_is_gone(keep):
    batch = keep(GOOD)
    taking.decide(batch.id)
    undoing.undo(batch.id)
    db.session.flush()
    db.session.expire_all()
    assert (count(Copy), count(Title), batch.state) == (8, 5, "undone")
    assert title(COTTON).name == COTTON
    with pytest.raises(Refused, match="办过"):
        undoing.undo(batch.id)


def test_not_once_one_of_them_was_lent(keep):
    batch = keep(GOOD)
    taking.decide(batch.id)
    lending.give_back(lend("X-1").id)
    with pytest.raises(Refused, match="有 1 条"):
        undoing.undo(batch.id)


def test_a_title_that_other_copies_have_come_to_stays(keep):
    from plugins.reading_room.books import add_copies

    batch = keep(GOOD)
    taking.decide(batch.id)
    add_copies(title("渠水"), 1)
    undoing.undo(batch.id)
    assert count(Copy, Copy.title_id == title("渠水").id) == 1


def test_a_number_that_somebody_used_meanwhile_stops_it(keep):
    from plugins.reading_room.books import add_copies

    batch = keep(GOOD)
    add_copies(title(), 1, "X-1")
    with pytest.raises(Refused, match="册号 X-1 已经有了，请换一个。请改好表格，再传一次。"):
        taking.decide(batch.id)
