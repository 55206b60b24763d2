"""Every door of the hub, tried by everybody: who comes in where, and that nobody comes in anywhere else.

The addresses are those of the app itself, so a page that is added tomorrow is tried as well; what may be open stands
here in words and is not read off the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import time
from typing import Any, NamedTuple

import pytest
from flask import Flask
from sqlalchemy import select

from hub.accounts.models import Membership, SignIn, User
from hub.admin.tabs import EXTENSION
from hub.audit.models import AuditEntry
from hub.centre.models import DoorCount, Equipment, Opening, Room
from hub.centre.records import EquipmentView
from hub.centre.rooms import disable_room
from hub.centre.situation import in_village
from hub.confidential.models import RoleNotice, SealedRead, TrustRequest
from hub.conformance.villages import content_of
from hub.conformance.walk import OF_A_RECORD, Door, is_shut, knock, rules_of
from hub.conformance.walk import doors as all_doors
from hub.conformance.walk import owner_of as rooms_of
from hub.imports.models import ImportBatch
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.people.models import Resident
from hub.people.services import create_resident
from hub.villages.models import CalendarDay, Season
from hub.visits.models import Visit
from hub.visits.services import record
from hub.web.urls import Id
from tests.browser.walking import Walk
from tests.harness.demo import SHANGHU, demo_user
from tests.harness.people import Client, a_village, signed_in

ROOM, CONFIDENTIAL = "tool_station", "counselling_room"
PUBLIC = {"static", "home.healthz", "accounts.sign_in", "accounts.language", "notices.centre"}
# Of the confidential room: whoever has a code.
WITH_A_CODE = {
    f"counselling_room.{page}" for page in ("static", "at", "ask", "by_code", "mine", "mine_cancel")
}
OWN = {
    "accounts.me", "accounts.change_password", "accounts.sign_out", "accounts.end_sign_in", "accounts.end_all_sign_ins",
    "accounts.switch_village", "accounts.no_village",
}  # fmt: skip
TOWN = re.compile(
    r"town_staff\.|town_reports\.|confidential\.(town|agree_from_town|refuse_from_town)$|"
    r"villages\.(index_of_town|new_village|edit_village|close_village|reopen_village)$"
)
# Their age and size, never what is in them.
COPIES = {"backup.index", "backup.make"}
NUMBERED = re.compile(r"/\d+(/|$)|\?id=")
MINE = "villages.load_holidays"  # its number is a year
AGREED = {"confirmed": "1", "reason": "试一试"}
# What somebody may open who only looks; nothing of it changes anything.
READER = re.compile(
    r"home\.|admin\.|reports\.(month|month_days|workbook|document)$|visits\.index$|"
    r"(visit_log|equipment)\.(index_view|details_view|export)$|\w+\.static$|"
    r"\w+__\w+\.(index_view|details_view|export)$"
)


TEXTS = {
    "filename": "x.css", "room": ROOM, "key": ROOM, "name": "residents", "sheet": "residents", "export_type": "csv",
    "result": "reached", "year": 2025,
}  # fmt: skip


def doors(app: Flask, numbers: dict[str, int] | None = None) -> Iterator[Door]:
    """Those of the core, of a room and of a confidential one; rules of conformance try every room's. `numbers` are the
    ids that stand in an address."""
    yield from doors_of(app, {None, ROOM, CONFIDENTIAL}, numbers)


def doors_of(app: Flask, rooms: set[str | None], numbers: dict[str, int] | None = None) -> Iterator[Door]:
    """The doors of these rooms; None is the core."""
    ways = {
        f"{rule.endpoint}.way": "up" if "<any(up" in rule.rule else "open"
        for rule in app.url_map.iter_rules()
        if "way" in rule.arguments
    }
    yield from all_doors(app, lambda endpoint: rooms_of(app, endpoint) in rooms, numbers, TEXTS | ways)


def words_in(text: str) -> set[str]:
    """All runs of letters, digits and the dot between the parts of a name."""
    return set(re.findall(r"[\w·]+", text))


@pytest.fixture
def village(app: Flask) -> int:
    return a_village(app, rooms=[ROOM, CONFIDENTIAL, "reading_room"])


@pytest.mark.backends("sqlite")
class TestWithoutSigningIn:
    def test_every_door_leads_to_the_sign_in_but_the_public_ones(self, app: Flask) -> None:
        stranger = Client(app, app.response_class, use_cookies=True)
        inside = set()
        for door in doors(app):
            answer = knock(stranger, door)
            if answer.status_code != 302 or not answer.headers["Location"].startswith("/sign-in"):
                inside.add(door.endpoint)
        assert inside == PUBLIC | WITH_A_CODE

    def test_nothing_is_done_without_the_token_of_a_form(self, app: Flask, village: int) -> None:
        secretary = signed_in(app, village)
        answers = {
            door: secretary.post(door.address, csrf=False).status_code
            for door in doors(app)
            if door.method == "POST"
        }
        assert {door for door, code in answers.items() if code != 400} == set()

    @pytest.mark.parametrize("town_admin", [False, True])
    def test_a_first_password_opens_nothing_but_its_change(
        self, app: Flask, village: int, town_admin: bool
    ) -> None:
        client = signed_in(app, None if town_admin else village, town_admin=town_admin)
        with app.app_context():
            for user in db.session.scalars(select(User)):
                user.must_change_password = True
            db.session.commit()
        asked = [door for door in doors(app) if door.endpoint != "accounts.sign_out"]
        inside = {door.endpoint for door in asked if not is_shut(knock(client, door))}
        assert inside == PUBLIC - {"static", "notices.centre"} | {
            "accounts.change_password"
        }  # no code was given


@pytest.mark.backends("sqlite")
class TestRoles:
    def test_a_town_administrator_sees_villages_and_never_into_one(self, app: Flask, village: int) -> None:
        client = signed_in(app, None, town_admin=True)
        inside = {
            door.endpoint
            for door in doors(app)
            if door.endpoint not in OWN | PUBLIC | COPIES and not is_shut(knock(client, door))
        }
        assert {endpoint for endpoint in inside if not TOWN.match(endpoint)} == set()

    def test_somebody_of_a_village_never_gets_to_the_town(self, app: Flask, village: int) -> None:
        secretary = signed_in(app, village)
        town = [door for door in doors(app) if TOWN.match(door.endpoint)]
        assert {knock(secretary, door).status_code for door in town} == {403}

    def test_a_reader_opens_what_only_shows_and_changes_nothing(self, app: Flask, village: int) -> None:
        reader = signed_in(app, village, "reader")
        tried = [door for door in doors(app) if door.endpoint not in OWN | PUBLIC]
        inside = {door for door in tried if not is_shut(knock(reader, door))}
        assert {door for door in inside if door.method == "POST" or not READER.match(door.endpoint)} == set()
        assert not {door for door in inside if rooms_of(app, door.endpoint) == CONFIDENTIAL}

    @pytest.mark.state("demo")
    def test_a_reader_meets_no_resident_on_any_page_or_in_any_file(self, app: Flask) -> None:
        with in_village(app, SHANGHU):
            people = db.session.execute(select(Resident.name, Resident.phone)).all()
        known = {word for person in people for word in person if len(word) > 1}
        reader = demo_user(app, "kan")
        walk = Walk(app, reader, lambda _address, _page: [], queries=1)
        walk.follow_links()
        lists = [address for kind, address in walk.pages.items() if kind.endswith("index_view")]
        files = [address.partition("?")[0] + "export/csv/" for address in lists]
        found = {
            (address, word)
            for address in (*walk.pages.values(), *files)
            for word in known & words_in(reader.get(address, buffered=True).text)
        }
        assert len(files) > 5
        assert found == set()
        assert "/people/" not in reader.get(f"/search?q={people[0].name}").text

    def test_a_keeper_of_one_room_does_not_get_into_another(self, app: Flask, village: int) -> None:
        keeper = signed_in(app, village, "keeper", rooms=["reading_room"])
        tried = [door for door in doors(app) if rooms_of(app, door.endpoint) in (ROOM, CONFIDENTIAL)]
        inside = {
            door.endpoint
            for door in tried
            if not is_shut(knock(keeper, door)) and "static" not in door.endpoint
        }
        assert inside == set()
        assert keeper.get(f"/rooms/{ROOM}/").status_code == 403
        assert keeper.post(f"/visits/emptied/{ROOM}").status_code == 403
        assert keeper.get(f"/lookup/{ROOM}.tools?q=T").status_code == 403

    def test_a_confidential_room_opens_to_its_keeper_alone(self, app: Flask, village: int) -> None:
        lists = [door for door in doors(app) if rooms_of(app, door.endpoint) == CONFIDENTIAL]
        secretary = signed_in(app, village)
        assert lists
        assert {door for door in lists if not is_shut(knock(secretary, door))} == set()
        keeper = signed_in(app, village, "keeper", rooms=[CONFIDENTIAL])
        assert keeper.get(f"/rooms/{CONFIDENTIAL}/visits/").status_code == 200

    def test_nor_can_its_visits_be_looked_at_by_taking_them_back(self, app: Flask, village: int) -> None:
        with in_village(app, village):
            room = db.session.scalars(select(Room).where(Room.key == CONFIDENTIAL)).one()
            visit = record(room, 1).id
        secretary = signed_in(app, village)
        assert secretary.get(f"/visits/{visit}/void").status_code == 404
        secretary.post(f"/visits/{visit}/void", data={"reason": "登记错了"})
        secretary.post(f"/visits/{visit}/undo", data={"reason": "登记错了"})
        with in_village(app, village):
            assert db.session.get(Visit, visit) is not None

    def test_what_stands_in_a_room_is_its_own_keepers_to_change(self, app: Flask, village: int) -> None:
        with in_village(app, village):
            room = db.session.scalars(select(Room).where(Room.key == ROOM)).one()
            thing = Equipment(room_id=room.id, name="柜子")
            db.session.add(thing)
            db.session.flush()
            sent = {"room_id": room.id, "name": "换了", "quantity": 1, "condition": "good"}
            number = thing.id
        other = signed_in(app, village, "keeper", rooms=["reading_room"])
        assert other.get(f"/equipment/edit/?id={number}").status_code == 409
        assert other.post(f"/equipment/edit/?id={number}", data=sent).status_code == 409
        assert other.post("/equipment/new/", data=sent).status_code == 422
        other.post(f"/equipment/delete/?id={number}", data={"confirmed": "1"})
        with in_village(app, village):
            assert [
                one.name for one in db.session.scalars(select(Equipment).where(Equipment.id == number))
            ] == ["柜子"]
        own = signed_in(app, village, "keeper", rooms=[ROOM])
        for page in (EquipmentView.slug, f"{EquipmentView.slug}/details"):
            ways = [f"/equipment/{deed}/?id={number}" for deed in ("edit", "delete")]
            for keeper, is_offered in ((other, False), (own, True)):
                text = keeper.get(f"/{page}/?id={number}&search=柜子").text
                assert "柜子" in text
                assert [way in text for way in ways] == [is_offered] * 2
        assert own.post(f"/equipment/edit/?id={number}", data=sent).status_code == 303


@pytest.mark.backends("sqlite")
class TestNotHere:
    def test_a_room_that_is_off_has_no_door(self, app: Flask, village: int) -> None:
        keeper = signed_in(app, village, "keeper", rooms=[ROOM])
        with in_village(app, village):
            disable_room(ROOM)
        tried = [door for door in doors(app) if rooms_of(app, door.endpoint) == ROOM]
        others = [
            Door("", "GET", f"/rooms/{ROOM}/"),
            Door("", "GET", f"/lookup/{ROOM}.tools?q=T"),
            Door("", "POST", f"/visits/emptied/{ROOM}"),
            Door("", "POST", f"/centre/rooms/{ROOM}/open"),
        ]
        assert {door for door in [*tried, *others] if knock(keeper, door).status_code != 404} == set()


class Elsewhere(NamedTuple):
    """A village whose rows somebody of another one knows the numbers of."""

    id: int
    numbers: dict[str, int]


@pytest.fixture
def elsewhere(app: Flask) -> Elsewhere:
    id = a_village(app, "别的村", rooms=[ROOM, "reading_room"])
    signed_in(app, id)
    with in_village(app, id):
        room = db.session.scalars(select(Room).where(Room.key == ROOM)).one()
        user_id = db.session.scalars(select(Membership.user_id)).one()
        of_role: dict[str, Any] = {"village_id": id, "room": CONFIDENTIAL, "user_id": user_id}
        rows: dict[str, Any] = {
            "confidential.agree.id": TrustRequest(**of_role, why="named", asked_at=now()),
            "confidential_reads": SealedRead(**of_role, table="visit", row_id=1, at=now()),
            "confidential.seen.id": RoleNotice(**of_role, kind="asked", about_id=user_id, at=now()),
            "batch_id": ImportBatch(
                sheet="residents", name="外村名单.csv", state="checked", made_at=now(), beat_at=now(), good=1
            ),
            "resident_id": create_resident("外村人"),
            "visit_id": record(room, 2),
            "villages.edit_season.id": Season(
                name="外村季", starts_month=1, starts_day=1, opens=time(8), closes=time(20)
            ),
            "villages.edit_day.id": CalendarDay(day=now().date(), kind="holiday", name="外村节"),
            "centre.edit_opening.id": Opening(room_id=room.id, opened_at=now()),
            "centre.correct_count.id": DoorCount(day=now().date(), heads=3, counted_at=now()),
        }
        db.session.add_all(rows.values())
        db.session.flush()
        numbers = {name: row.id for name, row in rows.items()}
        numbers["villages.delete_season.id"] = numbers["villages.edit_season.id"]
        numbers["villages.delete_day.id"] = numbers["villages.edit_day.id"]
        numbers["other_id"] = numbers["resident_id"]
        for answer in ("refuse", "agree_from_town", "refuse_from_town"):
            numbers[f"confidential.{answer}.id"] = numbers["confidential.agree.id"]
        for deed in ("edit_village", "close_village", "reopen_village"):
            numbers[f"villages.{deed}.id"] = id
        numbers["membership_id"] = db.session.scalars(select(Membership.id)).one()
        numbers["sign_in_id"] = db.session.scalars(select(SignIn.id)).one()
        numbers["audit"] = db.session.scalars(
            select(AuditEntry.id).where(AuditEntry.village_id == id)
        ).first()
    return Elsewhere(id, numbers)


def numbers_of_lists(app: Flask, content: dict[str, list[Any]]) -> dict[str, int]:
    """For each list a record of that village."""
    views = [view for some in app.extensions[EXTENSION].values() for view in some]
    return {view.endpoint: rows[-1][0] for view in views if (rows := content.get(view.model.__name__))}


def places_of_numbers(app: Flask) -> Iterator[set[str]]:
    """For every place of the core's addresses that a number belongs in, the names under which it is looked for."""
    for rule in rules_of(app, lambda endpoint: rooms_of(app, endpoint) is None and endpoint != MINE):
        view, _dot, page = rule.endpoint.rpartition(".")
        if page in OF_A_RECORD:
            yield {view}
        yield from (
            {name, f"{rule.endpoint}.{name}"}
            for name, converter in rule._converters.items()
            if isinstance(converter, Id)
        )


class TestAnotherVillage:
    def test_its_numbers_are_not_found_and_nothing_of_it_changes(
        self, app: Flask, village: int, elsewhere: Elsewhere
    ) -> None:
        before = content_of(app, elsewhere.id)
        numbers = elsewhere.numbers | numbers_of_lists(app, before)
        assert [place for place in places_of_numbers(app) if not place & numbers.keys()] == []
        tried = [
            door
            for door in doors_of(app, {None}, numbers)
            if NUMBERED.search(door.address) and door.endpoint != MINE
        ]
        inside = set()
        for role in ("secretary", "keeper"):
            client = signed_in(app, village, role, rooms=["reading_room"] if role == "keeper" else [])
            for door in tried:
                answer = client.open(door.address, method=door.method, data=AGREED)
                assert "外村" not in answer.text, door
                if not is_shut(answer):
                    inside.add(door.endpoint)
        assert inside == {"visits.undo"}  # says that it was taken back already, as of one that was
        assert content_of(app, elsewhere.id) == before
