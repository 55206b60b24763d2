"""兑换: goods and points together or not at all, once a click; goods received, written off, counted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.points.services import balance
from hub.visits import services as visits
from hub.visits.models import Visit
from plugins.points_shop import redeeming
from plugins.points_shop.models import Goods, Line, Redemption, ShopVisit, StockMove
from plugins.points_shop.stock import shelf
from plugins.points_shop.tests.place import WANG, count, give, goods, person, redeem

pytestmark = [pytest.mark.state("points_shop_place"), pytest.mark.usefixtures("here_now")]


class TestRedeeming:
    def test_it_works(self):
        give(30)
        row = redeem(牙膏=2, 洗衣粉=1)
        assert (row.points, row.what, row.state) == (22, "牙膏×2、洗衣粉×1", "done")
        assert (goods("牙膏").stock, goods("洗衣粉").stock, balance(person().id)) == (10, 4, 8)
        assert [(line.number, line.price) for line in redeeming.lines_of(row.id)] == [(2, 6), (1, 10)]

    def test_it_counts_one_visit_without_a_name(self):
        give(30)
        row = redeem(牙膏=1)
        visit = db.session.query(Visit).one()
        assert (visit.source_type, visit.source_id, visit.resident_id) == (
            "points_shop.redemption",
            row.id,
            None,
        )
        assert db.session.query(ShopVisit).one().what == "牙膏×1"

    def test_a_double_click_redeems_once(self):
        give(30)
        assert redeem(token="click", 牙膏=1).id == redeem(token="click", 牙膏=1).id
        assert (count(Redemption), goods().stock, balance(person().id)) == (1, 11, 24)

    def test_without_the_points_nothing_moves(self):
        give(5)
        with pytest.raises(Refused, match="要 6 分，余额 5 分，还差 1 分"), db.session.begin_nested():
            redeem(牙膏=1)
        db.session.expire_all()
        assert (count(Redemption), count(Line), goods().stock, balance(person().id)) == (0, 0, 12, 5)

    def test_who_may_not_see_the_balance_is_not_told_it(self):
        from hub.kernel.here import here

        give(5)
        here.enter(here.village, None, ["points_shop.redeem"], here.rooms.values())
        with pytest.raises(Refused) as refusal:
            redeem(牙膏=1)
        assert "5" not in str(refusal.value)
        db.session.rollback()

    def test_without_the_goods_no_points_go(self):
        give(200)
        with pytest.raises(Refused, match="只剩 1 件"), db.session.begin_nested():
            redeem(炒锅=2)
        db.session.expire_all()
        assert (count(Redemption), goods("炒锅").stock, balance(person().id)) == (0, 1, 200)

    def test_what_is_off_the_shelf_is_not_redeemed(self):
        give(30)
        goods().on_sale = False
        db.session.flush()
        with pytest.raises(Refused, match="下架"):
            redeem(牙膏=1)

    def test_the_price_of_the_day_stays_on_the_slip(self):
        give(30)
        row = redeem(牙膏=1)
        goods().price = 9
        db.session.flush()
        assert redeeming.lines_of(row.id)[0].price == 6


class TestBringingBack:
    def test_goods_and_points_are_where_they_were(self):
        give(30)
        row = redeeming.give_back(redeem(牙膏=2).id)
        assert (row.state, goods().stock, balance(person().id)) == ("reversed", 12, 30)
        with pytest.raises(Refused, match="已经退回"):
            redeeming.give_back(row.id)

    def test_undone_the_visit_is_gone_too(self):
        give(30)
        redeeming.undo(redeem(牙膏=2).id)
        assert (count(Visit), count(ShopVisit), balance(person(WANG).id)) == (0, 0, 30)

    def test_taking_back_the_visit_brings_back_the_goods(self):
        give(30)
        row = redeem(牙膏=2)
        visits.undo(db.session.query(Visit).one().id)
        assert (row.state, goods().stock, balance(person().id)) == ("reversed", 12, 30)

    def test_after_ten_minutes_it_is_the_secretarys(self, here_now):
        from hub.kernel.here import here

        give(30)
        row = redeem(牙膏=2)
        here_now.shift(timedelta(minutes=11))
        here.enter(here.village, None, ["points_shop.redeem"], here.rooms.values())
        with pytest.raises(Refused, match="十分钟"):
            redeeming.undo(row.id)
        db.session.rollback()


class TestStock:
    def test_received_written_off_and_counted_blindly_with_the_variance(self):
        shelf.receive(goods().id, 20)
        shelf.adjust(goods().id, -2, "受潮")
        move = shelf.count(goods().id, 29)
        assert (move.change, goods().stock) == (-1, 29)
        assert [row.kind for row in db.session.query(StockMove).order_by(StockMove.id)] == [
            "receive", "adjust", "count",
        ]  # fmt: skip

    def test_writing_off_needs_a_reason(self):
        with pytest.raises(Refused, match="原因"):
            shelf.adjust(goods().id, -2, " ")

    def test_never_below_zero(self):
        with pytest.raises(Refused, match="只剩 12 件"):
            shelf.issue(goods().id, 13)

    def test_it_is_low_at_its_mark_while_it_is_offered(self):
        assert [row.name for row in shelf.low(Goods.on_sale)] == []
        shelf.issue(goods().id, 2)
        assert [row.name for row in shelf.low(Goods.on_sale)] == ["牙膏"]
        goods().on_sale = False
        db.session.flush()
        assert shelf.low(Goods.on_sale) == []
