"""Statements that are planned once on each connection: the same answers, whoever asks, and behind a pooler too."""

from __future__ import annotations

import psycopg
import pytest

from hub.kernel import planned
from hub.kernel.database import db
from hub.kernel.planned import send_together
from tests.harness.people import a_village

pytestmark = pytest.mark.backends("postgresql")
HERE = "SELECT set_config('app.village_id', %(village)s, true)"
ROOMS = "SELECT village_id, key FROM room WHERE key = %(key)s::VARCHAR ORDER BY village_id"


@pytest.fixture
def villages(app) -> list[int]:
    return [a_village(app, name, rooms=["tool_station"]) for name in ("东村", "西村")]


@pytest.fixture
def engine(app):
    with app.app_context():
        yield db.engine
        planned._behind_poolers.discard(db.engine)


@pytest.fixture
def raw(engine):
    connection = engine.raw_connection()
    connection.dbapi_connection.autocommit = True
    yield connection.dbapi_connection
    connection.invalidate()


def rooms(engine, raw, village: int) -> list[tuple]:
    texts = ["BEGIN", HERE, ROOMS, "COMMIT"]
    return send_together(engine, raw, texts, {"village": str(village), "key": "tool_station"})[2]


def names(raw) -> set[str]:
    return {name for (name,) in raw.execute("SELECT name FROM pg_prepared_statements").fetchall()}


def test_a_planned_statement_shows_each_village_its_own_rows_only(engine, raw, villages):
    for village in villages * 6:  # from the sixth time on the plan is of no village any more
        assert rooms(engine, raw, village) == [(village, "tool_station")]
    assert len(names(raw)) == 2
    kinds = raw.execute("SELECT sum(generic_plans) > 0 FROM pg_prepared_statements").fetchone()
    assert kinds == (True,)


def test_without_a_village_it_shows_none(engine, raw, villages):
    rooms(engine, raw, villages[0])
    assert send_together(engine, raw, [ROOMS], {"key": "tool_station"}) == [[]]


def test_a_table_that_has_changed_meanwhile_is_planned_anew(engine, raw, villages, database):
    rooms(engine, raw, villages[0])
    with psycopg.connect(owner_of(database), autocommit=True) as owner:
        owner.execute("ALTER TABLE room ADD COLUMN colour text")
        try:
            assert rooms(engine, raw, villages[1]) == [(villages[1], "tool_station")]
        finally:
            owner.execute("ALTER TABLE room DROP COLUMN colour")


def owner_of(database) -> str:
    from sqlalchemy.engine import make_url

    address = make_url(database.url).set(drivername="postgresql", username="postgres")
    return address.render_as_string(hide_password=False)


@pytest.mark.parametrize("meanwhile", ["DEALLOCATE ALL", "prepared by somebody else"])
def test_behind_a_pooler_it_fails_once_and_is_then_sent_in_full(engine, raw, villages, meanwhile):
    if meanwhile == "DEALLOCATE ALL":  # as on another connection
        rooms(engine, raw, villages[0])
        raw.execute(meanwhile)
    else:
        raw.execute(planned._planned(ROOMS).prepare.replace("%(key)s", "$1"))
    with pytest.raises((psycopg.errors.InvalidSqlStatementName, psycopg.errors.DuplicatePreparedStatement)):
        rooms(engine, raw, villages[0])
    raw.rollback()
    before = names(raw)
    assert rooms(engine, raw, villages[1]) == [(villages[1], "tool_station")]
    assert names(raw) == before


def test_any_other_failure_is_not_taken_for_a_pooler(engine, raw, villages):
    with pytest.raises(psycopg.errors.UndefinedTable):
        send_together(engine, raw, ["SELECT 1 FROM nowhere"], {})
    assert engine not in planned._behind_poolers


def test_the_same_words_have_the_same_name_and_others_another():
    assert planned._planned(ROOMS) == planned._planned(ROOMS)
    assert planned._planned(ROOMS).execute != planned._planned(HERE).execute
