"""A room may fail in any way a room can: it is set aside at start, or its failure stays its own. The others work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from flask import Flask
from sqlalchemy import create_engine, inspect
from sqlalchemy.pool import NullPool

from hub.backup.files import copies
from hub.centre.situation import in_village
from hub.kernel.hookspecs import Declarations
from hub.kernel.loader import ASKED_LATER
from hub.people.services import create_resident
from hub.privacy.retention import run_retention
from hub.settings import Settings
from tests.cli.conftest import hub
from tests.faults.place import counted
from tests.harness.databases import Database
from tests.harness.people import a_village, signed_in
from tests.kernel import test_hooks
from tests.kernel.test_hooks import HEAD, bee_room
from tests.kernel.test_manifest import GOOD, write_room

__all__ = ["bee_room", "hub"]
HOOKS = sorted(name for name in vars(Declarations) if not name.startswith("_"))


def write(parent: Path, id: str, hooks: str = "", **files: str) -> Path:
    """A room as files; `files` are named with `__` for a folder."""
    folder = write_room(parent, id, GOOD)
    (folder / "__init__.py").touch()
    if hooks:
        (folder / "hooks.py").write_text(HEAD + dedent(hooks), "utf-8")
    for name, text in files.items():
        file = folder / name.replace("__", "/", 1)
        file.parent.mkdir(exist_ok=True)
        file.write_text(dedent(text), "utf-8")
    return folder


@pytest.fixture
def parent(tmp_path: Path) -> Path:
    folder = tmp_path / f"{tmp_path.name.replace('-', '_')}_rooms"
    folder.mkdir()
    return folder


@pytest.mark.backends("sqlite")
def test_rooms_that_fail_at_start_are_set_aside_and_the_others_open(
    parent: Path, make_app: Callable[..., Flask]
) -> None:
    """One room for each hook, that raises in it; and some that do not get so far."""
    write(parent, "sound_room")
    for hook in HOOKS:
        write(parent, f"room_{hook}", f"@hookimpl\ndef {hook}():\n    raise ValueError('no')\n")
    write(parent, "room_import", "1 / 0")
    write(parent, "room_exit", "raise SystemExit(3)")
    write(parent, "room_recursion", "def f(): return f()\nf()")
    write(parent, "room_syntax", "def (")
    (write_room(parent, "room_bytes", GOOD) / "hooks.py").write_bytes(b"\xff\xfe\0")
    (write_room(parent, "room_manifest", GOOD) / "room.toml").write_bytes(b"\xff\0 = [")
    app = make_app(rooms_dirs=[parent], strict=False)
    rooms = app.extensions["hub"].rooms
    # What a demo is filled with is read in when one is made, and fails then.
    assert [room.id for room in rooms.loaded] == ["room_demo_data", "sound_room"]
    with pytest.raises(ValueError, match="no"):
        rooms.get("room_demo_data").declared.demo_data(None)
    assert {room.id for room in rooms if room.state == "quarantined" and room.reason} == {
        "room_import", "room_exit", "room_recursion", "room_syntax", "room_bytes", "room_manifest",
        *(f"room_{hook}" for hook in HOOKS if hook not in ASKED_LATER),
    }  # fmt: skip
    secretary = signed_in(app, a_village(app, rooms=["sound_room", "room_import"]))
    for address in ("/", "/rooms", "/month", "/search?q=蜂", "/rooms/sound_room/", "/visits/record", "/me"):
        assert secretary.get(address).status_code == 200, address
    assert secretary.get("/rooms/room_import/").status_code == 404


CONTAINED = """
def fail(*_args):
    db.session.add(Hive(name="x", visit_id=-1))
    db.session.flush()
    raise ValueError("no")

@hookimpl
def visit_log(): return VisitLog(Hive, [Column("hive", _l("蜂箱名"), Hive.name, show=fail)])
@hookimpl
def report_rows(): return [ReportRow("honey", _l("产蜜量"), _l("公斤"), {fault})]
@hookimpl
def indicator_facts(): return [IndicatorFact("service_due", {fault})]
@hookimpl
def todo_items(): return [TodoSource("view", {fault})]
@hookimpl
def card_line(): return CardLine({fault})
@hookimpl
def search(): return [SearchSource(_l("蜂箱"), "view", {fault})]
@hookimpl
def personal_data(): return [PersonalData(Hive, ("name",), _l("认领"), _l("一年"), {fault}, lambda id: 0)]
@hookimpl
def retention(): return [Retention(_l("忘掉认领人"), _l("一年"), fail)]
@hookimpl
def visit_recorded(visit): ({fault})()
"""
FAULTS = {
    "an exception": "fail",
    "a wrong answer": "lambda *_a: [object()]",
    "a wrong number": "lambda *_a: float('nan')",
    "a text that fails": "lambda *_a: _l('%(missing)s', wrong=1)",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_what_fails_on_pages_of_all_is_said_there_and_hides_nothing_else(
    bee_room: Callable[..., Flask], fault: str
) -> None:
    app = bee_room(CONTAINED.format(fault=fault), models=True)
    village = a_village(app, rooms=["bee_room"])
    with in_village(app, village):
        resident = create_resident("王小明").id
    secretary = signed_in(app, village)
    kept = secretary.post("/visits/record", data={"room": "bee_room", "heads": "3"})
    assert kept.status_code == 303
    assert counted(app, village) == (1, 3, 3)
    addresses = (
        "/", "/todo", "/rooms", "/month", "/search?q=王小明", "/rooms/bee_room/", "/rooms/bee_room/?tab=month",
        f"/people/{resident}", "/privacy/", f"/privacy/residents/{resident}/", "/visit-log/",
    )  # fmt: skip
    answers = {address: secretary.get(address) for address in addresses}
    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(
        addresses, 200
    )
    assert "暂时读不到" in answers["/"].text
    assert "王小明" in answers["/search?q=王小明"].text
    failed = [outcome.rule for outcome in run_retention(app) if outcome.problem]
    assert failed == ["忘掉认领人"]
    with in_village(app, village):
        from hub.kernel.database import db

        [hives] = db.session.execute(db.select(db.func.count(_hive(app).id))).one()
    assert hives == 0


def _hive(app: Flask) -> type:
    return app.extensions["hub"].rooms.plugins.get_plugin("bee_room").Hive


OWN_PAGES = """
def fail(*_args):
    raise ValueError("no")

