"""The short way of the visit of two taps: the same as the ordinary one, or not taken at all."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, text, update

from hub.accounts.models import Membership, SignIn, User
from hub.audit.models import AuditEntry
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.events import Events
from hub.kernel.models import Village
from hub.kernel.ready import Line, Ready
from hub.visits import crowd, quick, services
from hub.visits.models import Visit, VisitDay
from hub.web.doorstep import Doorstep
from tests.visits.place import NOW, PLACE, acting, client_of, counting, room

pytestmark = pytest.mark.state("visit_place")
URL = "/visits/record"
AT_ONCE = nullcontext()
TAPS = {
    "room": "front_desk",
    "heads": "2",
    "token": "tapped",
    "purpose": "",
    "started_at": "",
    "resident_text": "",
}


@pytest.fixture(autouse=True)
def at_ten():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def taken(monkeypatch) -> list[bool]:
    """Whether each request went the short way. Two rooms here listen to visits, with whom nobody would."""
    ways: list[bool] = []
    record = quick._record

    def note(*given):
        done = record(*given)
        ways.append(done is not None)
        return done

    monkeypatch.setattr(quick, "_record", note)
    monkeypatch.setattr(Events, "is_heard", lambda _events, _event: False)
    return ways


@pytest.fixture
def keeper(app):
    return client_of(app, "keeper")


def told(app) -> list[tuple[dict, dict, tuple]]:
    """All that is stored of each visit: its row, its line in the audit, its day's total."""
    with acting(app):
        found = []
        for visit in db.session.scalars(select(Visit).order_by(Visit.id)):
            row = {column.key: getattr(visit, column.key) for column in Visit.__table__.c}
            line = db.session.scalars(
                select(AuditEntry).where(AuditEntry.table == "visit", AuditEntry.row_id == visit.id)
            ).one()
            entry = {column.key: getattr(line, column.key) for column in AuditEntry.__table__.c}
            day = db.session.scalars(select(VisitDay).where(VisitDay.room_id == visit.room_id)).one()
            found.append((row, entry, (day.day, day.visits, day.heads, day.late)))
        return found


def forgetting(facts: dict, *names: str) -> dict:
    return {name: fact for name, fact in facts.items() if name not in names}


