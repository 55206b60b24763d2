"""Whatever keepers do, in whatever order: balances are the sums of their entries, stock is the sum of its moves, and
neither is below zero; nothing is posted that was not verified by a second person and published."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from hub.accounts.models import User
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.points import figures
from hub.points.models import PointAccount, PointEntry
from plugins.points_shop import claiming, publishing, redeeming
from plugins.points_shop.models import Claim, Goods, Redemption, StockMove
from plugins.points_shop.stock import shelf
from plugins.points_shop.tests.place import AILI, NOW, WANG, claim, goods, redeem, there

PEOPLE = st.sampled_from([WANG, AILI])
DEEDS = st.sampled_from(["义务清雪", "照看孤老"])
WARES = st.sampled_from(["牙膏", "洗衣粉"])
KEEPERS = st.sampled_from([0, 1])


class Shop(RuleBasedStateMachine):
    """Days at the counter, in one transaction that is thrown away; each deed in a savepoint, as a request would be."""

    app: Flask

    def __init__(self) -> None:
        super().__init__()
        self.clock = time_machine.travel(NOW, tick=False)
        self.now = self.clock.start()
        self.village = there(self.app)
        self.village.__enter__()
        self.keepers = db.session.scalars(select(User).order_by(User.id)).all()
        self.begun = {row.id: row.stock for row in db.session.scalars(select(Goods))}

    def teardown(self) -> None:
        db.session.rollback()
        self.village.__exit__(None, None, None)
        self.clock.stop()

    def attempt(self, deed, keeper: int = 0) -> None:
        here.enter(here.village, self.keepers[keeper], ["*"], here.rooms.values())
        try:
            with db.session.begin_nested():
                deed()
        except Refused:
            db.session.expire_all()

    def on_claim(self, data, state: str, deed, keeper: int = 0) -> None:
        ids = db.session.scalars(select(Claim.id).where(Claim.state == state)).all()
        if ids:
            id = data.draw(st.sampled_from(ids))
            self.attempt(lambda: deed(id), keeper)

    @rule(deed=DEEDS, name=PEOPLE, ago=st.integers(0, 5), keeper=KEEPERS)
    def claim(self, deed, name, ago, keeper):
        self.attempt(lambda: claim(deed, name, here.today - timedelta(days=ago)), keeper)

    @rule(data=st.data(), keeper=KEEPERS)
    def verify(self, data, keeper):
        self.on_claim(data, "claimed", claiming.verify, keeper)

    @rule(data=st.data(), keeper=KEEPERS)
    def refuse(self, data, keeper):
        self.on_claim(data, "claimed", lambda id: claiming.refuse(id, "没有"), keeper)

    @rule()
    def publish(self):
        self.attempt(publishing.publish)

    @rule()
    def post(self):
        self.attempt(publishing.post_due)

    @rule(data=st.data())
    def object(self, data):
        self.on_claim(data, "published", lambda id: publishing.object_to(id, "没有"))

    @rule(data=st.data(), holds=st.booleans())
    def settle(self, data, holds):
        deed = publishing.uphold if holds else publishing.dismiss
        self.on_claim(data, "objected", lambda id: deed(id, "看过了"))

    @rule(data=st.data())
    def take_back(self, data):
        self.on_claim(data, "posted", lambda id: publishing.take_back(id, "记错了"))

    @rule(name=PEOPLE, ware=WARES, number=st.integers(1, 2), token=st.sampled_from(["", "one", "two"]))
    def redeem(self, name, ware, number, token):
        self.attempt(lambda: redeem(name, token, **{ware: number}))

    @rule(data=st.data())
    def give_back(self, data):
        ids = db.session.scalars(select(Redemption.id)).all()
        if ids:
            self.attempt(lambda: redeeming.give_back(data.draw(st.sampled_from(ids))))

    @rule(
        ware=WARES, number=st.integers(0, 9), deed=st.sampled_from([shelf.receive, shelf.issue, shelf.count])
    )
    def move_stock(self, ware, number, deed):
        self.attempt(lambda: deed(goods(ware).id, number))

    @rule(days=st.sampled_from([1, 4, 8]))
    def wait(self, days):
        self.now.shift(timedelta(days=days))

    @invariant()
    def balances_are_the_sums_of_their_entries(self):
        db.session.flush()
        for account in db.session.scalars(select(PointAccount).execution_options(populate_existing=True)):
            posted = db.session.scalar(
                select(func.sum(PointEntry.amount)).where(PointEntry.account_id == account.id)
            )
            assert account.balance == (posted or 0) >= 0

    @invariant()
    def stock_is_the_sum_of_its_moves(self):
        for row in db.session.scalars(select(Goods)):
            moved = db.session.scalar(select(func.sum(StockMove.change)).where(StockMove.goods_id == row.id))
            assert row.stock == self.begun[row.id] + (moved or 0) >= 0

    @invariant()
    def what_was_issued_and_spent_is_what_claims_and_redemptions_say(self):
        posted = self.total(Claim.points, Claim.state == "posted")
        spent = self.total(Redemption.points, Redemption.state == "done")
        assert figures.outstanding() == posted - spent

    @invariant()
    def nothing_is_posted_without_a_second_person_and_a_week_in_public(self):
        for row in db.session.scalars(select(Claim).where(Claim.state == "posted")):
            assert row.verified_by_id not in (None, row.taken_by_id)
            assert row.settled_at.astimezone(here.tz).date() > row.published_until

    def total(self, column, condition) -> int:
        return db.session.scalar(select(func.sum(column)).where(condition)) or 0


@pytest.mark.state("points_shop_place")
def test_a_shop_adds_up(app):
    Shop.app = app
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
