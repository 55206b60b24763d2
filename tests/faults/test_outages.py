"""When the machine fails: a sentence with the next step, what was typed is still there, and nothing is lost."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from hub.accounts.models import User
from hub.backup.files import copies
from hub.backup.making import make_copy
from hub.backup.problems import BackupFailed
from hub.centre.situation import in_village
from hub.kernel.database import db
from hub.people.models import Resident
from hub.settings import Settings
from tests.browser.reading import ReadPage
from tests.faults.place import (
    ROOM,
    counted,
    full_disk,
    gone,
    no_space,
    read_only,
    small_files,
    throw_out,
    with_pragmas,
)
from tests.harness.databases import Database
from tests.harness.people import Client, a_village, signed_in
from tests.kernel.test_hooks import bee_room

__all__ = ["bee_room"]
PURPOSE = "问\"养老'金<b>怎么交"
VISIT = {"room": ROOM, "heads": "2", "purpose": PURPOSE, "token": "once", "override_reason": "过节"}


@pytest.fixture
def village(app: Flask) -> int:
    return a_village(app, rooms=[ROOM])


@pytest.fixture
def secretary(app: Flask, village: int) -> Client:
    return signed_in(app, village)


def send_again(client: Client, page: str):
    """Press the page's button 再提交一次, as it stands there."""
    [form] = [form for form in ReadPage(page).forms if form.method == "post"]
    sent = {control.name: control.value for control in form.controls}
    return client.post(form.action, data=sent, csrf=False, headers={"Referer": "http://localhost/"})


class TestAFullDisk:
    def test_what_was_sent_is_on_the_page_and_sent_once_more_it_is_kept_once(
        self, app: Flask, database: Database, village: int, secretary: Client
    ) -> None:
        assert secretary.post("/visits/record", data=VISIT | {"token": "before"}).status_code == 303
        with full_disk(app, database):
            # What the database has set aside already may still be used up.
            answers = [secretary.post("/visits/record", data=VISIT | {"token": f"t{n}"}) for n in range(60)]
            answer = answers[-1]
            assert answer.status_code == 507, answer.text
            assert "磁盘满了" in answer.text
            assert "腾出磁盘空间" in answer.text
            assert PURPOSE not in answer.text
            assert secretary.get("/").status_code == 200  # looking goes on
        kept = 1 + sum(answer.status_code == 303 for answer in answers)
        assert counted(app, village) == (kept, 2 * kept, 2 * kept)
        for _twice in range(2):
            assert send_again(secretary, answer.text).status_code == 303
        assert counted(app, village) == (kept + 1, 2 * kept + 2, 2 * kept + 2)

    @pytest.mark.parametrize(
        ("address", "data"),
        [
            ("/people/new", {"name": "艾力·买买提", "note": "字" * 200}),
            ("/equipment/new/", {"name": "书架", "quantity": "3", "condition": "good", "note": "字" * 200}),
        ],
    )
    def test_so_it_is_with_every_form(
        self, app: Flask, database: Database, village: int, secretary: Client, address: str, data: dict
    ) -> None:
        page = ReadPage(secretary.get(address).text)
        sound = {
            control.name: next(filter(None, [control.value, *control.options[-1:]]), "")
            for form in page.forms
            for control in form.controls
            if form.method == "post" and form.asks
        }
        sound |= {name: value for name, value in data.items() if name in sound}
        with full_disk(app, database):
            for n in range(60):
                answer = secretary.post(address, data=sound | {"name": f"{sound['name']}{chr(0x4E00 + n)}"})
                if answer.status_code != 303:
                    break
            assert answer.status_code == 507, answer.text
        assert send_again(secretary, answer.text).status_code == 303

    def test_it_is_said_in_the_users_own_language(
        self, app: Flask, database: Database, secretary: Client
    ) -> None:
        with app.app_context():
            everybody = update(User).values(lang="en").execution_options(hub_audit="test")
            db.session.execute(everybody)
            db.session.commit()
        with read_only(app, database):
            answer = secretary.post("/visits/record", data=VISIT)
        assert answer.status_code == 503
        assert 'lang="en"' in answer.text
        assert "folder" in answer.text

    def test_a_password_is_not_put_on_a_page(self, app: Flask, database: Database) -> None:
        with read_only(app, database):
            sent = {"username": "nobody", "password": "horse-battery"}
            answer = Client(app, app.response_class).post("/sign-in", data=sent)
            assert answer.status_code in (422, 503)
            assert "horse-battery" not in answer.text

    @pytest.mark.backends("sqlite")
    @pytest.mark.parametrize(
        ("makes_light", "said"),
        [("except Exception", {503, 507}), ("finally", {507})],
        ids=["caught", "passed on"],
    )
    def test_a_room_that_fills_it_does_not_make_a_visit_look_kept(
        self, bee_room: Callable[..., Flask], database: Database, makes_light: str, said: set[int]
    ) -> None:
        """SQLite ends the transaction by itself; whoever went on after it would commit nothing."""
        app = bee_room(f"""
            @hookimpl
            def visit_recorded(visit):
                try:
                    visit.room.purpose = "蜂" * 900_000
                    db.session.flush()
                {makes_light}:
                    pass
            """)
        village = a_village(app, rooms=["bee_room"])
        secretary = signed_in(app, village)
        with full_disk(app, database):
            answer = secretary.post("/visits/record", data={"room": "bee_room", "heads": "2"})
            assert answer.status_code in said
        assert counted(app, village) == (0, 0, 0)

    @pytest.mark.backends("sqlite")
    def test_nor_does_anybody_else_who_goes_on_after_it(self, app: Flask, village: int) -> None:
        with app.app_context():
            db.session.connection().connection.dbapi_connection.execute("ROLLBACK")
            with pytest.raises(OperationalError, match="by itself"):
                db.session.commit()

    def test_a_file_that_cannot_be_made_is_said_too(
        self, secretary: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tempfile, "TemporaryFile", no_space)
        answer = secretary.get("/visit-log/export/xlsx/")
        assert answer.status_code == 507

    def test_a_copy_that_does_not_fit_is_said_and_leaves_the_others(
        self, secretary: Client, settings: Settings, app: Flask
    ) -> None:
        with app.app_context():
            first = make_copy(settings)
            with small_files(), pytest.raises(BackupFailed, match="没有成功"):
                make_copy(settings)
        with small_files():
            answer = secretary.post("/backup/new", follow_redirects=True)
        assert answer.status_code == 200
        assert "没有成功" in answer.text
        assert [copy.file for copy in copies(settings)] == [first.file]
        left = {file.name for file in settings.backups.iterdir()}
        assert {name for name in left if not name.startswith(first.file.name.partition(".")[0])} <= {
            "backup.lock"
        }


