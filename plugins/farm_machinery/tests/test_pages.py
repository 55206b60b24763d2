"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from hub.kernel.database import db
from hub.points.services import balance
from hub.reports.months import period
from plugins.farm_machinery import figures, queue, upkeep
from plugins.farm_machinery.models import Fault, Machine, Policy, Rental, Service, Wait
from plugins.farm_machinery.tests.place import (
    AILI,
    LI,
    PLOUGH,
    SPRAYER,
    WANG,
    ask,
    back,
    count,
    day,
    machine,
    out,
    person,
    settle,
    the_village,
    there,
    wait,
)
from tests.harness.people import a_village, signed_in

pytestmark = [pytest.mark.state("farm_machinery_place"), pytest.mark.usefixtures("clock")]
ROOM = "/rooms/farm_machinery"


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["farm_machinery"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def after(client, address: str, **given) -> str:
    """The page one comes to after a form was sent."""
    return text(client.post(f"{ROOM}/{address}", data=given, follow_redirects=True))


def ids(app) -> dict[str, int]:
    with there(app):
        return {"machine": machine().id, "renter": person().id}


def the_rental(app) -> int:
    with there(app):
        return db.session.query(Rental).one().id


class TestTheWholeWay:
    def test_from_the_request_to_the_settlement(self, app, keeper, clock):
        known = ids(app)
        page = after(
            keeper, "request", machine=known["machine"], renter=known["renter"], first_day="2025-11-20",
            last_day="2025-11-21", points_days="1", approve="y",
        )  # fmt: skip
        assert "已登记并批准：深耕机 N-05，王*" in page
        id = the_rental(app)
        form = text(keeper.get(f"{ROOM}/rental/{id}/out"))
        assert "已看过驾驶证" in form
        assert "犁体" in form
        given = {"hours": "12", "sound": ["犁体", "机油"], "licence_seen": "y", "deposit": "400"}
        assert "已交机：深耕机 N-05，王*，明天收工前还" in after(keeper, f"rental/{id}/out", **given)
        clock.shift(86400)
        assert "请接着验机" in after(keeper, f"rental/{id}/back")
        given = {"hours": "20", "sound": ["犁体", "机油"], "condition": "ok"}
        assert "可以结算了" in after(keeper, f"rental/{id}/in", **given)
        page = text(keeper.get(f"{ROOM}/rental/{id}/settle"))
        assert "250.00" in page
        assert "应退" in page
        page = after(keeper, f"rental/{id}/settle", points_days="1", damage="0")
        assert "已结清：深耕机 N-05，退 250.00 元，扣 50 分" in page
        assert "Z00000" in page
        assert WANG not in page
        with there(app):
            assert (balance(person().id), machine().hours) == (150, 20)

    def test_a_second_click_on_settle_says_the_same(self, app, keeper):
        with there(app):
            id = settle(back(out(ask(PLOUGH)))).id
        assert "已结清" in after(keeper, f"rental/{id}/settle", damage="0")

    def test_what_is_refused_stands_beside_what_was_typed(self, app, keeper):
        with there(app):
            ask(PLOUGH, AILI, first=1, days=3)
        given = {"first_day": "2025-11-21", "last_day": "2025-11-22"}
        answer = keeper.post(f"{ROOM}/request", data=ids(app) | given)
        assert answer.status_code == 422
        assert "已经有人约了" in text(answer)
        assert "最近空着的" in text(answer)
        assert WANG in text(answer)

    def test_a_hand_out_is_undone(self, app, keeper):
        with there(app):
            id = ask(SPRAYER).id
        assert "已交机" in after(keeper, f"rental/{id}/out", hours="0", deposit="300")
        assert "没有交出去" in after(keeper, f"rental/{id}/undo")

    def test_a_dispute_is_kept_open(self, app, keeper):
        with there(app):
            id = back(out(ask(SPRAYER)), damage="80").id
        assert "已记争议" in after(keeper, f"rental/{id}/dispute", remark="说是本来就刮了")
        page = after(keeper, f"rental/{id}/settle", damage="40")
        assert "写一句原因" in page
        assert "已结清" in after(keeper, f"rental/{id}/settle", damage="40", remark="各担一半")

    def test_a_request_is_answered_by_those_who_may(self, app, keeper):
        with there(app):
            id = ask(SPRAYER, first=2, approve=False).id
            other = ask(PLOUGH, first=2, approve=False).id
        assert "已批准" in after(keeper, f"rental/{id}/approve")
        assert "空出来了" in after(keeper, f"rental/{other}/cancel", why="要下雨")


class TestPrices:
    def test_a_quote_in_cash_and_in_points(self, app, keeper):
        page = text(
            keeper.get(f"{ROOM}/quote?machine={ids(app)['machine']}&first_day=2025-11-21&last_day=2025-11-23")
        )
        assert "450.00" in page
        assert "150 分" in page
        assert "400.00 元" in page

    def test_without_the_points_shop_nothing_speaks_of_points(self, app, keeper):
        with there(app):
            from hub.kernel.here import here

            here.room("points_shop").enabled = False
            id = ask(PLOUGH).id
            done = back(out(ask(SPRAYER))).id
        known = ids(app)
        days = "first_day=2025-11-21&last_day=2025-11-22"
        for page in (
            f"quote?machine={known['machine']}&{days}", f"request?machine={known['machine']}&{days}",
            f"rental/{id}", f"rental/{done}/settle", "calendar", "today",
        ):  # fmt: skip
            assert "积分" not in text(keeper.get(f"{ROOM}/{page}")), page
        assert "已结清" in after(keeper, f"rental/{done}/settle", damage="0")


class TestTheCalendar:
    def test_it_says_who_has_what_when(self, app, keeper):
        with there(app):
            out(ask(SPRAYER, days=2))
            ask(PLOUGH, AILI, first=1, days=2)
            upkeep.report(machine("N-02").id, "喷头堵了")
        page = text(keeper.get(f"{ROOM}/calendar"))
        for told in ("王* 在租", "艾力* 待取机", "清理整备", "维修中", "喷头堵了"):
            assert told in page
        assert WANG not in page

    @pytest.mark.parametrize("start", ["2025-12-01", "gestern", "9999-12-31", "2025-02-30", ""])
    def test_any_start_is_answered(self, keeper, start):
        assert keeper.get(f"{ROOM}/calendar?from={start}").status_code == 200

    def test_a_reader_sees_it_and_cannot_book(self, app, reader):
        with there(app):
            ask(SPRAYER, days=2)
        page = text(reader.get(f"{ROOM}/calendar"))
        assert "王* 待取机" in page
        assert "/request" not in page
        assert reader.get(f"{ROOM}/request").status_code == 403

    def test_its_queries_do_not_grow_with_what_it_shows(self, app, keeper):
        def queries() -> int:
            with app.app_context():
                engine = db.engine
            seen = []
            event.listen(engine, "before_cursor_execute", listener := lambda *_args: seen.append(1))
            keeper.get(f"{ROOM}/calendar")
            event.remove(engine, "before_cursor_execute", listener)
            return len(seen)

        few = queries()
        with there(app):
            for number in range(8):
                db.session.add(
                    Machine(number=f"X-{number}", name="撒肥机", kind="施肥机", day_rate=80, since=day(-9))
                )
            db.session.flush()
            for number in range(8):
                for first in (0, 2, 4):
                    ask(f"X-{number}", (WANG, AILI, LI)[number % 3], first=first)
        assert queries() == few


class TestTheQueue:
    def test_from_waiting_to_taking(self, app, keeper):
        with there(app):
            resident = person(AILI).id
        given = {
            "kind": "深耕机",
            "resident": resident,
            "window_first": "2025-11-21",
            "window_last": "2025-11-25",
            "days": "2",
        }
        assert "第 1 位" in after(keeper, "wait", **given)
        with there(app):
            place = db.session.query(Wait).one().id
        assert "给 艾力* 留着 深耕机 N-05" in after(keeper, f"wait/{place}/offer")
        assert "要了：深耕机 N-05，明天来取" in after(keeper, f"rental/{the_rental(app)}/accept")

    def test_declining_and_dropping_out(self, app, keeper):
        with there(app):
            place = wait(name=AILI).id
            row = queue.offer(place).id
        assert "本人还排着" in after(keeper, f"rental/{row}/decline")
        assert "确定吗" in text(keeper.post(f"{ROOM}/wait/{place}/drop"))
        assert "不排了：艾力*" in after(keeper, f"wait/{place}/drop", confirmed="1")

    def test_a_field_window_that_makes_no_sense(self, app, keeper):
        with there(app):
            resident = person(AILI).id
        given = {
            "kind": "深耕机",
            "resident": resident,
            "window_first": "2025-11-25",
            "window_last": "2025-11-21",
            "days": "2",
        }
        assert "不能早于" in after(keeper, "wait", **given)


class TestUpkeep:
    def test_report_mend_plan_and_retire(self, app, keeper, secretary):
        known = ids(app)["machine"]
        assert "已报修" in after(keeper, "report", machine=known, severity="major", what="犁体裂了")
        page = f"{ROOM}/machines/details/?id={known}"
        assert "<dd>犁体裂了</dd>" in keeper.get(page).text
        with there(app):
            id = db.session.query(Fault).one().id
        assert "已办完" in after(keeper, f"fault/{id}/settle", state="fixed", outcome="焊好了", cost="60")
        assert "已安排" in after(
            keeper, "service", machine=known, name="换机油", due_on="2025-11-25", days="2"
        )
        with there(app):
            id = db.session.query(Service).one().id
        now = keeper.get(page).text
        assert ("<dd>犁体裂了</dd>" in now, "<dd>换机油，" in now) == (False, True)
        assert "已登记保养：换机油" in after(keeper, f"service/{id}/done", note="换了", cost="80")
        assert "确定吗" in text(secretary.post(f"{ROOM}/machine/{known}/retire"))
        assert "已报废" in after(secretary, f"machine/{known}/retire", confirmed="1")

    def test_machines_are_added_and_their_prices_checked(self, app, keeper):
        given = {
            "number": "n-09", "name": "播种机", "kind": "播种机", "day_rate": "90.5", "points_rate": "0",
            "deposit": "0", "late_fee": "0", "late_cap": "0", "buffer_days": "0", "hours": "5", "since": "2025-11-20",
        }  # fmt: skip
        assert keeper.post(f"{ROOM}/machines/new/", data=given | {"day_rate": "-1"}).status_code in (200, 422)
        keeper.post(f"{ROOM}/machines/new/", data=given)
        with there(app):
            assert (str(machine("N-09").day_rate), machine("N-09").serviced_at) == ("90.50", 5)

    def test_the_rules_are_the_villages(self, app, secretary, keeper):
        given = {"ahead_days": "30", "longest_days": "5", "fetch_hours": "6", "offer_hours": "12"}
        assert "已保存" in after(secretary, "rules", **given)
        with there(app):
            assert db.session.query(Policy).one().longest_days == 5
        known = ids(app)
        page = after(
            keeper, "request", machine=known["machine"], renter=known["renter"], first_day="2025-11-20",
            last_day="2025-11-25",
        )  # fmt: skip
        assert "一次最多租 5 天" in page


class TestDoors:
    @pytest.mark.parametrize(
        "page", ["", "rentals/", "machines/", "waits/", "repairs/", "services/", "serviced/", "history/",
                 "today", "turns", "quote", "request",
                 "wait", "report", "service", "new_service"],
    )  # fmt: skip
    def test_every_page_opens(self, app, keeper, page):
        with there(app):
            out(ask(SPRAYER))
            wait(name=AILI)
        assert keeper.get(f"{ROOM}/{page}").status_code == 200

    @pytest.mark.parametrize(
        "page",
        [
            "rental/999999",
            "rental/999999/settle",
            "service/999999/done",
            "service/999999/drop",
            "fault/999999/settle",
        ],
    )
    def test_nothing_is_never_a_500(self, keeper, page):
        assert keeper.get(f"{ROOM}/{page}").status_code in (302, 303, 404, 409, 422)

    def test_another_villages_rental_is_not_there(self, app):
        with there(app):
            id = ask(SPRAYER).id
        elsewhere = signed_in(app, a_village(app, "乙村", rooms=["farm_machinery"]))
        assert elsewhere.get(f"{ROOM}/rental/{id}").status_code == 404
        elsewhere.post(f"{ROOM}/rental/{id}/approve")
        with there(app):
            assert count(Rental, Rental.state == "approved") == 1


def test_the_list_behind_a_month_has_what_was_out_in_it_and_no_more(app, secretary, clock):
    with there(app):
        before = out(ask(PLOUGH, days=10)).id
        never_fetched = ask(SPRAYER, AILI).id
    clock.shift(timedelta(days=12))  # it comes back on the second of December
    with there(app):
        settle(back(db.session.get_one(Rental, before)))
    clock.shift(timedelta(days=1))
    with there(app):
        still_out = out(ask(PLOUGH, LI, days=2)).id
        december = date(2025, 12, 1), date(2025, 12, 31)
        with app.test_request_context():
            address = figures.rented(period(*december))
            november = figures.rented(period(date(2025, 11, 1), date(2025, 11, 30)))

    def rows(url: str) -> list[int]:
        body = text(secretary.get(url)).partition("<tbody")[2].partition("</tbody>")[0]
        return sorted({int(id) for id in re.findall(r"details/\?id=(\d+)", body)})

    assert rows(address) == sorted([before, still_out])
    assert rows(november) == [before]
    assert never_fetched not in rows(f"{ROOM}/history/?out_from=2025-01-01")
    assert rows(f"{ROOM}/history/?out_from=2025-12-03") == [still_out]
