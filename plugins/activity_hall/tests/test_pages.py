"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from icalendar import Calendar as Read
from sqlalchemy import event as listening

from hub.kernel.database import db
from hub.kits.booking import Repeat
from plugins.activity_hall import holding, moving
from plugins.activity_hall.models import Booking, Fault, Policy, Service
from plugins.activity_hall.tests.place import (
    CHOIR,
    DANCERS,
    FRIDAY,
    PHONE,
    ROOM,
    ask,
    at,
    count,
    event,
    hall,
    the_village,
    there,
    thing,
    weekly,
)
from tests.harness.people import a_village, signed_in

pytestmark = [pytest.mark.state("activity_place"), pytest.mark.usefixtures("clock")]
PAGES = [
    "", "request", "today", "week", "month", "notice", "fault", "stop", "new_service", "policy", "bookings/", "events/",
    "halls/", "things/", "faults/", "services/", "halls/new/", "things/new/",
]  # fmt: skip
GIVEN = {
    "hall": "1", "day": "2025-11-21", "starts": "20:00", "ends": "21:30", "group": DANCERS, "purpose": "排练",
    "heads": "20", "proposer": "residents", "wanted": "音响", "contact": "王小明", "phone": PHONE, "every": "once",
}  # fmt: skip


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["activity_hall"])


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


def send(user, page: str, **given) -> str:
    return user.post(f"{ROOM}/{page}", data=given, follow_redirects=True).text


def the_booking(app) -> int:
    with there(app):
        return db.session.query(Booking).order_by(Booking.id).first().id


class TestAtTheDesk:
    def test_ask_answer_and_print(self, app, keeper):
        assert "已登记 1 场：广场舞一队：排练" in send(keeper, "request", **GIVEN)
        assert "广场舞一队：排练" in keeper.get("/todo").text
        id = the_booking(app)
        assert "写一句原因" in send(keeper, f"booking/{id}/answer", answer="decline")
        page = send(keeper, f"booking/{id}/answer", answer="approve", words="记得关灯")
        assert "已同意 1 场" in page
        assert all(words in page for words in ("记得关灯", "打印", "20:00—21:30"))

    def test_agreed_to_in_the_same_step(self, app, keeper):
        send(keeper, "request", **GIVEN, approve="y")
        with there(app):
            assert event(db.session.query(Booking).one()).state == "planned"

    def test_dates_that_are_taken_are_listed_and_can_be_ticked(self, app, keeper):
        with there(app):
            ask(date(2025, 11, 28), group=CHOIR)
        given = GIVEN | {"every": "weekly", "times": "3"}
        page = send(keeper, "request", **given)
        assert "3 场当中有 1 场办不了" in page
        assert 'value="2025-11-28"' in page
        assert "11月28日 周五：" in page
        assert "已登记 2 场" in send(keeper, "request", **given, leave_out="2025-11-28")

    @pytest.mark.parametrize("leave_out", ["x", "9999-99-99", "2025-11-28" * 9, "2025-11-21"])
    def test_strange_days_to_leave_out_break_nothing(self, keeper, leave_out):
        answer = keeper.post(
            f"{ROOM}/request", data=GIVEN | {"every": "weekly", "times": "1", "leave_out": leave_out}
        )
        assert answer.status_code in (303, 422)

    def test_nothing_that_was_typed_is_lost_when_it_is_refused(self, app, keeper):
        with there(app):
            ask()
        page = send(keeper, "request", **GIVEN)
        assert "有人约了" in page
        assert all(words in page for words in (DANCERS, "王小明", PHONE))

    def test_too_many_people_need_a_reason(self, keeper):
        assert "超过上限 150 人" in send(keeper, "request", **GIVEN | {"heads": "200"})
        assert "已登记 1 场" in send(
            keeper, "request", **GIVEN | {"heads": "200", "override_reason": "春节联欢"}
        )

    def test_a_rule_is_answered_and_cancelled_in_one_step(self, app, keeper):
        with there(app):
            rows = [row.id for row in weekly(4)]
        assert "已同意 4 场" in send(keeper, f"booking/{rows[0]}/answer", answer="approve", whole="y")
        page = keeper.get(f"{ROOM}/booking/{rows[2]}").text
        assert "每周的周五，共 4 次" in page
        assert "已取消 2 场" in send(keeper, f"booking/{rows[2]}/cancel", words="放假", rest="y")
        with there(app):
            assert count(Booking, Booking.state == "approved") == 2


