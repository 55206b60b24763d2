"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.accounts.models import Membership
from hub.kernel.database import db
from plugins.service_hall import handling, intake
from plugins.service_hall.intake import Intake
from plugins.service_hall.models import Item, Opinion, Question, Rating, Request
from plugins.service_hall.tests.place import (
    CARD,
    COPY,
    LOW,
    WANG,
    accept,
    count,
    item,
    person,
    the_village,
    there,
    workers,
)
from tests.harness.people import a_village, signed_in

pytestmark = [pytest.mark.state("hall_place"), pytest.mark.usefixtures("clock")]
ROOM = "/rooms/service_hall"


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["service_hall"])


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


def ids(app, name: str = CARD) -> tuple[int, int]:
    with there(app):
        return item(name).id, person(WANG).id


def one(app, *deeds) -> int:
    """A request to which something was done; answers its number in the database."""
    with there(app):
        id = accept(CARD).id
        for deed, *rest in deeds:
            deed(id, *rest)
        return id


class TestAccepting:
    def test_the_list_of_materials_comes_first_and_the_receipt_after(self, app, keeper):
        item_id, resident_id = ids(app)
        given = {"item": item_id, "resident": resident_id}
        first = keeper.post(f"{ROOM}/accept", data=given)
        assert first.status_code == 422
        assert "请核对下面的材料" in first.text
        assert "身份证原件" in first.text
        given |= {"checked": item_id, "papers": "身份证原件"}
        answer = keeper.post(f"{ROOM}/accept", data=given, follow_redirects=True)
        assert "已受理：第 1120-01 号 社会保障卡补换，11月27日前办结" in answer.text
        assert "受理回执" in answer.text

    def test_what_needs_nothing_is_accepted_at_the_first_press_and_without_a_name(self, app, keeper):
        item_id, _resident = ids(app, COPY)
        assert keeper.post(f"{ROOM}/accept", data={"item": item_id}).status_code == 303
        with there(app):
            assert count(Request, Request.resident_id.is_(None), Request.state == "accepted") == 1

    def test_it_may_be_kept_as_a_draft(self, app, keeper):
        item_id, _resident = ids(app, LOW)
        given = {"item": item_id, "checked": item_id, "papers": "身份证原件", "draft": "y"}
        answer = keeper.post(f"{ROOM}/accept", data=given, follow_redirects=True)
        assert "已存草稿" in answer.text
        assert "还没有受理。" in answer.text
        answer = keeper.post(f"{ROOM}/case/1/accept", data={"papers": "户口簿原件"}, follow_redirects=True)
        assert "1120-01" in answer.text

    def test_identity_numbers_are_refused_and_what_was_typed_is_still_there(self, app, keeper):
        item_id, _resident = ids(app, COPY)
        answer = keeper.post(f"{ROOM}/accept", data={"item": item_id, "note": "65280119900101001X"})
        assert answer.status_code == 422
        assert "这里不记身份证号" in answer.text
        assert "65280119900101001X" in answer.text

    def test_a_full_hall_asks_for_a_reason(self, app, keeper):
        with there(app):
            from hub.kernel.here import here

            here.room("service_hall").refuse_above = 1
            intake.ask("law")
        answer = keeper.post(f"{ROOM}/ask", data={"category": "law"})
        assert answer.status_code == 422
        assert "人多仍要登记的原因" in answer.text
        again = {"category": "law", "override_reason": "都在排队"}
        assert keeper.post(f"{ROOM}/ask", data=again).status_code == 303


