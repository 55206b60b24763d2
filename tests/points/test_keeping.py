"""Whose points they are: told to the person, forgotten on erasing and after three years, joined on merging."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hub.kernel.database import db
from hub.kernel.refusals import Refused
from hub.people.merging import merge
from hub.people.models import Resident
from hub.points import keeping
from hub.points.models import PointAccount, PointEntry
from hub.points.services import balance, entries_of, reverse, spend
from hub.privacy.people import erase
from tests.points.place import AILI, WANG, count, entries, give, person, sums_agree

pytestmark = [pytest.mark.state("points_place"), pytest.mark.usefixtures("here_now")]
YEARS = timedelta(days=365 * 3 + 1)


def both() -> tuple[Resident, Resident]:
    return db.session.get_one(Resident, person(WANG)), db.session.get_one(Resident, person(AILI))


class TestErasing:
    def test_the_postings_stay_and_are_nobodys(self):
        give(30)
        wang = person()
        assert list(keeping.kept_of(wang)) == [("积分余额", "30 分"), ("义务清雪", "今天，+30 分")]
        erase(db.session.get_one(Resident, wang))
        assert list(keeping.kept_of(wang)) == []
        assert entries() == [(1, 30, 30), (2, -30, 0)]
        assert db.session.scalars(select(PointAccount.resident_id)).all() == [None]
        assert sums_agree()

    def test_no_name_stands_in_an_entry(self):
        give(30)
        db.session.flush()
        entry = db.session.query(PointEntry).one()
        assert "resident_id" not in PointEntry.__table__.c
        assert WANG not in entry.text

    def test_afterwards_nothing_can_be_taken_back(self):
        entry = give(30)
        erase(db.session.get_one(Resident, person()))
        with pytest.raises(Refused, match="已经结清"):
            reverse(entry.token, "申报有误")

    def test_who_has_no_account_has_nothing_to_erase(self):
        assert keeping.erase(person()) == 0


class TestThreeYears:
    def test_the_balance_is_carried_and_what_was_is_nobodys(self, here_now):
        give(30)
        spend(person(), 12, text="牙膏", source=("test.redemption", 1))
        assert keeping.carry_over() == 0
        here_now.shift(YEARS)
        assert keeping.carry_over() == 1
        assert balance(person()) == 18
        assert [entry.text for entry in entries_of(person())] == ["上期结转"]
        assert count(PointAccount) == 2
        assert sums_agree()
        assert keeping.carry_over() == 0

    def test_an_empty_account_is_closed_and_none_opened(self, here_now):
        give(12)
        spend(person(), 12, text="牙膏", source=("test.redemption", 1))
        here_now.shift(YEARS)
        assert keeping.carry_over() == 1
        assert db.session.scalars(select(PointAccount.resident_id)).all() == [None]


class TestMerging:
    def test_points_are_added(self):
        give(30)
        give(5, 2, AILI)
        wang, aili = both()
        merge(wang, aili)
        assert balance(wang.id) == 35
        assert balance(aili.id) == 0
        assert sums_agree()

    def test_an_account_of_the_double_alone_becomes_the_kept_ones(self):
        give(5, 2, AILI)
        wang, aili = both()
        merge(wang, aili)
        assert balance(wang.id) == 5
        assert count(PointAccount) == 1

    def test_two_without_points_are_merged_as_ever(self):
        merge(*both())
        assert count(PointAccount) == 0
