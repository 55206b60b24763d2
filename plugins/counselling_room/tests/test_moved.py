"""A village whose talks could still say something in words loses the lines, and keeps why a talk was not held."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from hub.kernel import migrate
from hub.kernel.clock import now
from hub.kernel.database import db
from hub.kernel.erasing import empty_log
from hub.kernel.revisions import differences
from plugins.counselling_room.models import Talk
from plugins.counselling_room.talks import events
from plugins.counselling_room.tests.place import there

pytestmark = pytest.mark.state("counselling_place")
TYPED = "听的人里有她表姐"
TALKS = sa.table("counselling_room__talk", *map(sa.column, ("id", "state", "note", "materials")))


def the_part(app) -> migrate.Part:
    return next(part for part in migrate.parts(app) if part.id == "counselling_room")


def test_what_was_chosen_is_kept_and_what_was_typed_is_gone(app):
    settings, part = app.extensions["hub"].settings, the_part(app)
    with there(app):
        for place, why in enumerate(("few", "weather", "", "clash")):
            starts = now() + timedelta(days=1 + place)
            row = events.plan("睡个好觉", starts, starts + timedelta(hours=1), "committee")
            if why:
                events.cancel(row.id, why)
    with migrate.migrating(settings, part) as connection:
        command.downgrade(migrate.config_for(part, connection), "0001")
        said = connection.execute(sa.select(TALKS.c.note).order_by(TALKS.c.id)).scalars().all()
        assert said == ["报名人太少", "天气", "", "与别的事冲突"]
        for talk, note in ((2, "weather"), (3, TYPED), (4, TYPED)):
            connection.execute(TALKS.update().where(TALKS.c.id == talk).values(note=note, materials=TYPED))
    assert is_in_the_file(app, TYPED)

    migrate.upgrade_part(settings, part)
    with there(app):
        assert [row.cancelled_for for row in db.session.scalars(sa.select(Talk).order_by(Talk.id))] == [
            "few", "weather", "", "",
        ]  # fmt: skip
    with app.app_context(), db.engine.connect() as connection:
        columns = {column["name"] for column in sa.inspect(connection).get_columns(Talk.__tablename__)}
        assert not columns & {"note", "materials"}
        assert differences(connection, part) == []
    assert is_in_the_file(app, "睡个好觉")
    assert not is_in_the_file(app, TYPED)


def test_the_database_takes_no_other_reason(app):
    with there(app):
        row = events.plan("睡个好觉", now(), now() + timedelta(hours=1), "committee")
        row.state, row.cancelled_for = "cancelled", "她没来"
        with pytest.raises(sa.exc.IntegrityError):
            db.session.flush()
        db.session.rollback()


def is_in_the_file(app, text: str) -> bool:
    """On PostgreSQL, where old pages go with the vacuum, it is the table that is looked at."""
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            assert empty_log()
            home = Path(app.extensions["hub"].settings.home)
            return any(text.encode() in file.read_bytes() for file in home.rglob("*") if file.is_file())
    with migrate.migrating(app.extensions["hub"].settings, the_part(app)) as connection:  # sees every village
        rows = connection.execute(sa.text("SELECT t::text FROM counselling_room__talk t")).scalars()
        return any(text in row for row in rows)