class TestAsking:
    def test_it_is_one_tap_and_can_be_undone(self, app, keeper):
        answer = keeper.post(f"{ROOM}/ask", data={"category": "social"}, follow_redirects=True)
        assert "记下了：咨询 社保" in answer.text
        assert "撤销" in answer.text
        keeper.post(f"{ROOM}/question/1/undo")
        with there(app):
            assert count(Question) == 0

    def test_an_opinion_is_noted_and_answered(self, app, keeper):
        keeper.post(f"{ROOM}/opinion", data={"category": "other", "text": "地滑"})
        page = keeper.get(f"{ROOM}/opinion/1/answer")
        assert "地滑" in page.text
        assert keeper.post(f"{ROOM}/opinion/1/answer", data={"answer": "放了垫子"}).status_code == 303
        with there(app):
            assert count(Opinion, Opinion.answer == "放了垫子") == 1

    def test_lists_of_materials_are_found_and_printed(self, app, keeper):
        assert LOW in keeper.get(f"{ROOM}/checklists").text
        item_id, _resident = ids(app, LOW)
        page = keeper.get(f"{ROOM}/item/{item_id}/checklist").text
        for words in ("户口簿原件", "受理后 20 个工作日内", "镇民政窗口"):
            assert words in page


class TestTheCase:
    def test_its_page_shows_what_is_known_and_what_can_be_done(self, app, keeper):
        id = one(app)
        page = keeper.get(f"{ROOM}/case/{id}").text
        for words in (
            "1120-01",
            WANG,
            "19900008842",
            "11月27日",
            "等居民",
            "转镇里",
            "延期",
            "移交",
            "打印回执",
        ):
            assert words in page

    def test_a_reader_sees_no_name_no_note_and_no_button(self, app, reader):
        id = one(app, (handling.OFFICE.add_note, "他家的事"))
        page = reader.get(f"{ROOM}/case/{id}").text
        assert "王* · 8842" in page
        assert WANG not in page
        assert "他家的事" not in page
        assert f"{ROOM}/case/{id}/settle" not in page

    def test_the_whole_way_by_its_forms(self, app, keeper):
        id = one(app)
        case = f"{ROOM}/case/{id}"
        for page, data in (
            ("wait", {"what": "照片"}),
            ("resume", {}),
            ("forward", {"office": "镇社保窗口"}),
            ("chase", {"note": "在排队"}),
            ("returned", {"note": "缺章"}),
            ("extend", {"days": "2", "reason": "等盖章", "agreed": "y"}),
            ("settle", {"result": "卡已取"}),
            ("close", {}),
            ("rate", {"level": "5", "source": "self"}),
            ("reopen", {"note": "卡不能用"}),
            ("refuse", {"reason": "条件不符"}),
            ("note", {"note": "电话告知"}),
        ):
            answer = keeper.post(f"{case}/{page}", data=data)
            assert (page, answer.status_code, answer.headers["Location"]) == (page, 303, case)
        with there(app):
            request = db.session.get(Request, id)
            assert (request.state, request.reopened, request.extensions) == ("refused", 1, 1)
            assert count(Rating, Rating.level == 5) == 1

    @pytest.mark.parametrize(
        "page", ["settle", "refuse", "extend", "wait", "forward", "chase", "reopen", "rate"]
    )
    def test_nothing_is_done_when_nothing_was_filled_in(self, app, keeper, page):
        id = one(app)
        assert keeper.post(f"{ROOM}/case/{id}/{page}", data={"office": ""}).status_code == 422

    def test_what_is_not_agreed_is_not_extended(self, app, keeper):
        id = one(app)
        answer = keeper.post(f"{ROOM}/case/{id}/extend", data={"days": "2", "reason": "等盖章"})
        assert answer.status_code == 422

    def test_the_town_is_filled_in(self, app, keeper):
        assert 'value="镇社保窗口"' in keeper.get(f"{ROOM}/case/{one(app)}/forward").text


