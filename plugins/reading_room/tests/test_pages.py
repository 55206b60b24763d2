"""The room's pages as a keeper, a secretary and a reader of figures use them."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import event, select

from hub.kernel.database import db
from hub.visits.models import Visit
from plugins.reading_room import books, lending, stocktaking, waiting
from plugins.reading_room.models import Copy, Event, Loan, Policy, Stocktake, Use, Wait
from plugins.reading_room.shelf import reader_code
from plugins.reading_room.tests.place import (
    AILI,
    COTTON,
    COTTON_ISBN,
    GOAT,
    LI,
    RIVER,
    RIVER_ISBN,
    WANG,
    copy,
    count,
    lend,
    person,
    the_village,
    there,
    title,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("reading_room_place"), pytest.mark.usefixtures("clock")]
ROOM = "/rooms/reading_room"


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["reading_room"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


@pytest.fixture
def looker(app):
    return signed_in(app, the_village(app), "reader")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def send(client, path: str, **data) -> str:
    """What the page says after a form was sent."""
    answer = client.post(f"{ROOM}/{path}", data=data, follow_redirects=True)
    assert answer.status_code in (200, 422)
    return text(answer)


def ids(app) -> dict[str, int]:
    with there(app):
        return {
            "copy": copy().id, "title": title().id, "wang": person(WANG).id, "aili": person(AILI).id,
            "cotton": title(COTTON).id,
        }  # fmt: skip


class TestTheDesk:
    def test_a_book_is_lent_in_two_scans_and_returned_in_one(self, app, keeper):
        with there(app):
            card = reader_code(person().id)
        first = keeper.post(f"{ROOM}/desk", data={"scan": "b00004"})
        assert first.location == f"{ROOM}/desk?copy={ids(app)['copy']}"
        page = text(keeper.get(first.location))
        assert "《孔雀河畔》B00004" in page
        assert re.search(r'<input type="text" id="reader"[^>]*autofocus', page)
        said = send(keeper, "desk", copy=ids(app)["copy"], reader="", reader_text=card)
        assert "已借出：《孔雀河畔》B00004，王*，11月30日还" in said
        assert "借着 1/5 册" in said
        assert re.search(r'<input[^>]*autofocus[^>]*id="scan"', said)
        assert "已还：《孔雀河畔》B00004" in send(keeper, "desk", scan=RIVER_ISBN)
        with there(app):
            assert (count(Loan, Loan.state == "returned"), copy().state) == (1, "in")

    def test_a_reader_first_and_then_book_after_book(self, app, keeper):
        with there(app):
            card = reader_code(person().id)
        said = send(keeper, "desk", scan=card)
        assert "读者 王*，请扫书" in said
        reader = ids(app)["wang"]
        for number in ("B00001", "B00004"):
            assert "已借出" in send(keeper, "desk", scan=number, reader=reader)
        with there(app):
            assert (count(Loan), count(Visit)) == (2, 1)

    @pytest.mark.parametrize(
        ("scan", "said"),
        [("", "请先扫一册书"), ("B99", "没有册号为 B99"), ("B00008", "只在室内看"), (COTTON_ISBN, "有 3 册"),
         ("9787999000037", "还没有编目"), ("<b>", "没有册号")],
    )  # fmt: skip
    def test_what_cannot_be_done_is_said_beside_the_field(self, app, keeper, scan, said):
        answer = keeper.post(f"{ROOM}/desk", data={"scan": scan})
        assert answer.status_code == 422
        assert said in text(answer)

    def test_without_a_reader_nothing_is_lent(self, app, keeper):
        assert "请扫读者证" in send(keeper, "desk", copy=ids(app)["copy"], reader="", reader_text="")
        with there(app):
            assert count(Loan) == 0

    def test_undo_after_lending_and_after_returning(self, app, keeper):
        said = send(keeper, "desk", scan="B00004", reader=ids(app)["wang"])
        (undo,) = re.findall(rf'action="({ROOM}/loan/\d+/undo)"', said)
        assert "没有借出" in text(keeper.post(undo, follow_redirects=True))
        send(keeper, "desk", scan="B00004", reader=ids(app)["wang"])
        said = send(keeper, "desk", scan="B00004")
        (undo,) = re.findall(rf'action="({ROOM}/loan/\d+/out-again)"', said)
        assert "还借着" in text(keeper.post(undo, follow_redirects=True))

    def test_a_book_that_somebody_waits_for_is_put_aside_loudly(self, app, keeper):
        with there(app):
            lend()
            waiting.reserve(title().id, person(AILI))
        assert "有人预约，请放在一边留给 艾力* · 0317" in send(keeper, "desk", scan="B00004")
        assert "留给了预约的艾力*" in text(keeper.get(f"{ROOM}/desk?copy={ids(app)['copy']}"))

    def test_an_over_full_room_asks_for_a_reason(self, app, keeper):
        from hub.kernel.here import here
        from hub.visits.services import record

        with there(app):
            record(here.room("reading_room"), 15)
        known = ids(app)
        given = {"copy": known["copy"], "reader": known["wang"], "reader_text": WANG}
        said = send(keeper, "desk", **given)
        assert "写明原因" in said
        assert "已借出" in send(keeper, "desk", **given, override_reason="借了就走")

    def test_hostile_addresses_are_taken_for_nothing(self, keeper):
        for query in ("copy=x", "copy=99999999999", "copy=9999", "reader=-1", "copy=%00", "reader=9999"):
            assert keeper.get(f"{ROOM}/desk?{query}").status_code == 200


class TestAtTheCounter:
    def test_renew_late_damage_lose(self, app, keeper, clock):
        with there(app):
            loan = lend().id
        assert "已续借" in send(keeper, "renew", loan=loan, loan_text="《孔雀河畔》B00004")
        assert "请写一句哪里坏了" in send(keeper, f"return/{loan}", condition="damaged")
        assert "已还" in send(keeper, f"return/{loan}", condition="damaged", damage="封面掉了")
        known = ids(app)
        assert "修好回架" in send(keeper, f"copy/{known['copy']}/mend")
        when = {"out_at": "2025-11-18T10:00", "ended_at": "2025-11-19T10:00"}
        late = {
            "copy": known["copy"],
            "copy_text": "《孔雀河畔》B00004",
            "reader": known["aili"],
            "reader_text": AILI,
        }
        assert "已补录" in send(keeper, "late_loan", **late, **when)
        with there(app):
            loan = lend("B00005", AILI).id
        clock.shift(timedelta(days=12))
        page = text(keeper.get(f"{ROOM}/calls"))
        assert "19900000317" in page
        assert "已记下" in send(keeper, f"loan/{loan}/called/promised")
        assert "没有这种结果" in send(keeper, f"loan/{loan}/called/sung")
        assert "登记为丢失？" in text(keeper.post(f"{ROOM}/loan/{loan}/lost"))
        assert "已登记丢失" in send(keeper, f"loan/{loan}/lost", confirmed="1")
        assert "找到了" in send(keeper, f"copy/{self.id_of(app, 'B00005')}/found")

    def test_reading_in_the_room(self, app, keeper):
        assert "3 人在看书" in send(keeper, "read", heads="3", scans="B00008, B00007")
        with there(app):
            assert (count(Use), count(Loan)) == (2, 0)
            visit = db.session.scalars(select(Visit.id)).one()
        assert "没有册号为 NIX" in send(keeper, "read", heads="2", scans="NIX")
        assert "已撤销" in send(keeper, f"visit/{visit}/undo")
        with there(app):
            assert count(Use) == 0

    def test_reserve_tell_cancel(self, app, keeper):
        known = ids(app)
        given = {
            "title": known["title"],
            "title_text": "《孔雀河畔》",
            "reader": known["aili"],
            "reader_text": AILI,
        }
        assert "在架，给 艾力* 留着" in send(keeper, "reserve", **given)
        with there(app):
            wait = db.session.scalars(select(Wait.id)).one()
        assert "已通知" in send(keeper, f"wait/{wait}/told")
        assert "还在保留期内" in send(keeper, f"wait/{wait}/pass-on")
        assert "已取消预约" in send(keeper, f"wait/{wait}/cancel")
        assert "已经办完" in send(keeper, f"wait/{wait}/cancel")

    @staticmethod
    def id_of(app, number: str) -> int:
        with there(app):
            return copy(number).id


class TestCataloguing:
    def test_a_new_book_in_two_steps_and_a_known_one_gets_a_copy(self, app, keeper):
        first = keeper.post(f"{ROOM}/catalogue", data={"isbn": "7-999-00003-9"})
        assert first.status_code == 422
        first = keeper.post(f"{ROOM}/catalogue", data={"isbn": "9787999000037"})
        assert first.location.endswith("/new_title?isbn=9787999000037")
        assert 'value="9787999000037"' in text(keeper.get(first.location))
        given = {"name": "渠边的人家", "isbn": "978-7-999-00003-7", "kind": "book", "copies": "2"}
        said = send(keeper, "new_title", **given)
        assert "已入藏：《渠边的人家》，册号 B00009—B00010" in said
        assert "已经编目：《渠边的人家》" in send(keeper, "new_title", **given)
        known = keeper.post(f"{ROOM}/catalogue", data={"isbn": "9787999000037"})
        page = text(keeper.get(known.location))
        assert "2 册" in page
        assert "册号 TX-1" in text(
            keeper.post(known.location, data={"copies": "1", "number": "tx-1"}, follow_redirects=True)
        )
        (undo,) = re.findall(rf'action="({ROOM}/title/\d+/undo/\d+/\d+)"', said)
        assert "已撤销入藏" in text(keeper.post(undo, follow_redirects=True))
        with there(app):
            assert count(Copy, Copy.title_id == title("渠边的人家").id) == 1

    @pytest.mark.parametrize("number", ["B00001", "R000012", "9787999000037", "书1", "a b"])
    def test_a_number_that_cannot_be_one_is_refused(self, app, keeper, number):
        path = f"title/{ids(app)['title']}/copies"
        assert keeper.post(f"{ROOM}/{path}", data={"copies": "1", "number": number}).status_code == 422

    def test_a_title_is_put_right_in_its_list(self, app, keeper):
        given = {"name": "孔雀河边", "isbn": "", "call_number": "i3/1", "kind": "magazine"}
        answer = keeper.post(f"{ROOM}/titles/edit/?id={ids(app)['title']}", data=given)
        assert answer.status_code == 303
        with there(app):
            row = title("孔雀河边")
            assert (row.isbn, row.call_number, row.stays_in, row.initials) == ("", "I3/1", True, "kqhb")

    def test_copies_are_mended_missed_found_withdrawn(self, app, keeper):
        known = ids(app)
        given = {"copy": known["copy"], "copy_text": "《孔雀河畔》B00004", "damage": "散页"}
        assert "已登记修补" in send(keeper, "damage", **given)
        assert "不能这样办" in send(keeper, f"copy/{known['copy']}/miss", confirmed="1")
        assert "已注销" in send(keeper, f"copy/{known['copy']}/retire", confirmed="1")


class TestLabels:
    def test_a_span_of_numbers_is_laid_out_with_codes(self, keeper):
        said = send(keeper, "labels", first="b00001", last="B00003", shape="65", skip="2")
        assert said.count("<svg viewBox") >= 3
        assert "S5/1" in said
        assert "label-sheet of-65" in said

    def test_a_readers_card_says_next_to_nothing(self, app, keeper):
        page = text(keeper.get(f"{ROOM}/card/{ids(app)['wang']}"))
        with there(app):
            assert reader_code(person().id) in page
        assert WANG not in page.split("label-sheet")[1]

    def test_hostile_spans(self, keeper):
        for query in (
            "",
            "first=%00",
            "title=x",
            "batch=99999999999",
            "first=zzz",
            "shape=1&skip=-1&first=B00001",
        ):
            assert keeper.get(f"{ROOM}/label_sheet?{query}").status_code == 200
        assert keeper.get(f"{ROOM}/card/999").status_code == 404
        assert "没有书" in send(keeper, "labels", first="Z1", shape="24", skip="0")


class TestImporting:
    def test_a_list_is_checked_taken_in_labelled_and_undone(self, app, keeper):
        assert "/imports/new/reading_room.books" in text(keeper.get(f"{ROOM}/titles/"))
        template = keeper.get("/imports/template/reading_room.books")
        sheet = openpyxl.load_workbook(io.BytesIO(template.data)).active
        sheet.append(["", "渠边的人家", "沈月白"])
        file = io.BytesIO()
        sheet.parent.save(file)
        file.seek(0)
        looked_at = keeper.post(
            "/imports/new/reading_room.books", data={"file": (file, "书单.xlsx")}
        ).location
        assert "1 行可以导入" in text(keeper.get(looked_at))
        assert "书单.xlsx" in text(keeper.get("/"))
        page = text(keeper.post(f"{looked_at}/take", follow_redirects=True))
        assert "已导入 1 行" in page
        labels = re.search(rf"{ROOM}/label_sheet\?batch=\d+", page)
        assert labels
        assert "渠边的人家" in text(keeper.get(labels[0]))
        assert "已撤销导入" in text(
            keeper.post(f"{looked_at}/undo", data={"confirmed": "1"}, follow_redirects=True)
        )


class TestStocktaking:
    def test_the_whole_of_it(self, app, keeper):
        said = send(keeper, "stocktake", scope="")
        assert "盘点开始了" in said
        assert "应有" not in said
        with there(app):
            row = db.session.scalars(select(Stocktake.id)).one()
        for number in range(2, 9):
            assert "在架" in send(keeper, f"stocktake/{row}", scan=f"B0000{number}")
        assert "已经扫过" in send(keeper, f"stocktake/{row}", scan="B00002")
        assert "没有册号" in send(keeper, f"stocktake/{row}", scan="NIX")
        page = text(keeper.get(f"{ROOM}/stocktake/{row}/variance"))
        assert "没扫到的" in page
        assert "B00001" in page
        assert "盘完了：扫了 7 册，少 1 册，多 0 册" in send(keeper, f"stocktake/{row}/finish", confirmed="1")
        assert "这次盘点已经结束了" in text(keeper.get(f"{ROOM}/stocktake/{row}"))
        assert "盘完" in text(keeper.get(f"{ROOM}/stocktake/{row}/variance"))

    def test_given_up(self, app, keeper):
        with there(app):
            row = stocktaking.start().id
        assert "接着盘" in text(keeper.get(f"{ROOM}/stocktake"))
        assert "盘点已作废" in send(keeper, f"stocktake/{row}/cancel", confirmed="1")
        assert keeper.get(f"{ROOM}/stocktake/99").status_code == 404


class TestEvents:
    def test_planned_held_undone_cancelled(self, app, keeper):
        given = {
            "name": "周末读书会", "kind": "talk", "proposer": "residents",
            "starts_at": "2025-11-19T16:00", "ends_at": "2025-11-19T17:30",
        }  # fmt: skip
        assert "结束要晚于开始" in send(keeper, "plan_event", **given | {"ends_at": "2025-11-19T15:00"})
        assert "已安排" in send(keeper, "plan_event", **given)
        with there(app):
            row = db.session.scalars(select(Event.id)).one()
        assert "已登记：周末读书会，8 人" in send(keeper, f"event/{row}/held", heads="8", note="很热闹")
        with there(app):
            assert db.session.scalars(select(Visit.heads)).one() == 8
        assert "还没有办" in send(keeper, f"event/{row}/undo")
        assert "这一项还没有填" in send(keeper, f"event/{row}/cancel")
        assert "已取消活动" in send(keeper, f"event/{row}/cancel", why="下雪")
        assert "已经办完或取消" in send(keeper, f"event/{row}/held", heads="8")

    def test_begun_when_its_time_comes(self, app, keeper):
        given = {
            "name": "周末读书会", "kind": "talk", "proposer": "residents",
            "starts_at": "2025-11-20T10:30", "ends_at": "2025-11-20T11:30",
        }  # fmt: skip
        send(keeper, "plan_event", **given)
        with there(app):
            row = db.session.scalars(select(Event.id)).one()
        assert f"/event/{row}/begin" in keeper.get(f"{ROOM}/events/").text
        assert "活动开始了：周末读书会" in send(keeper, f"event/{row}/begin")
        assert f"/event/{row}/begin" not in keeper.get(f"{ROOM}/events/").text


class TestWhoMay:
    @pytest.mark.parametrize(
        "path", ["desk", "calls", "catalogue", "stocktake", "plan_event", "rules", "read"]
    )
    def test_a_reader_of_figures_does_nothing(self, looker, path):
        assert looker.get(f"{ROOM}/{path}").status_code == 403

    def test_names_are_masked_for_whoever_only_looks(self, app, looker):
        with there(app):
            lend()
        page = text(looker.get(f"{ROOM}/loans/"))
        assert "《孔雀河畔》B00004" in page
        assert WANG not in page

    def test_the_rules_are_the_secretarys(self, app, keeper, secretary):
        assert keeper.get(f"{ROOM}/rules").status_code == 403
        assert 'value="5"' in text(secretary.get(f"{ROOM}/rules"))
        given = {"books": "3", "days": "14", "renewals": "2", "keep_days": "5"}
        assert "已保存" in send(secretary, "rules", **given)
        with there(app):
            row = db.session.scalars(select(Policy)).one()
            assert (row.books, row.days, row.renewals, row.keep_days) == (3, 14, 2, 5)

    def test_another_village_sees_nothing_of_it(self, app):
        from tests.harness.people import a_village

        with there(app):
            lend()
        known = ids(app)
        other = signed_in(app, a_village(app, "柳沟村", rooms=["reading_room"]))
        assert RIVER not in text(other.get(f"{ROOM}/titles/"))
        assert other.get(f"{ROOM}/titles/details/?id={known['title']}").status_code == 404
        assert "没有册号" in send(other, "desk", scan="B00004")


class TestSearching:
    @pytest.mark.parametrize("words", ["孔雀", "kqhp", "沈月白", RIVER_ISBN, "B00004"])
    def test_the_top_of_the_page_finds_books(self, keeper, words):
        assert "孔雀河畔" in text(keeper.get(f"/search?q={words}", follow_redirects=True))

    @pytest.mark.parametrize("name", ["copies", "titles", "readers"])
    def test_look_ups_answer_and_take_nonsense(self, keeper, name):
        for words in ("孔", "王", "%", "'", "R1", "\u202e"):
            assert keeper.get(f"/lookup/reading_room.{name}?q={words}").status_code == 200


LISTS = ("loans", "titles", "copies", "waits", "events", "stocktakes", "history")


@pytest.mark.parametrize("slug", LISTS)
def test_lists_are_there_for_the_keeper_and_cost_the_same_with_more_rows(app, keeper, slug):
    def queries() -> int:
        asked = []
        with app.app_context():
            engine = db.engine

        def note(*_args):
            asked.append(1)

        event.listen(engine, "before_cursor_execute", note)
        try:
            assert keeper.get(f"{ROOM}/{slug}/").status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    with there(app):
        fill_some(GOAT, ("B00005",))
    keeper.get(f"{ROOM}/{slug}/")
    few = queries()
    with there(app):
        fill_some(COTTON, ("B00001", "B00002", "B00004"))
    assert queries() == few


def fill_some(book: str, numbers: tuple[str, ...]) -> None:
    """Rows in every list."""
    from hub.kernel.here import here
    from plugins.reading_room import eventing

    for number in numbers:
        if copy(number).state == "in" and copy(number).title.name != book:
            lending.give_back(lend(number, LI).id)
        lend(number, WANG)
        eventing.events.plan("读书会", here.now, here.now + timedelta(hours=1), "committee", kind="talk")
        stocktaking.cancel(stocktaking.start().id)
        books.add_copies(title(book), 1)
    waiting.reserve(title(book).id, person(AILI))