class TestMoving:
    def test_out_of_the_way_with_three_times_and_the_choice(self, app, keeper):
        with there(app):
            id = ask().id
        page = keeper.get(f"{ROOM}/booking/{id}/move").text
        assert page.count("现在就定") == 3
        assert "还没有填" in send(keeper, f"booking/{id}/move", choice="ask")
        page = send(keeper, f"booking/{id}/move", choice="ask", words="镇里要用")
        assert "已让出来，留了" in page
        assert page.count("选这个") == 3
        with there(app):
            offer = moving.open_offers(id)[0].id
        assert "已换到" in send(keeper, f"booking/{offer}/take")
        assert "从这一场换来" in keeper.get(f"{ROOM}/booking/{offer}").text

    def test_settled_on_the_telephone(self, app, keeper):
        with there(app):
            row = ask()
            id, choice = row.id, moving.offers_for(row, row.hall)[0].span.start.isoformat()
        assert "已换到" in send(keeper, f"booking/{id}/move", choice=choice, words="镇里要用")
        assert "请从列出的里面选一个" in send(
            keeper, f"booking/{id}/move", choice="2025-99", words="镇里要用"
        )

    def test_none_of_them(self, app, keeper):
        with there(app):
            id = ask().id
            moving.move_out(id, "镇里要用")
        assert "已放开" in send(keeper, f"booking/{id}/give_up", confirmed="1")


class TestTheDay:
    def test_set_up_begin_count_undo_clean(self, app, keeper, clock):
        with there(app):
            id = ask().id
        clock.move_to("2025-11-21T11:45:00+00:00")
        assert "布置好了" in keeper.get(f"{ROOM}/today").text
        assert "布置好了：" in send(keeper, f"booking/{id}/set_up")
        assert "开始了：" in send(keeper, f"booking/{id}/begin")
        assert "正在办" in keeper.get(f"{ROOM}/today").text
        clock.move_to("2025-11-21T13:25:00+00:00")
        assert 'value="2025-11-21T21:25"' in keeper.get(f"{ROOM}/booking/{id}/heads").text
        assert "18 人" in send(keeper, f"booking/{id}/heads", heads="18", materials="矿泉水 2 箱")
        assert "还没有办" in send(keeper, f"booking/{id}/not_counted")
        send(keeper, f"booking/{id}/heads", heads="18")
        assert "还有 4 项没做好" in send(keeper, f"booking/{id}/clean")
        with there(app):
            assert count(Booking, Booking.undone != "") == 1

    def test_damage_after_it_and_its_repair(self, app, keeper, clock):
        with there(app):
            id, what = ask().id, thing("投影仪").id
        clock.move_to("2025-11-21T13:25:00+00:00")
        page = send(keeper, f"booking/{id}/damage", thing=str(what), severity="danger", what="冒烟")
        assert "投影仪停用了" in page
        with there(app):
            fault = db.session.query(Fault).one()
            assert fault.booking_id == id
            number = fault.id
        assert "广场舞一队：排练" in keeper.get(f"{ROOM}/fault/{number}/settle").text
        assert "处理完才能恢复" in send(keeper, f"thing/{what}/back", confirmed="1")
        assert "已处理投影仪的损坏" in send(
            keeper, f"fault/{number}/settle", state="fixed", outcome="换了灯泡", back="y"
        )

    def test_planned_service(self, app):
        secretary = signed_in(app, the_village(app))
        with there(app):
            what = thing().id
        assert "已保存：查插座，每 90 天" in send(
            secretary, "new_service", thing=str(what), name="查插座", every_days="90"
        )
        with there(app):
            service = db.session.query(Service).one().id
        assert "已登记保养" in send(secretary, f"service/{service}/done")
        assert "已停止提醒" in send(secretary, f"service/{service}/end", confirmed="1")


