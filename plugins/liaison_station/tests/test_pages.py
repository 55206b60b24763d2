"""The room's pages as a keeper and a reader use them."""

from __future__ import annotations

import pytest

from hub.kernel.database import db
from hub.kits.casework import code_of
from plugins.liaison_station import handling, posting
from plugins.liaison_station.models import Matter, Posting, Reception
from plugins.liaison_station.tests.place import (
    PHONE,
    ROOM,
    TEXT,
    WHO,
    a_reception,
    ask_help,
    count,
    deputy,
    named,
    opinion,
    the_village,
    there,
    trader,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.usefixtures("clock")]
IDENTITY = (WHO, PHONE, "8842")


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["liaison_station"])


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


def one(app, **more) -> int:
    with there(app):
        return named(**more).id


class TestTakingIn:
    def test_an_opinion_is_taken_in_without_a_name_and_the_receipt_follows(self, app, keeper):
        given = {"topic": "road", "text": TEXT, "days": "10"}
        page = keeper.post(f"{ROOM}/opinion", data=given, follow_redirects=True)
        assert "已收到：第 1120-01 号 意见（道路交通），12月4日前反馈" in page.text
        assert "受理回执" in page.text
        assert "2025年12月4日" in page.text
        assert TEXT not in page.text
        with there(app):
            assert code_of(db.session.query(Matter).one()) in page.text

    def test_what_a_court_deals_with_gives_the_keeper_the_words(self, app, keeper):
        given = {"topic": "land", "days": "10", "court": "y", "text": "和邻居打官司"}
        page = keeper.post(f"{ROOM}/opinion", data=given, follow_redirects=True)
        assert "12368" in page.text
        with there(app):
            assert db.session.query(Matter).one().text == ""

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, keeper):
        given = {"topic": "road", "text": "身份证 65280119900101001X", "days": "10", "phone": "abc"}
        page = keeper.post(f"{ROOM}/opinion", data=given)
        assert page.status_code == 422
        assert "这里不记身份证号" in page.text
        assert "65280119900101001X" in page.text

    def test_a_trader_asks_for_help(self, app, keeper):
        with there(app):
            shop = trader().id
        assert "河畔拌面馆" in keeper.get(f"{ROOM}/help?trader={shop}").text
        given = {"trader": shop, "topic": "trade", "text": "门口修路", "days": "5"}
        assert keeper.post(f"{ROOM}/help", data=given).status_code == 303
        with there(app):
            assert count(Matter, Matter.kind == "help", Matter.trader_id == shop) == 1


class TestForwarding:
    def test_the_paper_names_nobody_who_has_not_agreed(self, app, keeper):
        id = one(app, text=f"{WHO}（{PHONE}）说路灯坏了")
        page = keeper.get(f"{ROOM}/case/{id}/forward").text
        assert "＊＊" in page.split("<textarea", 1)[1]  # offered without the name
        assert keeper.get(f"{ROOM}/case/{id}/forwarding").status_code == 409
        refused = keeper.post(f"{ROOM}/case/{id}/forward", data={"body": "镇供电所", "text": f"{WHO}说"})
        assert refused.status_code == 422
        assert "没有同意转告" in refused.text
        paper = keeper.post(
            f"{ROOM}/case/{id}/forward", data={"body": "镇供电所", "text": "路灯坏了"}, follow_redirects=True
        ).text
        assert "转办单" in paper
        assert "路灯坏了" in paper
        assert not [words for words in IDENTITY if words in paper]

    def test_with_consent_it_does_and_after_it_is_taken_back_no_more(self, app, keeper):
        id = one(app, named_ok=True)
        keeper.post(f"{ROOM}/case/{id}/forward", data={"body": "镇供电所", "text": f"{WHO}家门口"})
        paper = f"{ROOM}/case/{id}/forwarding"
        assert f"{WHO} {PHONE}（本人同意转告）" in keeper.get(paper).text
        keeper.post(f"{ROOM}/case/{id}/consent", data={})
        assert not [words for words in IDENTITY if words in keeper.get(paper).text]

    def test_a_shop_is_not_named_either(self, app, keeper):
        with there(app):
            id = ask_help(text="河畔拌面馆门口修路").id
        keeper.post(f"{ROOM}/case/{id}/forward", data={"body": "镇里", "text": "店门口修路"})
        paper = keeper.get(f"{ROOM}/case/{id}/forwarding").text
        assert not [words for words in ("河畔", "马春燕", "0317") if words in paper]