class TestTheShortWay:
    def test_it_is_taken(self, app, keeper, taken):
        answer = keeper.post(URL, data=TAPS)
        assert (answer.status_code, answer.location) == (303, "/visits/record?room=front_desk")
        assert taken == [True]
        assert "已登记：前台 2 人" in keeper.get(answer.location).text

    def test_it_leaves_what_the_ordinary_way_leaves(self, app, keeper, taken, monkeypatch):
        keeper.post(URL, data=TAPS | {"heads": "1"})
        monkeypatch.setattr(quick, "_taps", lambda _sent: None)
        keeper.post(URL, data=TAPS | {"heads": "1", "token": "other"})
        assert taken == [True]
        (short, line, _), (ordinary, other_line, day) = told(app)
        assert forgetting(short, "id", "token") == forgetting(ordinary, "id", "token")
        assert forgetting(line, "id", "row_id") == forgetting(other_line, "id", "row_id")
        assert line["changes"].keys() == other_line["changes"].keys()
        assert day[1:] == (2, 2, 0)

    def test_its_message_takes_it_back(self, app, keeper, taken):
        keeper.post(URL, data=TAPS)
        visit = told(app)[0][0]["id"]
        answer = keeper.post(f"/visits/{visit}/undo", follow_redirects=True)
        assert "已撤销：前台 2 人" in answer.text
        assert told(app) == []

    def test_it_speaks_the_users_language(self, app, keeper):
        with app.app_context():
            db.session.execute(
                update(User).where(User.username == "keeper").values(lang="en"),
                execution_options={"hub_audit": "试"},
            )
            db.session.commit()
        answer = keeper.post(URL, data=TAPS)
        assert "Recorded" in keeper.get(answer.location).text

    def test_one_goes_back_to_a_page_of_the_hub_only(self, keeper, taken):
        for back, to in (
            ("/rooms/front_desk/", "/rooms/front_desk/"),
            ("//evil", "/visits/record?room=front_desk"),
        ):
            assert keeper.post(URL, data=TAPS | {"heads": "1", "token": back, "back": back}).location == to
        assert taken == [True, True]

    def test_it_asks_the_database_little(self, app, keeper, monkeypatch):
        messages: list[Ready] = []
        send = Line.send

        def note(line, ready, values):
            messages.append(ready)
            return send(line, ready, values)

        monkeypatch.setattr(Line, "send", note)
        with counting(app) as statements:
            keeper.post(URL, data=TAPS | {"heads": "1"})
        assert statements == []
        with app.app_context():
            sqlite = db.engine.dialect.name == "sqlite"
            sent = [len(ready.on(db.engine.dialect)) for ready in messages]
        assert sent == ([2, 1, 2] if sqlite else [3, 5])  # on PostgreSQL a message is a way there and back

    def test_its_headers_are_those_of_the_ordinary_way(self, keeper, taken, monkeypatch):
        short = keeper.post(URL, data=TAPS | {"heads": "1"})
        monkeypatch.setattr(quick, "_taps", lambda _sent: None)
        ordinary = keeper.post(URL, data=TAPS | {"heads": "1", "token": "other"})
        assert taken == [True]
        differ = ("Set-Cookie", "Content-Length", "Content-Security-Policy")
        both = [
            {name: value for name, value in answer.headers if name not in differ}
            for answer in (short, ordinary)
        ]
        assert both[0] == both[1]
        flags = [answer.headers["Set-Cookie"].partition(";")[2] for answer in (short, ordinary)]
        assert flags[0] == flags[1]
        policies = [answer.headers["Content-Security-Policy"] for answer in (short, ordinary)]
        assert len({re.sub("nonce-[^']+", "", policy) for policy in policies}) == 1

    def test_messages_that_were_not_read_yet_stay(self, keeper):
        for number in range(2):
            keeper.post(URL, data=TAPS | {"heads": "1", "token": f"tap {number}"})
        assert keeper.get(URL).text.count("已登记：前台 1 人") == 2