class TestAFolderThatCannotBeWrittenTo:
    def test_it_is_said_and_everything_can_still_be_read(
        self, app: Flask, database: Database, village: int, secretary: Client
    ) -> None:
        with read_only(app, database):
            answer = secretary.post("/visits/record", data=VISIT)
            assert answer.status_code == 503
            assert "只能读" in answer.text
            assert secretary.get("/").status_code == 200
        assert send_again(secretary, answer.text).status_code == 303
        assert counted(app, village) == (1, 2, 2)

    def test_that_a_file_is_still_there_is_not_promised(
        self, app: Flask, database: Database, secretary: Client
    ) -> None:
        with read_only(app, database):
            sent = {"file": (io.BytesIO("姓名\n王小明\n".encode()), "名单.csv")}
            answer = secretary.post("/imports/new/residents", data=sent, content_type="multipart/form-data")
        assert answer.status_code == 503
        assert "只能读" in answer.text
        assert "再提交一次" not in answer.text


@pytest.mark.backends("sqlite")
def test_whoever_waits_too_long_is_told_so(
    app: Flask, database: Database, village: int, secretary: Client
) -> None:
    with with_pragmas(app, busy_timeout="50"), app.app_context():
        with db.engine.begin() as somebody_else:
            somebody_else.execute(sql("UPDATE village SET name = '乙村'"))
            answer = secretary.post("/visits/record", data=VISIT)
            assert secretary.get("/").status_code == 200
        assert answer.status_code == 503
        assert "没有轮到" in answer.text
    assert send_again(secretary, answer.text).status_code == 303
    assert counted(app, village) == (1, 2, 2)


