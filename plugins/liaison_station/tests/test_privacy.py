"""What the room keeps of people, how it forgets them, and that the demo keeps to it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.demo.demo import Demo
from hub.demo.people import make_residents
from hub.kernel.database import db
from hub.kernel.here import here
from hub.people.services import create_resident
from hub.visits.models import Visit
from plugins.liaison_station import handling, posting, privacy
from plugins.liaison_station.demo import fill
from plugins.liaison_station.models import Deputy, Matter, Posting, Reception, Step, Trader
from plugins.liaison_station.tests.place import PHONE, TEXT, TODAY, WHO, count, deputy, named, opinion, trader

pytestmark = [pytest.mark.state("liaison_place"), pytest.mark.usefixtures("here_now")]


def closed(**more: object) -> Matter:
    matter = named(named_ok=True, post_ok=True, **more)
    handling.forward(matter.id, "镇供电所", f"{WHO}家门口灯坏了")
    handling.reply(matter.id, "已换灯三盏")
    handling.feed_back(matter.id, "phone", "他说好")
    handling.close(matter.id)
    handling.post(matter.id, "路灯不亮", "换了三盏")
    return matter


class TestForgetting:
    def test_ninety_days_after_closing_nobody_can_be_called_about_it(self, here_now):
        matter = closed()
        here_now.shift(timedelta(days=90))
        assert privacy.forget_contacts() == 0
        here_now.shift(timedelta(hours=1))
        assert privacy.forget_contacts() == 1
        assert (matter.contact, matter.phone, matter.named_ok, matter.forwarded_text) == ("", "", False, "")
        assert (matter.code_hash, matter.text) == (None, TEXT)
        assert count(Step, Step.note != "") == 0
        assert privacy.forget_contacts() == 0

    def test_twelve_months_after_it_is_a_number_among_others(self, here_now):
        matter = closed()
        here_now.shift(timedelta(days=366))
        assert privacy.forget_texts() == 1
        assert (matter.text, matter.reply, matter.number) == ("", "", "1120-01")
        assert privacy.clear_board() == 1
        assert posting.on_board() == []

    def test_what_is_open_is_known(self, here_now):
        named()
        here_now.shift(timedelta(days=800))
        assert privacy.forget_contacts() == privacy.forget_texts() == 0

    def test_a_deputy_who_left_and_a_shop_that_closed(self, here_now):
        deputy().left_on = trader().left_on = TODAY
        db.session.flush()
        here_now.shift(timedelta(days=91))
        assert privacy.forget_who_left() == 2
        assert (count(Deputy, Deputy.name != ""), count(Trader, Trader.phone != "")) == (0, 0)
        assert count(Trader, Trader.shop != "") == 1

    def test_the_audit_never_says_what_was_said_or_by_whom(self):
        closed()
        db.session.flush()
        entries = db.session.scalars(
            select(AuditEntry).where(AuditEntry.table.startswith("liaison_station")),
            execution_options={"hub_trusted": True},
        ).all()
        said = "".join(str(entry.changes) for entry in entries)
        for words in (WHO, PHONE, TEXT, "已换灯", "他说好", "路灯不亮", "家门口"):
            assert words not in said
        assert any(entry.changes.get("phone") == [None, "***"] for entry in entries)

    def test_no_visit_carries_a_name_or_what_was_said(self):
        closed()
        assert count(Visit, Visit.resident_id.is_not(None)) == 0
        assert [visit.purpose for visit in db.session.scalars(select(Visit))] == ["意见"]


class TestErasing:
    def test_who_left_a_number_is_found_by_it_and_let_go(self):
        resident = create_resident(WHO, PHONE)
        db.session.flush()
        matter, other = closed(), opinion()
        matters, notes, _deputies, _traders, _postings = privacy.PERSONAL_DATA
        ((what, how),) = matters.find(resident.id)
        assert "1120-01" in what
        assert TEXT in how
        assert ("反馈来访人", "打电话；他说好") in list(notes.find(resident.id))
        known = [place for place in privacy.PERSONAL_DATA if place.find]
        assert [place.erase(resident.id) for place in reversed(known)] == [0, 0, 2, 1]
        assert [list(place.find(resident.id)) for place in known] == [[], [], [], []]
        assert (matter.phone, matter.text, matter.reply, matter.code_hash) == ("", "", "", None)
        assert other.text == TEXT
        assert count(Matter) == 2

    def test_what_is_not_fed_back_yet_comes_first(self):
        resident = create_resident(WHO, PHONE)
        matter = named()
        (open_one,) = privacy.matters_in_hand(resident.id)
        assert ("1120-01" in open_one.text, open_one.ends, bool(open_one.at)) == (True, "", True)
        handling.forward(matter.id, "镇供电所", "灯坏了")
        handling.reply(matter.id, "已换灯三盏")
        assert len(list(privacy.matters_in_hand(resident.id))) == 1
        handling.feed_back(matter.id, "phone", "")
        assert list(privacy.matters_in_hand(resident.id)) == []

    def test_a_deputy_who_is_erased_is_no_longer_in_office(self):
        resident = create_resident("赵永新", "19900000001")
        db.session.flush()
        assert "从代表名单中去掉" in [str(one.ends) for one in privacy.terms_of_office(resident.id)]
        privacy.erase_deputies(resident.id)
        gone = db.session.scalars(select(Deputy).where(Deputy.name == "")).one()
        assert gone.left_on == TODAY
        assert list(privacy.terms_of_office(resident.id)) == []

    def test_who_has_no_number_is_nobody_here(self):
        opinion()
        resident = create_resident("没有电话的人", "")
        db.session.flush()
        known = [place for place in privacy.PERSONAL_DATA if place.find]
        assert [list(place.find(resident.id)) for place in known] == [[], [], [], []]
        assert [place.erase(resident.id) for place in known] == [0, 0, 0, 0]

    def test_a_trader_and_a_deputy_are_found_by_their_number(self):
        one, other = create_resident("马春燕", "19900000317"), create_resident("赵永新", "19900000001")
        db.session.flush()
        _matters, _notes, deputies, traders, _postings = privacy.PERSONAL_DATA
        assert [how for _what, how in traders.find(one.id)] == ["河畔拌面馆；马春燕；19900000317"]
        assert [how for _what, how in deputies.find(other.id)] == ["赵永新；19900000001"]
        assert (traders.erase(one.id), deputies.erase(other.id)) == (1, 1)


class TestTheDemo:
    def test_two_years_are_as_if_they_had_been(self):
        trader().shop = "旧店"
        first_day, rng = date(2023, 11, 21), Random(7)
        fill(Demo(rng, first_day, TODAY, make_residents(20, 19900004000, first_day, rng)))
        assert count(Matter) > 90
        assert count(Reception, Reception.state == "held") > 30
        states = set(db.session.scalars(select(Matter.state).distinct()))
        assert {"received", "waiting", "forwarded", "answered", "fed_back", "closed"} <= states
        assert count(Matter, Matter.due_on == TODAY, Matter.state == "received") == 1
        assert count(Visit, Visit.source_type == "liaison_station.matter") == count(Matter)
        applied = [one.apply() for one in privacy.RETENTION]
        assert applied == [0, 0, 0, 0]
        assert count(Matter, Matter.resolved_at < Matter.opened_at) == 0
        assert count(Matter, Matter.closed_at > here.now) == 0
        assert count(Posting, Posting.answer != "") > 5
        rows = db.session.execute(select(Step.case_id, Step.at).order_by(Step.case_id, Step.id)).all()
        assert all(one.case_id != two.case_id or one.at <= two.at for one, two in pairwise(rows))
