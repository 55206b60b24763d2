"""A book list: taken in whole, in part or not at all, and undone whole."""

from __future__ import annotations

import io

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.kits.sheets import read_sheet, rows_of
from plugins.reading_room import importing, lending, privacy
from plugins.reading_room.models import Batch, Copy, Title
from plugins.reading_room.tests.place import COTTON, COTTON_ISBN, copy, count, lend, person, title

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("here_now")]
GOOD = (
    "书名,ISBN,作者,索书号,册数,册号,类型,定价\n"
    f"棉田手记,{COTTON_ISBN},周大田,S5/1,2,,,\n"
    "渠边的人家,978-7-9990-0003-7,沈月白,i2/2,1,x-1,图书,32.5\n"
    "家庭小药箱,,,报刊架,,,杂志,\n"
    "渠水,,李四,I2/3,1,,,\n"
    "渠水,,李四,I2/3,1,,,\n"
)


def keep(text: str) -> Batch:
    return importing.keep("书单.csv", read_sheet(io.BytesIO(text.encode()), "书单.csv"))


def test_known_books_get_copies_and_new_ones_are_catalogued():
    batch = keep(GOOD)
    assert (batch.good, batch.bad) == (5, 0)
    assert rows_of(batch).notes == ["有 1 种已经编目，导入时只加册。"]
    assert count(Copy) == 8
    _batch, copies = importing.take_in(batch.id)
    assert (copies, count(Copy), count(Title)) == (6, 14, 8)
    taken = copy("X-1")
    assert (taken.title.name, taken.title.call_number, str(taken.price)) == ("渠边的人家", "I2/2", "32.50")
    assert title("家庭小药箱").stays_in
    assert count(Copy, Copy.title_id == title("渠水").id) == 2
    assert (batch.state, batch.content) == ("done", "")


def test_a_list_is_taken_in_once():
    batch = keep(GOOD)
    importing.take_in(batch.id)
    with pytest.raises(Refused, match="已经办过"):
        importing.take_in(batch.id)


def test_what_is_wrong_is_named_row_by_row_and_the_rest_can_be_taken_in():
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
    checked = rows_of(batch)
    assert [values["name"] for _row, values in checked.rows] == ["好", "好二", "别的名"]
    said = {problem.row: (problem.title, problem.sentence) for problem in checked.problems}
    assert set(said) == {4, 5, 6, 7, 8, 10, 11, 12, 13, 15, 16}
    assert said[4][0] == "ISBN"
    assert "校验位" in said[4][1]
    assert said[6] == ("册号", "册号 B00001 已经有了，请换一个。")
    assert said[16] == ("书名", "没有填。")
    assert importing.take_in(batch.id)[1] == 3


def test_none_of_it():
    batch = keep(GOOD)
    importing.drop(batch.id)
    assert (batch.state, batch.content, count(Copy)) == ("dropped", "", 8)


def test_undone_all_of_it_is_gone():
    batch = keep(GOOD)
    importing.take_in(batch.id)
    importing.undo(batch.id)
    db.session.flush()
    db.session.expire_all()
    assert (count(Copy), count(Title), batch.state) == (8, 5, "undone")
    assert title(COTTON).name == COTTON
    with pytest.raises(Refused, match="已经撤销"):
        importing.undo(batch.id)


def test_not_once_one_of_them_was_lent():
    batch = keep(GOOD)
    importing.take_in(batch.id)
    lending.give_back(lend("X-1").id)
    with pytest.raises(Refused, match="有 1 册"):
        importing.undo(batch.id)


def test_a_number_that_somebody_used_meanwhile_stops_it():
    from plugins.reading_room.books import add_copies

    batch = keep(GOOD)
    add_copies(title(), 1, "X-1")
    with pytest.raises(Refused, match="刚才有人用了"):
        importing.take_in(batch.id)


def test_a_list_that_nobody_decided_about_is_not_kept(here_now):
    from datetime import timedelta

    batch = keep(GOOD)
    assert importing.drop_old() == 0
    here_now.shift(timedelta(hours=25))
    assert importing.drop_old() == 1
    assert (batch.state, batch.content) == ("dropped", "")


def test_what_a_list_says_never_enters_the_audit():
    from sqlalchemy import select

    from hub.audit.models import AuditEntry

    keep(GOOD)
    db.session.flush()
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.table == "reading_room__batch"),
        execution_options={"hub_trusted": True},
    ).one()
    assert entry.changes["content"] == [None, "***"]
    assert list(privacy.lists_of(person().id)) == []