class TestTheOrdinaryWay:
    """What is not quite usual is left to it, and nothing of it is lost or done twice."""

    @pytest.mark.parametrize(
        ("sent", "status", "stored"),
        [
            ({"purpose": "问低保"}, 303, 1),
            ({"started_at": "2025-11-19T16:30"}, 303, 1),
            ({"resident_text": "王小明"}, 303, 1),
            ({"heads": "other", "heads_other": "2"}, 303, 1),
            ({"heads": "4"}, 303, 1),  # more than the room warns above
            ({"heads": "6"}, 422, 0),  # more than it holds
            ({"heads": "6", "override_reason": "搭台演出"}, 303, 1),
            ({"heads": "0"}, 422, 0),
            ({"heads": "99999"}, 422, 0),
            ({"heads": "²"}, 422, 0),
            ({"token": ""}, 303, 1),
            ({"room": ""}, 422, 0),
            ({"room": "no_such"}, 422, 0),
            ({"room": "yard"}, 422, 0),  # another keeper's
            ({"kind": "x"}, 303, 1),
        ],
    )
    def test_it_is_taken(self, app, keeper, taken, sent, status, stored):
        assert keeper.post(URL, data=TAPS | sent).status_code == status
        assert True not in taken
        assert len(told(app)) == stored

    def test_a_form_sent_twice_counts_once(self, app, keeper, taken):
        assert {keeper.post(URL, data=TAPS).status_code for _ in range(2)} == {303}
        assert taken == [True, False]
        assert len(told(app)) == 1

    def test_the_heads_that_are_there_already_count(self, app, keeper, taken):
        keeper.post(URL, data=TAPS | {"heads": "3", "token": "a"})
        assert "接近上限" in keeper.post(URL, data=TAPS | {"heads": "1"}, follow_redirects=True).text
        assert keeper.post(URL, data=TAPS | {"heads": "2", "token": "b"}).status_code == 422
        assert taken == [True, False, False]

    def test_a_room_that_listens_is_told(self, app, keeper, taken, monkeypatch):
        monkeypatch.setattr(Events, "is_heard", lambda _events, _event: True)
        assert keeper.post(URL, data=TAPS).status_code == 303
        assert taken == []

    @pytest.mark.parametrize("breaks", ["told_of_new", "_values"])
    def test_a_fault_on_the_short_way_is_made_good_on_the_ordinary(self, app, keeper, monkeypatch, breaks):
        def fail(*_facts, **_more):
            raise ZeroDivisionError

        monkeypatch.setattr(quick, breaks, fail)
        assert keeper.post(URL, data=TAPS).status_code == 303
        assert [day for _row, _entry, day in told(app)] == [(NOW.date(), 1, 2, 0)]

    def test_what_the_database_refuses_there_is_done_once_on_the_ordinary(
        self, app, keeper, taken, monkeypatch
    ):
        """The visit itself is written by then; it goes with the rest."""
        with app.app_context():
            name = "_THE_REST" if db.engine.dialect.name == "sqlite" else "_ALL_OF_IT"
        said = getattr(quick, name)._said

        def broken(database: str) -> list:
            *most, last = said(database)
            return [*most, text("SELECT nothing FROM nowhere"), last]

        monkeypatch.setattr(quick, name, Ready(broken))
        assert keeper.post(URL, data=TAPS).status_code == 303
        assert taken == []
        assert [day for _row, _entry, day in told(app)] == [(NOW.date(), 1, 2, 0)]

    @pytest.mark.backends("postgresql")
    def test_a_connection_that_died_in_the_pool_is_noticed_by_the_ordinary(self, app, keeper, taken):
        keeper.post(URL, data=TAPS | {"heads": "1", "token": "before"})
        with app.app_context(), db.engine.connect() as connection:
            with db.engine.connect() as other:
                other.execute(text("SELECT 1"))
            assert len(connection.execute(self.THROW_OUT).all()) == 1
            connection.invalidate()  # the one that lives does not go back into the pool
        for token in ("dead", "alive"):
            assert keeper.post(URL, data=TAPS | {"heads": "1", "token": token}).status_code == 303
        assert taken == [True, True]  # of the second nobody got as far
        assert len(told(app)) == 3

    THROW_OUT = text(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
    )

    @pytest.mark.backends("postgresql")
    def test_behind_a_pooler_that_knows_no_plans_no_visit_is_lost(self, app, keeper, taken):
        from hub.kernel import planned

        keeper.post(URL, data=TAPS | {"heads": "1"})
        with app.app_context():
            engine = db.engine
        held = [engine.raw_connection() for _ in range(engine.pool.checkedin())]
        for connection in held:
            connection.dbapi_connection.execute("DEALLOCATE ALL")
        for connection in held:
            connection.close()
        try:
            for number in range(2):
                keeper.post(URL, data=TAPS | {"heads": "1", "token": f"later {number}"})
            assert engine in planned._behind_poolers
        finally:
            planned._behind_poolers.discard(engine)
        assert len(told(app)) == 3
        assert taken == [True, True]  # the second was made good on the ordinary way

    def test_an_answer_that_cannot_be_made_is_made_by_the_ordinary_way_and_counts_once(
        self, app, keeper, taken, monkeypatch
    ):
        def fail(*_facts):
            raise ZeroDivisionError

        monkeypatch.setattr(Doorstep, "_going_on", fail)
        assert keeper.post(URL, data=TAPS).status_code == 303
        assert taken == [True]
        assert [day for _row, _entry, day in told(app)] == [(NOW.date(), 1, 2, 0)]

    @pytest.mark.parametrize(
        "change", [{"enabled": False}, {"stay_minutes": 5}, {"warn_above": 1}, {"refuse_above": 4}]
    )
    def test_a_room_that_was_changed_after_the_look_is_looked_at_again(
        self, app, keeper, taken, monkeypatch, change
    ):
        keep = quick._keep

        def change_first(*facts):
            with acting(app):
                for name, value in change.items():
                    setattr(room(), name, value)
            return keep(*facts)

        monkeypatch.setattr(quick, "_keep", change_first)
        assert keeper.post(URL, data=TAPS).status_code == (422 if "enabled" in change else 303)
        assert taken == [False]

    @pytest.mark.parametrize(("came", "taken_there"), [("today", False), ("gone", True)])
    def test_where_more_came_today_than_it_holds_those_who_left_do_not_count(
        self, app, keeper, taken, came, taken_there
    ):
        for number in range(2):
            keeper.post(URL, data=TAPS | {"heads": "1", "token": f"{number}"})
        with acting(app):
            if came == "gone":
                services.emptied(room())
        with time_machine.travel(NOW + timedelta(seconds=1), tick=False):
            keeper.post(URL, data=TAPS)
        assert taken == [True, True, taken_there]


