"""Every hook has its effect: a room that answers it is built, enabled and used."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import inspect

from hub.centre.models import Room
from hub.centre.situation import in_village
from hub.kernel import migrate
from hub.kernel.database import db
from hub.kernel.here import here
from hub.kernel.state import the_hub
from hub.privacy.retention import run_retention
from hub.visits import services as visits
from tests.harness.people import Client, a_village, signed_in
from tests.kernel.test_manifest import GOOD, write_room

HEAD = "from hub.room import *\nfrom hub.room import _, _l, hookimpl\nfrom sqlalchemy.orm import *\n"
MODELS = """
class Base(RoomTables, DeclarativeBase):
    room = "bee_room"

class Hive(Base):
    name: Mapped[str]
    visit_id: Mapped[int | None] = mapped_column()
    __table_args__ = (reference("visit_id", to=Visit),)

@hookimpl
def models():
    return Base
"""


def secretary_of(app: Flask, *rooms: str) -> Client:
    """A village with these rooms, and its secretary signed in."""
    return signed_in(app, a_village(app, rooms=rooms), "secretary")


@pytest.fixture
def bee_room(tmp_path: Path, make_app: Callable[..., Flask]) -> Callable[[str], Flask]:
    """An app whose only room answers the given hooks and has these templates; its tables are made."""

    def build(hooks: str, *, models: bool = False, **templates: str) -> Flask:
        parent = tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms"
        folder = write_room(parent, "bee_room", GOOD)
        (folder / "__init__.py").touch()
        (folder / "hooks.py").write_text(HEAD + (MODELS if models else "") + dedent(hooks), "utf-8")
        for name, text in templates.items():
            template = folder / "templates" / "bee_room" / f"{name}.html"
            template.parent.mkdir(parents=True, exist_ok=True)
            template.write_text(text, "utf-8")
        app = make_app(rooms_dirs=[parent], check_schema=False)
        if models:
            with (
                app.app_context(),
                migrate.migrating(app.extensions["hub"].settings, migrate.parts(app)[1]) as owner,
            ):
                migrate.parts(app)[1].metadata.create_all(owner)
        return app

    return build


def told(app: Flask) -> list[str]:
    """What the room's event hooks wrote down."""
    module = app.extensions["hub"].rooms.plugins.get_plugin("bee_room")
    heard: list[str] = module.heard
    return heard