@pytest.mark.backends("postgresql")
class TestADatabaseThatGoesAway:
    def test_it_is_said_and_when_it_is_back_nobody_signs_in_anew(
        self, app: Flask, database: Database, village: int, secretary: Client
    ) -> None:
        secretary.get("/")
        with gone(database):
            assert secretary.get("/healthz").status_code == 503
            assert "数据库暂时用不了" in secretary.get("/").text
            answer = secretary.post("/visits/record", data=VISIT)
            assert answer.status_code == 503
        assert secretary.get("/").status_code == 200
        assert send_again(secretary, answer.text).status_code == 303
        assert counted(app, village) == (1, 2, 2)

    @pytest.mark.parametrize(
        ("method", "address"), [("GET", "/"), ("POST", "/visits/record"), ("GET", "/visits/")]
    )
    def test_at_whatever_moment_it_goes(
        self, app: Flask, database: Database, village: int, secretary: Client, method: str, address: str
    ) -> None:
        """All its connections are cut before the first statement of an answer, then before the second, and so on."""
        asked, cut_before, kept = 0, 0, 0

        def cut(_cursor: object, *_statement: object) -> None:
            nonlocal asked
            asked += 1
            if asked == cut_before:
                throw_out(database)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "do_execute", cut)
        try:
            while asked >= cut_before and cut_before < 40:
                asked, cut_before = 0, cut_before + 1
                data = VISIT | {"token": f"t{cut_before}"} if method == "POST" else None
                answer = secretary.open(address, method=method, data=data, follow_redirects=method == "GET")
                assert answer.status_code in (200, 303, 503), (cut_before, answer.text)
                kept += answer.status_code == 303
        finally:
            event.remove(engine, "do_execute", cut)
        assert cut_before > 5
        assert answer.status_code in (200, 303)
        assert counted(app, village) == (kept, 2 * kept, 2 * kept)


class TestWhatIsLogged:
    @pytest.mark.backends("postgresql")
    def test_no_error_of_the_database_tells_what_was_typed(self, app: Flask, village: int) -> None:
        said = []
        with in_village(app, village):
            db.session.add(Resident(name="艾力·买买提", phone="1" * 500))
            with pytest.raises(Exception, match="value too long") as refused:
                db.session.flush()
            said.append(refused)
            db.session.rollback()
        for statement, value in (
            ("INSERT INTO village (id, name) VALUES (:value, '艾力·买买提')", village),
            ("SELECT CAST(:value AS integer)", "艾力·买买提"),
            ("SELECT CAST(:value AS date)", "艾力·买买提"),
        ):
            with app.app_context(), db.engine.connect() as connection:
                with pytest.raises(Exception, match="psycopg") as refused:
                    connection.execute(sql(statement), {"value": value})
                said.append(refused)
        for refused in said:
            words = f"{refused.value} {refused.value.orig} {refused.value.orig.args}"
            assert "psycopg" in str(refused.value)
            assert "艾力" not in words.partition("[SQL")[0]
            assert "111111" not in words
            assert "DETAIL" not in words


def test_what_is_searched_for_and_typed_stands_in_no_log(
    make_app: Callable[..., Flask], settings: Settings, village: int, tmp_path: Path
) -> None:
    from hub.kernel.logs import init_logs
    from hub.web import limiter

    app = make_app(testing=False, log_level="DEBUG")
    try:
        client = signed_in(app, village)
        client.get("/search?q=艾力·买买提")
        client.get("/people/new?name=艾力·买买提")
        sent = {"name": "艾力·买买提", "phone": "19900000317", "consent": "1"}
        client.post("/people/new", data=sent)
        client.post("/people/new", data={"name": "艾力·买买提", "phone": "19900000317"}, csrf=False)
        with app.app_context(), pytest.MonkeyPatch.context() as broken:
            broken.setattr("hub.people.services.create_resident", no_such)
            sent = {"name": "艾力·买买提", "phone": "19900000318", "another": "1", "consent": "1"}
            assert client.post("/people/new", data=sent).status_code == 500
            broken.setattr("hub.home.finding.search", no_such)
            assert client.get("/search?q=艾力·买买提").status_code == 500
    finally:
        limiter.reset()
        limiter.enabled = False
        init_logs(app, settings)
    log = (settings.home / "logs" / "hub.log").read_text("utf-8")
    assert "no such thing" in log
    assert "艾力" not in log
    assert "%E8%89%BE" not in log
    assert "19900000317" not in log
    with in_village(app, village):
        assert db.session.scalars(select(Resident.name)).all() == ["艾力·买买提"]


def no_such(*_args: object, **_kwargs: object) -> None:
    raise ValueError("no such thing")