class TestWhoMay:
    def test_without_the_token_against_forgery_it_is_refused(self, app, keeper, taken):
        assert keeper.post(URL, data=TAPS, csrf=False).status_code == 400
        assert taken == []

    def test_a_reader_records_nothing(self, app, taken):
        assert client_of(app, "reader").post(URL, data=TAPS).status_code == 403
        assert taken == [False]

    @pytest.mark.parametrize(
        ("change", "leads_to"),
        [
            (lambda: update(SignIn).values(ended_at=now()), "/sign-in"),
            (lambda: update(SignIn).values(expires_at=now() - timedelta(seconds=1)), "/sign-in"),
            (lambda: update(User).values(active=False), "/sign-in"),
            (lambda: update(User).values(must_change_password=True), "/me/password"),
            (lambda: update(Membership).values(active=False), "/"),
            (lambda: update(Village).values(active=False), "/"),
        ],
        ids=[
            "signed out",
            "expired",
            "account closed",
            "password to change",
            "no longer there",
            "village closed",
        ],
    )
    def test_who_may_no_longer_is_sent_where_the_gate_sends_them(self, app, keeper, taken, change, leads_to):
        with app.app_context():
            db.session.execute(change(), execution_options={"hub_audit": "试"})
            db.session.commit()
        answer = keeper.post(URL, data=TAPS)
        assert answer.status_code == 302
        assert leads_to in answer.location
        assert True not in taken
        with app.app_context():
            assert (
                db.session.connection().execute(select(func.count()).select_from(Visit.__table__)).scalar()
                == 0
            )

    def test_a_right_that_was_withdrawn_is_gone_at_the_next_tap(self, app, keeper, taken):
        keeper.post(URL, data=TAPS | {"heads": "1"})
        with app.app_context():
            for values in ({"rooms": "workshop"}, {"role": "reader"}):
                db.session.execute(update(Membership).values(**values), execution_options={"hub_audit": "试"})
                db.session.commit()
                assert keeper.post(URL, data=TAPS | {"token": "later"}).status_code in (403, 422)
        assert taken == [True, False, False]
        assert len(told(app)) == 1

    def test_a_cookie_that_was_kept_when_its_owner_signed_out_is_dead(self, app, keeper, taken):
        keeper.get(URL)
        kept = keeper.get_cookie("village_hub").value
        keeper.post("/sign-out")
        keeper.set_cookie("village_hub", kept)
        answer = keeper.post(URL, data=TAPS)
        assert (answer.status_code, answer.location) == (302, "/sign-in")
        assert taken == [False]
        assert told(app) == []

    def test_a_confidential_room_is_recorded_in_by_its_keepers_the_ordinary_way(self, app, keeper, taken):
        there = TAPS | {"room": "quiet_room"}
        assert keeper.post(URL, data=there).status_code == 422
        assert client_of(app, "secretary").post(URL, data=there).status_code == 422
        assert client_of(app, "quiet").post(URL, data=there).status_code == 303
        assert taken == [False] * 3

    def test_a_room_of_another_village_is_none_here(self, app, keeper, taken):
        """It has a workshop; here is none any more."""
        with acting(app):
            db.session.delete(room("workshop"))
        assert keeper.post(URL, data=TAPS | {"room": "workshop"}).status_code == 422
        assert taken == [False]
        with acting(app, village_id=2):
            assert db.session.scalars(select(Visit)).all() == []

    def test_who_went_to_another_village_meanwhile_is_asked_again(self, app, taken):
        with app.app_context():
            user = db.session.scalars(select(User).where(User.username == "keeper")).one()
            db.session.add(Membership(user_id=user.id, village_id=2, role="keeper", rooms="front_desk"))
            db.session.commit()
        keeper = client_of(app, "keeper")
        page = keeper.get(URL).text
        old = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        assert keeper.post("/switch-village", data={"village_id": "2"}).status_code in (302, 303)
        assert keeper.post(URL, data=TAPS | {"csrf_token": old}, csrf=False).status_code == 400
        assert taken == []

    def test_a_room_that_is_off_records_nothing(self, app, keeper, taken):
        with acting(app):
            room().enabled = False
        assert keeper.post(URL, data=TAPS).status_code == 422
        assert taken == [False]

    def test_a_visit_belongs_to_the_village_of_the_sign_in(self, app, keeper):
        keeper.post(URL, data=TAPS)
        assert [row["village_id"] for row, _entry, _day in told(app)] == [PLACE]
        with acting(app, village_id=2):
            assert db.session.scalars(select(Visit)).all() == []


