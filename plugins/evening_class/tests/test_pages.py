"""The room's pages as a keeper, a secretary and a reader use them; who reads a child's name, and who does not."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from hub.audit.writer import quiet
from hub.kernel.database import db
from hub.kernel.taking_in import taking_in
from plugins.evening_class import importing
from plugins.evening_class.models import (
    Attendance,
    Enrolment,
    Pickup,
    Policy,
    Shift,
    Term,
)
from plugins.evening_class.tests.place import (
    CHILDREN,
    GRANNY,
    HAN,
    HAO,
    LAST,
    ROOM,
    TODAY,
    YI,
    YU,
    child,
    come,
    count,
    fetched,
    pickup,
    the_village,
    there,
    tonight,
    visits,
)
from tests.harness.people import a_village, signed_in

pytestmark = [pytest.mark.state("class_place"), pytest.mark.usefixtures("clock")]
OF_CHILDREN = ["tonight", "absent", "day_sheet", "enter", "crowd", "enrol", "group", "children/", "pickups/",
               "releases/"]  # fmt: skip
OPEN = ["", "evenings/", "terms/", "volunteers/", "shifts/", "hours/", "rota", "visits/"]


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["evening_class"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


def told(text: str) -> list[str]:
    """What of a child stands on a page."""
    words = [
        *(one.name for one in CHILDREN),
        *(one.guardian for one in CHILDREN),
        *(one.phone for one in CHILDREN),
    ]
    return [word for word in [*words, GRANNY] if word in text]


class TestTonight:
    def test_tap_in_hand_over_close(self, app, keeper):
        with there(app):
            han = child(HAN).id
        page = keeper.post(f"{ROOM}/tonight/in/{han}", follow_redirects=True).text
        assert "钱子涵 签到了" in page
        with there(app):
            row, father, granny = tonight(), pickup("钱爸爸").id, pickup(GRANNY).id
            evening, attendance = row.id, db.session.scalars(select(Attendance.id)).one()
        page = keeper.get(f"{ROOM}/attendance/{attendance}/release").text
        assert "交给 钱爸爸（监护人）" in page
        assert f"/to/{granny}" not in page
        assert "有效期已过，不能交给" in page
        assert f"/attendance/{attendance}/alone" not in page
        refused = keeper.post(f"{ROOM}/attendance/{attendance}/to/{granny}", follow_redirects=True).text
        assert "已经过了" in refused
        assert (
            "还有 1 个孩子没有交接：钱子涵"
            in keeper.post(f"{ROOM}/evening/{evening}/close", follow_redirects=True).text
        )
        page = keeper.post(f"{ROOM}/attendance/{attendance}/to/{father}", follow_redirects=True).text
        assert "钱子涵 放学了：钱爸爸（监护人）" in page
        assert (
            "今晚来了 1 个孩子" in keeper.post(f"{ROOM}/evening/{evening}/close", follow_redirects=True).text
        )
        with there(app):
            assert visits() == 1
        assert "还没有下" in keeper.post(f"{ROOM}/evening/{evening}/reopen", follow_redirects=True).text

    def test_by_phone(self, app, keeper):
        with there(app):
            attendance = come(YI).id
        page = keeper.get(f"{ROOM}/attendance/{attendance}/phone").text
        assert 'href="tel:19900001033"' in page
        given = {"phone": "19900001033", "allowed_by": "孙外婆", "taken_by": ""}
        answer = keeper.post(f"{ROOM}/attendance/{attendance}/phone", data=given)
        assert (answer.status_code, "孙外婆" in answer.text) == (422, True)
        page = keeper.post(
            f"{ROOM}/attendance/{attendance}/phone",
            data=given | {"taken_by": "孙舅舅"},
            follow_redirects=True,
        ).text
        assert "孙舅舅" in page

    def test_who_is_absent_is_called_with_a_tap_and_excused(self, app, keeper):
        with there(app):
            come(HAN)
            hao = child(HAO).id
        page = keeper.get(f"{ROOM}/absent").text
        assert 'href="tel:19900001004"' in page
        assert "19900001002" not in page
        assert "李浩宇 请假" in keeper.post(f"{ROOM}/tonight/excused/{hao}", follow_redirects=True).text

    def test_an_earlier_evening_asks_for_the_time(self, app, keeper, clock):
        with there(app):
            attendance, father = come(HAN).id, pickup("钱爸爸").id
        clock.shift(timedelta(hours=20))
        assert 'name="at"' in keeper.get(f"{ROOM}/attendance/{attendance}/release").text
        to = f"{ROOM}/attendance/{attendance}/to/{father}"
        assert "孩子离开的时间" in keeper.post(to, follow_redirects=True).text
        assert "20:40" in keeper.post(to, data={"at": "20:40"}, follow_redirects=True).text

    def test_the_sheet_and_entering_it_afterwards(self, app, keeper, clock):
        sheet = keeper.get(f"{ROOM}/day_sheet").text
        assert set(told(sheet)) == set(told("".join(f"{c.name}{c.guardian}{c.phone}" for c in CHILDREN)))
        clock.shift(timedelta(hours=4))
        with there(app):
            yu, han, father = child(YU).id, child(HAN).id, pickup("钱爸爸").id
        given = {"day": TODAY.isoformat(), "begins": "18:30", "ends": "20:30", f"how{yu}": "alone"}
        hostile = given | {f"how{han}": "phone", f"by{han}": "\x00\u202e \n"}
        assert "请写谁来接的" in keeper.post(f"{ROOM}/enter", data=hostile).text
        wrong = keeper.post(f"{ROOM}/enter", data=given | {f"how{han}": "adult999999"})
        assert (wrong.status_code, "请从列出的里面选" in wrong.text) == (422, True)
        assert 'value="alone" selected' in wrong.text
        page = keeper.post(
            f"{ROOM}/enter", data=given | {f"how{han}": f"adult{father}"}, follow_redirects=True
        ).text
        assert "来了 2 个孩子" in page
        with there(app):
            assert (tonight().late, tonight().by_adult, tonight().alone) == (True, 1, 1)


class TestInTheOffice:
    def test_enrol_change_pickups_leave_erase(self, app, keeper):
        with there(app):
            term = child().term_id
        given = {"term": term, "name": "周小小", "guardian": "周妈妈", "phone": "199 0000 3000"}
        assert keeper.post(f"{ROOM}/enrol", data=given | {"phone": ""}).status_code == 422
        page = keeper.post(f"{ROOM}/enrol", data=given, follow_redirects=True).text
        assert "周小小 报名了" in page
        with there(app):
            id = child("周小小").id
        page = keeper.post(
            f"{ROOM}/child/{id}/change", data=given | {"walks_on": TODAY.isoformat()}, follow_redirects=True
        ).text
        assert "同意于今天" in page
        given = {"name": "周爷爷", "relation": "爷爷", "valid_until": "2025-12-31"}
        assert (
            "周爷爷（爷爷）"
            in keeper.post(f"{ROOM}/child/{id}/pickup", data=given, follow_redirects=True).text
        )
        with there(app):
            grandfather = pickup("周爷爷").id
        given = {"valid_until": "2025-11-01"}
        assert keeper.post(f"{ROOM}/pickup/{grandfather}/renew", data=given).status_code == 422
        keeper.post(f"{ROOM}/pickup/{grandfather}/end", data={"confirmed": "1"})
        page = keeper.post(f"{ROOM}/child/{id}/leave", data={"confirmed": "1"}, follow_redirects=True).text
        assert "周小小 退出了" in page
        page = keeper.post(f"{ROOM}/child/{id}/erase", data={"confirmed": "1"}, follow_redirects=True).text
        assert "只留下人数" in page
        with there(app):
            assert count(Enrolment) == 4
            assert count(Pickup, Pickup.name.in_(["周妈妈", "周爷爷"])) == 0

    def test_groups(self, app, keeper):
        with there(app):
            ids = [child(YU).id, child(HAO).id]
        keeper.post(f"{ROOM}/group", data={"group": "书法组", "children": ids})
        with there(app):
            assert {child(YU).group, child(HAO).group, child(HAN).group} == {"书法组", "一组"}

    def test_a_list_is_looked_at_taken_in_and_undone(self, app, keeper):
        headings = "姓名,年级,监护人,电话,学期,监护人签同意书的日子,可独自回家,民族,期末成绩"
        rows = (
            f"郑新来,一年级,郑爸爸,199 0000 4001,,{TODAY},是,汉,90",
            f"{HAN},,钱爸爸,19900001002,,,,,",
            "吴没签,,吴妈妈,19900001055,,,是,,",
            "周别期,,周妈妈,19900001056,没有的学期,,,,",
        )
        text = "\n".join([headings, *rows])
        assert "/imports/new/evening_class.children" in keeper.get(f"{ROOM}/enrol").text
        sent = {"file": (io.BytesIO(text.encode()), "某某同学.csv")}
        sheet = "/imports/new/evening_class.children"
        looked_at = keeper.post(sheet, data=sent).location
        page = keeper.get(looked_at).text
        assert "这些列按规定不登记，没有读：民族、期末成绩" in page
        assert "1 行系统里已经有了" in page
        assert "监护人还没有签同意书" in page
        assert "没有这个学期" in page
        assert "某某同学" not in page + keeper.get("/imports/").text
        assert "已导入 1 行" in keeper.post(f"{looked_at}/take", follow_redirects=True).text
        with there(app):
            assert (child("郑新来").walks_on, child("郑新来").phone) == (TODAY, "19900004001")
        keeper.post(f"{looked_at}/undo", data={"confirmed": "1"})
        with there(app):
            assert count(Enrolment) == 4
        assert keeper.get("/imports/template/evening_class.children").mimetype.endswith("sheet")

    def test_a_whole_class_takes_as_many_statements_as_a_child(self, app):
        def statements(first: int, number: int) -> int:
            asked: list[object] = []
            note = lambda *given: asked.append(given)  # noqa: E731
            rows = [
                {"name": f"新来{n}", "grade": "", "guardian": f"家长{n}", "phone": f"1990000{n:04d}", "term": "秋季",
                 "consent_on": TODAY.isoformat() if n % 2 else None, "walks": n % 2 == 1}
                for n in range(first, first + number)
            ]  # fmt: skip
            event.listen(db.engine, "before_cursor_execute", note)
            with quiet(), taking_in():
                assert len(list(importing.take(rows))) == number
            event.remove(db.engine, "before_cursor_execute", note)
            return len(asked)

        with there(app):
            assert statements(0, 1) == statements(1, 40)
            assert count(Enrolment, Enrolment.walks_on == TODAY) == 1 + 20
            fetch = db.session.execute(
                select(Pickup.name, Pickup.phone, Pickup.valid_until).order_by(Pickup.id.desc())
            )
            assert fetch.first() == ("家长40", "19900000040", LAST)

    def test_the_secretary_sets_terms_and_times(self, app, secretary):
        given = {"name": "春季", "first_on": "2026-01-05", "last_on": "2026-07-01"}
        assert "重叠" in secretary.post(f"{ROOM}/terms/new/", data=given).text
        secretary.post(f"{ROOM}/terms/new/", data=given | {"first_on": "2026-03-01"})
        given = {"weekdays": ["1", "3"], "begins": "19:00", "ends": "18:00", "points": "5"}
        assert secretary.post(f"{ROOM}/policy", data=given).status_code == 422
        secretary.post(f"{ROOM}/policy", data=given | {"ends": "21:00"})
        with there(app):
            assert count(Term) == 2
            assert db.session.query(Policy).one().weekdays == "13"

    def test_only_a_checked_volunteer_is_put_on_the_rota(self, app, keeper):
        page = keeper.get(f"{ROOM}/rota/plan").text
        assert "周帮忙" in page
        assert "吴没查" not in page
        with there(app):
            from plugins.evening_class.duty import people

            key = next(one.key for one in people() if one.name == "周帮忙")
        given = {"who": key, "day": TODAY.isoformat(), "begins": "18:30", "ends": "20:30", "weeks": "1"}
        keeper.post(f"{ROOM}/rota/plan", data=given)
        with there(app):
            assert db.session.query(Shift).one().person == "周帮忙"


class TestWhoReadsNames:
    @pytest.fixture(autouse=True)
    def an_evening(self, app, clock):
        with there(app):
            fetched(HAN)
            come(YU)

    @pytest.mark.parametrize("page", OF_CHILDREN)
    def test_the_rooms_own_keepers_alone(self, keeper, secretary, reader, page):
        assert keeper.get(f"{ROOM}/{page}").status_code == 200
        for other in (secretary, reader):
            answer = other.get(f"{ROOM}/{page}")
            assert answer.status_code == 403
            assert told(answer.text) == []

    def test_nor_does_anybody_else_import_them(self, keeper, secretary, reader):
        sheet = "/imports/new/evening_class.children"
        assert [one.get(sheet).status_code for one in (keeper, secretary, reader)] == [200, 403, 403]

    def test_not_another_rooms_keeper(self, app):
        other = signed_in(app, the_village(app), "keeper", rooms=["tool_station"])
        for page in [*OF_CHILDREN, *OPEN]:
            assert other.get(f"{ROOM}/{page}").status_code in (403, 404) or page == ""

    @pytest.mark.parametrize("page", OPEN)
    def test_nothing_of_a_child_on_the_other_pages(self, keeper, secretary, reader, page):
        for client in (keeper, secretary, reader):
            assert told(client.get(f"{ROOM}/{page}").text) == []

    def test_nor_on_the_first_page_in_the_search_the_month_or_the_audit(self, keeper, secretary, clock):
        clock.shift(timedelta(hours=3))
        for client in (keeper, secretary):
            for page in (
                "/",
                "/todo",
                "/month",
                f"{ROOM}/?tab=month",
                "/audit/",
                "/search?q=" + HAN,
                "/search?q=1002",
            ):
                text = client.get(page, follow_redirects=True).text
                assert set(told(text)) <= ({HAN} if "q=" in page else set())  # what was typed is shown again
        assert "还有 1 个孩子没有接走" in keeper.get("/").text

    def test_nobody_exports_children(self, keeper):
        for slug in ("children", "pickups", "releases"):
            assert keeper.get(f"{ROOM}/{slug}/export/csv/").status_code in (403, 404)
            assert "export" not in keeper.get(f"{ROOM}/{slug}/").text
        assert told(keeper.get(f"{ROOM}/evenings/export/csv/", follow_redirects=True).text) == []

    def test_another_villages_child_is_nowhere(self, app):
        elsewhere = a_village(app, "乙村", rooms=["evening_class"])
        other = signed_in(app, elsewhere, "keeper", rooms=["evening_class"])
        with there(app):
            ids = {"child": child(HAN).id, "row": db.session.scalars(select(Attendance.id).limit(1)).one()}
        for page in (
            f"child/{ids['child']}",
            f"attendance/{ids['row']}/release",
            f"attendance/{ids['row']}/phone",
        ):
            assert other.get(f"{ROOM}/{page}").status_code == 404
        assert told(other.post(f"{ROOM}/tonight/in/{ids['child']}", follow_redirects=True).text) == []

    @pytest.mark.parametrize(
        "page", ["tonight?evening=x", "tonight?evening=999999", "tonight?evening=" + "9" * 400]
    )
    def test_no_such_evening(self, keeper, page):
        assert keeper.get(f"{ROOM}/{page}").status_code == 404

    @pytest.mark.parametrize("day", ["", "0000-00-00", "9999-12-31", "x" * 2000, "٢٠٢٥-11-20"])
    def test_any_day_of_an_address_is_answered(self, keeper, day):
        for page in ("day_sheet", "enter"):
            assert keeper.get(f"{ROOM}/{page}", query_string={"day": day}).status_code == 200


class TestToDo:
    def test_what_is_to_be_done_is_said_without_names(self, app, keeper, clock):
        page = keeper.get("/").text
        assert "1 个孩子的同意书还没有签" in page
        assert "没有排志愿者" in page
        with there(app):
            pickup("李姑姑").valid_until = TODAY + timedelta(days=3)
            come(HAN)
        assert "1 位接送人的有效期快到了" in keeper.get("/").text
        clock.shift(timedelta(hours=3))
        page = keeper.get("/").text
        assert "还有 1 个孩子没有接走" in page
        assert told(page) == []

    def test_what_they_lead_to_opens(self, keeper):
        assert HAO in keeper.get(f"{ROOM}/children/?unsigned=1").text
        assert keeper.get(f"{ROOM}/pickups/?ending=1").status_code == 200
        assert keeper.get(f"{ROOM}/hours/?state=claimed").status_code == 200
