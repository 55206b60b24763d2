"""The town administrator looks after villages, and never sees a resident."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from hub.accounts.models import Membership, User
from hub.kernel.database import db
from hub.kernel.models import Village
from tests.centre.place import OTHER, PLACE, signed_in

pytestmark = pytest.mark.state("centre")
NEW = {"village": "新村", "town": "石桥镇", "name": "古丽", "username": "guli"}


@pytest.fixture
def town(app):
    return signed_in(app, "town")


def villages(app) -> dict[str, Village]:
    with app.app_context():
        return {village.name: village for village in db.session.scalars(select(Village))}


def test_all_villages_are_listed_with_their_rooms(town):
    page = town.get("/town").text
    assert "石桥村" in page
    assert "柳沟村" in page
    assert "开通 2 间" in page


def test_a_village_is_founded_with_its_first_secretary(app, town):
    answer = town.post("/town/new", data=NEW)
    assert "guli" in answer.text
    founded = villages(app)["新村"].id
    with app.app_context():
        secretary = db.session.scalars(select(User).where(User.username == "guli")).one()
        assert secretary.must_change_password
        membership = db.session.scalars(select(Membership).where(Membership.user_id == secretary.id)).one()
        assert (membership.role, membership.village_id) == ("secretary", founded)


def test_a_secretary_may_serve_another_village_too(app, town):
    answer = town.post(
        "/town/new", data=NEW | {"name": "secretary", "username": "secretary"}, follow_redirects=True
    )
    assert "用原来的密码" in answer.text


def test_a_name_that_is_another_persons_founds_nothing(app, town):
    answer = town.post("/town/new", data=NEW | {"username": "secretary"})
    assert answer.status_code == 422
    assert "新村" not in villages(app)


@pytest.mark.parametrize(
    "wrong", [{"village": ""}, {"username": "含 空格"}, {"name": ""}, {"village": "村" * 51}]
)
def test_what_does_not_fit_founds_nothing(app, town, wrong):
    assert town.post("/town/new", data=NEW | wrong).status_code == 422
    assert set(villages(app)) == {"石桥村", "柳沟村"}


def test_a_village_is_not_founded_twice(app, town):
    assert town.post("/town/new", data=NEW | {"village": "石桥村", "town": ""}).status_code == 422


def test_a_village_is_renamed(app, town):
    town.post(f"/town/{PLACE}", data={"name": "大石桥村", "town": "石桥镇"})
    assert villages(app)["大石桥村"].town == "石桥镇"


def test_a_village_is_taken_out_of_use_and_back(app, town):
    neighbour = signed_in(app, "neighbour")
    town.post(f"/town/{OTHER}/off")
    assert villages(app)["柳沟村"].active
    town.post(f"/town/{OTHER}/off", data={"confirmed": "1"})
    assert not villages(app)["柳沟村"].active
    assert neighbour.get("/settings").status_code == 302
    town.post(f"/town/{OTHER}/on")
    assert neighbour.get("/settings").status_code == 200


@pytest.mark.parametrize("number", ["99", "2147483648", "0", "x"])
def test_a_village_that_is_none_is_not_there(town, number):
    assert town.get(f"/town/{number}").status_code == 404


def test_a_secretary_does_not_see_the_town(app):
    client = signed_in(app)
    for page in ("/town", "/town/new", f"/town/{OTHER}"):
        assert client.get(page).status_code == 403


def test_the_town_sees_nothing_inside_a_village(town):
    for page in ("/settings", "/settings/rooms", "/door", "/equipment/", "/openings/"):
        assert town.get(page).status_code in (302, 403, 404)


def test_on_a_phone_the_town_gets_everywhere_too(town):
    """There the menu at the side is not to be seen."""
    page = town.get("/town").text
    below = page[page.index('<nav class="bottom"') :].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', below) == [
        "/town/month",
        "/town",
        "/town/accounts/",
        "/town/confidential",
        "/me",
    ]
    assert "/backup/" in town.get("/me").text.split("</header>")[1]