class TestHandingOver:
    def test_whoever_has_left_stands_first_and_all_goes_over(self, app, keeper):
        one(app)
        with there(app):
            first, second = workers()[:2]
            db.session.scalars(select(Membership).where(Membership.user_id == first)).one().active = False
        page = keeper.get(f"{ROOM}/hand-over").text
        assert "经办人已离开、要移交的" in page
        assert "1120-01" in page
        answer = keeper.post(
            f"{ROOM}/hand-over",
            data={"giver": first, "to": second, "note": "请接着办"},
            follow_redirects=True,
        )
        assert "已移交 1 件" in answer.text
        with there(app):
            assert count(Request, Request.handler_id == second) == 1

    def test_to_somebody_of_elsewhere_nothing_goes(self, app, keeper):
        id = one(app)
        assert keeper.post(f"{ROOM}/case/{id}/hand-over", data={"to": "9999"}).status_code == 422


class TestWhoMay:
    PAGES = ("accept", "opinion", "case/1/settle", "case/1/receipt", "hand-over", "case/1/wait")

    @pytest.mark.parametrize("page", PAGES)
    def test_a_reader_does_nothing(self, app, reader, page):
        one(app)
        assert reader.get(f"{ROOM}/{page}").status_code == 403

    @pytest.mark.parametrize(
        "page",
        ["case/1", "case/1/receipt", "case/1/settle", "case/1/accept", "case/1/rate", "item/1/checklist",
         "opinion/1/answer"],
    )  # fmt: skip
    def test_another_villages_is_not_there(self, app, page):
        one(app)
        with there(app):
            intake.note_opinion("other", "地滑")
        stranger = signed_in(app, a_village(app, "柳沟村", rooms=["service_hall"]))
        assert stranger.get(f"{ROOM}/{page}").status_code == 404

    @pytest.mark.parametrize("page", ["close", "resume", "code", "discard"])
    def test_nor_can_anything_be_pressed_there(self, app, page):
        one(app)
        stranger = signed_in(app, a_village(app, "柳沟村", rooms=["service_hall"]))
        assert stranger.post(f"{ROOM}/case/1/{page}", data={"confirmed": "1"}).status_code == 404

    def test_where_the_room_is_off_it_is_not_there(self, app, keeper):
        with there(app):
            from hub.kernel.here import here

            here.room("service_hall").enabled = False
        assert keeper.get(f"{ROOM}/accept").status_code == 404


class TestLists:
    def test_all_lists_open_and_say_what_is_urgent(self, app, keeper, clock):
        one(app, (handling.forward, "镇社保窗口"))
        with there(app):
            intake.save_draft(Intake(item_id=item(LOW).id))
            intake.note_opinion("other", "地滑")
        clock.shift(timedelta(days=8))
        page = keeper.get(f"{ROOM}/requests/").text
        for words in (
            "1120-01 社会保障卡补换",
            "王* · 8842",
            "逾期 1 天",
            "草稿 最低生活保障申请",
            "镇里在办",
        ):
            assert words in page
        for slug in ("items", "opinions", "ratings", "history"):
            assert keeper.get(f"{ROOM}/{slug}/").status_code == 200
        assert "1120-01" in keeper.get(f"{ROOM}/history/?search=1120-01").text

    def test_an_item_is_added_with_its_materials_tidied(self, app, keeper):
        given = {"name": "居住证明", "category": "other", "materials": " 身份证原件 \n\n身份证原件\n合同 ", "days": "1",
                 "office": "", "note": "", "offered": "y"}  # fmt: skip
        assert keeper.post(f"{ROOM}/items/new/", data=given).status_code in (302, 303)
        with there(app):
            row = db.session.scalars(select(Item).where(Item.name == "居住证明")).one()
            assert row.papers == ("身份证原件", "合同")

    def test_the_month_by_item(self, app, keeper):
        one(app, (handling.settle, "卡已取"))
        page = keeper.get(f"{ROOM}/by_item")
        assert "2025年11月分事项" in page.text
        assert CARD in page.text
        for month in ("2025-10", "x", "2999-01", "0000-00", "2025-11-01"):
            assert keeper.get(f"{ROOM}/by_item?month={month}").status_code == 200
