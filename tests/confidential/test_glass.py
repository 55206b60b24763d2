"""Opening a confidential room in need: with a reason, for half an hour, and not unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from hub.audit.models import AuditEntry
from hub.confidential.models import GlassBreak, SealedRead
from hub.kernel.clock import now
from hub.kernel.database import db
from tests.confidential.place import HERE, WORDS
from tests.confidential.test_trust import browser, notices
from tests.harness.people import a_user, signed_in

pytestmark = pytest.mark.state("vault")
READ = "/rooms/vault/read/1"
REASON = "有人可能有危险，室管员联系不上"


def opened(client, reason=REASON):
    return client.post("/confidential/vault/open", data={"reason": reason})


def test_it_opens_to_be_read_and_to_nothing_else(app, secretary):
    assert secretary.get(READ).status_code == 403
    assert opened(secretary).status_code == 303
    assert WORDS in secretary.get(READ).text
    assert secretary.post("/rooms/vault/write/1", data={"words": "改"}).status_code == 403


def test_after_half_an_hour_it_is_shut(app, secretary):
    with time_machine.travel(now(), tick=False) as clock:
        opened(secretary)
        clock.shift(timedelta(minutes=29, seconds=59))
        assert secretary.get(READ).status_code == 200
        clock.shift(timedelta(seconds=1))
        assert secretary.get(READ).status_code == 403


def test_it_can_be_shut_before(app, secretary):
    opened(secretary)
    secretary.post("/confidential/close")
    assert secretary.get(READ).status_code == 403


@pytest.mark.parametrize("reason", ["", "急", "    急    "])
def test_without_a_reason_it_stays_shut(app, secretary, reason):
    assert opened(secretary, reason).status_code == 422
    assert secretary.get(READ).status_code == 403


def test_those_of_the_room_are_told_until_they_say_they_saw_it(app, secretary):
    keeper = a_user(app, HERE, "keeper", rooms=["vault"])
    opened(secretary)
    assert notices(app, keeper) == ["glass"]
    client = browser(app, keeper)
    for page in ("/", "/confidential/"):
        assert REASON in client.get(page).text
    assert REASON not in signed_in(app, HERE, "reader").get("/").text


def test_what_was_read_so_is_marked(app, secretary, keeper):
    opened(secretary)
    secretary.get(READ)
    keeper.get(READ)
    with app.app_context():
        assert [one.broken for one in db.session.scalars(select(SealedRead).order_by(SealedRead.id))] == [
            True,
            False,
        ]
    page = keeper.get("/confidential-reads/")
    assert page.status_code == 200
    assert "紧急查看" in page.text
    assert WORDS not in page.text
    assert secretary.get("/confidential-reads/").status_code == 403


def test_the_audit_says_that_it_happened_and_not_why(app, secretary):
    opened(secretary)
    with app.app_context():
        entries = db.session.scalars(select(AuditEntry).where(AuditEntry.village_id == HERE)).all()
    assert [one.action for one in entries if one.table == "room" and one.action == "glass"] == ["glass"]
    assert REASON not in str([one.changes for one in entries])


@pytest.mark.parametrize("role", ["keeper", "reader"])
def test_only_a_secretary_may(app, role):
    someone = signed_in(app, HERE, role, rooms=["elsewhere"] if role == "keeper" else [])
    assert opened(someone).status_code == 403
    assert opened(signed_in(app, None, town_admin=True)).status_code in (302, 403)


def test_a_room_that_is_none_is_not_there(app, secretary):
    assert secretary.post("/confidential/tool_station/open", data={"reason": REASON}).status_code == 404


def test_after_three_years_it_is_forgotten(app, secretary, keeper):
    from hub.privacy.retention import run_retention

    opened(secretary)
    secretary.get(READ)
    with time_machine.travel(now() + timedelta(days=3 * 365 + 2)):
        outcomes = [one for one in run_retention(app) if one.rows]
    assert [one.rows for one in outcomes] == [3]
    with app.app_context():
        assert db.session.scalar(select(GlassBreak.id)) is None
