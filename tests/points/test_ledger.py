"""Earning, spending, taking back: once each, never below zero, never changed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text as sql
from sqlalchemy.exc import IntegrityError

from hub.centre.situation import in_village
from hub.kernel.clock import day_bounds
from hub.kernel.database import db
from hub.kernel.declarations import Period
from hub.kernel.here import here
from hub.kernel.refusals import Refused
from hub.people.models import Resident
from hub.people.services import anonymise
from hub.points import figures, ledger, services
from hub.points.models import PointAccount, PointEntry
from hub.points.services import available, balance, earn, reverse, spend
from tests.harness.people import a_village
from tests.points.place import AILI, WANG, count, entries, give, person, sums_agree

pytestmark = [pytest.mark.state("points_place"), pytest.mark.usefixtures("here_now")]
SHOP = ("test.redemption", 1)


class TestEarningAndSpending:
    def test_it_works(self):
        give(30)
        spend(person(), 12, text="牙膏", source=SHOP)
        assert entries() == [(1, 30, 30), (2, -12, 18)]
        assert balance(person()) == 18

    def test_each_has_an_account_of_their_own(self):
        give(30)
        give(5, 2, AILI)
        assert (balance(person(WANG)), balance(person(AILI)), count(PointAccount)) == (30, 5, 2)

    def test_nobody_falls_below_zero_and_nothing_is_posted(self):
        give(10)
        with pytest.raises(Refused, match="积分不够"):
            spend(person(), 11, text="牙膏", source=SHOP)
        assert entries() == [(1, 10, 10)]

    def test_an_account_of_another_village_is_none_whoever_knows_its_number(self, app):
        """Its statement goes past the session's scope, so the village stands in it."""
        account = give(30).account_id
        db.session.commit()
        with pytest.raises(Refused), in_village(app, a_village(app, "别的村")):
            ledger.post(account, ledger.Posting(-5, "spend", "牙膏", SHOP, "of another village"))
        assert entries() == [(1, 30, 30)]

    def test_without_an_account_there_is_nothing_to_spend(self):
        with pytest.raises(Refused, match="积分不够"):
            spend(person(), 1, text="牙膏", source=SHOP)

    @pytest.mark.parametrize("amount", [0, -3, 100_001])
    def test_amounts_that_make_no_sense_are_refused(self, amount):
        with pytest.raises(Refused, match="1 到 100000"):
            give(amount)

    def test_nobody_unknown_gets_points(self):
        with pytest.raises(Refused, match="没有找到"):
            earn(999_999, 5, text="清雪", source=("test.deed", 1))

    def test_nor_somebody_who_was_erased(self):
        anonymise(db.session.get_one(Resident, person()))
        someone = db.session.query(Resident).filter(Resident.erased_at.is_not(None)).one()
        with pytest.raises(Refused, match="没有找到"):
            earn(someone.id, 5, text="清雪", source=("test.deed", 1))

    def test_where_nobody_has_points_rooms_need_not_offer_to_take_them(self):
        assert not available()
        give(1)
        assert available()


class TestOnce:
    def test_the_same_source_earns_once(self):
        assert give(30).id == give(30).id
        assert entries() == [(1, 30, 30)]

    def test_a_key_of_ones_own_counts_too(self):
        for source in (1, 2):
            earn(person(), 5, text="清雪", source=("test.deed", source), key="the-same-form")
        assert entries() == [(1, 5, 5)]

    def test_a_key_does_not_pass_for_another_posting(self):
        give(30)
        with pytest.raises(ValueError, match="another posting"):
            give(31)
        with pytest.raises(ValueError, match="another posting"):
            give(30, 1, AILI)


