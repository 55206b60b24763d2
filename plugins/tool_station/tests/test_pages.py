"""The room's pages as a keeper, a secretary and a reader use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.people.models import Resident
from plugins.tool_station import lending, reserving
from plugins.tool_station.models import Demand, Loan, Policy, Ticket, Tool
from plugins.tool_station.tests.place import (
    AILI,
    TODAY,
    WANG,
    count,
    gloves,
    lend,
    person,
    the_village,
    there,
    tool,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("tool_place"), pytest.mark.usefixtures("clock")]
ROOM = "/rooms/tool_station"


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["tool_station"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


def ids(app, number: str = "T-02", name: str = WANG) -> tuple[int, int]:
    with there(app):
        return tool(number).id, person(name).id


def text(answer) -> str:
    return answer.get_data(as_text=True)


class TestWhoLacksABriefing:
    WELDER = {"tool_text": "t-04", "gear": "焊接面罩", "briefed": "y"}

    def refused(self, app, keeper, **who: str) -> str:
        welder, _person = ids(app, "T-04")
        return text(keeper.post(f"{ROOM}/lend", data={**self.WELDER, "checked": str(welder), **who}))

    def test_is_a_link_away_from_it_and_comes_back_to_the_loan(self, app, keeper):
        welder, wang = ids(app, "T-04")
        page = self.refused(app, keeper, borrower_text="8842")
        assert "请先登记培训" in page
        assert f'href="{ROOM}/brief?tool={welder}&amp;borrower={wang}">去登记安全培训</a>' in page
        page = text(keeper.get(f"{ROOM}/brief?tool={welder}&borrower={wang}"))
        assert f'value="{welder}"' in page
        assert WANG in page
        given = {"tool": str(welder), "borrower": str(wang), "borrower_text": WANG, "adult": "y"}
        answer = keeper.post(f"{ROOM}/brief", data=given | {"given_on": TODAY.isoformat()})
        assert answer.location == f"{ROOM}/lend?tool={welder}&borrower={wang}"

    def test_a_newcomer_is_asked_for_again_because_nobody_was_kept(self, app, keeper):
        page = self.refused(app, keeper, new_name="赵新来", new_phone="19900007777")
        assert "请先登记培训" in page
        assert re.search(rf'href="{ROOM}/brief\?tool=\d+">', page)


@pytest.mark.parametrize("page", ["lend", "reserve", "brief", "return"])
def test_what_is_needed_is_not_said_to_be_optional(keeper, page):
    shown = text(keeper.get(f"{ROOM}/{page}"))
    labels = re.findall(r"<(?:label|legend)[^>]*>(.*?)</(?:label|legend)>", shown, re.S)
    optional = [label for label in labels if "可不填" in label]
    assert not [label for label in optional if re.match("借用人|姓名|应还|部件|扫工具|或在", label)], optional


def test_a_loan_is_not_offered_when_a_visit_is_recorded(keeper):
    page = text(keeper.get("/visits/record?room=tool_station"))
    assert "便民服务工具站" in page
    assert 'name="kind"' not in page


class TestLending:
    def test_a_tool_without_parts_goes_out_at_the_first_press(self, app, keeper):
        answer = keeper.post(
            f"{ROOM}/lend", data={"tool_text": "t-02", "borrower_text": "8842"}, follow_redirects=True
        )
        assert "已借出：打气筒 T-02，11月23日还" in text(answer)
        assert "撤销" in text(answer)

    def test_without_script_the_checklist_comes_at_the_first_press_and_goes_out_at_the_second(
        self, app, keeper
    ):
        tool_id, resident_id = ids(app, "T-03")
        given = {"tool": tool_id, "borrower": resident_id}
        first = keeper.post(f"{ROOM}/lend", data=given)
        assert first.status_code == 422
        for words in ("请核对下面的部件", "钻头盒", "护目镜", "戴好护目镜。", "劳保手套"):
            assert words in text(first)
        more = {
            "checked": tool_id,
            "parts": ["钻头盒", "夹头钥匙"],
            "gear": "护目镜",
            "briefed": "y",
            "supplies": "1",
        }
        assert keeper.post(f"{ROOM}/lend", data=given | more).status_code == 303
        with there(app):
            assert count(Loan, Loan.gear == "护目镜", Loan.handed == "钻头盒、夹头钥匙") == 1

    def test_the_address_may_name_the_tool_and_its_part_of_the_page_is_there(self, app, keeper):
        tool_id, _person = ids(app, "T-03")
        page = text(keeper.get(f"{ROOM}/lend?tool={tool_id}"))
        assert "钻头盒" in page
        assert 'value="2025-11-22"' in page

    def test_a_blocked_tool_says_why_before_anything_is_pressed(self, app, keeper):
        with there(app):
            lend("T-02", AILI)
            tool_id = tool("T-02").id
        assert "由艾力*借着" in text(keeper.get(f"{ROOM}/lend?tool={tool_id}"))

    def test_a_resident_nobody_knew_is_written_down_on_the_way(self, app, keeper):
        tool_id, _person = ids(app)
        answer = keeper.post(
            f"{ROOM}/lend", data={"tool": tool_id, "new_name": "李建国", "new_phone": "199 0000 1234"}
        )
        assert answer.status_code == 303
        with there(app):
            assert count(Resident, Resident.phone == "19900001234") == 1

    def test_one_much_like_somebody_known_is_asked_about(self, app, keeper):
        tool_id, _person = ids(app)
        given = {"tool": tool_id, "new_name": WANG}
        answer = keeper.post(f"{ROOM}/lend", data=given)
        assert answer.status_code == 422
        assert "王* · 8842" in text(answer)
        assert keeper.post(f"{ROOM}/lend", data=given | {"another": "y"}).status_code == 303

    def test_who_still_has_something_overdue_is_said_and_stopped_by_nothing(self, app, keeper, clock):
        with there(app):
            lend("T-02")
        clock.shift(timedelta(days=9))
        tool_id, resident_id = ids(app, "T-01")
        assert "还有逾期没还的：打气筒 T-02" in text(
            keeper.get(f"{ROOM}/lend?tool={tool_id}&borrower={resident_id}")
        )

    def test_who_comes_for_a_reservation_finds_the_form_filled(self, app, keeper):
        with there(app):
            booking = reserving.reserve(tool("T-02").id, person(AILI), TODAY)
            db.session.flush()
            number = booking.id
        page = text(keeper.get(f"{ROOM}/lend?reservation={number}"))
        assert "打气筒 T-02" in page
        assert AILI in page

    def test_the_undo_button_undoes(self, app, keeper):
        page = keeper.post(
            f"{ROOM}/lend", data={"tool_text": "T-02", "borrower_text": WANG}, follow_redirects=True
        )
        undo = re.search(r'action="(/rooms/tool_station/loan/\d+/undo)"', text(page))
        assert undo
        assert "已撤销" in text(keeper.post(undo[1], follow_redirects=True))

    def test_one_forgotten_is_entered_with_its_times(self, app, keeper):
        tool_id, resident_id = ids(app)
        given = {
            "tool": tool_id,
            "borrower": resident_id,
            "out_at": "2025-11-18T11:00",
            "ended_at": "2025-11-19T09:00",
        }
        assert keeper.post(f"{ROOM}/late_loan", data=given).status_code == 303
        with there(app):
            assert count(Loan, Loan.late, Loan.state == "returned") == 1


class TestReturning:
    def test_several_at_once_by_scanner_and_by_tick(self, app, keeper):
        with there(app):
            lend("T-01")
            other = lend("T-02").id
        answer = keeper.post(
            f"{ROOM}/return", data={"numbers": "t-01", "loans": [other]}, follow_redirects=True
        )
        assert "已归还：扳手套装 T-01、打气筒 T-02" in text(answer)

    def test_a_number_that_is_not_out_is_named(self, app, keeper):
        answer = keeper.post(f"{ROOM}/return", data={"numbers": "T-02 X-9"})
        assert answer.status_code == 422
        assert "打气筒 T-02 没有借出" in text(answer)

    def test_one_by_itself_with_a_part_missing(self, app, keeper):
        with there(app):
            loan = lend("T-01").id
        assert text(keeper.get(f"{ROOM}/return/{loan}")).count("checked") >= 3  # both parts, and 完好
        given = {"present": "套筒", "condition": "parts"}
        answer = keeper.post(f"{ROOM}/return/{loan}", data=given, follow_redirects=True)
        assert "缺 棘轮扳手，已记下" in text(answer)

    def test_a_loan_that_is_not_there_is_answered_in_words(self, keeper):
        for number in (999, 2**31 - 1, 2**40):
            assert keeper.get(f"{ROOM}/return/{number}").status_code in (404, 409)


class TestCalling:
    def test_the_overdue_stand_there_with_their_phone_and_the_next_comes_after_a_tap(
        self, app, keeper, clock
    ):
        with there(app):
            first_id = lend("T-01").id
            lend("T-02", AILI)
        clock.shift(timedelta(days=9))
        page = text(keeper.get(f"{ROOM}/calls"))
        assert "19900008842" in page
        after = text(keeper.post(f"{ROOM}/loan/{first_id}/called/promised", follow_redirects=True))
        assert after.index("打气筒 T-02") < after.rindex("扳手套装 T-01")
        assert "今天：答应来还" in after

    def test_a_reader_never_sees_it(self, app):
        reader = signed_in(app, the_village(app), "reader")
        assert reader.get(f"{ROOM}/calls").status_code == 403


class TestTheRest:
    def test_reserve_and_cancel(self, app, keeper):
        tool_id, resident_id = ids(app)
        given = {"tool": tool_id, "borrower": resident_id, "first_day": "2025-11-25"}
        assert "已预约：打气筒 T-02" in text(
            keeper.post(f"{ROOM}/reserve", data=given, follow_redirects=True)
        )

    def test_report_and_close(self, app, keeper):
        tool_id, _person = ids(app)
        keeper.post(f"{ROOM}/report", data={"tool": tool_id, "fault": "漏气"})
        with there(app):
            assert tool("T-02").state == "repair"
            ticket = db.session.query(Ticket).one().id
        keeper.post(f"{ROOM}/ticket/{ticket}/start")
        answer = keeper.post(f"{ROOM}/ticket/{ticket}/close", data={"outcome": "back"}, follow_redirects=True)
        assert "修好回架：打气筒 T-02" in text(answer)

    def test_stock_is_counted(self, app, keeper):
        with there(app):
            supply = gloves().id
        form = text(keeper.get(f"{ROOM}/count?item={supply}"))
        assert "现有 12" not in form
        page = text(
            keeper.post(f"{ROOM}/count", data={"item": supply, "counted": "9"}, follow_redirects=True)
        )
        assert "实有 9 副，账上 12，差 -3" in page

    def test_gloves_are_written_off_with_a_reason(self, app, keeper):
        with there(app):
            given = {"item": gloves().id, "kind": "adjust", "number": "2"}
        assert "写一句原因" in text(keeper.post(f"{ROOM}/stock", data=given))
        page = text(keeper.post(f"{ROOM}/stock", data=given | {"note": "发霉"}, follow_redirects=True))
        assert "现有 10 副" in page

    def test_what_was_asked_for_is_one_tap_and_can_be_undone(self, app, keeper):
        page = text(keeper.post(f"{ROOM}/asked", data={"kind": "电钻"}, follow_redirects=True))
        assert "有人问电钻，没借到" in page
        undo = re.search(r'action="(/rooms/tool_station/asked/\d+/undo)"', page)
        assert undo
        keeper.post(undo[1])
        with there(app):
            assert count(Demand) == 0

    def test_a_briefing_is_recorded(self, app, keeper):
        _tool, resident_id = ids(app)
        given = {"borrower": resident_id, "adult": "y", "given_on": "2025-11-20"}
        answer = keeper.post(f"{ROOM}/brief", data=given, follow_redirects=True)
        assert "已登记培训：王*，有效到2026年11月20日" in text(answer)

    def test_the_rules_are_the_secretarys(self, app, keeper, secretary):
        assert keeper.get(f"{ROOM}/rules").status_code == 403
        given = {
            "days_a": 5, "days_b": 2, "days_c": 1, "renewals_a": 0, "renewals_b": 0, "renewals_c": 0,
            "briefing_days": 100, "grace_days": 0,
        }  # fmt: skip
        assert secretary.post(f"{ROOM}/rules", data=given).status_code == 303
        with there(app):
            assert count(Policy, Policy.days_a == 5) == 1
            loan = lend("T-02")
            assert loan.due_on == TODAY + timedelta(days=5)
            with pytest.raises(Refused, match="上限"):
                lending.renew(loan.id)

    def test_a_power_tool_without_gear_is_not_taken_in(self, app, keeper):
        given = {"number": "t-09", "name": "角磨机", "grade": "B", "safety": "小心"}
        answer = keeper.post(f"{ROOM}/tools/new/", data=given)
        assert answer.status_code == 422
        assert "要写明护具" in text(answer)
        assert keeper.post(f"{ROOM}/tools/new/", data=given | {"gear": "护目镜"}).status_code in (302, 303)
        with there(app):
            assert count(Tool, Tool.number == "T-09", Tool.kind == "角磨机") == 1


@pytest.mark.parametrize(
    "page", ["loans", "tools", "reservations", "repairs", "briefings", "supplies", "history"]
)
def test_every_list_opens_and_says_something_when_empty(page, keeper):
    assert keeper.get(f"{ROOM}/{page}/").status_code == 200


@pytest.mark.parametrize(
    "page",
    [
        "lend",
        "late_loan",
        "return",
        "renew",
        "report",
        "reserve",
        "asked",
        "brief",
        "stock",
        "count",
        "calls",
    ],
)
def test_every_page_opens_and_an_empty_form_is_answered_in_words(page, keeper):
    assert keeper.get(f"{ROOM}/{page}").status_code == 200
    if page != "calls":
        assert keeper.post(f"{ROOM}/{page}", data={}).status_code == 422


@pytest.mark.parametrize("value", ["abc", "-1", "99999999999999", "0", "\x00", "１"])
@pytest.mark.parametrize(
    "name", ["tool", "borrower", "loan", "item", "reservation", "supplies", "due", "checked"]
)
def test_hostile_values_are_answered_in_words(name, value, keeper):
    for page in ("lend", "renew", "stock", "reserve"):
        assert keeper.get(f"{ROOM}/{page}", query_string={name: value}).status_code == 200
        assert keeper.post(f"{ROOM}/{page}", data={name: value}).status_code == 422


def test_a_reader_opens_the_lists_and_nothing_else(app):
    reader = signed_in(app, the_village(app), "reader")
    with there(app):
        lend("T-02", AILI)
    assert "艾力*" in text(reader.get(f"{ROOM}/loans/"))
    assert AILI not in text(reader.get(f"{ROOM}/loans/"))
    assert reader.get(f"{ROOM}/lend").status_code == 403
