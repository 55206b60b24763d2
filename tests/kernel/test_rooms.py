"""Rooms as plugins: each loaded alone; one that fails is set aside with its reason, and the others work."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest
from flask import Flask
from sqlalchemy.orm import configure_mappers

from hub.kernel.loader import LoadedRoom, RoomFailed, Rooms
from hub.settings import Settings
from tests.kernel.test_manifest import GOOD, write_room

HOOKS = "from hub.room import *\nfrom hub.room import _, _l, hookimpl\n\n"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Rooms]:
    """Load rooms written as files: `load(bee_room="hooks…")`."""
    numbers = iter(range(1000))

    def write_and_load(
        *, strict: bool = False, safe_mode: bool = False, **rooms: str | tuple[str, str]
    ) -> Rooms:
        # A folder of its own each time: Python keeps imported packages by name.
        parent = tmp_path / f"{tmp_path.name.replace('-', '_')}_{next(numbers)}"
        parent.mkdir()
        for id, text in rooms.items():
            hooks, manifest = text if isinstance(text, tuple) else (text, GOOD)
            folder = write_room(parent, id, manifest)
            (folder / "__init__.py").write_text("")
            if hooks:
                (folder / "hooks.py").write_text(HOOKS + dedent(hooks))
        loaded = Rooms(strict=strict)
        loaded.load(Settings(home=tmp_path, rooms_dirs=[parent], safe_mode=safe_mode))
        return loaded

    return write_and_load


def the(rooms: Rooms, id: str) -> LoadedRoom:
    room = rooms.get(id)
    assert room
    return room


class TestLoading:
    def test_a_manifest_alone_is_a_room(self, load: Callable[..., Rooms]) -> None:
        assert the(load(bee_room=""), "bee_room").state == "loaded"

    def test_what_hooks_answer_is_collected_and_frozen(self, load: Callable[..., Rooms]) -> None:
        rooms = load(
            bee_room="""
            @hookimpl
            def visit_kinds():
                return [VisitKind("buy", "买蜜")]
            """
        )
        assert [kind.code for kind in the(rooms, "bee_room").declared.visit_kinds] == ["buy"]

    def test_safe_mode_loads_none(self, load: Callable[..., Rooms]) -> None:
        assert load(bee_room="", safe_mode=True).loaded == []


BROKEN = {
    "an exception while importing": "1 / 0",
    "a wrong import": "import no_such_module",
    "an exit while importing": "raise SystemExit(1)",
    "an exception in a hook": """
        @hookimpl
        def visit_kinds():
            raise ValueError("no")
        """,
    "a hook that is not one": """
        @hookimpl
        def no_such_hook():
            return []
        """,
    "an answer of the wrong type": """
        @hookimpl
        def visit_kinds():
            return ["buy"]
        """,
    "two kinds with one code": """
        @hookimpl
        def visit_kinds():
            return [VisitKind("a", "甲"), VisitKind("a", "乙")]
        """,
    "a permission that is nowhere": """
        @hookimpl
        def search():
            return [SearchSource("蜂", "fly", lambda words, most: [])]
        """,
    "a quick action without a page": """
        @hookimpl
        def quick_actions():
            return [QuickAction("卖", "sell", "view")]
        """,
    "models that are not a room's": """
        @hookimpl
        def models():
            return Room
        """,
    "a table under a foreign name": """
        from sqlalchemy.orm import DeclarativeBase, Mapped
        class Base(RoomTables, DeclarativeBase):
            room = "other_room"
        class Bee(Base):
            name: Mapped[str]
        @hookimpl
        def models():
            return Base
        """,
    "an exception after models were half made": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, relationship
        class Base(RoomTables, DeclarativeBase):
            room = "bee_room"
        class Bee(Base):
            hive: Mapped["Hive"] = relationship()
        1 / 0
        """,
    "a person that is not declared": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
        class Base(RoomTables, DeclarativeBase):
            room = "bee_room"
        class Bee(Base):
            keeper_id: Mapped[int] = mapped_column()
            __table_args__ = (reference("keeper_id", to=Resident),)
        @hookimpl
        def models():
            return Base
        """,
    "a relation to nothing": """
        from sqlalchemy.orm import DeclarativeBase, Mapped, relationship
        class Base(RoomTables, DeclarativeBase):
            room = "bee_room"
        class Bee(Base):
            hive: Mapped["Hive"] = relationship()
        @hookimpl
        def models():
            return Base
        """,
}


class TestQuarantine:
    @pytest.mark.parametrize("hooks", BROKEN.values(), ids=BROKEN.keys())
    def test_a_broken_room_is_set_aside_and_the_others_work(
        self, load: Callable[..., Rooms], hooks: str
    ) -> None:
        rooms = load(bee_room=hooks, ant_room="")
        assert the(rooms, "bee_room").state == "quarantined"
        assert the(rooms, "bee_room").reason
        assert the(rooms, "ant_room").state == "loaded"
        configure_mappers()

    def test_a_room_that_is_set_aside_later_can_be_loaded_again_by_another_app(
        self, load: Callable[..., Rooms], tmp_path: Path
    ) -> None:
        hooks = """
            from sqlalchemy.orm import DeclarativeBase, Mapped
            class Base(RoomTables, DeclarativeBase):
                room = "bee_room"
            class Bee(Base):
                name: Mapped[str]
            @hookimpl
            def models():
                return Base
            @hookimpl
            def visit_log():
                return VisitLog(Bee, [Bee.name])
            """
        rooms = load(bee_room=hooks)
        rooms.quarantine("bee_room", "migration failed")
        again = Rooms()
        again.load(Settings(home=tmp_path, rooms_dirs=[the(rooms, "bee_room").found.folder.parent]))
        assert the(again, "bee_room").state == "loaded", the(again, "bee_room").reason

    def test_in_strict_mode_it_stops_the_start(self, load: Callable[..., Rooms]) -> None:
        with pytest.raises(RoomFailed, match="bee_room"):
            load(bee_room="1 / 0", strict=True)

    def test_a_room_for_another_hub_is_set_aside(self, load: Callable[..., Rooms]) -> None:
        rooms = load(bee_room=("", GOOD.replace(">=0.1,<1", ">=7")))
        assert "needs a hub >=7" in the(rooms, "bee_room").reason

    def test_so_is_one_that_requires_a_missing_room(self, load: Callable[..., Rooms]) -> None:
        rooms = load(bee_room=("", GOOD + 'requires = ["flower_room"]'))
        assert "flower_room" in the(rooms, "bee_room").reason

    def test_and_one_that_requires_a_broken_room(self, load: Callable[..., Rooms]) -> None:
        rooms = load(ant_room="1 / 0", bee_room=("", GOOD + 'requires = ["ant_room"]'))
        assert "ant_room" in the(rooms, "bee_room").reason

    def test_and_those_that_wait_for_one_another(self, load: Callable[..., Rooms]) -> None:
        rooms = load(
            ant_room=("", GOOD + 'after = ["cat_room"]'),
            cat_room=("", GOOD + 'after = ["ant_room"]'),
            dog_room="",
        )
        assert [room.id for room in rooms.loaded] == ["dog_room"]

    def test_hooks_of_a_broken_room_are_never_called_again(self, load: Callable[..., Rooms]) -> None:
        rooms = load(
            bee_room="""
            @hookimpl
            def visit_recorded(visit):
                raise AssertionError
            @hookimpl
            def search():
                return [SearchSource("蜂", "fly", lambda words, most: [])]
            """
        )
        assert not rooms.plugins.hook.visit_recorded.get_hookimpls()


def test_every_room_of_the_repository_is_loaded(app: Flask) -> None:
    rooms = app.extensions["hub"].rooms
    assert {room.id: room.reason for room in rooms if room.state != "loaded"} == {}
    assert len(rooms.loaded) == 13
