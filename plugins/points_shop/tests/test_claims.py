"""申报、核实、公示、入账: no points without a second person, and none before the village has seen it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.points.services import balance
from hub.visits import services as visits
from hub.visits.models import Visit
from plugins.points_shop import claiming, publishing, rules
from plugins.points_shop.models import Claim, Policy, ShopVisit
from plugins.points_shop.tests.place import (
    AILI,
    TODAY,
    WANG,
    claim,
    count,
    person,
    published,
    redeem,
    rule,
    there,
)

pytestmark = [pytest.mark.state("points_shop_place"), pytest.mark.usefixtures("clock")]
WEEK = timedelta(days=7)


def the_claim(id: int) -> Claim:
    return db.session.get_one(Claim, id)


class TestFromTheDeedToThePoints:
    def test_it_works(self, app, clock):
        id = published(app)
        with there(app):
            row = the_claim(id)
            assert (row.state, row.published_on, row.published_until) == (
                "published",
                TODAY,
                date(2025, 11, 26),
            )
        clock.shift(WEEK)
        with there(app, 1):
            assert [row.id for row in publishing.post_due()] == [id]
            assert the_claim(id).state == "posted"
            assert balance(person().id) == 5

    def test_it_counts_one_visit_without_a_name(self, app):
        with there(app):
            row = claim()
            visit = db.session.query(Visit).one()
            assert (visit.source_type, visit.source_id, visit.resident_id) == (
                "points_shop.claim",
                row.id,
                None,
            )
            assert db.session.query(ShopVisit).one().what == "申报：义务清雪"

    def test_nothing_is_posted_on_the_last_day_of_publication(self, app, clock):
        id = published(app)
        clock.shift(timedelta(days=6))
        with there(app):
            with pytest.raises(Refused, match="没有公示期满"):
                publishing.post_due()
            assert the_claim(id).state == "published"

    def test_it_is_posted_once(self, app, clock):
        published(app)
        clock.shift(WEEK)
        with there(app):
            publishing.post_due()
            with pytest.raises(Refused):
                publishing.post_due()
            assert balance(person().id) == 5

    def test_the_village_says_how_long(self, app):
        with there(app):
            db.session.add(Policy(publish_days=3, claim_days=30))
        id = published(app)
        with there(app):
            assert the_claim(id).published_until == date(2025, 11, 22)


class TestTheSecondPerson:
    def test_whoever_took_it_does_not_verify_it(self, app):
        with there(app, 1):
            id = claim().id
            with pytest.raises(Refused, match="您自己登记的"):
                claiming.verify(id)
            with pytest.raises(Refused, match="您自己登记的"):
                claiming.refuse(id, "没有这回事")

    def test_nor_does_a_command_without_a_person(self, app):
        with there(app, 1):
            id = claim().id
        with there(app), pytest.raises(Refused):
            claiming.verify(id)

    def test_nor_the_claimant_themselves(self, app):
        from hub.kernel.here import here

        with there(app, 1):
            id = claim().id
        with there(app, 2):
            assert here.user
            here.user.name = WANG
            with pytest.raises(Refused, match="本人的申报"):
                claiming.verify(id)
            db.session.rollback()

    def test_the_database_refuses_it_too(self, app):
        with there(app, 1):
            row = claim()
            row.state, row.verified_at, row.verified_by_id = "verified", row.claimed_at, row.taken_by_id
            with pytest.raises(IntegrityError):
                db.session.flush()
            db.session.rollback()

    def test_may_say_no_with_a_reason(self, app):
        with there(app, 1):
            id = claim().id
        with there(app, 2):
            with pytest.raises(Refused, match="原因"):
                claiming.refuse(id, " ")
            assert claiming.refuse(id, "路没有扫").state == "refused"

    def test_what_was_verified_is_not_verified_again(self, app):
        id = published(app)
        with there(app, 2), pytest.raises(Refused, match="已经有人办过"):
            claiming.verify(id)


class TestObjections:
    def test_one_that_holds_ends_the_claim_and_nothing_was_posted(self, app, clock):
        id = published(app)
        clock.shift(timedelta(days=2))
        with there(app, 1):
            assert publishing.object_to(id, "那天没下雪").state == "objected"
            assert publishing.uphold(id, "查了天气").state == "reversed"
            assert balance(person().id) == 0

    def test_one_that_does_not_lets_it_go_on(self, app, clock):
        id = published(app)
        with there(app, 1):
            publishing.object_to(id, "那天没下雪")
            publishing.dismiss(id, "下了")
        clock.shift(WEEK)
        with there(app, 1):
            publishing.post_due()
            assert the_claim(id).state == "posted"

    def test_until_it_is_settled_nothing_is_posted(self, app, clock):
        id = published(app)
        with there(app, 1):
            publishing.object_to(id, "那天没下雪")
        clock.shift(4 * WEEK)
        with there(app, 1):
            with pytest.raises(Refused):
                publishing.post_due()
            assert the_claim(id).state == "objected"

    def test_what_was_posted_is_taken_back_if_it_is_still_there(self, app, clock):
        id = published(app)
        clock.shift(WEEK)
        with there(app, 1):
            publishing.post_due()
            publishing.take_back(id, "记错了人")
            assert (the_claim(id).state, balance(person().id)) == ("reversed", 0)

    def test_never_below_zero(self, app, clock):
        id = published(app)
        clock.shift(WEEK)
        with there(app, 1):
            publishing.post_due()
            from plugins.points_shop.tests.place import give, goods

            give(1)
            redeem(牙膏=1)
            assert goods().stock == 11
            with pytest.raises(Refused, match="积分不够"):
                publishing.take_back(id, "记错了人")
            db.session.rollback()


class TestRules:
    def test_a_month_has_a_cap(self, app):
        with there(app):
            claim(done_on=date(2025, 11, 18))
            claim(done_on=date(2025, 11, 19))
            with pytest.raises(Refused, match="最多 10 分，这个月已申报 10 分"):
                claim()
            claim(done_on=date(2025, 10, 31))
            claim(name=AILI)

    def test_a_refused_claim_uses_up_none_of_it(self, app):
        with there(app, 1):
            ids = [claim(done_on=date(2025, 11, day)).id for day in (18, 19)]
        with there(app, 2):
            claiming.refuse(ids[0], "没有这回事")
            claim()

    def test_a_new_version_leaves_old_claims_and_keeps_the_cap(self, app):
        with there(app):
            old = claim(done_on=date(2025, 11, 18))
            new = rules.change(rule().id, "义务清雪", 8, 12, "")
            assert (new.number, new.version, old.points) == (old.rule.number, 2, 5)
            with pytest.raises(Refused, match="最多 12 分"):
                claim(done_on=date(2025, 11, 19))

    def test_an_old_version_is_claimed_no_more(self, app):
        with there(app):
            old = rule().id
            rules.change(old, "义务清雪", 8, None, "")
            with pytest.raises(Refused, match="改过或停用"):
                claiming.claim(old, person(), TODAY)

    def test_nor_a_rule_that_was_dropped(self, app):
        with there(app):
            id = rules.end(rule().id).id
            with pytest.raises(Refused, match="改过或停用"):
                claiming.claim(id, person(), TODAY)

    def test_the_same_deed_has_one_rule(self, app):
        with there(app), pytest.raises(Refused, match="已经有规则"):
            rules.make("义务清雪", 3)

    def test_a_cap_below_one_deed_makes_no_sense(self, app):
        with there(app), pytest.raises(Refused, match="每月上限"):
            rules.make("扫院子", 5, 4)

    def test_the_same_day_is_claimed_once(self, app):
        with there(app):
            claim("照看孤老")
            with pytest.raises(Refused, match="已经申报过了"):
                claim("照看孤老")

    @pytest.mark.parametrize(
        ("day", "why"), [(TODAY + timedelta(days=1), "将来"), (date(2025, 10, 20), "超过 30 天")]
    )
    def test_days_that_make_no_sense_are_refused(self, app, day, why):
        with there(app), pytest.raises(Refused, match=why):
            claim(done_on=day)


class TestUndoing:
    def test_a_claim_is_withdrawn_until_somebody_verified_it(self, app):
        with there(app, 1):
            id = claim().id
            assert claiming.withdraw(id).state == "reversed"
        id = published(app)
        with there(app, 1), pytest.raises(Refused, match="已经有人办过"):
            claiming.withdraw(id)

    def test_undone_its_visit_is_gone_too(self, app):
        with there(app, 1):
            assert claiming.undo(claim().id).state == "reversed"
            assert (count(Visit), count(ShopVisit)) == (0, 0)

    def test_taking_back_the_visit_takes_back_the_claim(self, app):
        with there(app, 1):
            row = claim()
            visits.undo(db.session.query(Visit).one().id)
            assert (row.state, count(ShopVisit)) == ("reversed", 0)
