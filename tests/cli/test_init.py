"""`hub init`: from nothing to a hub that somebody can sign in to."""

from __future__ import annotations

import re
import stat

import pytest
from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.accounts.passwords import fits
from hub.centre.models import Equipment, Room
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.kernel.models import Village

pytestmark = pytest.mark.state("empty")
VILLAGE = ("--village", "石桥村", "--secretary", "shuji", "--secretary-name", "王某")


def test_it_makes_a_village_and_a_secretary_who_can_sign_in(hub, make_app):
    result = hub("init", *VILLAGE)

    assert result.exit_code == 0, result.output
    password = re.search(r"首次密码：(\S+)", result.output)
    app = make_app()
    with app.app_context():
        user = db.session.scalars(select(User)).one()
        membership = db.session.scalars(select(Membership)).one()
        assert password
        assert fits(user.password_hash, password[1])
        assert user.must_change_password
        assert (membership.role, membership.village_id) == (
            "secretary",
            db.session.scalars(select(Village.id)).one(),
        )


def test_the_village_has_every_room_with_its_facts(hub, make_app):
    hub("init", *VILLAGE)

    app = make_app()
    with in_village(app, 1):
        rooms = {room.key: room for room in db.session.scalars(select(Room))}
        assert set(rooms) == {room.id for room in app.extensions["hub"].rooms.loaded}
        assert (rooms["service_hall"].warn_above, rooms["service_hall"].refuse_above) == (20, 30)
        assert "咨询台" in set(db.session.scalars(select(Equipment.name)))


def test_doing_it_twice_does_no_harm(hub, make_app):
    hub("init", *VILLAGE)
    again = hub("init", *VILLAGE)

    assert again.exit_code == 0
    assert "已经有了" in again.output
    with make_app().app_context():
        assert len(db.session.scalars(select(Village)).all()) == 1


def test_without_a_terminal_it_says_what_is_next_instead_of_asking(hub):
    result = hub("init")

    assert result.exit_code == 0
    assert "hub init --village" in result.output


def test_a_town_administrator_belongs_to_no_village(hub, make_app):
    assert "首次密码" in hub("init", "--town-admin", "zhen").output
    assert "没有改动" in hub("init", "--town-admin", "zhen").output

    with make_app().app_context():
        assert db.session.scalars(select(User)).one().town_admin
        assert db.session.scalars(select(Membership)).all() == []


def test_a_village_needs_a_secretary(hub):
    result = hub("init", "--village", "石桥村")

    assert result.exit_code == 2
    assert "要一起写" in result.output


def test_a_bad_user_name_is_refused_in_words_and_leaves_no_village(hub, make_app):
    result = hub("init", "--village", "石桥村", "--secretary", "!")

    assert result.exit_code == 1
    assert "用户名" in result.output
    with make_app().app_context():
        assert db.session.scalars(select(Village)).all() == []


@pytest.mark.backends("sqlite")
def test_what_it_makes_is_for_the_owner_alone(hub, database):
    hub("init", HUB_HOME=str(database.home / "new"))

    for name in ("hub.sqlite3", "secret.key", "."):
        assert stat.S_IMODE((database.home / "new" / name).stat().st_mode) & 0o077 == 0
