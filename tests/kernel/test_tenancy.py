"""Villages apart: no row of another village by any path, on both databases."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

import pytest
from flask import Flask
from sqlalchemy import (
    Select,
    bindparam,
    delete,
    func,
    insert,
    lambda_stmt,
    literal_column,
    select,
    update,
)
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import aliased, joinedload

from hub.centre.models import Equipment, Room
from hub.centre.situation import in_village
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.models import Village
from hub.kernel.tenancy import TRUSTED, TenancyError, _sound
from hub.kernel.transactions import intention


@pytest.fixture
def villages(app: Flask) -> tuple[int, int]:
    """Two villages, each with a room and a chair in it."""
    with app.app_context():
        both = [Village(name=name, created_at=now()) for name in ("甲村", "乙村")]
        db.session.add_all(both)
        db.session.commit()
        first, second = (village.id for village in both)
    for id in (first, second):
        with in_village(app, id):
            room = Room(key="hall", name=f"大厅{id}", icon="厅")
            db.session.add(room)
            db.session.flush()
            db.session.add(Equipment(room_id=room.id, name="椅子"))
    return first, second


@pytest.fixture
def inside(app: Flask, villages: tuple[int, int]) -> Iterator[int]:
    """Inside the first village; what is done is never committed."""
    with app.app_context():
        from hub.centre.situation import enter_village

        village = db.session.get(Village, villages[0])
        assert village
        enter_village(village, None, ("*",))
        yield villages[1]
        db.session.rollback()


TABLE = Room.__table__
HIDDEN: dict[str, Callable[[], Select[Any]]] = {
    "a column of the table": lambda: select(Village.id, TABLE.c.name).join(TABLE, Village.id > 0),
    "an alias of the table": lambda: select(Village.id, TABLE.alias("other").c.name),
    "a statement within it": lambda: select(Room.id, select(func.max(TABLE.c.name)).scalar_subquery()),
    "keys within it": lambda: select(Room.id, select(func.max(TABLE.c.id)).scalar_subquery()),
    "a condition": lambda: select(Room.id).where(Room.id.in_(select(TABLE.c.place))),
    "text": lambda: select(Village.id, sql("(SELECT max(name) FROM room)")),
    "a literal column": lambda: select(Village.id, literal_column("(SELECT max(name) FROM room)")),
}


class TestReading:
    def test_a_select_sees_one_village(self, inside: int) -> None:
        assert len(db.session.scalars(select(Room)).all()) == 1

    def test_so_does_a_count(self, inside: int) -> None:
        assert db.session.scalar(select(func.count()).select_from(Room)) == 1

    def test_and_an_alias(self, inside: int) -> None:
        other = aliased(Room)
        assert len(db.session.execute(select(Room, other).join(other, other.key == Room.key)).all()) == 1

    def test_and_joined_relations(self, inside: int) -> None:
        (chair,) = db.session.scalars(select(Equipment).options(joinedload(Equipment.room)))
        assert chair.room.village_id == chair.village_id

    def test_a_row_of_another_village_cannot_be_got_by_its_id(
        self, app: Flask, villages: tuple[int, int]
    ) -> None:
        with in_village(app, villages[1]):
            theirs = db.session.scalars(select(Room.id)).one()
        with in_village(app, villages[0]):
            assert db.session.get(Room, theirs) is None

    @pytest.mark.parametrize("statement", HIDDEN.values(), ids=HIDDEN.keys())
    def test_what_nothing_scopes_cannot_hide_in_a_statement_of_models(
        self, inside: int, statement: Callable[[], Select[Any]]
    ) -> None:
        with pytest.raises(TenancyError):
            db.session.execute(statement())

    def test_without_a_village_nothing_is_read_by_a_statement_within_another(self, app: Flask) -> None:
        with app.app_context(), pytest.raises(TenancyError):
            db.session.execute(select(Village.id).where(Village.id.in_(select(Room.village_id))))

    def test_without_a_village_nothing_is_read(self, app: Flask) -> None:
        with app.app_context(), pytest.raises(TenancyError):
            db.session.scalars(select(Room)).all()

    @pytest.mark.backends("postgresql")
    def test_postgresql_itself_shows_nothing_without_a_village(
        self, app: Flask, villages: tuple[int, int]
    ) -> None:
        with app.app_context(), db.engine.connect() as connection:
            assert connection.execute(sql("SELECT count(*) FROM room")).scalar() == 0

    @pytest.mark.backends("postgresql")
    def test_postgresql_itself_refuses_a_row_for_another_village(
        self, app: Flask, villages: tuple[int, int]
    ) -> None:
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(
                sql("SELECT set_config('app.village_id', :id, true)"), {"id": str(villages[0])}
            )
            with pytest.raises(DBAPIError, match="row-level security"):
                connection.execute(
                    sql("INSERT INTO season (village_id, name, starts_month, starts_day, opens, closes) "
                        "VALUES (:id, '夏季', 5, 1, '08:00', '23:00')"), {"id": villages[1]},
                )  # fmt: skip


class TestWriting:
    def test_a_new_row_gets_the_village(self, inside: int) -> None:
        room = Room(key="new", name="新", icon="新")
        db.session.add(room)
        db.session.flush()
        assert room.village_id != inside

    def test_a_row_for_another_village_is_refused(self, inside: int) -> None:
        db.session.add(Room(village_id=inside, key="new", name="新", icon="新"))
        with pytest.raises(TenancyError):
            db.session.flush()

    def test_rows_cannot_move_by_an_expression(self, inside: int) -> None:
        moved = update(Room).values({Room.village_id: Room.village_id + 1})
        with pytest.raises(TenancyError):
            db.session.execute(moved, execution_options={"hub_audit": "试"})

    def test_a_row_cannot_move(self, inside: int) -> None:
        room = db.session.scalars(select(Room)).one()
        room.village_id = inside
        with pytest.raises(TenancyError):
            db.session.flush()

    def test_a_foreign_key_cannot_leave_the_village(self, app: Flask, villages: tuple[int, int]) -> None:
        with in_village(app, villages[1]):
            theirs = db.session.scalars(select(Room.id)).one()
        with in_village(app, villages[0]):
            db.session.add(Equipment(room_id=theirs, name="桌子"))
            with pytest.raises(IntegrityError):
                db.session.flush()
            db.session.rollback()

    def test_a_bulk_update_by_where_touches_one_village(self, app: Flask, villages: tuple[int, int]) -> None:
        with in_village(app, villages[0]):
            changed = db.session.execute(
                update(Room).values(name="改"), execution_options={"hub_audit": "试"}
            )
            assert changed.rowcount == 1
        with in_village(app, villages[1]):
            assert db.session.scalars(select(Room.name)).one() != "改"

    def test_a_bulk_update_without_a_reason_is_refused(self, inside: int) -> None:
        with pytest.raises(TenancyError, match="hub_audit"):
            db.session.execute(delete(Equipment))

    def test_a_page_that_is_only_read_cannot_write(self, inside: int) -> None:
        with intention(writes=False):
            db.session.add(Room(key="new", name="新", icon="新"))
            with pytest.raises(TenancyError, match="GET"):
                db.session.flush()


class TestWhatCannotBeScoped:
    @pytest.mark.parametrize(
        "statement",
        [
            sql("SELECT 1"),
            select(Room.__table__.c.id),
            insert(Room.__table__),
            select(Room).from_statement(sql("SELECT * FROM room")),
        ],
        ids=["text", "table", "table insert", "from_statement"],
    )
    def test_it_is_refused(self, inside: int, statement: object) -> None:
        with pytest.raises(TenancyError):
            db.session.execute(statement)  # type: ignore[call-overload]

    def test_bulk_inserts_are_refused(self, inside: int) -> None:
        with pytest.raises(TenancyError):
            db.session.execute(insert(Room), [{"key": "x", "name": "x", "icon": "x"}])
        with pytest.raises(TenancyError):
            db.session.bulk_insert_mappings(Room, [{"key": "x"}])  # type: ignore[arg-type]

    def test_bulk_updates_by_primary_key_are_refused(self, inside: int) -> None:
        with pytest.raises(TenancyError):
            db.session.execute(update(Room), [{"id": 1, "name": "x"}])

    def test_an_update_that_moves_rows_is_refused(self, inside: int) -> None:
        with pytest.raises(TenancyError, match="move"):
            db.session.execute(update(Room).values(village_id=inside), execution_options={"hub_audit": "试"})

    def test_nor_is_one_that_moves_them_by_what_it_is_given(self, inside: int) -> None:
        renamed = update(Equipment).values(name="凳子")
        for _time in range(2):
            with pytest.raises(TenancyError, match="move"):
                db.session.execute(renamed, {"village_id": inside}, execution_options={"hub_audit": "试"})

    def test_nor_is_one_that_moves_them_in_order(self, inside: int) -> None:
        moved = update(Equipment).ordered_values((Equipment.village_id, Equipment.village_id + 1))
        with pytest.raises(TenancyError, match="move"):
            db.session.execute(moved, execution_options={"hub_audit": "试"})

    def test_a_session_cannot_change_its_village(self, inside: int) -> None:
        with pytest.raises(TenancyError):
            db.session().bind_village(inside)  # type: ignore[attr-defined]


class TestAConditionThatIsMadeOnce:
    """The condition of a village is remembered by its number; so is what SQLAlchemy compiles."""

    ROOMS = select(Room.name)

    def test_one_statement_is_for_each_village_its_own(self, app: Flask, villages: tuple[int, int]) -> None:
        seen = []
        for id in (*villages, *villages):
            with in_village(app, id):
                seen.append(db.session.scalars(self.ROOMS).all())
        assert seen == [[f"大厅{id}"] for id in (*villages, *villages)]

    def test_so_it_is_at_the_same_time(self, app: Flask, villages: tuple[int, int]) -> None:
        def look(id: int) -> bool:
            with in_village(app, id):
                chair = db.session.scalars(select(Equipment)).one()
                return db.session.scalars(self.ROOMS).all() == [f"大厅{id}"] == [chair.room.name]

        with ThreadPoolExecutor(4) as pool:
            assert all(pool.map(look, villages * 20))

    def test_what_was_seen_in_one_village_is_refused_in_none(
        self, app: Flask, villages: tuple[int, int]
    ) -> None:
        with in_village(app, villages[0]):
            db.session.scalars(self.ROOMS).all()
        with app.app_context(), pytest.raises(TenancyError):
            db.session.scalars(self.ROOMS).all()


class TestAStatementThatWasLookedThrough:
    """What was found sound is not looked through again; whatever is made of it is."""

    SOUND = select(Village.id)
    GROWN: ClassVar[dict[str, Callable[[Select[Any]], Any]]] = {
        "text": lambda sound: sound.add_columns(sql("(SELECT max(name) FROM room)")),
        "a column": lambda sound: sound.add_columns(TABLE.c.name).join(TABLE, Village.id > 0),
        "a condition": lambda sound: sound.where(Village.id.in_(select(TABLE.c.place))),
        "an order": lambda sound: sound.order_by(select(func.max(TABLE.c.name)).scalar_subquery()),
        "a union": lambda sound: sound.union_all(select(TABLE.c.id)),
        "other columns": lambda sound: sound.with_only_columns(TABLE.c.name),
        "a statement around it": lambda sound: select(sound.subquery().c.id, TABLE.c.name).select_from(TABLE),
        "a lambda": lambda sound: (
            lambda_stmt(lambda: sound) + (lambda it: it.add_columns(sql("(SELECT max(name) FROM room)")))
        ),
    }

    @pytest.mark.parametrize("grow", GROWN.values(), ids=GROWN.keys())
    def test_what_is_made_of_it_is_looked_through(
        self, inside: int, grow: Callable[[Select[Any]], Any]
    ) -> None:
        db.session.execute(self.SOUND).all()
        for _time in range(2):
            with pytest.raises(TenancyError):
                db.session.execute(grow(self.SOUND))

    def test_what_was_refused_is_refused_again(self, inside: int) -> None:
        hidden = select(Village.id, sql("(SELECT max(name) FROM room)"))
        for _time in range(3):
            with pytest.raises(TenancyError):
                db.session.execute(hidden)

    def test_what_was_trusted_once_is_not_trusted_after(self, inside: int) -> None:
        hidden = select(Village.id, sql("(SELECT max(name) FROM room)"))
        assert db.session.execute(hidden, execution_options={TRUSTED: True}).all()
        with pytest.raises(TenancyError):
            db.session.execute(hidden)
        rooms = select(Room.name)
        seen = len(db.session.execute(rooms, execution_options={TRUSTED: True}).all())
        assert seen == (2 if db.engine.dialect.name == "sqlite" else 1)  # PostgreSQL itself trusts nobody
        assert len(db.session.execute(rooms).all()) == 1

    def test_its_values_are_each_times_own(self, app: Flask, villages: tuple[int, int]) -> None:
        named = select(Room.id).where(
            Room.name == bindparam("name"), Room.id.in_(bindparam("ids", expanding=True))
        )
        both = {"ids": [1, 2, 3], "name": f"大厅{villages[1]}"}
        for village, seen in ((villages[0], 0), (villages[1], 1), (villages[0], 0)):
            with in_village(app, village):
                assert len(db.session.scalars(named, both).all()) == seen

    def test_one_that_looks_alike_is_another(self) -> None:
        one, other = select(Room.name), select(Room.name)
        _sound[True].add(one)
        assert other not in _sound[True]

    def test_it_is_forgotten_with_the_statement(self, inside: int) -> None:
        gc.collect()
        before = len(_sound[True])
        for number in range(50):
            db.session.scalars(select(Room.name).where(Room.id > number).limit(number + 1)).all()
        gc.collect()
        assert len(_sound[True]) < before + 50

    def test_many_at_once_see_their_own_and_are_refused_alike(
        self, app: Flask, villages: tuple[int, int]
    ) -> None:
        rooms = select(Room.name)
        hidden = select(Village.id, sql("(SELECT max(name) FROM room)"))

        def look(id: int) -> bool:
            with in_village(app, id):
                seen = db.session.scalars(rooms).all() == [f"大厅{id}"]
                with pytest.raises(TenancyError):
                    db.session.execute(hidden)
                return seen and len(db.session.scalars(select(Room.id).where(Room.id > -id)).all()) == 1

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(look, villages * 20))
