"""The room's pages as two keepers, a secretary and a reader use them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.points.services import balance
from plugins.points_shop import publishing
from plugins.points_shop.models import Claim, Goods, Policy, Redemption, Rule
from plugins.points_shop.tests.place import (
    WANG,
    claim,
    count,
    give,
    goods,
    person,
    published,
    redeem,
    rule,
    the_village,
    there,
)
from tests.harness.people import signed_in

pytestmark = [pytest.mark.state("points_shop_place"), pytest.mark.usefixtures("clock")]
ROOM = "/rooms/points_shop"


@pytest.fixture
def keeper(app):
    return signed_in(app, the_village(app), "keeper", rooms=["points_shop"])


@pytest.fixture
def other(app):
    return signed_in(app, the_village(app), "keeper", rooms=["points_shop"])


@pytest.fixture
def secretary(app):
    return signed_in(app, the_village(app))


@pytest.fixture
def reader(app):
    return signed_in(app, the_village(app), "reader")


def text(answer) -> str:
    return answer.get_data(as_text=True)


def ids(app) -> dict[str, int]:
    with there(app):
        return {"resident": person().id, "rule": rule().id, "goods": goods().id}


class TestTheWholeWay:
    def test_claim_verify_publish_post_redeem(self, app, keeper, other, clock):
        known = ids(app)
        given = {
            "resident": known["resident"],
            "rule": known["rule"],
            "done_on": "2025-11-20",
            "evidence": "路口",
        }
        assert "等第二人核实" in text(keeper.post(f"{ROOM}/claim", data=given, follow_redirects=True))
        with there(app):
            id = db.session.query(Claim).one().id
        said = {"decision": "yes"}
        assert "您自己登记的" in text(keeper.post(f"{ROOM}/claim/{id}/verify", data=said))
        assert "可以公示" in text(other.post(f"{ROOM}/claim/{id}/verify", data=said, follow_redirects=True))
        page = text(other.post(f"{ROOM}/publish", follow_redirects=True))
        assert "王*" in page
        assert WANG not in page
        clock.shift(timedelta(days=7))
        assert "共 5 分" in text(other.post(f"{ROOM}/post", follow_redirects=True))
        with there(app):
            give(10)
        form = text(keeper.get(f"{ROOM}/redeem?resident={known['resident']}"))
        assert "余额 15 分" in form
        token = re.search(r'name="token"[^>]*value="([^"]+)"', form)
        assert token
        basket = {"token": token[1], "resident": known["resident"], "goods1": known["goods"], "number1": "2"}
        for _click in range(2):
            page = text(keeper.post(f"{ROOM}/redeem", data=basket, follow_redirects=True))
            assert "已兑换：牙膏×2，用 12 分" in page
        assert "兑换单 D" in page
        assert "王*" in page
        with there(app):
            assert (balance(person().id), goods().stock, count(Redemption)) == (3, 10, 1)

    def test_an_objection_is_noted_and_settled(self, app, keeper, secretary):
        id = published(app)
        keeper.post(f"{ROOM}/claim/{id}/object", data={"objection": "那天没下雪"})
        assert "有异议" in text(keeper.get(f"{ROOM}/board"))
        assert keeper.get(f"{ROOM}/claim/{id}/settle").status_code == 403
        given = {"decision": "uphold", "why": "查过了"}
        page = text(secretary.post(f"{ROOM}/claim/{id}/settle", data=given, follow_redirects=True))
        assert "异议成立，已撤回" in page

    def test_points_posted_by_mistake_are_taken_back(self, app, secretary, clock):
        id = published(app)
        clock.shift(timedelta(days=7))
        with there(app):
            publishing.post_due()
        page = text(secretary.post(f"{ROOM}/claim/{id}/back", data={"why": "记错了"}, follow_redirects=True))
        assert "已撤回：义务清雪，5 分" in page


class TestRedeeming:
    def test_too_few_points_are_said_and_nothing_typed_is_lost(self, app, keeper):
        known = ids(app)
        given = {"resident": known["resident"], "goods1": known["goods"], "number1": "7"}
        answer = keeper.post(f"{ROOM}/redeem", data=given)
        assert answer.status_code == 422
        assert "还差 42 分" in text(answer)
        assert 'value="7"' in text(answer)
        assert "王小明" in text(answer)

    def test_it_is_undone(self, app, keeper):
        with there(app):
            give(30)
            goods_id, resident = goods().id, person().id
        keeper.post(f"{ROOM}/redeem", data={"resident": resident, "goods1": goods_id, "number1": "1"})
        with there(app):
            id = db.session.query(Redemption).one().id
        assert "已撤销兑换" in text(keeper.post(f"{ROOM}/redemption/{id}/undo", follow_redirects=True))
        with there(app):
            assert (balance(person().id), goods().stock) == (30, 12)

    def test_goods_come_back_after_a_question(self, app, secretary):
        with there(app):
            give(30)
            id = redeem(牙膏=1).id
        assert "确定吗" in text(secretary.post(f"{ROOM}/redemption/{id}/back"))
        page = text(
            secretary.post(f"{ROOM}/redemption/{id}/back", data={"confirmed": "1"}, follow_redirects=True)
        )
        assert "已退回：牙膏×1" in page

    def test_the_slip_says_no_balance(self, app, keeper):
        with there(app):
            give(4321)
            id = redeem(牙膏=1).id
        page = text(keeper.get(f"{ROOM}/redemption/{id}"))
        assert "4315" not in page
        assert "余额" not in page


class TestBalances:
    def test_one_persons_are_seen_by_a_keeper(self, app, keeper):
        with there(app):
            give(30)
            resident = person().id
        answer = keeper.post(f"{ROOM}/balance", data={"resident": resident})
        assert answer.location.endswith(f"/account/{resident}")
        assert "30 分" in text(keeper.get(answer.location))

    def test_not_by_a_reader_nor_by_the_keeper_of_another_room(self, app, reader):
        resident = ids(app)["resident"]
        stranger = signed_in(app, the_village(app), "keeper", rooms=["tool_station"])
        for client in (reader, stranger):
            assert client.get(f"{ROOM}/account/{resident}").status_code in (403, 404)
            assert client.get(f"{ROOM}/balance").status_code in (403, 404)

    def test_no_list_and_no_public_page_shows_one(self, app, keeper, reader):
        with there(app):
            give(43210)
        for client in (keeper, reader):
            for page in ("claims/", "history/", "redemptions/", "goods/", "rules/", "moves/", "board", ""):
                assert "43210" not in text(client.get(f"{ROOM}/{page}")).replace(",", "")

    def test_another_villages_resident_is_not_there(self, app):
        from tests.harness.people import a_village

        resident = ids(app)["resident"]
        elsewhere = signed_in(app, a_village(app, "乙村", rooms=["points_shop"]))
        assert elsewhere.get(f"{ROOM}/account/{resident}").status_code == 404

    def test_nobody_at_all_is_a_404(self, keeper):
        assert keeper.get(f"{ROOM}/account/999999").status_code == 404


class TestStock:
    def test_goods_are_added_received_and_counted(self, app, keeper):
        given = {"name": "书包", "unit": "个", "price": "45", "low_at": "2", "on_sale": "1"}
        keeper.post(f"{ROOM}/goods/new/", data=given)
        with there(app):
            bag = goods("书包").id
        given = {"item": bag, "kind": "receive", "number": "5"}
        assert "现有 5 个" in text(keeper.post(f"{ROOM}/stock", data=given, follow_redirects=True))
        form = text(keeper.get(f"{ROOM}/count?item={bag}"))
        assert "现有 5" not in form
        page = text(keeper.post(f"{ROOM}/count", data={"item": bag, "counted": "4"}, follow_redirects=True))
        assert "实有 4 个，账上 5，差 -1" in page

    def test_writing_off_needs_a_reason(self, app, keeper):
        given = {"item": ids(app)["goods"], "kind": "adjust", "number": "2"}
        assert "写一句原因" in text(keeper.post(f"{ROOM}/stock", data=given))
        page = text(keeper.post(f"{ROOM}/stock", data=given | {"note": "受潮"}, follow_redirects=True))
        assert "现有 10 件" in page

    @pytest.mark.parametrize("price", ["0", "-1", "10001", "x"])
    def test_a_price_that_makes_no_sense_is_refused_in_words(self, app, keeper, price):
        given = {"name": "书包", "unit": "个", "price": price, "low_at": "2"}
        assert keeper.post(f"{ROOM}/goods/new/", data=given).status_code in (200, 422)
        with there(app):
            assert count(Goods, Goods.name == "书包") == 0


class TestRules:
    def test_the_secretary_makes_changes_and_ends_them(self, app, secretary):
        secretary.post(f"{ROOM}/new_rule", data={"deed": "垃圾分类", "points": "2", "cap": "10"})
        with there(app):
            id = rule("垃圾分类").id
        assert 'value="垃圾分类"' in text(secretary.get(f"{ROOM}/rule/{id}/change"))
        given = {"deed": "垃圾分类", "points": "3", "cap": ""}
        page = text(secretary.post(f"{ROOM}/rule/{id}/change", data=given, follow_redirects=True))
        assert "第 2 版" in page
        with there(app):
            new = rule("垃圾分类").id
            assert count(Rule, Rule.deed == "垃圾分类") == 2
        secretary.post(f"{ROOM}/rule/{new}/end", data={"confirmed": "1"})
        with there(app):
            assert count(Rule, Rule.deed == "垃圾分类", Rule.ended_on.is_(None)) == 0

    def test_a_keeper_does_not(self, app, keeper):
        id = ids(app)["rule"]
        for page in ("new_rule", f"rule/{id}/change", "policy"):
            assert keeper.get(f"{ROOM}/{page}").status_code == 403

    def test_the_village_sets_how_long_claims_hang_out(self, app, secretary):
        secretary.post(f"{ROOM}/policy", data={"publish_days": "5", "claim_days": "20"})
        with there(app):
            assert db.session.query(Policy).one().publish_days == 5


@pytest.mark.parametrize(
    "page",
    ["claim", "redeem", "balance", "stock", "count", "board", "by_rule", "claims/", "history/", "goods/", "rules/",
     "redemptions/", "moves/", "new_rule", "policy"],
)  # fmt: skip
class TestEveryPage:
    def test_opens(self, app, secretary, page):
        with there(app, 1):
            claim()
            give(30)
            redeem(牙膏=1)
        assert secretary.get(f"{ROOM}/{page}").status_code == 200

    def test_is_closed_to_strangers(self, client, page):
        assert client.get(f"{ROOM}/{page}").status_code in (302, 303, 401, 403)


@pytest.mark.parametrize("hostile", ["x", "-1", "2147483648", "%00", "' OR 1=1", "９"])
def test_what_is_typed_into_addresses_never_breaks_a_page(keeper, hostile):
    for page in ("claim?rule=", "redeem?goods1=", "redeem?resident=", "stock?item=", "count?item="):
        assert keeper.get(f"{ROOM}/{page}{hostile}").status_code == 200


def test_the_points_are_the_hubs_and_not_the_shops(app):
    """With the shop switched off, its pages are gone and the ledger works."""
    from hub.centre.rooms import disable_room
    from hub.points.services import spend

    with there(app):
        give(30)
        disable_room("points_shop")
    with there(app):
        spend(person().id, 10, text="租微耕机", source=("test.rental", 1))
        assert balance(person().id) == 20
    assert signed_in(app, the_village(app)).get(f"{ROOM}/redeem").status_code == 404
