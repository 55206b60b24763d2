"""Tables that do not fit the code, and copies before they are changed."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import create_engine
from sqlalchemy import text as sql

from hub.app import create_app
from hub.backup.files import copies
from hub.cli.tables import State, state_of
from hub.kernel import migrate
from hub.kernel.migrate import drop_part, owner_engine
from hub.kernel.schema import outdated


@pytest.fixture
def newer(settings):
    """A database that a later hub has upgraded."""
    engine = owner_engine(settings)
    with engine.begin() as connection:
        connection.execute(sql("UPDATE alembic_version_core SET version_num = '9999'"))
    engine.dispose()


@pytest.mark.parametrize("command", ["upgrade", "serve", "init"])
def test_a_database_newer_than_the_code_is_left_alone(hub, newer, command):
    result = hub(command)

    assert result.exit_code == 1
    assert "数据库比程序新" in result.output


@pytest.mark.state("empty")
@pytest.mark.parametrize("command", [("upgrade",), ("serve",), ("retention", "run"), ("run", "tool_station")])
def test_without_tables_the_next_step_is_named(hub, command):
    result = hub(*command)

    assert result.exit_code == 1
    assert "hub init" in result.output


def test_an_upgrade_with_nothing_to_do_says_so_and_copies_nothing(hub, settings):
    result = hub("upgrade")

    assert result.exit_code == 0
    assert "已是最新" in result.output
    assert copies(settings) == []


def test_before_tables_are_changed_they_are_copied(hub, settings):
    drop_part(settings, "tool_station")

    result = hub("upgrade")

    assert result.exit_code == 0, result.output
    [copy] = copies(settings)
    assert copy.file.name in result.output
    assert hub("upgrade").exit_code == 0


@pytest.mark.backends("sqlite")
def test_a_port_in_use_is_said_in_words(hub):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        result = hub("serve", "--port", str(taken.getsockname()[1]))

    assert result.exit_code == 1
    assert "换一个端口" in result.output


@pytest.mark.backends("postgresql")
@pytest.mark.state("empty")
def test_on_postgresql_serving_upgrades_nothing(hub, database):
    assert hub("serve").exit_code == 1
    engine = create_engine(database.owner_url)
    with engine.connect() as connection:
        assert (
            connection.execute(sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).scalar()
            == 0
        )
    engine.dispose()


class TestRemembered:
    """Commands learn how the tables stand without reading in every revision once more."""

    @pytest.fixture
    def asked(self, settings, monkeypatch):
        """The parts whose revisions are read, after a first look at all of them."""
        parts = []
        read = migrate.script_of
        outdated(create_app(settings, check_schema=False))
        monkeypatch.setattr(migrate, "script_of", lambda part: parts.append(part.id) or read(part))
        return parts

    def test_nothing_is_read_where_nothing_has_changed(self, settings, asked):
        assert state_of(settings) is State.CURRENT
        assert asked == []

    def test_what_has_changed_since_is_read_again(self, settings, asked):
        (settings.home / "cache" / "revisions.json").write_text('{"core": [["elsewhere"], "0001"]}')

        assert state_of(settings) is State.CURRENT
        assert asked == ["core"]