class TestManyAtOnce:
    THREADS = 8

    def send(self, app, token: str, meanwhile: AbstractContextManager[None] = AT_ONCE) -> None:
        clients = [client_of(app, "keeper") for _ in range(self.THREADS)]
        for client in clients:
            client.get(URL)  # for the token against forgery
        start = threading.Barrier(self.THREADS)

        def post(number: int) -> int:
            start.wait()
            data = TAPS | {"heads": "1", "token": token.format(number)}
            return clients[number].post(URL, data=data).status_code

        with ThreadPoolExecutor(self.THREADS) as pool:
            with meanwhile:
                answers = pool.map(post, range(self.THREADS))
            list(answers)

    @contextmanager
    def nobody_counts(self, app) -> Iterator[None]:
        """Inside, the day's total is held: who has looked and written waits there, who keeps the lock's order behind
        them, until all wait."""
        with acting(app):
            day = VisitDay(room_id=room().id, day=NOW.date())
            db.session.add(day)
            db.session.commit()
            number = day.id
        with app.app_context(), db.engine.connect() as holding, db.engine.connect() as watching:
            holding.execute(text("SELECT set_config('app.village_id', :id, true)"), {"id": str(PLACE)})
            holding.execute(
                select(VisitDay.__table__).where(VisitDay.__table__.c.id == number).with_for_update()
            )
            yield
            until = time.monotonic() + 20
            while watching.execute(self.WAITING).scalar_one() < self.THREADS and time.monotonic() < until:
                watching.rollback()
            holding.rollback()

    WAITING = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )

    def test_a_room_for_three_without_a_word_never_holds_four(self, app, taken):
        self.send(app, "tap {}")
        assert sum(taken) == 3  # where it warns begins the ordinary way
        rows = told(app)
        assert len(rows) == 5
        assert rows[0][2][1:3] == (5, 5)

    @pytest.mark.backends("postgresql")
    def test_nor_when_all_come_at_the_same_instant(self, app, taken):
        self.send(app, "tap {}", self.nobody_counts(app))
        assert sum(taken) == 3
        assert len(told(app)) == 5

    @pytest.mark.backends("postgresql")
    def test_without_the_lock_it_would(self, app, taken, monkeypatch):
        monkeypatch.setattr(crowd, "held", lambda _database: [])
        monkeypatch.setattr(quick, "_ALL_OF_IT", Ready(quick._all_of_it))
        self.send(app, "tap {}", self.nobody_counts(app))
        assert sum(taken) > 5

    @pytest.mark.backends("sqlite")
    def test_what_fails_for_one_is_made_good_for_all_who_were_written_with_it(self, app, monkeypatch):
        write, failed = quick._write, []

        def fail(held: Line, values: dict[str, object]) -> int | None:
            number = write(held, values)
            if values["token"] == "tap 3":
                failed.append(number)
                raise ZeroDivisionError
            return number

        monkeypatch.setattr(quick, "_write", fail)
        self.send(app, "tap {}")
        assert len(failed) == 1
        rows = told(app)
        assert len(rows) == 5
        assert rows[0][2][1:3] == (5, 5)

    def test_a_form_sent_many_times_counts_once(self, app):
        self.send(app, "the same")
        assert len(told(app)) == 1
