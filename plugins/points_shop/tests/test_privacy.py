"""What the room keeps of people, how it forgets them, and that the demo keeps to its rules."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from hub.audit.models import AuditEntry
from hub.demo.demo import Demo
from hub.kernel.database import db
from hub.people.models import Resident
from hub.points.models import PointAccount, PointEntry
from hub.privacy.people import erase
from plugins.points_shop import privacy, publishing
from plugins.points_shop.demo import fill
from plugins.points_shop.models import Claim, Goods, Redemption, Rule, StockMove
from plugins.points_shop.tests.place import TODAY, claim, count, give, goods, person, published, redeem, there

pytestmark = [pytest.mark.state("points_shop_place"), pytest.mark.usefixtures("clock")]
YEARS = timedelta(days=365 * 3 + 9)


class TestForgetting:
    def test_three_years_after_it_was_settled_a_claim_knows_nobody(self, app, clock):
        published(app)
        clock.shift(timedelta(days=8))
        with there(app):
            publishing.post_due()
            assert privacy.forget_old_claims() == 0
        clock.shift(YEARS)
        with there(app):
            assert privacy.forget_old_claims() == 1
            assert (count(Claim, Claim.resident_id.is_(None)), count(Claim, Claim.evidence == "")) == (1, 1)
            assert privacy.forget_old_claims() == 0

    def test_redemptions_go_the_same_way(self, app, clock):
        with there(app):
            give(30)
            redeem(牙膏=1)
        clock.shift(YEARS)
        with there(app):
            assert privacy.forget_old_redemptions() == 1
            assert count(Redemption, Redemption.resident_id.is_(None)) == 1

    def test_the_audit_never_says_who_claimed_what(self, app):
        with there(app):
            claim()
            entry = db.session.scalars(
                select(AuditEntry).where(AuditEntry.table == "points_shop__claim"),
                execution_options={"hub_trusted": True},
            ).first()
            assert entry is not None
            assert entry.changes["resident_id"] == entry.changes["evidence"] == [None, "***"]


class TestErasing:
    def test_every_place_says_what_it_holds_and_lets_go_of_it(self, app):
        with there(app):
            give(30)
            claim()
            redeem(牙膏=1)
            wang = person()
            held = [list(place.find(wang.id)) for place in privacy.PERSONAL_DATA]
            assert [len(pairs) for pairs in held] == [1, 1]
            erase(db.session.get_one(Resident, wang.id))
            assert [list(place.find(wang.id)) for place in privacy.PERSONAL_DATA] == [[], []]
            assert (count(Claim), count(Redemption), count(PointEntry)) == (1, 1, 3)

    def test_a_claim_on_the_way_is_given_up(self, app, clock):
        id = published(app)
        with there(app):
            erase(person())
            assert db.session.get_one(Claim, id, populate_existing=True).state == "reversed"


class TestTheDemo:
    @pytest.fixture(autouse=True)
    def told(self, app):
        """Beside what is there already, which is moved to make room."""
        with there(app):
            residents = list(db.session.scalars(select(Resident.id)))
            for row in db.session.scalars(select(Rule)):
                row.number += 100
            for row in db.session.scalars(select(Goods)):
                row.name = "旧" + row.name
            db.session.flush()
            fill(Demo(Random(7), date(2025, 5, 20), TODAY, residents))
            yield

    def test_every_balance_is_the_sum_of_its_entries(self):
        for account in db.session.scalars(select(PointAccount).execution_options(populate_existing=True)):
            posted = db.session.scalar(
                select(func.sum(PointEntry.amount)).where(PointEntry.account_id == account.id)
            )
            assert account.balance == posted >= 0

    def test_every_stock_is_the_sum_of_its_moves(self):
        for row in db.session.scalars(select(Goods).where(Goods.name.not_like("旧%"))):
            assert row.stock == db.session.scalar(
                select(func.sum(StockMove.change)).where(StockMove.goods_id == row.id)
            )

    def test_all_states_are_there_to_be_seen(self):
        states = set(db.session.scalars(select(Claim.state)))
        assert {"claimed", "verified", "published", "posted", "objected"} <= states

    def test_what_was_posted_was_verified_by_another(self):
        assert count(Claim, Claim.state == "posted") > 5
        assert count(Claim, Claim.state == "posted", Claim.verified_by_id == Claim.taken_by_id) == 0
        assert count(Claim, Claim.state == "posted", Claim.verified_by_id.is_(None)) == 0

    def test_there_is_nothing_left_to_forget(self):
        assert privacy.forget_old_claims() == privacy.forget_old_redemptions() == 0
        assert goods("香皂").stock <= goods("香皂").low_at
