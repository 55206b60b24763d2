"""One's own page: where one is signed in, in which village and language."""

from __future__ import annotations

import pytest


class TestSignIns:
    def test_one_of_them_can_be_ended_from_another(self, place):
        place.user("li", (place.village, "reader"))
        here, lost = place.signed_in("li"), place.signed_in("li")
        mine, other = place.sign_ins("li")
        assert here.get("/me").text.count("登录</") >= 1
        assert here.post(f"/me/sign-ins/{other.id}/end").location == "/me"
        assert lost.get("/me").status_code == 302
        assert here.get("/me").status_code == 200
        assert mine.id != other.id

    def test_nobody_ends_those_of_somebody_else(self, place):
        place.user("li", (place.village, "reader"))
        place.user("boss", (place.village, "secretary"))
        li, boss = place.signed_in("li"), place.signed_in("boss")
        [sign_in] = place.sign_ins("li")
        assert boss.post(f"/me/sign-ins/{sign_in.id}/end").status_code == 404
        assert li.get("/me").status_code == 200

    @pytest.mark.parametrize("number", ["0", "2147483648", "-1", "x"])
    def test_a_number_that_is_none_is_not_found(self, place, number):
        place.user("li", (place.village, "reader"))
        assert place.signed_in("li").post(f"/me/sign-ins/{number}/end").status_code == 404

    def test_all_can_be_ended_at_once(self, place):
        place.user("li", (place.village, "reader"))
        here, elsewhere = place.signed_in("li"), place.signed_in("li")
        assert here.post("/me/sign-ins/end-all").location == "/sign-in"
        assert here.get("/me").status_code == elsewhere.get("/me").status_code == 302

    def test_they_are_told_apart_as_phone_and_computer(self, place):
        place.user("li", (place.village, "reader"))
        phone = place.browser()
        data = {"username": "li", "password": "石榴-kfm7-p2xq"}
        phone.post("/sign-in", data=data, headers={"User-Agent": "Mozilla/5.0 (Linux; Android) Mobile"})
        assert "手机" in phone.get("/me").text


class TestVillages:
    def test_it_is_switched_to_one_of_ones_own(self, place):
        place.user("li", (place.village, "reader"), (place.other, "secretary"))
        browser = place.signed_in("li")
        assert "甲村" in browser.get("/me").text
        assert browser.post("/switch-village", data={"village_id": str(place.other)}).location == "/"
        assert "乙村 · 村书记" in browser.get("/me").text

    @pytest.mark.parametrize("wanted", ["", "x", "-1", "999999", "９", "4294967296000", "1.5"])
    def test_it_is_switched_to_no_other(self, place, wanted):
        place.user("li", (place.village, "reader"))
        browser = place.signed_in("li")
        assert browser.post("/switch-village", data={"village_id": wanted}).status_code == 404
        assert browser.post("/switch-village", data={"village_id": str(place.other)}).status_code == 404
        assert "甲村" in browser.get("/me").text

    def test_a_form_of_the_former_village_is_refused_afterwards(self, place):
        place.user("li", (place.village, "secretary"), (place.other, "secretary"))
        browser = place.signed_in("li")
        former = browser._token()
        browser.post("/switch-village", data={"village_id": str(place.other)})
        answer = browser.post(
            "/people/new", data={"name": "王芳"}, csrf=False, headers={"X-CSRFToken": former}
        )
        assert answer.status_code == 400
        assert "切换了村" in answer.text

    def test_the_next_sign_in_begins_where_the_last_one_was(self, place):
        place.user("li", (place.village, "reader"), (place.other, "secretary"))
        place.signed_in("li").post("/switch-village", data={"village_id": str(place.other)})
        assert "乙村" in place.signed_in("li").get("/me").text

    def test_somebody_without_a_village_is_told_what_to_do(self, place):
        place.user("li")
        browser = place.signed_in("li")
        assert browser.get("/").location == "/no-village"
        assert "请联系村书记或镇管理员" in browser.get("/no-village").text

    def test_somebody_taken_off_in_one_village_chooses_another(self, place):
        place.user("li", (place.village, "reader"), (place.other, "secretary"))
        browser = place.signed_in("li")
        place.user("boss", (place.village, "secretary"))
        place.signed_in("boss").post(f"/accounts/{place.membership('li').id}/off", data={"confirmed": "1"})
        assert browser.get("/").location == "/no-village"
        page = browser.get("/no-village").text
        assert "乙村" in page
        assert "甲村" not in page


class TestLanguage:
    def test_a_visitor_sees_the_sign_in_page_in_the_language_chosen(self, place):
        browser = place.browser()
        assert 'lang="zh-Hans-CN"' in browser.get("/sign-in").text
        assert browser.post("/language", data={"lang": "en", "next": "/sign-in"}).location == "/sign-in"
        assert '<html lang="en"' in browser.get("/sign-in").text

    def test_it_is_kept_with_the_account(self, place):
        place.user("li", (place.village, "reader"))
        place.signed_in("li").post("/language", data={"lang": "en"})
        assert place.account("li").lang == "en"

    def test_a_language_chosen_before_signing_in_stays(self, place):
        place.user("li", (place.village, "reader"))
        browser = place.browser()
        browser.post("/language", data={"lang": "en"})
        browser.post("/sign-in", data={"username": "li", "password": "石榴-kfm7-p2xq"})
        assert place.account("li").lang == "en"

    @pytest.mark.parametrize("lang", ["", "xx", "zh_Hans_CN; Path=/evil", "\0"])
    def test_what_is_no_language_changes_nothing(self, place, lang):
        browser = place.browser()
        answer = browser.post("/language", data={"lang": lang, "next": "//evil.example"})
        assert answer.location == "/"
        assert browser.get_cookie("lang") is None