class TestDeclarations:
    def test_models(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("", models=True)
        with app.app_context():
            assert "bee_room__hive" in inspect(db.engine).get_table_names()

    def test_admin_views(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room(
            """
            class HiveView(RecordsView):
                model = Hive
                slug = "hives"
                title = _l("蜂箱")
                singular = _l("蜂箱")
                permission = "view"
                columns = (Column("name", _l("名称"), Hive.name, kind="main"),)
                order = "name"

            @hookimpl
            def admin_views():
                return [HiveView]
            """,
            models=True,
        )
        assert "蜂箱" in secretary_of(app, "bee_room").get("/rooms/bee_room/hives/").text

    def test_pages(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            board = Pages()

            @board.get("board", permission="view")
            def show():
                return "蜂箱一览"

            @hookimpl
            def pages():
                return [board]
            """)
        assert secretary_of(app, "bee_room").get("/rooms/bee_room/board").text == "蜂箱一览"
        assert secretary_of(app).get("/rooms/bee_room/board").status_code == 404

    def test_quick_actions(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            board = Pages()

            @board.get("board", permission="view")
            def show():
                return ""

            @hookimpl
            def pages():
                return [board]

            @hookimpl
            def quick_actions():
                return [QuickAction(_l("看蜂箱"), page="board", permission="view")]
            """)
        assert "看蜂箱" in secretary_of(app, "bee_room").get("/rooms/bee_room/").text

    def test_visit_kinds(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def visit_kinds():
                return [VisitKind("buy", _l("买蜜"))]
            """)
        assert "买蜜" in secretary_of(app, "bee_room").get("/visits/record?room=bee_room").text

    def test_visit_log(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room(
            """
            @hookimpl
            def visit_log():
                return VisitLog(Hive, [Column("hive", _l("蜂箱名"), Hive.name)])
            """,
            models=True,
        )
        village = a_village(app, rooms=["bee_room"])
        with in_village(app, village):
            visits.record(here.room("bee_room"), 2)
        assert "蜂箱名" in signed_in(app, village).get("/rooms/bee_room/visits/").text

    def test_report_rows(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def report_rows():
                return [ReportRow("honey", _l("产蜜量"), _l("公斤"), lambda period: 4217)]
            """)
        assert "4217" in secretary_of(app, "bee_room").get("/month").text.replace(",", "")

    def test_indicator_facts(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def indicator_facts():
                return [IndicatorFact("service_due", lambda period: Share(7, 9))]
            """)
        assert "7/9" in secretary_of(app, "bee_room").get("/").text.replace(" ", "")

    def test_todo_items(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def todo_items():
                hive = Todo(_l("今天"), "给三号箱换盖", "养蜂室", "/", _l("去办"))
                return [TodoSource("view", lambda: [hive])]
            """)
        assert "给三号箱换盖" in secretary_of(app, "bee_room").get("/").text
        assert "给三号箱换盖" not in secretary_of(app).get("/").text

    def test_card_line(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def card_line():
                return CardLine(lambda: "十二箱蜂")
            """)
        assert "十二箱蜂" in secretary_of(app, "bee_room").get("/").text

    def test_search(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def search():
                hits = [Hit("三号箱", "养蜂室", "/a"), Hit("四号箱", "养蜂室", "/b")]
                return [SearchSource(_l("蜂箱"), "view", lambda words, most: hits)]
            """)
        assert "三号箱" in secretary_of(app, "bee_room").get("/search?q=箱").text

    def test_personal_data(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room(
            """
            @hookimpl
            def personal_data():
                return [PersonalData(Hive, ("name",), _l("认领蜂箱"), _l("一年"), lambda id: [], lambda id: 0)]
            """,
            models=True,
        )
        assert "认领蜂箱" in secretary_of(app, "bee_room").get("/privacy/").text

    def test_retention(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def retention():
                return [Retention(_l("忘掉认领人"), _l("一年"), lambda: 3)]
            """)
        a_village(app, rooms=["bee_room"])
        assert [outcome.rows for outcome in run_retention(app) if outcome.rule == "忘掉认领人"] == [3]

    def test_import_sheets(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room(
            """
            def take(rows):
                hives = [Hive(name=row["name"]) for row in rows]
                db.session.add_all(hives)
                return hives

            @hookimpl
            def import_sheets():
                column = SheetColumn("name", _l("名称"), required=True)
                return [ImportSheet("hives", _l("蜂箱名单"), "record", [column], take)]
            """,
            models=True,
        )
        secretary = secretary_of(app, "bee_room")
        sent = {"file": (BytesIO("名称\n甲\n乙\n".encode()), "蜂箱.csv")}
        looked_at = secretary.post("/imports/new/bee_room.hives", data=sent).location
        assert "2 行可以导入" in secretary.get(looked_at).text
        assert secretary.post(looked_at + "/take").status_code == 303
        with in_village(app, 1):
            hive = app.extensions["hub"].rooms.plugins.get_plugin("bee_room").Hive
            assert {one.name for one in db.session.query(hive)} == {"甲", "乙"}
        assert secretary_of(app).get("/imports/new/bee_room.hives").status_code == 404

    def test_public_notices(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def public_notices():
                return [PublicNotice("events", lambda: [NoticeLine("割蜜", "带上罐子"), NoticeLine("找 13900001111")])]
            """)
        secretary = secretary_of(app, "bee_room")
        secretary.post("/settings/notice/open")
        address = re.search(r"/centre/[0-9A-Z]+", secretary.get("/settings/notice").text)
        assert address
        page = app.test_client().get(address[0]).text
        assert "割蜜" in page
        assert "13900001111" not in page

    def test_commands(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            import click

            @click.command("count")
            def count_hives():
                click.echo("12")

            @hookimpl
            def commands():
                return [count_hives]
            """)
        room = app.extensions["hub"].rooms.get("bee_room")
        assert [command.name for command in room.declared.commands] == ["count"]

    def test_demo_data(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            heard = []

            @hookimpl
            def demo_data():
                return heard.append
            """)
        demo = SimpleNamespace()
        app.extensions["hub"].rooms.get("bee_room").declared.demo_data(demo)
        assert told(app) == [demo]


LISTENER = """
heard = []

@hookimpl
def {event}({fact}):
    heard.append({fact}.{said})
"""


class TestEvents:
    @pytest.fixture
    def listening(self, bee_room: Callable[..., Flask]) -> Callable[[str, str, str], tuple[Flask, int]]:
        def build(event: str, fact: str, said: str) -> tuple[Flask, int]:
            app = bee_room(LISTENER.format(event=event, fact=fact, said=said))
            return app, a_village(app, rooms=["bee_room"])

        return build

    def test_visit_recorded(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        app, village = listening("visit_recorded", "visit", "heads")
        assert (
            signed_in(app, village)
            .post("/visits/record", data={"room": "bee_room", "heads": "3"})
            .status_code
            < 400
        )
        assert told(app) == [3]

    def test_visit_undone(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        app, village = listening("visit_undone", "visit", "heads")
        with in_village(app, village):
            visit = visits.record(here.room("bee_room"), 2)
            visits.undo(visit.id)
        assert told(app) == [2]

    def test_points_posted(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        from hub.people.services import create_resident
        from hub.points.services import earn

        app, village = listening("points_posted", "entry", "amount")
        with in_village(app, village):
            earn(create_resident("王小明").id, 5, text="义务清雪", source=("test.deed", 1))
        assert told(app) == [5]

    def test_month_locked(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        from hub.reports.locking import lock_month
        from hub.reports.months import Month

        app, village = listening("month_locked", "lock", "month")
        with in_village(app, village):
            before = Month.present().before
            lock_month(before)
            lock_month(before)  # locked already: nothing happens
        assert told(app) == [before.name]

    def test_room_enabled(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        from hub.centre.rooms import disable_room, enable_room

        app, village = listening("room_enabled", "room", "key")
        with in_village(app, village):
            disable_room("bee_room")
            enable_room("bee_room")
        assert told(app) == ["bee_room"]

    def test_room_disabled(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        from hub.centre.rooms import disable_room

        app, village = listening("room_disabled", "room", "key")
        with in_village(app, village):
            disable_room("bee_room")
        assert told(app) == ["bee_room"]

    def test_residents_merged(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        from hub.people.merging import merge
        from hub.people.models import Resident

        app, village = listening("residents_merged", "kept", "name")
        with in_village(app, village):
            both = [Resident(name="张三丰"), Resident(name="张三峰")]
            db.session.add_all(both)
            db.session.flush()
            merge(*both)
        assert told(app) == ["张三丰"]

    def test_a_room_that_is_off_is_not_told(self, listening: Callable[..., tuple[Flask, int]]) -> None:
        app, _village = listening("visit_recorded", "visit", "heads")
        with in_village(app, a_village(app, "乙村")):
            the_hub().events.tell("visit_recorded", visit=SimpleNamespace(heads=1))
        assert told(app) == []

    def test_one_that_fails_is_undone_alone_and_counted(self, bee_room: Callable[..., Flask]) -> None:
        app = bee_room("""
            @hookimpl
            def visit_recorded(visit):
                db.session.add(Room(key="stray", name="x", icon="x"))
                db.session.flush()
                raise ValueError("no")
            """)
        with in_village(app, a_village(app, rooms=["bee_room"])):
            db.session.add(Room(key="kept", name="x", icon="x"))
            the_hub().events.tell("visit_recorded", visit=None)
            assert the_hub().events.failures["bee_room", "visit_recorded"] == 1
            names = {room.key for room in db.session.query(Room)}
        assert names == {"bee_room", "kept"}