class TestForTheWall:
    def test_the_notice_names_no_person_and_the_file_is_a_calendar(self, app, reader):
        with there(app):
            ask(contact="王小明", phone=PHONE)
            ask(date(2025, 11, 22), approve=False, group=CHOIR)
        page = reader.get(f"{ROOM}/notice").text
        assert DANCERS in page
        assert not any(words in page for words in ("王小明", PHONE, CHOIR))
        answer = reader.get(f"{ROOM}/calendar.ics?from=2025-11-21")
        assert answer.content_type.startswith("text/calendar")
        (one,) = Read.from_ical(answer.data).walk("VEVENT")
        assert one["dtstart"].dt == datetime(2025, 11, 21, 12, tzinfo=UTC)

    def test_a_reader_sees_the_week_and_nobody_to_call(self, app, reader):
        with there(app):
            id = ask(contact="王小明", phone=PHONE).id
        for page in ("week", "month", "today", f"booking/{id}", "bookings/"):
            text = reader.get(f"{ROOM}/{page}").text
            assert not any(words in text for words in ("王小明", PHONE))
        assert reader.get(f"{ROOM}/request").status_code == 403


class TestSettings:
    def test_they_change_what_is_booked_from_now_on(self, app):
        secretary = signed_in(app, the_village(app))
        given = {"set_up": "30", "clean_up": "0", "ahead_days": "90", "offer_days": "2", "checklist": "扫地"}
        assert "已保存" in send(secretary, "policy", **given)
        with there(app):
            assert db.session.query(Policy).one().set_up == 30
            row = ask()
            assert (row.busy_from, row.busy_until) == (at(FRIDAY, 19, 30), row.ends_at)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_opens_in_both_languages(app, lang):
    secretary = signed_in(app, the_village(app), lang=lang)
    with there(app):
        id = ask().id
        weekly(3, date(2025, 11, 24), group=CHOIR)
        holding.upkeep.found(thing().id, "minor", "有杂音")
    more = [f"booking/{id}", f"booking/{id}/move", f"booking/{id}/answer", f"booking/{id}/cancel",
            f"booking/{id}/heads", f"booking/{id}/clean", "week?hall=1", "month?hall=2&month=2026-01"]  # fmt: skip
    for page in [*PAGES, *more]:
        assert secretary.get(f"{ROOM}/{page}").status_code == 200, page


@pytest.mark.parametrize(
    "hostile", ["", "x", "-1", "0", "9" * 30, "\0", "2025-13-45", "<script>", "9999-12-31", "0001-01-01"]
)
def test_what_is_typed_into_addresses_never_breaks_a_page(keeper, hostile):
    for page in (
        "week?from=", "week?hall=", "month?month=", "notice?from=", "calendar.ics?from=", "today?day=", "request?hall=",
        "request?day=", "request?starts=", "fault?thing=",
    ):  # fmt: skip
        assert keeper.get(f"{ROOM}/{page}{hostile}").status_code == 200


def test_another_villages_booking_is_not_there(app):
    with there(app):
        id = ask().id
    other = a_village(app, "别的村", rooms=["activity_hall"])
    stranger = signed_in(app, other)
    for page in ("", "/answer", "/cancel", "/move", "/heads", "/clean", "/damage"):
        assert stranger.get(f"{ROOM}/booking/{id}{page}").status_code == 404


def test_the_week_and_the_month_need_as_many_queries_for_many_bookings(app, keeper):
    def queries(page: str) -> int:
        told: list[str] = []
        with app.app_context():
            engine = db.engine

        def note(_connection, _cursor, statement, *_more):
            told.append(statement)

        listening.listen(engine, "before_cursor_execute", note)
        try:
            assert keeper.get(f"{ROOM}/{page}").status_code == 200
        finally:
            listening.remove(engine, "before_cursor_execute", note)
        return len(told)

    for page in ("week", "month", "notice", "today?day=2025-11-21"):
        queries(page)
    before = [queries(page) for page in ("week", "month", "notice", "today?day=2025-11-21")]
    with there(app):
        for place in range(5):
            id = hall("活动室" if place % 2 else "舞蹈室").id
            times = (time(9 + 2 * place), time(10 + 2 * place))
            ask(times=times, hall_id=id, group=f"第{place}队", repeat=Repeat("weekly", times=3))
    assert [queries(page) for page in ("week", "month", "notice", "today?day=2025-11-21")] == before
