"""The secretary looks after the accounts of the village, and of no other."""

from __future__ import annotations

import re

import pytest

from hub.accounts.models import Membership
from hub.kernel.database import db
from tests.accounts.place import PASSWORD, sign_in

NEW = {"name": "买买提.艾力", "username": "Maimaiti", "role": "keeper", "rooms": ["tool_station"]}


@pytest.fixture
def boss(place):
    """A browser of the first village's only secretary."""
    place.user("boss", (place.village, "secretary"))
    return place.signed_in("boss")


def password_on(page: str) -> str:
    found = re.search(r"<output>([^<]+)</output>", page)
    assert found, page
    return found[1]


class TestAdding:
    def test_a_new_account_signs_in_with_the_password_that_was_shown(self, place, boss):
        answer = boss.post("/accounts/add", data=NEW)
        assert answer.status_code == 200
        newcomer = place.signed_in("maimaiti", password_on(answer.text))
        assert newcomer.get("/").location == "/me/password"
        membership = place.membership("maimaiti")
        assert (membership.role, membership.rooms) == ("keeper", "tool_station")
        assert place.account("maimaiti").name == "买买提·艾力"

    def test_the_password_is_shown_once(self, place, boss):
        password = password_on(boss.post("/accounts/add", data=NEW).text)
        assert password not in boss.get("/accounts/").text
        again = boss.post("/accounts/add", data=NEW)
        assert again.status_code == 422
        assert "已经有人用了" in again.text

    @pytest.mark.parametrize(
        "change",
        [
            {"name": ""}, {"name": "😀"}, {"username": "a b"}, {"username": "\0"}, {"role": "town"}, {"role": ""},
            {"rooms": []}, {"rooms": ["nowhere"]}, {"rooms": ["tool_station", "x' OR 1=1"]},
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_and_what_was_typed_stays(self, place, boss, change):
        answer = boss.post("/accounts/add", data=NEW | change)
        assert answer.status_code == 422
        assert 'value="买买提.艾力"' in answer.text or "name" in change

    def test_nobody_becomes_a_town_administrator_this_way(self, place, boss):
        more = {"town_admin": "1", "village": str(place.other), "must_change_password": ""}
        boss.post("/accounts/add", data=NEW | more)
        account = place.account("maimaiti")
        assert (account.town_admin, account.must_change_password) == (False, True)

    def test_somebody_of_another_village_is_left_to_the_town(self, place, boss):
        place.user("li", (place.other, "reader"))
        answer = boss.post("/accounts/add", data=NEW | {"username": "li"})
        assert "请镇管理员办理" in answer.text
        with place.app.app_context():
            assert db.session.query(Membership).filter_by(village_id=place.village).count() == 1


class TestChanging:
    def test_role_rooms_and_name_are_changed(self, place, boss):
        place.user("li", (place.village, "reader"))
        id = place.membership("li").id
        data = {"name": "李丽", "role": "keeper", "rooms": ["reading_room", "tool_station"]}
        assert boss.post(f"/accounts/{id}", data=data).status_code == 303
        assert place.membership("li").rooms == "reading_room tool_station"
        assert place.account("li").name == "李丽"

    def test_a_secretary_has_no_rooms_of_their_own(self, place, boss):
        place.user("li", (place.village, "keeper"))
        data = {"name": "某li", "role": "secretary", "rooms": ["tool_station"]}
        boss.post(f"/accounts/{place.membership('li').id}", data=data)
        assert (place.membership("li").role, place.membership("li").rooms) == ("secretary", "")

    def test_nobody_changes_their_own_role(self, place, boss):
        place.user("second", (place.village, "secretary"))
        answer = boss.post(
            f"/accounts/{place.membership('boss').id}", data={"name": "某boss", "role": "reader"}
        )
        assert answer.status_code == 422
        assert place.membership("boss").role == "secretary"

    def test_a_reset_gives_a_new_password_and_ends_what_was_open(self, place, boss):
        place.user("li", (place.village, "reader"))
        li, id = place.signed_in("li"), place.membership("li").id
        asked = boss.post(f"/accounts/{id}/password")
        assert "重新登录" in asked.text
        assert li.get("/me").status_code == 200
        password = password_on(boss.post(f"/accounts/{id}/password", data={"confirmed": "1"}).text)
        assert li.get("/me").status_code == 302
        assert sign_in(place.browser(), "li", PASSWORD).status_code == 422
        assert place.signed_in("li", password).get("/").location == "/me/password"

    def test_a_reset_opens_a_locked_account(self, place, boss):
        place.user("li", (place.village, "reader"))
        for _try in range(5):
            sign_in(place.browser(), "li", "wrong-password")
        assert "锁定到" in boss.get("/accounts/").text
        page = boss.post(f"/accounts/{place.membership('li').id}/password", data={"confirmed": "1"})
        place.signed_in("li", password_on(page.text))

    def test_somebody_taken_off_is_out_at_once_and_can_be_given_back(self, place, boss):
        place.user("li", (place.village, "reader"))
        li, id = place.signed_in("li"), place.membership("li").id
        boss.post(f"/accounts/{id}/off", data={"confirmed": "1"})
        assert li.get("/").location == "/no-village"
        boss.post(f"/accounts/{id}/on")
        assert li.get("/no-village").location == "/"

    def test_taking_off_asks_first(self, place, boss):
        place.user("li", (place.village, "reader"))
        boss.post(f"/accounts/{place.membership('li').id}/off")
        assert place.membership("li").active


class TestBounds:
    @pytest.mark.parametrize("deed", ["", "/password", "/off", "/on"])
    def test_those_of_another_village_are_not_there(self, place, boss, deed):
        place.user("li", (place.other, "reader"))
        id = place.membership("li", place.other).id
        data = {"confirmed": "1", "name": "某li", "role": "reader"}
        assert boss.post(f"/accounts/{id}{deed}", data=data).status_code == 404

    @pytest.mark.parametrize("number", ["0", "2147483648", "-1", "x", "1.5"])
    def test_a_number_that_is_none_is_not_found(self, place, boss, number):
        assert boss.get(f"/accounts/{number}").status_code == 404

    @pytest.mark.parametrize("who", ["shared", "town"])
    def test_an_account_that_is_not_the_villages_alone_is_not_handed_over(self, place, boss, who):
        place.user("shared", (place.village, "reader"), (place.other, "secretary"))
        place.user("town", (place.village, "reader"), town_admin=True)
        id, before = place.membership(who).id, place.account(who)
        boss.post(f"/accounts/{id}/password", data={"confirmed": "1"})
        boss.post(f"/accounts/{id}", data={"name": "别名", "role": "reader"})
        after = place.account(who)
        assert (after.password_hash, after.name) == (before.password_hash, before.name)

    def test_the_last_secretary_stays(self, place, boss):
        place.user("second", (place.village, "secretary"))
        second = place.signed_in("second")
        boss_id, second_id = place.membership("boss").id, place.membership("second").id
        boss.post(f"/accounts/{second_id}/off", data={"confirmed": "1"})
        assert second.post(f"/accounts/{boss_id}/off", data={"confirmed": "1"}).location == "/no-village"
        boss.post(f"/accounts/{boss_id}/off", data={"confirmed": "1"})
        assert place.membership("boss").active

    @pytest.mark.parametrize("role", ["keeper", "reader"])
    @pytest.mark.parametrize("address", ["/accounts/", "/accounts/add", "/accounts/1", "/town/accounts/"])
    def test_only_a_secretary_may(self, place, role, address):
        place.user("li", (place.village, role))
        assert place.signed_in("li").get(address).status_code == 403

    def test_a_secretary_is_no_town_administrator(self, boss):
        assert boss.get("/town/accounts/").status_code == 403
        assert boss.post("/town/accounts/add", data={}).status_code == 403


class TestTown:
    @pytest.fixture
    def town(self, place):
        place.user("town", town_admin=True)
        return place.signed_in("town")

    def test_a_secretary_is_made_for_a_village(self, place, town):
        data = {"name": "李丽", "username": "li", "village": str(place.other), "role": "secretary"}
        password = password_on(town.post("/town/accounts/add", data=data).text)
        assert place.signed_in("li", password).get("/").location == "/me/password"
        assert place.membership("li", place.other).role == "secretary"

    def test_somebody_may_serve_a_second_village_with_the_same_account(self, place, town):
        place.user("li", (place.village, "keeper"))
        data = {"name": "某li", "username": "LI", "village": str(place.other), "role": "reader"}
        assert town.post("/town/accounts/add", data=data).status_code == 303
        assert "乙村" in place.signed_in("li").get("/me").text
        assert town.post("/town/accounts/add", data=data).status_code == 422

    def test_a_name_that_does_not_fit_the_account_is_asked_about(self, place, town):
        place.user("li", (place.village, "keeper"))
        data = {"name": "王芳", "username": "li", "village": str(place.other), "role": "reader"}
        assert "已属于另一个姓名" in town.post("/town/accounts/add", data=data).text

    def test_a_town_administrator_joins_no_village(self, place, town):
        data = {"name": "某town", "username": "town", "village": str(place.other), "role": "secretary"}
        answer = town.post("/town/accounts/add", data=data)
        assert answer.status_code == 422
        assert "不看居民资料" in answer.text

    @pytest.mark.parametrize("village", ["", "x", "999999", "2147483648"])
    def test_a_village_that_is_none_is_refused(self, place, town, village):
        data = {"name": "李丽", "username": "li", "village": village, "role": "secretary"}
        assert town.post("/town/accounts/add", data=data).status_code == 422

    def test_no_resident_is_to_be_seen(self, place, town):
        for address in ("/residents/", "/people/new", "/people/1", "/lookup/residents?q=w"):
            assert town.get(address).status_code in (302, 403)
        assert "甲村" in town.get("/town/accounts/").text or town.get("/town/accounts/").status_code == 200

    def test_a_villages_last_secretary_stays_here_too(self, place, town):
        place.user("li", (place.village, "secretary"))
        town.post(f"/town/accounts/{place.membership('li').id}/off", data={"confirmed": "1"})
        assert place.membership("li").active

    def test_a_password_is_reset_for_somebody_of_two_villages(self, place, town):
        place.user("li", (place.village, "reader"), (place.other, "reader"))
        page = town.post(f"/town/accounts/{place.membership('li').id}/password", data={"confirmed": "1"})
        place.signed_in("li", password_on(page.text))