class HiveView(RecordsView):
    model = Hive
    slug = "hives"
    title = _l("蜂箱")
    singular = _l("蜂箱")
    permission = "view"
    edit_permission = "manage"
    can_create = True
    form_columns = ("name",)
    columns = (Column("name", _l("名称"), Hive.name, kind="main", show=fail),)
    order = "name"

    def before_save(self, record, is_created):
        fail()

class Empty(Form):
    pass

board = Pages()

@board.get("view", permission="view")
def view():
    fail()

@board.get("template", permission="view", template="bee_room/broken.html")
def template():
    return {}

@board.get("missing", permission="view", template="bee_room/missing.html")
def missing():
    return {}

@board.get("nothing", permission="view")
def nothing():
    return None

@board.action("deed", form=Empty, permission="view", title=_l("做"), submit=_l("做"))
def deed(form):
    db.session.add(Hive(name="x"))
    fail()

@board.action("prepared", form=Empty, permission="view", title=_l("做"), submit=_l("做"), prepare=fail)
def prepared(form):
    pass

@board.post("button", permission="view")
def button():
    fail()

@hookimpl
def pages(): return [board]
@hookimpl
def admin_views(): return [HiveView]
"""


def test_a_page_of_its_own_that_fails_answers_in_words_and_the_rest_of_the_hub_works(
    bee_room: Callable[..., Flask],
) -> None:
    app = bee_room(OWN_PAGES, models=True, broken="{{ 1 / 0 }}")
    village = a_village(app, rooms=["bee_room"])
    with in_village(app, village):
        from hub.kernel.database import db

        db.session.add(_hive(app)(name="一号箱"))
    secretary = signed_in(app, village)
    asked = [
        ("GET", "view"), ("GET", "template"), ("GET", "missing"), ("GET", "nothing"), ("POST", "deed"),
        ("GET", "prepared"), ("POST", "button"), ("POST", "hives/new/"),
    ]  # fmt: skip
    for method, page in asked:
        answer = secretary.open(f"/rooms/bee_room/{page}", method=method, data={"name": "二号箱"})
        assert answer.status_code == 500, page
        assert "系统出了点问题" in answer.text, page
        assert "事件编号" in answer.text, page
        assert "Traceback" not in answer.text, page
        assert secretary.get("/").status_code == 200
    for page in ("hives/", ""):  # of a list only the cell is missing
        assert secretary.get(f"/rooms/bee_room/{page}").status_code == 200
    assert secretary.post("/visits/record", data={"room": "bee_room", "heads": "3"}).status_code == 303
    with in_village(app, village):
        assert [row.name for row in db.session.scalars(db.select(_hive(app)))] == ["一号箱"]


FIRST = """
    import sqlalchemy as sa
    from alembic import op
    revision = "0001"
    down_revision = None
    def upgrade():
        op.create_table("bee_room__hive", sa.Column("id", sa.Integer, primary_key=True))
        {then}
    """


def tables(database: Database, settings: Settings) -> set[str]:
    engine = create_engine(database.owner_url or settings.database, poolclass=NullPool)
    try:
        return {name for name in inspect(engine).get_table_names() if "bee_room" in name}
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    "then", ["1 / 0", "op.execute('INSERT INTO nowhere VALUES (1)')", "raise SystemExit"]
)
def test_a_migration_that_fails_half_way_leaves_nothing_and_no_copy_at_each_start(
    parent: Path, hub: Callable, database: Database, settings: Settings, then: str
) -> None:
    write(parent, "ant_room")
    room = write(parent, "bee_room", test_hooks.MODELS, migrations__0001_first=FIRST.format(then=then))
    first = room / "migrations" / "0001_first.py"
    (room / "migrations" / "0001_first").rename(first)
    given = {"HUB_ROOMS_DIRS": f'["{parent}"]'}
    for _start in range(3):
        result = hub("upgrade", **given)
        assert result.exit_code == 1
        assert "bee_room" in result.output
    assert copies(settings) == []
    assert {name for name in tables(database, settings) if "alembic" not in name} == set()

    mended = FIRST.format(then="pass")
    first.write_text(dedent(mended), "utf-8")
    assert hub("upgrade", **given).exit_code == 0
    assert len(copies(settings)) == 1
    assert "bee_room__hive" in tables(database, settings)
