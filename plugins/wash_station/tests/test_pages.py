"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.visits.models import Visit
from plugins.wash_station import checking, faults
from plugins.wash_station.models import Bay, Check, Closure, Consumable, Fault, Policy, Service, Use
from plugins.wash_station.tests.place import (
    ROOM,
    apart,
    bay,
    book,
    count,
    start,
    state_of,
    the_village,
    there,
    visits,
)
from tests.harness.people import a_village, signed_in

pytestmark = [pytest.mark.state("wash_place"), pytest.mark.usefixtures("clock")]
PAGES = [
    "board", "start", "book", "fault", "stop", "check", "frost", "sheets", "bay/1/sheet", "stock", "count", "by_bay",
    "uses/", "bays/", "faults/", "services/", "closures/", "checks/", "consumables/", "moves/", "policy", "new_service",
    "bays/new/", "",
]  # fmt: skip


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["wash_station"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


class TestAtTheDesk:
    def test_start_and_undo(self, app, keeper):
        page = keeper.post(f"{ROOM}/start", data={"bay": "1"}, follow_redirects=True).text
        assert "1 号位开始了，最晚 10:40 结束" in page
        with there(app):
            use = apart(db.session.query(Use).one())
            assert db.session.query(Visit).one().kind == "car"
        assert "已撤销：1 号位" in keeper.post(f"{ROOM}/use/{use.id}/undo", follow_redirects=True).text
        with there(app):
            assert visits() == 0

    def test_one_that_was_just_taken_is_refused_in_words(self, app, keeper):
        with there(app):
            start()
        answer = keeper.post(f"{ROOM}/start", data={"bay": "1"})
        assert answer.status_code == 422
        assert "有人在用" in answer.text

    def test_book_hand_over_the_ticket_begin_finish(self, app, keeper, clock):
        given = {"bay": "2", "starts_at": "2025-11-20T10:30", "minutes": "30"}
        page = keeper.post(f"{ROOM}/book", data=given, follow_redirects=True).text
        with there(app):
            use = apart(db.session.query(Use).one())
        assert use.ticket in page
        assert use.ticket in keeper.get(f"/search?q={use.ticket.lower()}", follow_redirects=True).text
        clock.shift(timedelta(minutes=31))
        assert "人来了，开始" in keeper.get(f"{ROOM}/board").text
        assert "最晚 11:00 结束" in keeper.post(f"{ROOM}/use/{use.id}/begin", follow_redirects=True).text
        clock.shift(timedelta(minutes=10))
        assert "2 号位结束了" in keeper.post(f"{ROOM}/use/{use.id}/finish", follow_redirects=True).text

    def test_cancel_with_words(self, app, keeper):
        with there(app):
            use = apart(book())
        assert "还没有填" in keeper.post(f"{ROOM}/use/{use.id}/cancel", data={}).text
        page = keeper.post(f"{ROOM}/use/{use.id}/cancel", data={"why": "停水"}, follow_redirects=True).text
        assert "已取消" in page


class TestUpkeep:
    def test_a_grave_fault_closes_the_bay_and_settling_it_opens_it(self, app, keeper):
        given = {"thing": "1", "severity": "danger", "what": "插座冒火花"}
        assert "1 号位已停用" in keeper.post(f"{ROOM}/fault", data=given, follow_redirects=True).text
        assert "插座冒火花" in keeper.get("/todo").text
        with there(app):
            fault = db.session.query(Fault).one().id
        refused = keeper.post(f"{ROOM}/thing/1/back", data={"confirmed": "1"}, follow_redirects=True).text
        assert "处理完才能恢复使用" in refused
        done = {"state": "fixed", "outcome": "换了插座", "back": "y"}
        page = keeper.post(f"{ROOM}/fault/{fault}/settle", data=done, follow_redirects=True).text
        assert "已处理1 号位的故障" in page
        with there(app):
            assert state_of() == "free"

    def test_stopping_ends_who_is_there(self, app, keeper, clock):
        with there(app):
            start()
        clock.shift(timedelta(minutes=9))
        keeper.post(f"{ROOM}/stop", data={"thing": "1", "reason": "漏电"})
        with there(app):
            assert db.session.query(Use).one().ended_at is not None
            assert state_of() == "out"

    def test_a_booking_at_a_bay_that_is_out_is_to_be_told(self, app, keeper):
        with there(app):
            book()
            faults.stop(bay().id, "漏电")
        assert "1 号位停用，今天 12:00 有人约了" in keeper.get("/todo").text

    def test_the_daily_check_is_to_be_done_until_it_is(self, app, keeper, clock):
        assert "清洗站今天还没有检查" in keeper.get("/todo").text
        with there(app):
            points = [("in_order", point) for point in _points()[1:]]
        page = keeper.post(
            f"{ROOM}/check", data=_multi([*points, ("note", "冷")]), follow_redirects=True
        ).text
        assert "1 项不正常" in page
        with there(app):
            assert checking.daily.today().missing == _points()[0]
        assert "清洗站今天还没有检查" not in keeper.get("/todo").text
        clock.shift(timedelta(days=1))
        assert "清洗站今天还没有检查" in keeper.get("/todo").text

    def test_once_more_on_the_same_day_puts_it_right(self, app, keeper):
        with there(app):
            checking.daily.note([])
        every = [("in_order", point) for point in _in(app)]
        assert "都正常" in keeper.post(f"{ROOM}/check", data=_multi(every), follow_redirects=True).text
        with there(app):
            assert count(Check) == 1

    def test_planned_service_is_due_and_done(self, app, secretary, keeper, clock):
        given = {"thing": "1", "name": "查漏电开关", "every_days": "30"}
        assert "每 30 天" in secretary.post(f"{ROOM}/new_service", data=given, follow_redirects=True).text
        assert "查漏电开关" not in keeper.get("/todo").text
        clock.shift(timedelta(days=31))
        assert "查漏电开关" in keeper.get("/todo").text
        with there(app):
            service = db.session.query(Service).one().id
        assert (
            "已登记保养" in keeper.post(f"{ROOM}/service/{service}/done", data={}, follow_redirects=True).text
        )
        assert "查漏电开关" not in keeper.get("/todo").text

    def test_a_plan_needs_days_or_uses(self, secretary):
        assert "至少填一个" in secretary.post(f"{ROOM}/new_service", data={"thing": "1", "name": "查"}).text


class TestFrost:
    GIVEN = [
        ("bays", "1"), ("bays", "2"), ("starts_at", "2025-11-20T11:00"), ("ends_at", "2025-11-21T08:00"),
        ("reason", "冰冻"),
    ]  # fmt: skip

    def test_it_lists_what_is_booked_and_cancels_it_with_words(self, app, keeper):
        with there(app):
            use = apart(book())
            book("3")
        answer = keeper.post(f"{ROOM}/frost", data=_multi(self.GIVEN))
        assert answer.status_code == 422
        assert f"号 {use.ticket}" in answer.text
        page = keeper.post(
            f"{ROOM}/frost", data=_multi([*self.GIVEN, ("cancel", "y")]), follow_redirects=True
        ).text
        assert "取消了 1 个预约" in page
        assert use.ticket in page
        with there(app):
            row = db.session.get(Use, use.id)
            assert row.state == "cancelled"
            assert "冰冻" in row.why
            assert count(Use, Use.state == "kept") == 1

    def test_closed_bays_are_neither_started_nor_booked_until_it_is_over(self, app, keeper, clock):
        keeper.post(f"{ROOM}/frost", data=_multi(self.GIVEN))
        clock.shift(timedelta(hours=2))
        with there(app):
            assert (state_of("1"), state_of("3")) == ("closed", "free")
        assert "暂停开放" in keeper.post(f"{ROOM}/start", data={"bay": "1"}).text
        given = {"bay": "1", "starts_at": "2025-11-21T07:30", "minutes": "30"}
        assert "暂停开放" in keeper.post(f"{ROOM}/book", data=given).text
        clock.shift(timedelta(hours=20))
        with there(app):
            assert state_of() == "free"

    def test_it_is_lifted_early(self, app, keeper, clock):
        keeper.post(f"{ROOM}/frost", data=_multi(self.GIVEN))
        clock.shift(timedelta(hours=3))
        with there(app):
            closure = db.session.query(Closure).one().id
        assert (
            "已恢复开放"
            in keeper.post(
                f"{ROOM}/closure/{closure}/lift", data={"confirmed": "1"}, follow_redirects=True
            ).text
        )
        with there(app):
            assert state_of() == "free"

    def test_a_start_before_it_is_shortened(self, app, keeper):
        keeper.post(
            f"{ROOM}/frost",
            data=_multi([*self.GIVEN[:2], ("starts_at", "2025-11-20T10:20"), *self.GIVEN[3:]]),
        )
        with there(app):
            assert (start().ends_at - start("3").begun_at).total_seconds() == 20 * 60


class TestConsumables:
    def test_received_issued_counted_and_run_low(self, app, keeper):
        given = {"item": "1", "kind": "issue", "number": "4"}
        assert "现有 1 桶" in keeper.post(f"{ROOM}/stock", data=given, follow_redirects=True).text
        assert "只剩 1 桶" in keeper.get("/todo").text
        assert "不够发" in keeper.post(f"{ROOM}/stock", data=given).text
        page = keeper.post(f"{ROOM}/count", data={"item": "1", "counted": "2"}, follow_redirects=True).text
        assert "差 +1" in page
        with there(app):
            assert db.session.query(Consumable).one().stock == 2


class TestBays:
    def test_a_new_one_gets_its_code(self, app, secretary):
        given = {"number": "4", "kind": "car", "minutes": "30", "offered": "1"}
        secretary.post(f"{ROOM}/bays/new/", data=given)
        with there(app):
            assert bay("4").code_hash

    @pytest.mark.parametrize("minutes", ["0", "9", "481", "-1", "x", "99999999999"])
    def test_minutes_that_make_no_sense_are_refused_in_words(self, app, secretary, minutes):
        given = {"number": "4", "kind": "car", "minutes": minutes, "offered": "1"}
        assert secretary.post(f"{ROOM}/bays/new/", data=given).status_code in (200, 422)
        with there(app):
            assert count(Bay) == 3

    def test_the_village_sets_how_far_ahead(self, app, secretary):
        secretary.post(f"{ROOM}/policy", data={"book_days": "7", "checklist": "看地面"})
        with there(app):
            policy = db.session.query(Policy).one()
            assert (policy.book_days, policy.checklist) == (7, "看地面")


@pytest.mark.parametrize("page", PAGES)
class TestEveryPage:
    def test_opens(self, app, secretary, page):
        with there(app, keeper=True):
            use = apart(start())
            book("2")
            faults.report(bay("3").id, "major", "刷子不转")
        assert secretary.get(f"{ROOM}/{page}").status_code == 200
        assert secretary.get(f"{ROOM}/use/{use.id}/ticket").status_code == 200

    def test_is_closed_to_strangers(self, client, page):
        assert client.get(f"{ROOM}/{page}").status_code in (302, 303, 401, 403)


def test_a_reader_looks_and_does_nothing(app, reader):
    with there(app):
        use = apart(book())
    page = reader.get(f"{ROOM}/board").text
    assert use.ticket not in page
    assert use.ticket not in reader.get(f"{ROOM}/uses/").text
    for what in (
        "start",
        "book",
        "fault",
        "stop",
        "check",
        "frost",
        "stock",
        "policy",
        f"use/{use.id}/ticket",
    ):
        assert reader.get(f"{ROOM}/{what}").status_code == 403


def test_another_villages_bays_are_not_there(app):
    elsewhere = signed_in(app, a_village(app, "柳沟村", rooms=["wash_station"]))
    with there(app):
        use = apart(book())
    assert elsewhere.get(f"{ROOM}/bay/1/sheet").status_code == 404
    for what in (f"use/{use.id}/finish", f"use/{use.id}/begin", "bay/1/back"):
        elsewhere.post(f"{ROOM}/{what}", data={"confirmed": "1"})
    with there(app):
        assert db.session.get(Use, use.id).begun_at is None
    assert "1 号位" not in elsewhere.get(f"{ROOM}/board").text


@pytest.mark.parametrize("hostile", ["x", "-1", "2147483648", "%00", "' OR 1=1", "９"])
def test_what_is_typed_into_addresses_never_breaks_a_page(keeper, hostile):
    for page in (
        "start?bay=",
        "book?bay=",
        "book?starts_at=",
        "fault?thing=",
        "stop?thing=",
        "frost?bays=",
        "stock?item=",
    ):
        assert keeper.get(f"{ROOM}/{page}{hostile}").status_code == 200
    assert keeper.get(f"/search?q={hostile}").status_code == 200


def _points() -> list[str]:
    from plugins.wash_station.terms import checklist

    return checklist()


def _in(app) -> list[str]:
    with there(app):
        return _points()


def _multi(pairs):
    from werkzeug.datastructures import MultiDict

    return MultiDict(pairs)


def test_no_name_stands_in_any_table_of_the_room(app):
    with there(app):
        tables = {mapper.local_table.name: mapper.local_table for mapper in Bay.registry.mappers}
        pointing = [
            name for name, table in tables.items()
            if any(key.column.table.name in ("resident", "user") for key in table.foreign_keys)
        ]  # fmt: skip
        assert pointing == []
        assert db.session.scalars(select(Visit)).all() == []
