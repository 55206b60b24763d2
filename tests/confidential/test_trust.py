"""Who may read is never decided by one person: naming a keeper, and a password that somebody else knows."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hub.accounts import services
from hub.accounts.models import Membership, User
from hub.audit.models import AuditEntry
from hub.confidential.models import RoleNotice, TrustRequest
from hub.kernel.database import db
from tests.confidential.place import HERE, PLUGINS, ROOMS, WORDS
from tests.harness.people import Client, a_user, sign_in, signed_in

pytestmark = pytest.mark.state("vault")
READ = "/rooms/vault/read/1"


def browser(app, user: int, village: int | None = HERE) -> Client:
    client = Client(app, app.response_class, use_cookies=True)
    sign_in(app, client, user, village)
    return client


def membership(app, user: int) -> int:
    with app.app_context():
        return db.session.scalars(select(Membership.id).where(Membership.user_id == user)).one()


def named(app, boss: Client, *, username: str = "xinren") -> tuple[int, Client]:
    """A new account that the secretary makes keeper of the vault."""
    answer = boss.post(
        "/accounts/add", data={"name": "新人", "username": username, "role": "keeper", "rooms": ["vault"]}
    )
    assert answer.status_code == 200, answer.text
    with app.app_context():
        user = db.session.scalars(select(User).where(User.username == username)).one()
        user.must_change_password = False
        db.session.commit()
        id = user.id
    return id, browser(app, id)


def reset(boss: Client, app, user: int) -> str:
    answer = boss.post(f"/accounts/{membership(app, user)}/password", data={"confirmed": "1"})
    assert answer.status_code == 200
    return re.search(r"[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}", answer.text)[0]


def notices(app, user: int) -> list[str]:
    with app.app_context():
        return list(
            db.session.scalars(
                select(RoleNotice.kind).where(RoleNotice.user_id == user).order_by(RoleNotice.id)
            )
        )


def the_request(app) -> int:
    with app.app_context():
        return db.session.scalars(select(TrustRequest.id).where(TrustRequest.answered_at.is_(None))).one()


def agree(client: Client, request: int, how: str = "agree"):
    return client.post(
        f"/confidential/requests/{request}/{how}", data={"confirmed": "1"}, follow_redirects=True
    )


@pytest.fixture
def first(app) -> int:
    return a_user(app, HERE, "keeper", rooms=["vault"])


class TestNaming:
    def test_the_first_keeper_a_room_ever_has_is_in_force_at_once(self, app, secretary):
        _id, client = named(app, secretary)
        assert WORDS in client.get(READ).text

    def test_after_that_another_of_the_role_agrees(self, app, secretary, first):
        id, client = named(app, secretary)
        assert client.get(READ).status_code == 403
        assert notices(app, first) == ["asked"]
        keeper = browser(app, first)
        assert "新人" in keeper.get("/").text
        assert "已确认" in agree(keeper, the_request(app)).text
        assert WORDS in client.get(READ).text
        assert notices(app, id) == ["agreed"]

    def test_refused_it_stays_shut(self, app, secretary, first):
        _id, client = named(app, secretary)
        agree(browser(app, first), the_request(app), "refuse")
        assert client.get(READ).status_code == 403
        assert "没有同意" not in client.get("/").text  # told to those of the role alone

    @pytest.mark.parametrize(
        "who", ["the one who asked", "the one it is about", "another secretary", "a stranger"]
    )
    def test_nobody_else_agrees(self, app, secretary, first, who):
        _id, client = named(app, secretary)
        request = the_request(app)
        someone = {
            "the one who asked": secretary,
            "the one it is about": client,
            "another secretary": signed_in(app, HERE),
            "a stranger": signed_in(app, HERE, "keeper", rooms=["elsewhere"]),
        }[who]
        assert "要由这个室的另一位室管员确认" in agree(someone, request).text
        assert client.get(READ).status_code == 403

    def test_taken_off_and_named_again_it_is_asked_again(self, app, secretary, first):
        row = membership(app, first)
        keeper = browser(app, first)
        secretary.post(f"/accounts/{row}", data={"name": "用户", "role": "reader"})
        assert keeper.get(READ).status_code == 403
        secretary.post(f"/accounts/{row}", data={"name": "用户", "role": "keeper", "rooms": ["vault"]})
        assert keeper.get(READ).status_code == 403
        assert the_request(app)

    def test_the_secretary_cannot_become_the_only_reader_by_removing_the_others(self, app, secretary, first):
        secretary.post(f"/accounts/{membership(app, first)}/off", data={"confirmed": "1"})
        _id, client = named(app, secretary)
        assert client.get(READ).status_code == 403
        agree(signed_in(app, HERE), the_request(app))
        assert client.get(READ).status_code == 403
        town = signed_in(app, None, town_admin=True)
        assert "新人" in town.get("/town/confidential").text
        town.post(f"/town/confidential/{the_request(app)}/agree", data={"confirmed": "1"})
        assert WORDS in client.get(READ).text

    def test_the_list_of_accounts_says_who_waits(self, app, secretary, first):
        named(app, secretary)
        assert "等另一人确认" in secretary.get("/accounts/").text
        assert "等另一人确认" in named(app, secretary, username="xinren2")[1].get("/confidential/").text


class TestAPassword:
    def test_reset_by_the_secretary_opens_nothing_until_another_agreed(self, app, secretary, first):
        other = a_user(app, HERE, "keeper", rooms=["vault"])
        password = reset(secretary, app, first)
        thief = Client(app, app.response_class, use_cookies=True)
        with app.app_context():
            name = db.session.get_one(User, first).username
        thief.post("/sign-in", data={"username": name, "password": password})
        thief.post(
            "/me/password",
            data={"current": password, "password": "dai-ma-9-tie-shan", "again": "dai-ma-9-tie-shan"},
        )
        assert thief.get("/me").status_code == 200
        assert thief.get(READ).status_code == 403
        assert notices(app, other) == ["reset"]
        agree(browser(app, other), the_request(app))
        assert WORDS in thief.get(READ).text

    def test_of_the_only_one_the_town_agrees_and_not_a_second_secretary(self, app, secretary, first):
        reset(secretary, app, first)
        keeper = browser(app, first)
        with app.app_context():
            db.session.get_one(User, first).must_change_password = False
            db.session.commit()
        agree(signed_in(app, HERE), the_request(app))
        assert keeper.get(READ).status_code == 403
        signed_in(app, None, town_admin=True).post(
            f"/town/confidential/{the_request(app)}/agree", data={"confirmed": "1"}
        )
        assert WORDS in keeper.get(READ).text

    def test_reset_by_the_town_another_than_it_agrees(self, app, secretary, first):
        town = a_user(app, None, town_admin=True)
        boss = browser(app, town, None)
        answer = boss.post(f"/town/accounts/{membership(app, first)}/password", data={"confirmed": "1"})
        assert answer.status_code == 200
        boss.post(f"/town/confidential/{the_request(app)}/agree", data={"confirmed": "1"})
        request = the_request(app)  # still there
        assert "已确认" in agree(secretary, request).text

    def test_changed_by_oneself_nothing_waits(self, app, first):
        with app.app_context():
            user = db.session.get_one(User, first)
            services.set_password(user, "zi-ji-gai-de-9")
            db.session.commit()
        assert WORDS in browser(app, first).get(READ).text

    def test_by_the_operator_and_agreed_to_by_a_command(self, app, first, hub):
        with app.app_context():
            name = db.session.get_one(User, first).username
        given = {"HUB_ROOMS_DIRS": f'["{ROOMS}", "{PLUGINS}"]'}
        assert hub("user", "reset-password", name, **given).exit_code == 0
        with app.app_context():
            assert (
                db.session.scalars(select(Membership.trusted).where(Membership.user_id == first)).one() == ""
            )
        answer = hub("user", "trust", name, "vault", **given)
        assert answer.exit_code == 0, answer.output
        with app.app_context():
            assert (
                db.session.scalars(select(Membership.trusted).where(Membership.user_id == first)).one()
                == "vault"
            )
        assert hub("user", "trust", name, "vault", **given).exit_code == 2


class TestNotices:
    def test_they_stay_until_seen_and_are_ones_own(self, app, secretary, first):
        other = a_user(app, HERE, "keeper", rooms=["vault"])
        named(app, secretary)
        mine, theirs = browser(app, first), browser(app, other)
        for _time in range(2):
            assert "等另一人确认" in mine.get("/").text
        with app.app_context():
            notice = db.session.scalars(select(RoleNotice.id).where(RoleNotice.user_id == first)).one()
        assert theirs.post(f"/confidential/notices/{notice}/seen").status_code == 404
        mine.post(f"/confidential/notices/{notice}/seen")
        assert "管保密室，等另一人确认" not in mine.get("/").text
        assert "管保密室，等另一人确认" in theirs.get("/").text

    def test_the_audit_has_it_too(self, app, secretary, first):
        named(app, secretary)
        agree(browser(app, first), the_request(app))
        with app.app_context():
            tables = db.session.scalars(select(AuditEntry.table).where(AuditEntry.village_id == HERE)).all()
        assert tables.count("trust_request") == 2