class TestTheWholeWay:
    def test_each_page_leads_to_the_next(self, app, keeper):
        id = one(app, post_ok=True)
        case = f"{ROOM}/case/{id}"
        deeds = (
            ("forward", {"body": "镇供电所", "text": "路灯坏了"}), ("chase", {"note": "在排队"}),
            ("extend", {"days": "3", "reason": "等料", "agreed": "y"}), ("reply", {"text": "已换"}),
            ("feedback", {"how": "phone"}), ("rate", {"level": "5", "source": "keeper"}), ("close", {}),
            ("post", {"question": "路灯坏了", "answer": "换了"}), ("take-down", {"note": "写错了"}),
            ("reopen", {"note": "又坏了"}), ("wait", {"what": "哪一盏"}), ("resume", {}),
            ("note", {"note": "在巷子口"}), ("reply", {"text": "再换"}), ("feedback", {"how": "home"}),
        )  # fmt: skip
        for deed, given in deeds:
            answer = keeper.post(f"{case}/{deed}", data=given, follow_redirects=True)
            assert answer.status_code == 200, deed
            assert "不能改成" not in answer.text, deed
        with there(app):
            matter = db.session.get(Matter, id)
            assert (matter.state, matter.reopened) == ("fed_back", 1)
            assert db.session.query(Posting).one().down_at is not None

    def test_closing_untold_says_why(self, app, keeper):
        with there(app):
            id = opinion().id
            handling.reply(id, "已办")
        page = keeper.post(f"{ROOM}/case/{id}/close", follow_redirects=True).text
        assert "还没有反馈来访人，也没有公示，不能办结。" in page

    def test_an_anonymous_one_without_consent_offers_no_field_to_post(self, app, keeper):
        with there(app):
            id = opinion().id
            handling.reply(id, "已办")
        assert "公示的答复" not in keeper.get(f"{ROOM}/case/{id}/post").text
        given = {"question": TEXT, "answer": "已办"}
        assert keeper.post(f"{ROOM}/case/{id}/post", data=given).status_code == 303
        with there(app):
            assert posting.on_board()[0].answer == ""


class TestReceptions:
    def test_published_printed_held(self, app, keeper, clock):
        with there(app):
            who = deputy().id
            posting.open_board()
        given = {"deputy": who, "day": "2025-11-22", "opens": "10:00", "closes": "11:30"}
        late = keeper.post(f"{ROOM}/publish", data=given)
        assert late.status_code == 422
        assert "最早是11月23日" in late.text
        page = keeper.post(f"{ROOM}/publish", data=given | {"day": "2025-11-24"}, follow_redirects=True).text
        assert "接待日公告" in page
        assert "2025年11月24日 星期一 10:00–11:30" in page
        assert "19900000001" not in page
        assert page.count('class="qr"') == 2  # the place and the drawing in it
        clock.move_to("2025-11-24T06:00:00+00:00")
        assert keeper.post(f"{ROOM}/reception/1/held", data={"heads": "6"}).status_code == 303
        with there(app):
            assert count(Reception, Reception.heads == 6) == 1

    def test_cancelled_the_notice_says_why(self, app, keeper):
        with there(app):
            a_reception()
        page = keeper.post(
            f"{ROOM}/reception/1/cancel", data={"reason": "大雪封路"}, follow_redirects=True
        ).text
        assert "接待取消公告" in page
        assert "大雪封路" in page


class TestWhoSeesWhat:
    def test_a_reader_sees_that_there_is_something_not_what(self, app, reader):
        id = one(app, post_ok=True)
        with there(app):
            handling.reply(id, "已换灯三盏")
            handling.OFFICE.add_note(id, "他说急")
        for page in (f"{ROOM}/case/{id}", f"{ROOM}/", f"{ROOM}/matters/", f"{ROOM}/journal/", "/"):
            text = reader.get(page).text
            assert not [words for words in (*IDENTITY, TEXT, "已换灯", "他说急") if words in text], page
        assert "第 1120-01 号" in reader.get(f"{ROOM}/case/{id}").text

    def test_what_was_said_is_in_no_search_no_list_and_no_file(self, app, keeper):
        one(app)
        for words in ("路灯", WHO, PHONE[-4:]):
            assert "1120-01" not in keeper.get(f"/search?q={words}").text
        assert keeper.get("/search?q=1120-01").headers["Location"] == f"{ROOM}/case/1"
        for slug in ("matters", "history", "journal"):
            listed = keeper.get(f"{ROOM}/{slug}/").text + keeper.get(f"{ROOM}/{slug}/export/csv/").text
            assert not [words for words in (*IDENTITY, TEXT) if words in listed]

    def test_another_village_has_none_of_it(self, app):
        from tests.harness.people import a_village

        id = one(app)
        stranger = signed_in(app, a_village(app, "柳沟村", rooms=["liaison_station"]), "secretary")
        for page in ("", "/receipt", "/forwarding", "/forward", "/rate"):
            assert stranger.get(f"{ROOM}/case/{id}{page}").status_code == 404

    def test_nothing_of_it_is_in_the_log(self, app, keeper, caplog):
        caplog.set_level(0)
        given = {"topic": "road", "text": TEXT, "days": "10", "contact": WHO, "phone": PHONE}
        keeper.post(f"{ROOM}/opinion", data=given)
        keeper.post(f"{ROOM}/case/1/forward", data={"body": "镇里", "text": f"{WHO}"})
        assert not [words for words in (*IDENTITY, TEXT) if words in caplog.text]