class TestTakingBack:
    def test_it_posts_the_opposite_once(self):
        entry = give(30)
        assert reverse(entry.token, "申报有误").id == reverse(entry.token, "申报有误").id
        assert entries() == [(1, 30, 30), (2, -30, 0)]

    def test_what_was_spent_comes_back(self):
        give(30)
        entry = spend(person(), 12, text="牙膏", source=SHOP)
        reverse(entry.token, "退货")
        assert balance(person()) == 30

    def test_what_is_spent_already_cannot_be_taken_back(self):
        entry = give(30)
        spend(person(), 12, text="牙膏", source=SHOP)
        with pytest.raises(Refused, match="积分不够"):
            reverse(entry.token, "申报有误")

    def test_what_was_never_posted_is_a_mistake_of_the_caller(self):
        with pytest.raises(LookupError):
            reverse("nothing", "")


class TestStanding:
    """The database refuses, whoever asks."""

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE point_entry SET amount = 1000",
            "UPDATE point_entry SET text = ''",
            "DELETE FROM point_entry",
        ],
    )
    def test_an_entry_is_neither_changed_nor_removed(self, statement):
        give(30)
        db.session.commit()
        with pytest.raises(IntegrityError, match="append-only"):
            db.session.connection().execute(sql(statement))
        db.session.rollback()
        assert entries() == [(1, 30, 30)]

    def test_nor_through_the_objects(self):
        entry = give(30)
        db.session.flush()
        entry.amount = 31
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()

    @pytest.mark.backends("postgresql")
    def test_nor_all_at_once_by_the_owner(self, database):
        from sqlalchemy import create_engine

        engine = create_engine(database.owner_url)
        with engine.begin() as connection, pytest.raises(IntegrityError, match="append-only"):
            connection.execute(sql("TRUNCATE point_entry"))
        engine.dispose()

    def test_a_balance_below_zero_is_not_kept(self):
        give(30)
        db.session.flush()
        account = db.session.query(PointAccount).one()
        account.balance = -1
        with pytest.raises(IntegrityError):
            db.session.flush()
        db.session.rollback()


class TestFigures:
    def november(self) -> Period:
        first, last = date(2025, 11, 1), date(2025, 11, 30)
        return Period(first, last, day_bounds(first, here.tz)[0], day_bounds(last, here.tz)[1])

    def test_earned_spent_and_outstanding_without_what_was_taken_back(self, here_now):
        give(30)
        reverse(give(7, 2).token, "申报有误")
        spend(person(), 12, text="牙膏", source=SHOP)
        reverse(spend(person(), 3, text="毛巾", source=("test.redemption", 2)).token, "退货")
        assert figures.flow(self.november()) == figures.Flow(earned=30, spent=12)
        here_now.shift(timedelta(days=20))
        give(100, 3)
        assert figures.outstanding(self.november()) == 18
        assert figures.outstanding() == 118

    def test_what_was_earned_first_is_spent_first(self):
        give(10, 1)
        give(10, 2)
        reverse(give(5, 3).token, "申报有误")
        spend(person(), 13, text="牙膏", source=SHOP)
        assert figures.lots() == [figures.Lot("test.deed", 2, 7)]


def test_the_audit_does_not_say_whose_or_how_much_they_have():
    from sqlalchemy import select

    from hub.audit.models import AuditEntry

    give(30)
    db.session.flush()
    notes = {
        note.table: note.changes
        for note in db.session.scalars(select(AuditEntry), execution_options={"hub_trusted": True})
    }
    assert notes["point_account"]["resident_id"] == [None, "***"]
    assert notes["point_entry"]["balance_after"] == [None, "***"]


def test_another_villages_account_is_not_there(app):
    from hub.centre.situation import in_village
    from tests.harness.people import a_village

    give(30)
    mine = person()
    db.session.commit()
    with in_village(app, a_village(app, "乙村")):
        assert balance(mine) == 0
        with pytest.raises(Refused, match="没有找到"):
            earn(mine, 5, text="清雪", source=("test.deed", 1))


def test_the_sums_agree_after_all_of_it():
    give(30)
    spend(person(), 12, text="牙膏", source=SHOP)
    reverse(services.key_of(SHOP, "spend"), "退货")
    assert sums_agree()
    assert count(PointEntry) == 3
