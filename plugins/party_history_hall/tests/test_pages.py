"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.database import db
from plugins.party_history_hall import receiving
from plugins.party_history_hall.models import Check, Fault, Group, Guide, Service
from plugins.party_history_hall.tests.place import (
    ROOM,
    book,
    count,
    exhibit,
    guide,
    the_village,
    there,
    visits,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("party_place"), pytest.mark.usefixtures("clock")]
PAGES = [
    "", "board", "book", "check", "fault", "stop", "settings", "new_service", "groups/", "exhibits/", "faults/",
    "services/", "checks/", "guides/", "exhibits/new/", "guides/new/",
]  # fmt: skip
BOOKED = {
    "organisation": "第一党支部", "kind": "party_day", "heads": "20", "starts_at": "2025-11-20T14:00", "minutes": "60",
    "guide": "", "split": "y",
}  # fmt: skip


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["party_history_hall"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


def booked(app, **more) -> int:
    with there(app):
        return book(**more).id


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_the_secretary(secretary, path):
    assert secretary.get(f"{ROOM}/{path}").status_code == 200


class TestAtTheDesk:
    def test_book_with_a_guide_and_see_it_in_the_week(self, app, keeper):
        with there(app):
            id = guide().id
        page = keeper.post(f"{ROOM}/book", data=BOOKED | {"guide": str(id)}, follow_redirects=True).text
        assert "14:00—15:00 第一党支部 20 人" in page
        assert "讲解：讲解员甲" in page

    def test_a_large_group_is_split_in_the_same_step(self, app, keeper):
        page = keeper.post(f"{ROOM}/book", data=BOOKED | {"heads": "96"}, follow_redirects=True).text
        assert "96 人分 3 批约好了" in page
        with there(app):
            assert [row.heads for row in db.session.query(Group).order_by(Group.part)] == [32, 32, 32]

    def test_without_the_tick_it_says_how_and_keeps_what_was_typed(self, keeper):
        given = {name: value for name, value in BOOKED.items() if name != "split"} | {"heads": "96"}
        answer = keeper.post(f"{ROOM}/book", data=given)
        assert answer.status_code == 422
        assert "人多就分批" in answer.text
        assert "第一党支部" in answer.text

    def test_come_count_undo_leave(self, app, keeper, clock):
        id = booked(app, heads=20)
        clock.shift(timedelta(hours=1))
        page = keeper.post(f"{ROOM}/group/{id}/arrive", data={"heads": "18"}, follow_redirects=True).text
        assert "第一党支部到场 18 人" in page
        keeper.post(f"{ROOM}/group/{id}/unarrive")
        with there(app):
            assert visits() == []
        keeper.post(f"{ROOM}/group/{id}/arrive", data={"heads": "17"})
        assert "走了，17 人" in keeper.post(f"{ROOM}/group/{id}/leave", follow_redirects=True).text
        with there(app):
            assert [visit.heads for visit in visits()] == [17]

    def test_move_assign_cancel(self, app, keeper):
        id = booked(app)
        page = keeper.get(f"{ROOM}/group/{id}/move").text
        assert "2025-11-20T11:00" in page
        keeper.post(f"{ROOM}/group/{id}/move", data={"starts_at": "2025-11-21T15:00", "minutes": "45"})
        with there(app):
            other = guide().id
        keeper.post(f"{ROOM}/group/{id}/guide", data={"guide": str(other)})
        with there(app):
            row = db.session.get_one(Group, id)
            assert (row.span.length, row.guide_id) == (timedelta(minutes=45), other)
        assert "已取消 1 批" in keeper.post(
            f"{ROOM}/group/{id}/cancel", data={"why": "改到下月"}, follow_redirects=True
        ).text  # fmt: skip

    @pytest.mark.parametrize("week", ["2025-11-20", "x", "0001-01-01", "9999-12-31", "2025-02-30", "\x00"])
    def test_any_week_in_the_address_is_a_week(self, keeper, week):
        assert keeper.get(f"{ROOM}/board", query_string={"week": week}).status_code == 200

    def test_the_sheet_has_the_programme_and_no_list_of_names(self, app, keeper):
        page = keeper.get(f"{ROOM}/group/{booked(app)}/sheet").text
        assert "主题党日活动单" in page
        assert "重温入党誓词" in page
        assert "不登记参加人员名单" in page

    def test_a_group_is_found_by_its_organisation(self, app, keeper):
        booked(app)
        assert "第一党支部" in keeper.get("/search?q=第一党", follow_redirects=True).text


class TestCare:
    def test_fault_settle_check_and_service(self, app, keeper, secretary):
        with there(app):
            id = exhibit().id
        given = {"thing": str(id), "severity": "danger", "what": "玻璃裂了"}
        assert "撤下了" in keeper.post(f"{ROOM}/fault", data=given, follow_redirects=True).text
        with there(app):
            fault = db.session.query(Fault).one().id
        done = {"state": "fixed", "outcome": "换了玻璃", "back": "y"}
        assert "已处理A01 序厅展板的故障" in keeper.post(
            f"{ROOM}/fault/{fault}/settle", data=done, follow_redirects=True
        ).text  # fmt: skip
        keeper.post(f"{ROOM}/check", data={"in_order": [], "note": "停电"})
        plan = {"thing": str(id), "name": "除尘", "every_days": "30"}
        assert "每 30 天" in secretary.post(f"{ROOM}/new_service", data=plan, follow_redirects=True).text
        with there(app):
            assert count(Check) == 1
            service = db.session.query(Service).one().id
        assert (
            "已登记保养" in keeper.post(f"{ROOM}/service/{service}/done", data={}, follow_redirects=True).text
        )
        secretary.post(f"{ROOM}/service/{service}/end", data={"confirmed": "1"})
        keeper.post(f"{ROOM}/stop", data={"thing": str(id), "reason": "重新布展"})
        assert "重新展出了" in keeper.post(f"{ROOM}/thing/{id}/back", follow_redirects=True).text

    def test_guides_and_rules_are_the_secretarys(self, app, secretary, keeper):
        secretary.post(f"{ROOM}/guides/new/", data={"name": "讲解员丙"})
        with there(app):
            row = db.session.query(Guide).filter_by(name="讲解员丙").one()
            id, since = row.id, row.since
        assert since.isoformat() == "2025-11-20"
        assert keeper.post(f"{ROOM}/guide/{id}/stop", data={"confirmed": "1"}).status_code == 403
        secretary.post(f"{ROOM}/guide/{id}/stop", data={"confirmed": "1"})
        rules = {"minutes": "45", "ahead_days": "30", "checklist": "灯", "programme": " \n"}
        assert secretary.post(f"{ROOM}/settings", data=rules).status_code == 422
        secretary.post(f"{ROOM}/settings", data=rules | {"programme": "参观"})
        assert 'value="45"' in keeper.get(f"{ROOM}/book").text


def test_a_reader_sees_and_does_nothing(app):
    id = booked(app)
    reader = signed_in(app, the_village(app), "reader")
    page = reader.get(f"{ROOM}/board").text
    assert "第一党支部" in page
    assert "/arrive" not in page
    assert reader.post(f"{ROOM}/group/{id}/arrive", data={"heads": "1"}).status_code == 403
    with there(app):
        assert receiving.find(id).state == "booked"
