"""The ground that all other tests stand on."""

from __future__ import annotations

import psycopg
import pytest


@pytest.mark.backends("postgresql")
@pytest.mark.state("empty")
def test_neither_role_can_step_around_row_level_security(database):
    for url in (database.url, database.owner_url):
        with psycopg.connect(url.replace("+psycopg", "")) as connection:
            held = connection.execute(
                "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
            )
            assert held.fetchone() == (False,)


@pytest.mark.state("empty")
def test_a_kept_state_comes_back_whatever_happened_since(database):
    note = database.home / "note"
    note.write_text("kept")
    database.keep("noted")
    note.write_text("changed")
    (database.home / "more").touch()

    database.restore("noted")

    assert note.read_text() == "kept"
    assert [file.name for file in database.home.iterdir()] == ["note"]
